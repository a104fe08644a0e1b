"""What a referral asks, from a ServiceRequest and the resources it leans on: who asks, of whom, why and how
soon.

Partial values are kept, oddities are noted. Nothing is decided here; a person triages."""

from collections.abc import Iterator
from itertools import islice

from domain.exchange.concepts import Concept, concepts, distinct, full_name, numbers, ods_code, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import UNSAID, WITHDRAWN, HowSoon, NeedCode, ReferralDetails, Referrer, Window
from domain.exchange.person import read_address
from domain.exchange.tree import Node, has, kind, node, nodes, text, texts
from domain.exchange.urgency import PRIORITIES, how_soon
from domain.exchange.wording import line
from domain.referral import Urgency

_NEED_LISTS = ("pathways-sg-code", "pathways-sd-code", "pathways-pathway", "pathways-template")
_MOST_NEEDS = 3
MOST_LISTED = 50
"""Medicines, and allergies, that are taken from one message."""


def read_request(request: Node, header: Node, contents: Contents) -> ReferralDetails:
    """Everything the request says, as far as it can be read."""
    outcomes = tuple(_outcomes(contents))
    window = _window(request, contents)
    place, place_postcode = _place(request, contents)
    return ReferralDetails(
        use_case=use_case(request, "category"),
        asked_of=_asked_of(request, header, contents),
        referrer=read_referrer(header, request, contents),
        need=_need(request, outcomes, contents),
        codes=_codes(request, outcomes, contents),
        how_soon=_how_soon(request, window, outcomes, contents),
        window=window,
        authored_at=contents.moment(request, "authoredOn", where="ServiceRequest.authoredOn", of_day="start"),
        place=place,
        place_postcode=place_postcode,
        medications=tuple(islice(_medications(contents), MOST_LISTED)),
        allergies=distinct(words(found, "code") for found in islice(contents.of("AllergyIntolerance"), MOST_LISTED)),
    )


def read_referrer(header: Node, request: Node, contents: Contents) -> Referrer:
    """Who sent the message and who wrote the request."""
    source = node(header, "source")
    sender = next((found.node for found in contents.follow(header, "sender", where="MessageHeader.sender")), {})
    wrote = next((found.node for found in contents.follow(request, "requester", where="ServiceRequest.requester")), {})
    role = wrote if kind(wrote) == "PractitionerRole" else _role_of(wrote, contents)
    if kind(wrote) == "PractitionerRole":
        wrote = next((found.node for found in contents.follow(wrote, "practitioner")), {})
    if kind(wrote) == "Organization" and not sender:
        sender = wrote
    names = (text(sender, "name"), text(header, "sender", "display"), text(source, "name"), text(source, "software"))
    called = full_name(wrote) or line(text(request, "requester", "display"))
    phone = next(iter((*numbers(wrote), *numbers(sender), *_contact_numbers(source))), "")
    return Referrer(
        organisation=line(next(filter(None, names), "")),
        ods=ods_code(sender),
        practitioner=called if kind(wrote) != "Organization" else "",
        role=words(role, "code"),
        phone=phone,
    )


def use_case(of: Node, *path: str) -> str:
    """The sender's word for the route: the display of the use-case category, else of any category."""
    codings = [coding for found in concepts(of, *path) for coding in found.codings]
    codings.sort(key=lambda coding: "usecase" not in coding.list)
    return next((coding.display or coding.code for coding in codings), words(of, *path))


def _contact_numbers(source: Node) -> tuple[str, ...]:
    return tuple(line(text(found, "value")) for found in nodes(source, "contact") if text(found, "value"))


def _role_of(practitioner: Node, contents: Contents) -> Node:
    for role in contents.of("PractitionerRole") if practitioner else ():
        if any(found.node is practitioner for found in contents.follow(role, "practitioner")):
            return role
    return {}


def _asked_of(request: Node, header: Node, contents: Contents) -> str:
    for found in contents.follow(request, "performer", where="ServiceRequest.performer"):
        name = full_name(found.node)
        if name:
            return name
    if named := line(text(request, "performer", "display")):
        return named
    receivers = contents.follow(header, "destination", "receiver")
    return next((name for found in receivers if (name := full_name(found.node))), "")


def _outcomes(contents: Contents) -> Iterator[Concept]:
    for plan in contents.of("CarePlan"):
        yield from concepts(plan, "activity", "outcomeCodeableConcept")


