"""The reads of the store as one person may have them: each is allowed by the table in `domain/reading.py` or refused.

Whoever carries the reads out knows nothing of people; whoever asks for them meets only this."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from domain.access import Caller, NotAllowed
from domain.desk.bus import Entry
from domain.reading import RECORDS, kind_of, needed, refusal
from storage.reader import StoreReader


class GuardedReader:
    """`StoreReader` for whoever `caller()` says is asking. `refused(what, subject, sentence)` hears of every refusal.

    Raises NotAllowed instead of reading what the caller's roles do not allow."""

    def __init__(
        self, reader: StoreReader, caller: Callable[[], Caller], refused: Callable[[str, str, str], None]
    ) -> None:
        self._reader, self._caller, self._refused = reader, caller, refused

    def __getattr__(self, name: str) -> Callable[..., Any]:
        read: Callable[..., Any] = getattr(self._reader, name)

        def guarded(*asked: Any, **named: Any) -> Any:
            caller, rights = self._caller(), needed(name, *asked[:1])
            if not caller.may_any(rights):
                sentence = refusal(caller, rights)
                subject = asked[0] if asked and isinstance(asked[0], str) and "/" in asked[0] else ""
                self._refused(f"read.{name}", subject, sentence)
                raise NotAllowed(sentence)
            return read(*asked, **named)

        return guarded


def thinned(entries: Sequence[Entry], caller: Caller) -> list[Entry]:
    """The entries without what the caller may not read of them: of such records not even the references are left."""

    def seen(subject: str) -> bool:
        return caller.may_any(needed("record" if kind_of(subject) in RECORDS else "history", subject))

    return [
        replace(
            entry, subject=entry.subject if seen(entry.subject) else "", reason="",
            before={name: was for name, was in entry.before.items() if seen(name)},
            after={name: now for name, now in entry.after.items() if seen(name)},
        )
        if not all(map(seen, (entry.subject, *entry.before)))
        else entry
        for entry in entries
    ]  # fmt: skip
