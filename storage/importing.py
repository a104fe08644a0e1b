"""From files to messages at the desk and entries of its diary: reads them all, applies them in the order of their own
times, loses none.

Each message is applied in a transaction of its own, and one bad file never stops the others: what cannot be read
is quarantined whole with one sentence why. A dry run is the same work in a transaction that is rolled back."""

import base64
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from domain.access import Caller
from domain.desk.bus import Changed, Command, Done, Order, Refusal, Refused, Stale, carry_out
from domain.desk.bus import Units as AnyUnits
from domain.desk.calendars import TakeCalendar
from domain.desk.messages import UNCHANGED, AlreadyTaken, KeepUnreadable, SettleMessage, TakeMessage
from domain.exchange.bars import read_message
from domain.exchange.event import Event
from domain.exchange.inbound import Inbound
from domain.exchange.meaning import own_order
from domain.ids import RandomIds, command_id
from domain.meeting import Meeting
from domain.message import ENCODED, Message, MessageState, Trouble
from domain.record import Record
from domain.views import FileOutcome, Reader
from storage.engine import StoreUnreachable
from storage.formats import calendars, fhir_check, messages
from storage.formats.files import read_bytes
from storage.formats.limits import Unreadable
from storage.geography import place_of
from storage.unit_of_work import Units

R = TypeVar("R", bound=Record)
MOST_KEPT = 250_000_000
"""Bytes of an unreadable file that are kept: what either database takes in one piece."""

_NOTE = re.compile(
    r"(?:readme|licen[cs]e|copying)(?:\..*)?|.*\.(?:md|markdown|rst)|thumbs\.db|desktop\.ini", re.IGNORECASE
)
"""Names of files that lie in a folder beside messages and are none."""

