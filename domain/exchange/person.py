"""The person a message concerns, from a FHIR Patient: partial values are kept, oddities are noted.

Nothing is merged or matched here; whether two descriptions mean one person is `domain/identity.py`."""

import re
from collections.abc import Iterator
from datetime import date

from domain.exchange.concepts import concepts, distinct, full_name, numbers, organisation, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import Contact, PersonDetails
from domain.exchange.tree import Node, extension, has, node, nodes, text, texts
from domain.exchange.wording import day, line, postcode
from domain.nhs_number import validate
from domain.people import Stay

MOST_CONTACTS = 20
MOST_PLACES = 10

_DUMMY_BIRTHDAYS = frozenset({date(1900, 1, 1), date(1909, 9, 9), date(1999, 9, 9)})
_NHS_NUMBER = ("nhs-number", "2.16.840.1.113883.2.1.4.1")
_GENDERS = frozenset({"male", "female", "other", "unknown"})
_NAME_ORDER = ("official", "usual", "", "nickname", "temp", "anonymous", "maiden", "old")
_ADDRESS_ORDER = ("home", "", "temp", "billing", "work", "old")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "lady", "lord", "master"})
_COMMA_NAME = re.compile(r"([^,()]+), *([^,()]*?) *(?:\(([^()]*)\))?")
"""`HOLT, Margaret (Mrs)`: how the NHS writes a name in one line."""


def read_person(patient: Node, contents: Contents) -> PersonDetails:
    """Everything the Patient says, as far as it can be read."""
    number, status = _nhs_number(patient, contents)
    prefix, given, family = _name(patient, contents)
    places = _in_order(patient, "address", _ADDRESS_ORDER, contents)
    address, code = read_address(next(iter(places), {}), contents, "Patient.address")
    own = [contact for contact in nodes(patient, "contact") if _is_self(contact)]
    others = [contact for contact in nodes(patient, "contact") if not _is_self(contact)]
    return PersonDetails(
        nhs_number=number,
        nhs_status=status,
        family=family,
        given=given,
        prefix=prefix,
        born=_born(patient, contents),
        born_about=_born_about(patient),
        gender=_gender(patient, contents),
        deceased=text(patient, "deceasedBoolean") == "true" or has(patient, "deceasedDateTime"),
        phones=distinct((*numbers(patient), *(phone for contact in own for phone in numbers(contact)))),
        emails=distinct((*numbers(patient, "email"), *(mail for contact in own for mail in numbers(contact, "email")))),
        address=address,
        postcode=code,
        elsewhere=tuple(_elsewhere(places[1:], contents)),
        stays=tuple(_stays(places[1:], contents)),
        language=_language(patient),
        interpreter=_needs_interpreter(patient),
        gp=_gp(patient, contents),
        contacts=tuple(_contact(contact) for contact in others[:MOST_CONTACTS]),
    )


def read_address(address: Node, contents: Contents, where: str) -> tuple[tuple[str, ...], str]:
    """The lines of an address, town and county included, and its postcode."""
    parts = (*texts(address, "line"), *texts(address, "city"), *texts(address, "district"))
    lines = distinct(line(part) for part in parts)
    written = text(address, "postalCode")
    if not lines:
        lines = distinct(line(part) for part in text(address, "text").split(","))
    if not written:
        return lines, ""
    code, fits = postcode(written)
    if not fits:
        contents.note(f"{where}.postalCode", f"'{code}' is no postcode")
    return lines, code


def _nhs_number(patient: Node, contents: Contents) -> tuple[str, str]:
    """Ten digits and how far they are to be trusted; of several the surest: in use, passing its check, verified."""
    where = "Patient.identifier"
    found = [
        identifier
        for identifier in nodes(patient, "identifier")
        if text(identifier, "system").casefold().rstrip("/").endswith(_NHS_NUMBER) and has(identifier, "value")
    ]
    numbers = []
    for identifier in found:
        written = line(text(identifier, "value"))
        checked = validate(written)
        if checked.status == "invalid":
            contents.note(where, f"NHS number {written} is kept as unverified: {checked.warnings[0]}")
        if checked.digits is not None:
            rank = (_is_former(identifier, contents), checked.status != "valid", not _is_verified(identifier))
            numbers.append((rank, checked.digits))
    if not numbers:
        return "", "absent"
    rank, digits = min(numbers, key=lambda number: number[0])
    if len({number for _, number in numbers}) > 1:
        contents.note(where, f"gives more than one NHS number; {digits} is used")
    return digits, "unverified" if any(rank) else "verified"


def _is_verified(identifier: Node) -> bool:
    says = next(concepts(extension(identifier, "NHSNumberVerificationStatus"), "valueCodeableConcept"), None)
    return says is not None and says.code.casefold() in ("number-present-and-verified", "01")


