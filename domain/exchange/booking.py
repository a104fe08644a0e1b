"""What a booking takes and what a slot list offers: an Appointment or Slots with the diary resources around
them."""

from datetime import datetime
from itertools import islice

from domain.exchange.concepts import full_name, words
from domain.exchange.contents import Contents, identifiers
from domain.exchange.inbound import BookingDetails, SlotDetails
from domain.exchange.request import read_referrer
from domain.exchange.tree import Node, kind, text
from domain.exchange.wording import line

MOST_SLOTS = 500
MOST_ACTORS = 20
MOST_IDENTIFIERS = 20

_TITLES = ("serviceType", "appointmentType", "reasonCode", "serviceCategory", "specialty")


def read_booking(appointment: Node, header: Node, contents: Contents) -> BookingDetails:
    """Everything the appointment says; what it leaves out is taken from its slot."""
    where = "Appointment"
    slot = next((found.node for found in contents.follow(appointment, "slot", where=f"{where}.slot")), {})
    start = contents.moment(appointment, "start", where=f"{where}.start")
    end = contents.moment(appointment, "end", where=f"{where}.end")
    _compare_with_slot(start, slot, contents)
    if start and end and end <= start:
        contents.note("Appointment.end", "comes no later than its start, so it does not tell how long; ask the sender")
    actors = _actors(appointment, slot, contents)
    return BookingDetails(
        what=_what(appointment, slot),
        where=_where(actors, contents),
        who=_who(actors, contents),
        start=start or contents.moment(slot, "start", where="Slot.start"),
        end=end or contents.moment(slot, "end", where="Slot.end"),
        identifiers=tuple(islice(identifiers(appointment), MOST_IDENTIFIERS)),
        referrer=read_referrer(header, appointment, contents),
    )


def read_slots(contents: Contents) -> tuple[SlotDetails, ...]:
    """The offered times in the message's order, at most MOST_SLOTS."""
    offered = tuple(islice(contents.of("Slot"), MOST_SLOTS + 1))
    if len(offered) > MOST_SLOTS:
        contents.note("Slot", f"offers more than {MOST_SLOTS} times; the first {MOST_SLOTS} are shown")
    return tuple(_slot(slot, contents) for slot in offered[:MOST_SLOTS])


def _slot(slot: Node, contents: Contents) -> SlotDetails:
    actors = _actors({}, slot, contents)
    return SlotDetails(
        id=line(text(slot, "id") or contents.url_of(slot)),
        status=line(text(slot, "status")),
        start=contents.moment(slot, "start", where="Slot.start"),
        end=contents.moment(slot, "end", where="Slot.end"),
        what=_what({}, slot),
        where=_where(actors, contents),
        who=_who(actors, contents),
    )


def _compare_with_slot(start: datetime | None, slot: Node, contents: Contents) -> None:
    offered = contents.moment(slot, "start", where="Slot.start")
    if start and offered and start != offered:
        contents.note("Appointment.start", "differs from the time of its slot; the appointment's is taken")


def _what(appointment: Node, slot: Node) -> str:
    description = line(text(appointment, "description")).rstrip(" -")
    titles = (words(of, name) for of in (slot, appointment) for name in _TITLES)
    return ": ".join(filter(None, (next(filter(None, titles), ""), description)))


def _actors(appointment: Node, slot: Node, contents: Contents) -> list[Node]:
    """Everyone and everything taking part, the person apart."""
    found = [resource.node for resource in contents.follow(appointment, "participant", "actor")]
    for schedule in islice(contents.follow(slot, "schedule"), 1):
        found += [actor.node for actor in islice(contents.follow(schedule.node, "actor"), MOST_ACTORS)]
    return [actor for actor in found if kind(actor) not in ("Patient", "RelatedPerson")][:MOST_ACTORS]


def _where(actors: list[Node], contents: Contents) -> str:
    names = []
    for actor in actors:
        if kind(actor) == "HealthcareService":
            names.append(line(text(actor, "name")))
            names += [line(text(found.node, "name")) for found in contents.follow(actor, "location")]
        elif kind(actor) == "Location":
            names.append(line(text(actor, "name")))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _who(actors: list[Node], contents: Contents) -> str:
    names = []
    for actor in actors:
        if kind(actor) == "Practitioner":
            names.append(full_name(actor))
        elif kind(actor) == "PractitionerRole":
            names += [full_name(found.node) for found in contents.follow(actor, "practitioner")]
    return ", ".join(dict.fromkeys(filter(None, names)))
