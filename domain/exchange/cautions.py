"""What to mind about a person before anybody goes: flags, consent to share, and the narrative that came
along."""

from collections.abc import Iterator
from datetime import date

from domain.exchange.concepts import Concept, concepts, distinct, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import Passage
from domain.exchange.tree import Node, kind, node, nodes, text, texts
from domain.exchange.wording import line, passage
from domain.referral import Flag

_KINDS = {"SG": "safeguarding", "SS": "scene-safety", "RA": "adjustment"}
_KIND_WORDS = (("safeguarding", "safeguarding"), ("scene", "scene-safety"), ("reasonable", "adjustment"))
_NOTHING = frozenset({"n/a", "na", "none", "nil", "-"})
_LIFTED = frozenset({"inactive", "entered-in-error"})
_CONSENTS = {"IMPLIED": "implied", "OPTIN": "given", "OPTOUT": "refused"}


def read_flags(contents: Contents) -> tuple[Flag, ...]:
    """The flags that stand. One that its sender has lifted is noted instead."""
    flags = []
    for found in contents.of("Flag"):
        flag = _flag(found)
        if text(found, "status") in _LIFTED:
            contents.note("Flag.status", f"{flag.kind} flag '{flag.text}' is {text(found, 'status')}; not shown")
        else:
            flags.append(flag)
    return tuple(dict.fromkeys(flags))


def _flag(found: Node) -> Flag:
    category = next(concepts(found, "category"), Concept(()))
    said = next(concepts(found, "code"), Concept(()))
    if said.text.casefold() in _NOTHING:
        said = Concept(said.codings)
    return Flag(kind=_flag_kind(category, said), code=said.code, text=said.all_words or category.words)


def _flag_kind(category: Concept, said: Concept) -> str:
    for coding in category.codings:
        if coding.code.upper() in _KINDS:
            return _KINDS[coding.code.upper()]
    hints = (category.all_words, *(coding.list for coding in (*category.codings, *said.codings)))
    for word, meant in _KIND_WORDS:
        if any(word in hint.casefold() for hint in hints):
            return meant
    return "other"


def read_consent(contents: Contents) -> str:
    """`Direct Care: implied (2021-11-26)`, one clause a consent; '' when the message carries none."""
    return "; ".join(dict.fromkeys(_consent(found) for found in contents.of("Consent")))


def _consent(found: Node) -> str:
    about = words(found, "category") or words(found, "scope") or "Consent"
    policy = next(concepts(found, "policyRule"), Concept(()))
    said = _CONSENTS.get(policy.code.upper(), policy.words)
    if text(node(found, "provision"), "type") == "deny":
        said = "refused"
    status = line(text(found, "status"))
    if status and status != "active":
        said = f"{said}, {status}" if said else status
    when = line(text(found, "dateTime"))[: len(date.min.isoformat())]
    return f"{about}: {said or 'not stated'}" + (f" ({when})" if when else "")


def read_narrative(request: Node, contents: Contents) -> tuple[Passage, ...]:
    """Everything written in sentences, in the order in which a person would want to read it."""
    found = (
        *(Passage(title="Note", text=said) for said in texts(request, "note", "text")),
        *_from_plans(contents),
        *_from_tasks(contents),
        *_from_observations(contents),
        *_from_communications(contents),
        *_from_answers(contents),
        *(Passage(title="Advice given", text=said) for said in texts(request, "patientInstruction")),
        *(Passage(title="Summary", text=said) for said in texts(request, "text", "div")),
    )
    clean = (Passage(title=line(part.title), text=passage(part.text)) for part in found)
    return tuple(dict.fromkeys(part for part in clean if part.text))


def _from_plans(contents: Contents) -> Iterator[Passage]:
    for plan in contents.of("CarePlan"):
        for said in texts(plan, "description"):
            yield Passage(title="Plan", text=said)
        for outcome in nodes(plan, "activity", "outcomeCodeableConcept"):
            coded = tuple(concepts(outcome, "coding"))
            if not any(coding.list.startswith("pathways") for found in coded for coding in found.codings):
                title = next((found.display for found in coded if found.display), "Assessment")
                yield Passage(title=title, text=text(outcome, "text"))
        for said in texts(plan, "note", "text"):
            yield Passage(title="Plan", text=said)


def _from_tasks(contents: Contents) -> Iterator[Passage]:
    for task in contents.of("Task"):
        yield Passage(title=words(task, "code") or "Task", text=text(task, "description"))


def _from_observations(contents: Contents) -> Iterator[Passage]:
    bare = []
    for seen in contents.of("Observation", "Condition", "Procedure"):
        title = words(seen, "code") or kind(seen)
        said = (*texts(seen, "note", "text"), *texts(seen, "valueString"))
        yield from (Passage(title=title, text=words_said) for words_said in said)
        if not said:
            bare.append(
                " ".join((title, *texts(seen, "valueQuantity", "value"), *texts(seen, "valueQuantity", "unit")))
            )
    yield Passage(title="Observed", text="; ".join(distinct(bare)))


def _from_communications(contents: Contents) -> Iterator[Passage]:
    for message in contents.of("Communication"):
        for said in texts(message, "payload", "contentString"):
            yield Passage(title=words(message, "topic") or "Communication", text=said)


def _from_answers(contents: Contents) -> Iterator[Passage]:
    for response in contents.of("QuestionnaireResponse"):
        reasons = (words(found, "valueCodeableConcept") for found in nodes(response, "extension"))
        title = next(filter(None, reasons), "Questions")
        yield Passage(title=title, text="\n".join(_questions(response)))


def _questions(parent: Node) -> Iterator[str]:
    for item in nodes(parent, "item"):
        asked = line(text(item, "text") or text(item, "linkId"))
        said = "; ".join(filter(None, (_answer(answer) for answer in nodes(item, "answer"))))
        if said:
            yield f"{asked}: {said}"
        yield from _questions(item)


def _answer(answer: Node) -> str:
    for name in answer:
        if name.startswith("value"):
            return words(answer, name)
    return ""