def _name(patient: Node, contents: Contents) -> tuple[str, str, str]:
    """Prefix, given and family name. A name that is only a text is taken apart at its comma, else at its last word."""
    name = next(iter(_in_order(patient, "name", _NAME_ORDER, contents)), {})
    family = line(" ".join(texts(name, "family")))
    given = line(" ".join(texts(name, "given")))
    if family or given:
        return line(" ".join(texts(name, "prefix"))), given, family
    written = line(text(name, "text") or text(patient, "name"))
    if not written:
        contents.note("Patient.name", "gives no name")
        return "", "", ""
    prefix, given, family = _taken_apart(written)
    contents.note("Patient.name", f"'{written}' is not split into names; {family} is taken as the family name")
    return prefix, given, family


def _taken_apart(written: str) -> tuple[str, str, str]:
    """Prefix, given and family name of a name in one line."""
    if found := _COMMA_NAME.fullmatch(written):
        return found[3] or "", found[2], found[1].strip()
    given, _, family = written.rpartition(" ")
    first, _, rest = given.partition(" ")
    return (first, rest, family) if first.casefold().rstrip(".") in _TITLES else ("", given, family)


def _in_order(patient: Node, element: str, order: tuple[str, ...], contents: Contents) -> list[Node]:
    """Names or addresses, the one to go by first: those that have ended come last, then their use counts."""

    def rank(found: Node) -> tuple[bool, int]:
        use = text(found, "use")
        return _is_former(found, contents), order.index(use) if use in order else len(order)

    return sorted(nodes(patient, element), key=rank)


def _is_former(found: Node, contents: Contents) -> bool:
    """Whether a name, address or number was out of use when the message was put together."""
    ended = day(text(found, "period", "end"))
    sent = day(text(contents.tree, "timestamp"))
    return text(found, "use") == "old" or (ended is not None and (sent is None or ended < sent))


def _elsewhere(places: list[Node], contents: Contents) -> Iterator[str]:
    """Other addresses in use, as `temp: 9 Mill Lane, Radcliffe, M26 4AB`: where the person may be found instead."""
    for place in places[:MOST_PLACES]:
        lines, code = read_address(place, contents, "Patient.address")
        said = ", ".join(filter(None, (*lines, code)))
        if said and not _is_former(place, contents):
            yield ": ".join(filter(None, (line(text(place, "use")), said)))


def _stays(places: list[Node], contents: Contents) -> Iterator[Stay]:
    """Temporary addresses whose first day is said, unless their days are over, as far as none meets another."""
    known: list[Stay] = []
    for place in places[:MOST_PLACES]:
        starts, ends = (day(text(place, "period", side)) for side in ("start", "end"))
        if text(place, "use") == "temp" and starts is not None and not _is_former(place, contents):
            lines, code = read_address(place, contents, "Patient.address")
            stay = Stay(starts=starts, ends=ends, address=", ".join(lines), postcode=code)
            if (lines or code) and (ends is None or starts <= ends) and not any(map(stay.meets, known)):
                known.append(stay)
    yield from sorted(known, key=lambda stay: stay.starts)


def _born(patient: Node, contents: Contents) -> date | None:
    where = "Patient.birthDate"
    written = line(text(patient, "birthDate"))
    born = day(written)
    if born is None:
        if has(patient, "birthDate"):
            contents.note(where, f"'{written}' is no whole date of birth; ask for it")
        return None
    if born in _DUMMY_BIRTHDAYS:
        contents.note(where, f"{born.isoformat()} often stands for an unknown date of birth; ask for it")
    return born


def _born_about(patient: Node) -> str:
    """The year, or year and month, of birth where no more is said."""
    written = line(text(patient, "birthDate"))
    return written if re.fullmatch(r"\d{4}(-\d{2})?", written) else ""


def _gender(patient: Node, contents: Contents) -> str:
    written = line(text(patient, "gender")).casefold()
    if written and written not in _GENDERS:
        contents.note("Patient.gender", f"'{written}' is not a gender that FHIR knows; kept as written")
    return written


def _is_self(contact: Node) -> bool:
    """Senders put the person's own numbers among the contacts: marked as self, or with neither name nor
    relation."""
    if any(coding.code.upper() == "ONESELF" for found in concepts(contact, "relationship") for coding in found.codings):
        return True
    return not has(contact, "relationship") and not full_name(contact)


def _contact(contact: Node) -> Contact:
    return Contact(name=full_name(contact), relationship=words(contact, "relationship"), phones=numbers(contact))


def _language(patient: Node) -> str:
    spoken = sorted(nodes(patient, "communication"), key=lambda found: text(found, "preferred") != "true")
    return next((said for found in spoken if (said := words(found, "language"))), "")


def _needs_interpreter(patient: Node) -> bool:
    places = (patient, *nodes(patient, "communication"), *nodes(patient, "extension"))
    return any(text(extension(place, "interpreterRequired"), "valueBoolean") == "true" for place in places)


def _gp(patient: Node, contents: Contents) -> str:
    for element in ("generalPractitioner", "managingOrganization"):
        for found in contents.follow(patient, element, to=("Organization",)):
            return organisation(found.node)
    for found in contents.follow(patient, "generalPractitioner", where="Patient.generalPractitioner"):
        return full_name(found.node)
    return line(text(node(patient, "generalPractitioner"), "display"))
