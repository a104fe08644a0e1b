"""The person a message concerns, from a FHIR Patient: partial values are kept, oddities are noted.

Nothing is merged or matched here; whether two descriptions mean one person is `domain/identity.py`."""

from datetime import date

from domain.exchange.concepts import concepts, distinct, full_name, numbers, organisation, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import Contact, PersonDetails
from domain.exchange.tree import Node, extension, has, node, nodes, text, texts
from domain.exchange.wording import day, line, postcode
from domain.nhs_number import validate

_DUMMY_BIRTHDAYS = frozenset({date(1900, 1, 1), date(1909, 9, 9), date(1999, 9, 9)})
_GENDERS = frozenset({"male", "female", "other", "unknown"})
_NAME_ORDER = ("official", "usual", "", "nickname", "temp", "anonymous", "maiden", "old")
_ADDRESS_ORDER = ("home", "", "temp", "billing", "work", "old")


def read_person(patient: Node, contents: Contents) -> PersonDetails:
    """Everything the Patient says, as far as it can be read."""
    number, status = _nhs_number(patient, contents)
    prefix, given, family = _name(patient, contents)
    address, code = read_address(_preferred(patient, "address", _ADDRESS_ORDER), contents, "Patient.address")
    own = [contact for contact in nodes(patient, "contact") if _is_self(contact)]
    others = [contact for contact in nodes(patient, "contact") if not _is_self(contact)]
    return PersonDetails(
        nhs_number=number,
        nhs_status=status,
        family=family,
        given=given,
        prefix=prefix,
        born=_born(patient, contents),
        gender=_gender(patient, contents),
        deceased=text(patient, "deceasedBoolean") == "true" or has(patient, "deceasedDateTime"),
        phones=distinct((*numbers(patient), *(phone for contact in own for phone in numbers(contact)))),
        emails=distinct((*numbers(patient, "email"), *(mail for contact in own for mail in numbers(contact, "email")))),
        address=address,
        postcode=code,
        language=_language(patient),
        interpreter=_needs_interpreter(patient),
        gp=_gp(patient, contents),
        contacts=tuple(_contact(contact) for contact in others),
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
    where = "Patient.identifier"
    found = [
        identifier
        for identifier in nodes(patient, "identifier")
        if text(identifier, "system").casefold().rstrip("/").endswith("nhs-number") and has(identifier, "value")
    ]
    for identifier in found:
        written = line(text(identifier, "value"))
        checked = validate(written)
        if checked.status == "invalid":
            contents.note(where, f"NHS number {written} is kept as unverified: {checked.warnings[0]}")
        if checked.digits is None:
            continue
        if len({text(other, "value") for other in found}) > 1:
            contents.note(where, "gives more than one NHS number; the first is used")
        says = next(concepts(extension(identifier, "NHSNumberVerificationStatus"), "valueCodeableConcept"), None)
        verified = says is not None and says.code.casefold() in ("number-present-and-verified", "01")
        status = "verified" if verified and checked.status == "valid" else "unverified"
        return checked.digits, status
    return "", "absent"


def _name(patient: Node, contents: Contents) -> tuple[str, str, str]:
    """Prefix, given and family name. A name that is only a text is split at its last word."""
    name = _preferred(patient, "name", _NAME_ORDER)
    family = line(" ".join(texts(name, "family")))
    given = line(" ".join(texts(name, "given")))
    if family or given:
        return line(" ".join(texts(name, "prefix"))), given, family
    written = line(text(name, "text") or text(patient, "name"))
    if not written:
        contents.note("Patient.name", "gives no name")
        return "", "", ""
    contents.note("Patient.name", f"'{written}' is not split into names; the last word is taken as the family name")
    given, _, family = written.rpartition(" ")
    return "", given, family


def _preferred(patient: Node, element: str, order: tuple[str, ...]) -> Node:
    def place(found: Node) -> int:
        use = text(found, "use")
        return order.index(use) if use in order else len(order)

    return min(nodes(patient, element), key=place, default={})


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
