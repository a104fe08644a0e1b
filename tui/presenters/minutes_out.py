"""The minutes of a meeting as a document: Markdown that reads as plain text, for the file, the printer or an e-mail.

The copy for outsiders says nothing of whom it is about: the names of the people on the agenda, numbers and postcodes
are taken out of all that somebody typed. Staff are named in both."""

import re
from collections.abc import Callable, Iterator

from domain.meeting import Action
from domain.when import show_date
from tui.present import Sight, clean
from tui.presenters.meeting import MeetingRead, title

LEFT_OUT = "[left out]"
LEAST_OF_A_NAME = 2
_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,}")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)


def document(read: MeetingRead, sight: Sight, *, outside: bool) -> Iterator[str]:
    """The lines; `outside` for readers who may not know whom it is about."""
    told = _hiding(read) if outside else clean
    meeting = read.meeting
    yield f"# {told(title(meeting))}"
    yield ""
    yield f"{sight.policy.label('room', meeting.room)}. Present: {_names(meeting.attendees, sight) or 'nobody named'}"
    yield f"Apologies: {_names(meeting.apologies, sight)}" if meeting.apologies else "No apologies."
    yield from _section(
        "Decisions", (_decided(item.case, item.decision, read, told, outside) for item in meeting.agenda)
    )
    yield from _section("Minutes", (told(text) for text in meeting.minutes.splitlines()), mark="")
    yield from _section("Actions", (_promised(action, told, sight) for action in read.actions))


def _names(refs: tuple[str, ...], sight: Sight) -> str:
    return ", ".join(clean(sight.who(ref)) for ref in refs)


def _decided(case: str, decision: str, read: MeetingRead, told: Callable[[str], str], outside: bool) -> str:
    person = read.cases[case][1].name if case in read.cases else ""
    whom = f"Case {case}" if outside or not person else f"{clean(person)} ({case})"
    return f"{whom}: {told(decision) or 'not decided'}"


def _promised(action: Action, told: Callable[[str], str], sight: Sight) -> str:
    state = "done" if action.done_at else "to do"
    return f"{clean(sight.who(action.owner))} by {show_date(action.due)}: {told(action.text)} ({state})"


def _section(heading: str, lines: Iterator[str], mark: str = "- ") -> Iterator[str]:
    found = [f"{mark}{line}" for line in lines]
    if found:
        yield from ("", f"## {heading}", "", *found)


def _hiding(read: MeetingRead) -> Callable[[str], str]:
    """What takes out of a text whatever says who it is about."""
    people = [*(person for _, person in read.cases.values()), *read.booked.values()]
    said = [read.row.person, *(name for one in people for name in (one.family, one.given, one.preferred))]
    words = {word for name in said for word in re.split(r"[\s,]+", name) if len(word) >= LEAST_OF_A_NAME}
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    named = re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE) if words else None

    def told(text: str) -> str:
        for pattern in filter(None, (named, _NUMBER, _POSTCODE)):
            text = pattern.sub(LEFT_OUT, text)
        return clean(text)

    return told