_STUMBLED = (
    "caredesk stumbled over this message and kept it whole; ring the sender, and tell whoever looks after caredesk"
)
_OWN = "This is a file of the store itself and no message, so it was not opened"
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file as it was read: what its message or calendar says, or why it says nothing. `content` is None when not
    even the bytes could be had; `passed_over` says why a thing found in a folder is none to read."""

    file: str
    content: bytes | None = None
    inbound: Inbound | None = None
    events: tuple[Event, ...] | None = None
    raw: str = ""
    why: str = ""
    passed_over: str = ""
    troubles: tuple[Trouble, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.file.rpartition("/")[2][:200]


def take(units: Units, caller: Caller, paths: Sequence[Path], *, dry_run: bool = False) -> list[FileOutcome]:
    """Take the messages in files, and in the files of folders. Outcomes come in the order in which they were named.

    Of what lies in a folder, notes beside the messages and folders within are passed over: unchanged, with a word.
    What a dry run would create has references such as Rnew1. Raises Refusal when the caller may not take messages,
    StoreUnreachable when the store fails: what was taken by then stays, and taking it all again completes it."""
    arrivals = list(_arrivals(paths, units))
    if not dry_run:
        return _take_all(units.in_turn(), caller, arrivals)
    with units.in_turn().rehearse() as rehearsal:
        return _take_all(rehearsal, caller, arrivals)


def reread(message: Message) -> Inbound | None:
    """What a stored message says; None when it cannot be read."""
    try:
        document = messages.read_text(message.raw)
    except Unreadable:
        return None
    return _said(document)


def with_contents(command: SettleMessage, read: Reader) -> SettleMessage:
    """The command to settle a message, with what the message says."""
    message = read.record(Message, command.id)
    return replace(command, inbound=reread(message)) if isinstance(message, Message) else command


def _arrivals(paths: Sequence[Path], units: Units) -> Iterator[Arrival]:
    """The files named, and by name what lies in the folders named, but for hidden files."""
    for path in map(_at_home, paths):
        try:
            within = sorted(path.iterdir()) if path.is_dir() else None
        except OSError:
            within = None
        if within is None:
            yield Arrival(file=_shown(path), why=_OWN) if units.keeps(path) else _read(path, units.now())
            continue
        for one in within:
            if not one.name.startswith("."):
                why = _OWN if units.keeps(one) else _no_message(one)
                yield Arrival(file=_shown(one), passed_over=why) if why else _read(one, units.now())


def _at_home(path: Path) -> Path:
    """The path with a home folder for its `~`, unless a file is really called so."""
    try:
        return path if os.path.lexists(path) else path.expanduser()
    except (RuntimeError, ValueError):
        return path


def _no_message(path: Path) -> str:
    """Why something in a folder is not even opened, '' for what is."""
    if _NOTE.fullmatch(path.name):
        return "By its name this is a note beside the messages, so it was passed over; name the file itself to take it"
    with suppress(OSError):
        if path.is_dir():
            return "This is a folder within the folder: name it to take what is in it"
    return ""


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _read(path: Path, now: datetime) -> Arrival:
    file = _shown(path)
    try:
        content = read_bytes(path, MOST_KEPT)
    except Unreadable as problem:
        return Arrival(file=file, why=problem.sentence)
    try:
        if calendars.is_calendar(content):
            events, troubles = calendars.read(content, now)
            return Arrival(file=file, content=content, events=events, troubles=troubles)
        document = messages.read(content)
        inbound = _said(document)
        return Arrival(
            file=file, content=content, inbound=inbound, raw=document.text, troubles=fhir_check.check(document)
        )
    except Unreadable as problem:
        return Arrival(file=file, content=content, why=problem.sentence)
    except Exception:
        return Arrival(file=file, content=content, why=_STUMBLED)


def _said(document: messages.Document) -> Inbound:
    """What a message says, with the places on the map of its person."""
    inbound = read_message(document.tree, document.troubles)
    if inbound.person is None:
        return inbound
    stays = tuple(replace(stay, place=place_of(stay.postcode)) for stay in inbound.person.stays)
    return replace(inbound, person=replace(inbound.person, place=place_of(inbound.person.postcode), stays=stays))


def _take_all(units: AnyUnits, caller: Caller, arrivals: Sequence[Arrival]) -> list[FileOutcome]:
    outcomes: dict[int, FileOutcome] = {}
    for at in sorted(range(len(arrivals)), key=lambda at: _order(arrivals[at])):
        outcomes[at] = (_take if arrivals[at].events is None else _take_calendar)(units, caller, arrivals[at])
    return [outcomes[at] for at in range(len(arrivals))]


def _order(arrival: Arrival) -> tuple[bool, tuple[bool, str, str]]:
    """Messages by their own times, then what could not be read."""
    return arrival.inbound is None, own_order(arrival.inbound) if arrival.inbound else (True, "", "")


def _take(units: AnyUnits, caller: Caller, arrival: Arrival) -> FileOutcome:
    if arrival.passed_over:
        word = (Trouble(where="file", what=arrival.passed_over),)
        return FileOutcome(file=arrival.file, outcome="unchanged", subject="", problems=word)
    if arrival.inbound is None:
        return _quarantine(units, caller, arrival)
    command = TakeMessage(inbound=arrival.inbound, raw=arrival.raw, file=arrival.name, troubles=arrival.troubles)
    try:
        taken = _give(units, caller, command, Message)
    except (StoreUnreachable, Refusal):
        raise
    except Exception:
        return _quarantine(units, caller, replace(arrival, why=_STUMBLED))
    if isinstance(taken, AlreadyTaken):
        problems = (*arrival.inbound.troubles, *arrival.troubles)
        return FileOutcome(file=arrival.file, outcome="unchanged", subject=taken.subject, problems=problems)
    if isinstance(taken, Refused):
        return _quarantine(units, caller, replace(arrival, why=taken.sentence))
    return _told(arrival, taken)


def _take_calendar(units: AnyUnits, caller: Caller, arrival: Arrival) -> FileOutcome:
    """What is still to come of a calendar, as one change of the diary."""
    taken = _give(units, caller, TakeCalendar(events=arrival.events or ()), Meeting)
    if isinstance(taken, Refused) and taken.why != UNCHANGED:
        return _quarantine(units, caller, replace(arrival, why=taken.sentence))
    ref = taken.id if isinstance(taken, Meeting) else ""
    return FileOutcome(
        file=arrival.file, outcome="updated" if ref else "unchanged", subject=f"meeting/{ref}" if ref else "",
        problems=arrival.troubles,
    )  # fmt: skip


def _told(arrival: Arrival, message: Message) -> FileOutcome:
    asked = message.state is MessageState.ASKED
    question = (Trouble(where="message", what=message.question),) if asked else ()
    return FileOutcome(
        file=arrival.file, outcome="unchanged" if message.outcome == "late" else message.outcome,
        subject=message.subject or f"message/{message.id}", problems=(*question, *message.problems),
    )  # fmt: skip


def _quarantine(units: AnyUnits, caller: Caller, arrival: Arrival) -> FileOutcome:
    """Keep the file whole. Of one whose bytes could not be had nothing is kept: it is where it was."""
    subject, content = "", arrival.content
    if content is not None:
        digest = hashlib.sha256(content).hexdigest()
        command = KeepUnreadable(file=arrival.name, raw=_stored(content), why=arrival.why, digest=digest)
        kept = _give(units, caller, command, Message)
        subject = f"message/{kept.id}" if isinstance(kept, Message) else getattr(kept, "subject", "")
    return FileOutcome(
        file=arrival.file, outcome="quarantined", subject=subject, problems=(Trouble(where="file", what=arrival.why),)
    )


def _stored(content: bytes) -> str:
    """The content as text that every store can hold, nothing lost."""
    with suppress(UnicodeDecodeError):
        text = content.decode()
        if "\0" not in text:
            return text
    return ENCODED + base64.b64encode(content).decode("ascii")


def _give(units: AnyUnits, caller: Caller, command: Command, kind: type[R]) -> R | Refused:
    """What a command made or changed, or why it did not. Whoever was overtaken by another desk begins anew.

    Raises Refusal when the caller may not."""
    for _ in range(_ATTEMPTS):
        order = Order(command, caller, command_id(RandomIds()))
        try:
            with units.begin(order) as work:
                outcome = carry_out(order, work)
                found = work.get(kind, outcome.ref) if isinstance(outcome, Done) else outcome
        except Changed:
            continue
        if isinstance(found, Refused) and found.why == "right":
            raise Refusal(found.sentence, why="right")
        if not isinstance(found, Stale):
            return found
    raise StoreUnreachable("Others at the desk are changing the same records just now; take the files again")
