"""Booking and Referral Standard messages: from a neutral tree to what the message says.

Liberal in what it takes: anything that can be read is kept, everything odd is listed. What kind of message it
is, is told by its event, else by what it is about, else by what it holds. Source: BaRS 1.4 (domain reference
7.2). Knows nothing of files, the store or earlier messages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from domain.exchange.booking import read_booking, read_slots
from domain.exchange.cautions import read_consent, read_flags
from domain.exchange.concepts import concepts, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import WITHDRAWN, Inbound, Kind, MessageKey, PersonDetails
from domain.exchange.narrative import read_narrative
from domain.exchange.person import read_person
from domain.exchange.request import read_request, use_case
from domain.exchange.tree import Node, Value, digest, kind, node, nodes, text, texts
from domain.exchange.wording import line, moment
from domain.message import Trouble

_EVENTS: dict[str, Kind] = {
    "servicerequest-request": "referral",
    "booking-request": "booking",
    "servicerequest-response": "response",
    "booking-response": "response",
}
_SUBJECTS: dict[str, Kind] = {"ServiceRequest": "referral", "Appointment": "booking"}
_SINGLES: dict[str, Kind] = {
    "OperationOutcome": "operation-outcome",
    "Slot": "slots",
    "Flag": "flag",
    "Consent": "consent",
}
_LABELS: dict[Kind, str] = {
    "referral": "Referral",
    "booking": "Booking",
    "response": "Response to a referral",
    "slots": "List of slots",
    "flag": "Flag",
    "consent": "Consent",
    "operation-outcome": "Answer of another system",
}
_REQUESTS = frozenset(_SUBJECTS.values())
_LISTINGS = frozenset({"searchset", "history"})
_RANKS = {"new": 0, "update": 1}
_STANDING: dict[Kind, frozenset[str]] = {
    "referral": frozenset({"", "active", *WITHDRAWN}),
    "booking": frozenset({"", "booked", "pending", "proposed", "arrived", "checked-in", *WITHDRAWN}),
}
"""Statuses of which nobody need be asked what they mean for the desk."""
MOST_REQUESTS = 50
MOST_CATEGORIES = 10
_MOST_OTHERS = 5


def read_message(tree: Node, troubles: tuple[Trouble, ...] = ()) -> Inbound:
    """What the message says. `troubles` are those that reading the file already brought up. Never raises."""
    contents = Contents(tree)
    header = contents.first("MessageHeader")
    subject = _subject(header, contents)
    what = _kind(header, subject, contents)
    if what not in _REQUESTS and what != "response":
        subject = {}
    found = _envelope(what, header, subject, contents)
    found = replace(
        found,
        person=_person(what, subject, contents),
        slots=read_slots(contents) if what == "slots" else (),
        flags=read_flags(contents),
        consent=read_consent(contents),
        narrative=read_narrative(subject, contents),
    )
    if what == "referral":
        found = replace(found, referral=read_request(subject, header, contents))
    if what == "booking":
        found = replace(found, booking=read_booking(subject, header, contents))
    found = replace(found, label=_label(found, subject, contents), doubts=tuple(_doubts(found, subject, contents)))
    return replace(found, troubles=(*troubles, *contents.troubles))


def _envelope(what: Kind, header: Node, subject: Node, contents: Contents) -> Inbound:
    tree = contents.tree
    reason = _reason(header, what, contents)
    found = Inbound(
        kind=what,
        label="",
        at=_own_time(header, subject, contents),
        reason=reason,
        status=line(text(subject, "status")).casefold(),
        key=_key(header, subject, contents) if what in _REQUESTS else None,
        bundle_id=line(text(tree, "id")).casefold() if kind(tree) == "Bundle" else "",
        answers=line(text(header, "response", "identifier")),
        digest=digest(tree),
    )
    return replace(found, order_key=_order_key(found, contents))


def _subject(header: Node, contents: Contents) -> Node:
    """The ServiceRequest or Appointment that the message is about."""
    focus = [found.node for found in contents.follow(header, "focus", where="MessageHeader.focus", to=tuple(_SUBJECTS))]
    requests = list(contents.of("ServiceRequest"))
    if not focus and len(requests) > 1:
        contents.note("Bundle", "holds several service requests and names none as its subject; the first is taken")
    wanted = _EVENTS.get(_event(header))
    for name, what in _SUBJECTS.items():
        if what == wanted:
            focus = [found for found in focus if kind(found) == name] or list(contents.of(name)) or focus
    return next(iter((*focus, *requests, *contents.of("Appointment"))), {})


def _event(header: Node) -> str:
    written = text(header, "eventCoding", "code") or text(header, "eventUri").rstrip("/").rpartition("/")[2]
    return written.casefold()


def _kind(header: Node, subject: Node, contents: Contents) -> Kind:
    if header:
        return _kind_of_message(header, subject, contents)
    held = {resource.kind for resource in contents.resources}
    if kind(contents.tree) == "Bundle" and "Bundle" in held:
        contents.note("Bundle", "holds whole messages; save each to a file of its own and take those")
    if "Slot" in held and "Appointment" not in held:
        return "slots"
    about_somebody = "Patient" in held or any(_mentioned(subject, "subject"))
    if kind(subject) in _SUBJECTS and about_somebody and text(contents.tree, "type") not in _LISTINGS:
        contents.note("MessageHeader", "is missing, so the sender is not known; taken for what it holds")
        return _SUBJECTS[kind(subject)]
    return _SINGLES.get(held.pop(), "other") if len(held) == 1 else "other"


def _kind_of_message(header: Node, subject: Node, contents: Contents) -> Kind:
    event = _event(header)
    about = _SUBJECTS.get(kind(subject))
    what = _EVENTS.get(event)
    if what is None and (event.endswith("-response") or node(header, "response")):
        what = "response"
    if what is None and about:
        contents.note("MessageHeader.event", f"'{line(event)}' is no known event; taken for the {about} it holds")
        what = about
    if what in _REQUESTS and what != about:
        contents.note("MessageHeader.focus", f"announces a {what} that is not in the message")
        return "other"
    return what or "other"


def _reason(header: Node, what: Kind, contents: Contents) -> str:
    reason = next((found.code for found in concepts(header, "reason")), "").casefold()
    if what in _REQUESTS and reason not in ("new", "update", "delete"):
        contents.note("MessageHeader.reason", f"'{reason}' is none of new, update, delete; told from what is known")
        return ""
    return reason


def _own_time(header: Node, subject: Node, contents: Contents) -> datetime | None:
    """When the sender put the message together: the bundle's time, else the nearest to it."""
    found = contents.moment(contents.tree, "timestamp", where="Bundle.timestamp")
    for written in (
        text(contents.tree, "meta", "lastUpdated"),
        text(header, "meta", "lastUpdated"),
        text(subject, "authoredOn") or text(subject, "created"),
    ):
        read = moment(written) if written else None
        found = found or (read.at if read else None)
    return found


