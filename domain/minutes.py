"""Minutes as typed text: a line beginning with `!` promises an action, `!name date what`.

`!Priya fri ring the ward` makes an action for Priya Lewis, due on Friday: part of a name is enough for whoever was
present, then for whoever works here. Everything else is the record of the meeting and is left as typed. Knows nothing
of how actions are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.when import TimeProblem, parse_date, show_date

MARK = "!"
_DATE_WORDS = (3, 2, 1)
MOST_SAID = 4


class MinutesProblem(ValueError):
    """Lines that promise something but do not say who or by when; the message names each of them."""


@dataclass(frozen=True, slots=True)
class Promised:
    """An action as a line of minutes gives it; `typed` is what stood there for the owner."""

    owner: str
    due: date
    text: str
    typed: str = field(default="", compare=False)


def promised(minutes: str, today: date, present: Sequence[str] = (), known: Sequence[str] = ()) -> tuple[Promised, ...]:
    """The actions in the minutes of a meeting held on `today`. Raises MinutesProblem naming each wrong line.

    One word is enough for somebody present when it fits nobody else there, and for somebody `known` when it fits
    nobody else at all; other names of several words need their capitals, so that the date can be told from them."""
    found, wrong = [], []
    for number, line in enumerate(minutes.splitlines(), 1):
        if not line.lstrip().startswith(MARK):
            continue
        try:
            found.append(_promise(line.strip().removeprefix(MARK), today, present, known))
        except MinutesProblem as problem:
            wrong.append(f"Line {number} '{line.strip()}': {problem}")
    if wrong:
        raise MinutesProblem("; ".join(wrong))
    return tuple(found)


def _promise(line: str, today: date, present: Sequence[str], known: Sequence[str]) -> Promised:
    words = line.split()
    if words[:1] == ["a"]:
        words = words[1:]
    for length in _name_lengths(words, (*present, *known)):
        for size in _DATE_WORDS:
            due = _date(words[length : length + size], size, today)
            if due is None:
                continue
            text = " ".join(words[length + size :])
            if not text:
                raise MinutesProblem("say what is to be done after the date")
            if due < today:
                raise MinutesProblem(f"{show_date(due)} is before the meeting; type a later date")
            typed = " ".join(words[:length])
            return Promised(owner_among(typed, present, known), due, text, typed)
    raise MinutesProblem("type a name, a date and what is to be done, such as !Priya fri ring the ward")


def _name_lengths(words: Sequence[str], names: Sequence[str]) -> Iterator[int]:
    """How many words the name may have: as one of the names has, then one, then more while capitalised."""
    folded = [word.casefold() for word in words]
    for name in sorted(names, key=len, reverse=True):
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


def owner_among(typed: str, *circles: Sequence[str]) -> str:
    """The name that is meant by it or by a part of it, sought in one circle of people after the other; what fits nobody
    stays as typed. Raises MinutesProblem when it could be several."""
    for names in circles:
        meant = _meant(typed.casefold().split(), names)
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise MinutesProblem(f"{typed} could be {' or '.join(meant[:MOST_SAID])}; type more of the name")
    return typed


def _meant(typed: Sequence[str], names: Sequence[str]) -> list[str]:
    """Whom words mean: the whole name before parts of it; behind a whole word the last may only have been begun."""
    whole = [name for name in names if name.casefold().split() == typed]
    return whole[:1] or sorted({name for name in names if _fits(typed, name.casefold().split())})


def _fits(typed: Sequence[str], name: Sequence[str]) -> bool:
    left = iter(name)
    *words, last = typed
    return all(word in left for word in words) and any(
        part.startswith(last) if words else part == last for part in left
    )