def _need(request: Node, outcomes: tuple[Concept, ...], contents: Contents) -> str:
    """The need in a few words: what the request says itself, the presenting complaint, the assessed
    symptoms."""
    said = [found.text for found in concepts(request, "category") if found.text]
    said += [found.words for found in _reasons(request, contents)]
    said += [words(condition, "code") for condition in contents.of("Condition")]
    for wanted in _NEED_LISTS:
        said += [coding.display for found in outcomes for coding in found.codings if coding.list.startswith(wanted)]
    said += [found.words for found in concepts(request, "code")]
    if not any(said):
        said = [words(seen, "code") for seen in contents.of("Observation")]
    if not any(said) and not _is_withdrawn(request):
        contents.note("ServiceRequest.reasonCode", "does not say what is needed; ask the referrer")
    return line("; ".join(distinct(said)[:_MOST_NEEDS]))


def _is_withdrawn(request: Node) -> bool:
    return text(request, "status").casefold() in WITHDRAWN


def _reasons(request: Node, contents: Contents) -> Iterator[Concept]:
    for found in concepts(request, "reasonCode"):
        if not any("urgency" in coding.list for coding in found.codings):
            yield found
    for resource in contents.follow(request, "reasonReference", where="ServiceRequest.reasonReference"):
        yield from concepts(resource.node, "code")


def _codes(request: Node, outcomes: tuple[Concept, ...], contents: Contents) -> tuple[NeedCode, ...]:
    found = [*concepts(request, "reasonCode"), *concepts(request, "code"), *outcomes]
    for condition in contents.of("Condition", "Observation"):
        found += concepts(condition, "code")
    return tuple(
        dict.fromkeys(
            NeedCode(system=coding.list, code=coding.code, words=coding.display)
            for concept in found
            for coding in concept.codings
            if coding.code
        )
    )


def _how_soon(request: Node, window: Window | None, outcomes: tuple[Concept, ...], contents: Contents) -> HowSoon:
    where = "ServiceRequest.priority"
    priority = line(text(request, "priority"))
    if priority and priority.casefold() not in PRIORITIES:
        contents.note(where, f"'{priority}' is no priority that FHIR knows")
    answers = [answer for response in contents.of("QuestionnaireResponse") for answer in _answers(response)]
    sent = contents.moment(contents.tree, "timestamp", where="Bundle.timestamp")
    found = how_soon(priority, window, sent, outcomes, answers)
    if found is None:
        if not _is_withdrawn(request):
            contents.note(where, "nothing says how soon; taken as routine until a person triages it")
        return HowSoon(urgency=Urgency.ROUTINE, why=UNSAID)
    return found


def _answers(response: Node) -> Iterator[str]:
    for item in nodes(response, "item"):
        yield from (line(said) for said in texts(item, "answer", "valueCoding", "display"))


def _window(request: Node, contents: Contents) -> Window | None:
    where = "ServiceRequest.occurrencePeriod"
    period = node(request, "occurrencePeriod")
    raw = line(" to ".join(filter(None, (text(period, "start"), text(period, "end")))))
    start = contents.moment(period, "start", where=where, of_day="start")
    end = contents.moment(period, "end", where=where, of_day="end")
    if not period:
        where = "ServiceRequest.occurrenceDateTime"
        raw = line(text(request, "occurrenceDateTime"))
        end = contents.moment(request, "occurrenceDateTime", where=where, of_day="end")
    if start and end and end <= start:
        contents.note(where, "ends no later than it begins, so it does not tell how soon")
    return Window(start=start, end=end, raw=raw) if raw else None


def _place(request: Node, contents: Contents) -> tuple[tuple[str, ...], str]:
    for found in contents.follow(request, "locationReference", where="ServiceRequest.locationReference"):
        lines, code = read_address(node(found.node, "address"), contents, "Location.address")
        name = line(text(found.node, "name"))
        return distinct((name, *lines)), code
    return (), ""


def _medications(contents: Contents) -> Iterator[str]:
    for statement in contents.of("MedicationStatement", "MedicationRequest"):
        name = words(statement, "medicationCodeableConcept") or _medication(statement, contents)
        dose = line(text(statement, "dosage", "text") or text(statement, "dosageInstruction", "text"))
        if name or dose:
            yield ": ".join(filter(None, (name, dose)))


def _medication(statement: Node, contents: Contents) -> str:
    if not has(statement, "medicationReference"):
        return ""
    return next((words(found.node, "code") for found in contents.follow(statement, "medicationReference")), "")