def _order_key(found: Inbound, contents: Contents) -> str:
    if found.at is None:
        return ""
    changed = moment(text(contents.tree, "meta", "lastUpdated"))
    rank = 2 if found.withdraws else _RANKS.get(found.reason, 1)
    return f"{_stamp(found.at)} {_stamp(changed.at if changed else found.at)} {rank}"


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _key(header: Node, subject: Node, contents: Contents) -> MessageKey:
    path = "category" if kind(subject) == "ServiceRequest" else "serviceCategory"
    written = text(subject, "authoredOn") or text(subject, "created")
    authored = moment(written)
    codes = (coding.code.casefold() for found in concepts(subject, path) for coding in found.codings)
    return MessageKey(
        endpoint=_endpoint(header),
        url=line(contents.url_of(subject)),
        category=tuple(sorted(set(codes) - {""})[:MOST_CATEGORIES]),
        authored=_stamp(authored.at) if authored else line(written),
    )


def _endpoint(header: Node) -> str:
    """The sender's address, without the scheme and letter case that systems vary."""
    written = line(text(header, "source", "endpoint")).casefold()
    return written.removeprefix("https://").removeprefix("http://").rstrip("/")


def _person(what: Kind, subject: Node, contents: Contents) -> PersonDetails | None:
    patients = list(contents.of("Patient"))
    path = ("subject",) if kind(subject) == "ServiceRequest" else ("participant", "actor")
    where = f"{kind(subject)}.{path[0]}" if len(path) == 1 else ""
    named = [found.node for found in contents.follow(subject, *path, where=where, to=("Patient",))]
    if not named and len(patients) > 1:
        contents.note("Patient", "the message holds several people and names none; no one is taken")
        return None
    if not named and not patients:
        named = list(_mentioned(subject, *path))
    if not named and not patients:
        if what in _REQUESTS:
            contents.note("Patient", "the message names no person; ask the sender who it is about")
        return None
    return read_person((named or patients)[0], contents)


