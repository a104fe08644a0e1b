"""Half-typed forms, kept on disk as they are typed: escape, a dropped line or a crash lose nothing.

One small private file for each form of a user on a store; it goes when the form is saved."""

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from tui.habits import write_private

Known = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into the form of an action about a thing. `known` are the answers that the thing gave, `more`
    those of further things that it is done to; `title` says what it was and `whose`; `number` tells drafts of new
    things apart, which are about nothing yet.

    `field` and `at` are where the cursor stood, `place` what lay beneath the form, `seen` the revision that was read;
    `parked` work was put aside for something that could not wait. `seed` is the form's own, made when it was opened."""

    action: str
    about: str
    title: str = ""
    whose: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=dict)
    number: int = 0
    more: Sequence[Known] = ()
    field: str = ""
    at: int = 0
    place: str = ""
    seen: int = 0
    parked: bool = False
    seed: str = ""

    @property
    def key(self) -> str:
        """One draft for each action on each thing."""
        thing = self.about or (f"#{self.number}" if self.number else "")
        return hashlib.sha256(f"{self.action}\n{thing}".encode()).hexdigest()[:24]

    def command_id(self, what: str) -> str:
        """The id under which this form gives a command: the same one as long as nobody changes a word, so that what
        was committed is not done again by whoever was not told."""
        words = json.dumps([self.seed, self.key, dict(self.texts), what], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:32]


class Drafts:
    """The drafts of one user on one store. What cannot be read is left alone and not offered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unsaved: dict[str, Draft] = {}
        self._newest: dict[str, Draft] = {}

    def keep(self, draft: Draft) -> None:
        """Remember a draft; it reaches the disk with `write`."""
        self._unsaved[draft.key] = self._newest[draft.key] = draft

    def write(self) -> None:
        """Put what is remembered on disk, each file whole or not at all. Safe in a signal handler."""
        while self._unsaved:
            key, draft = self._unsaved.popitem()
            with contextlib.suppress(OSError):
                write_private(self._file(key), json.dumps(asdict(draft)))
            if (newest := self._newest.get(key)) not in (draft, None):  # a signal came between, and it knew more
                self._unsaved[key] = newest

    def find(self, action: str, about: str, number: int = 0) -> Draft | None:
        """The draft of an action on a thing."""
        key = Draft(action, about, number=number).key
        return self._unsaved.get(key) or _read(self._file(key))

    def unused(self, action: str) -> int:
        """A number under which no draft of a new thing is kept: the second call is never typed into the first."""
        drafts = (Draft(action, "", number=number) for number in count())
        return next(one.number for one in drafts if not (one.key in self._unsaved or self._file(one.key).exists()))

    def park(self, draft: Draft) -> None:
        """Put a draft aside; it is on disk when this returns."""
        self.keep(replace(draft, parked=True))
        self.write()

    def parked(self) -> Draft | None:
        """What was parked last."""
        return next((draft for draft in self.all() if draft.parked), None)

    def drop(self, draft: Draft) -> None:
        """The form was saved, or its draft given up."""
        self._unsaved.pop(draft.key, None)
        self._newest.pop(draft.key, None)
        with contextlib.suppress(OSError):
            self._file(draft.key).unlink()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def all(self) -> list[Draft]:
        """Every draft, newest first."""
        self.write()
        try:
            files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        except OSError:
            return []
        return [draft for draft in map(_read, files) if draft is not None]


def drafts_for(folder: Path, store: str, user: str) -> Drafts:
    """The drafts of a user on a store, in a folder of their own below `folder`."""
    name = hashlib.sha256(f"{store}\n{user}".encode()).hexdigest()[:16]
    return Drafts(folder / "drafts" / name)


def _read(file: Path) -> Draft | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        texts = {str(name): str(text) for name, text in told["texts"].items()}
        action, about, title, whose = (str(told[part]) for part in ("action", "about", "title", "whose"))
        known, *more = map(_known, (told["known"], *told.get("more", ())))
        field, place, seed = (str(told.get(part, "")) for part in ("field", "place", "seed"))
        number, at, seen = (int(told.get(part, 0)) for part in ("number", "at", "seen"))
        parked = bool(told.get("parked"))
        rest = tuple(more), field, at, place, seen, parked, seed
        return Draft(action, about, title, whose, texts, known, number, *rest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _known(told: Any) -> Known:
    return {str(name): value if isinstance(value, int) else str(value) for name, value in told.items()}
