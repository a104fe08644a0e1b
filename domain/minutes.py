"""Minutes as typed text: a line beginning with `!` promises an action, `!name date what`.

`!Priya fri ring the ward` makes an action for Priya, due on Friday. Everything else is the record of the
meeting and is left as typed. Knows nothing of how actions are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.when import TimeProblem, parse_date, show_date

MARK = "!"
_DATE_WORDS = (3, 2, 1)


class MinutesProblem(ValueError):
    """Lines that promise something but do not say who or by when; the message names each of them."""


@dataclass(frozen=True, slots=True)
class Promised:
    """An action as a line of minutes gives it."""

    owner: str
    due: date
    text: str


def promised(minutes: str, today: date, present: Sequence[str] = ()) -> tuple[Promised, ...]:
    """The actions in the minutes of a meeting held on `today`. Raises MinutesProblem naming each wrong line.

    One word is enough for somebody present when it fits nobody else there; other names of several words need
    their capitals, so that the date can be told from them."""
    found, wrong = [], []
    for number, line in enumerate(minutes.splitlines(), 1):
        if not line.lstrip().startswith(MARK):
            continue
        try:
            found.append(_promise(line.strip().removeprefix(MARK), today, present))
        except MinutesProblem as problem:
            wrong.append(f"Line {number} '{line.strip()}': {problem}")
    if wrong:
        raise MinutesProblem("; ".join(wrong))
    return tuple(found)


def _promise(line: str, today: date, present: Sequence[str]) -> Promised:
    words = line.split()
    if words[:1] == ["a"]:
        words = words[1:]
    for length in _name_lengths(words, present):
        for size in _DATE_WORDS:
            due = _date(words[length : length + size], size, today)
            if due is None:
                continue
            text = " ".join(words[length + size :])
            if not text:
                raise MinutesProblem("say what is to be done after the date")
            if due < today:
                raise MinutesProblem(f"{show_date(due)} is before the meeting; type a later date")
            return Promised(owner_among(" ".join(words[:length]), present), due, text)
    raise MinutesProblem("type a name, a date and what is to be done, such as !Priya fri ring the ward")


def _name_lengths(words: Sequence[str], present: Sequence[str]) -> Iterator[int]:
    """How many words the name may have: as somebody present has, then one, then more while capitalised."""
    folded = [word.casefold() for word in words]
    for name in sorted(present, key=len, reverse=True):
        parts = name.casefold().split()
        if parts and folded[: len(parts)] == parts:
            yield len(parts)
    for length in range(1, len(words)):
        if length > 1 and not words[length - 1][:1].isupper():
            return
        yield length


def _date(words: Sequence[str], size: int, today: date) -> date | None:
    if len(words) < size:
        return None
    try:
        return parse_date(" ".join(words), today)
    except TimeProblem:
        return None


def owner_among(typed: str, present: Sequence[str]) -> str:
    """The one of those present whom a name, or a part of it, means; else the name as it was typed."""
    meant = [name for name in present if typed.casefold() in (name.casefold(), *name.casefold().split())]
    return meant[0] if len(meant) == 1 else typed