def _mentioned(subject: Node, *path: str) -> Iterator[Node]:
    """A person who is only mentioned where the request refers to them, by number or in words, as a Patient."""
    for reference in nodes(subject, *path):
        if text(reference, "identifier", "value") or (text(reference, "display") and path == ("subject",)):
            name: list[Value] = [{"text": [said]} for said in texts(reference, "display")]
            yield {"resourceType": ["Patient"], "identifier": reference.get("identifier", []), "name": name}


def _doubts(found: Inbound, subject: Node, contents: Contents) -> Iterator[Trouble]:
    """What a person should look at: a status that the desk does nothing with, and what else the message asks."""
    if found.kind not in _REQUESTS:
        return
    if found.status not in _STANDING[found.kind]:
        what = f"the sender calls this {found.kind} {found.status}: ask whether anybody is still wanted"
        yield Trouble(where="message", what=what)
    others = [other for other in islice(contents.of(kind(subject)), MOST_REQUESTS) if other is not subject]
    asked = [other for other in others if not _is_tied(other, subject, contents)]
    if len(asked) < len(others):
        contents.note("Bundle", f"holds {found.kind}s that only belong to its main one; that one is taken")
    for other in asked[:_MOST_OTHERS]:
        said = words(other, "reasonCode") or words(other, "category") or line(text(other, "description"))
        what = f"the message holds another {found.kind} as well, which was not taken"
        yield Trouble(where="message", what=f"{what}: {said}" if said else what)
    if len(asked) > _MOST_OTHERS:
        yield Trouble(where="message", what=f"the message holds {len(asked)} others in all, and none was taken")


def _is_tied(one: Node, other: Node, contents: Contents) -> bool:
    """Whether one request only explains the other: it led to it, follows from it or was replaced by it."""
    return any(
        found.node is second
        for first, second in ((one, other), (other, one))
        for path in ("basedOn", "replaces", "supportingInfo")
        for found in contents.follow(first, path)
    )


def _label(found: Inbound, subject: Node, contents: Contents) -> str:
    """What the message is, in words for a list."""
    if found.kind in _REQUESTS:
        route = use_case(subject, "category" if found.kind == "referral" else "serviceCategory")
        return f"{_LABELS[found.kind]}: {route}" if route else _LABELS[found.kind]
    if found.kind == "consent":
        return f"Consent: {found.consent}"
    if found.kind == "flag":
        return "; ".join(f"Flag: {flag.text}" for flag in found.flags) or "Flag"
    if found.kind == "operation-outcome":
        said = words(contents.first("OperationOutcome"), "issue", "details")
        return f"{_LABELS[found.kind]}: {said}" if said else _LABELS[found.kind]
    if found.kind == "other":
        return line(_event(contents.first("MessageHeader"))) or kind(contents.tree)
    return _LABELS[found.kind]
