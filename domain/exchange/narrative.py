"""The narrative that comes with a request: notes, plans, observations, answers, each under its title.

Knows nothing of codes that decide anything; it is for people to read."""

from collections.abc import Iterator
from itertools import chain

from domain.exchange.concepts import concepts, distinct, words
from domain.exchange.contents import Contents
from domain.exchange.inbound import Passage
from domain.exchange.tree import Node, has, kind, node, nodes, text, texts
from domain.exchange.wording import PASSAGE, line, passage

STORY = 60_000
"""Characters of narrative that are taken from one message."""


def read_narrative(request: Node, contents: Contents) -> tuple[Passage, ...]:
    """What is written in sentences, in the order in which a person would want to read it, up to STORY characters."""
    found = chain(
        (Passage(title="Note", text=said) for said in texts(request, "note", "text")),
        _from_plans(contents),
        _from_tasks(contents),
        _from_observations(contents),
        _from_communications(contents),
        _from_documents(contents),
        _from_answers(contents),
        (Passage(title="Advice given", text=said) for said in texts(request, "patientInstruction")),
        (Passage(title="Summary", text=said) for said in texts(request, "text", "div")),
    )
    kept: dict[Passage, None] = {}
    room = STORY
    for part in found:
        clean = Passage(title=line(part.title), text=passage(part.text)[:room])
        if clean.text and clean not in kept:
            kept[clean] = None
            room -= len(clean.text)
        if len(part.text) > PASSAGE or not room:
            contents.note(clean.title, "is longer than a desk can read; the rest is in the message as it came")
        if not room:
            break
    return tuple(kept)


def _from_plans(contents: Contents) -> Iterator[Passage]:
    for plan in contents.of("CarePlan"):
        yield from _titled("Plan", texts(plan, "description"))
        for outcome in nodes(plan, "activity", "outcomeCodeableConcept"):
            coded = tuple(concepts(outcome, "coding"))
            if not any(coding.list.startswith("pathways") for found in coded for coding in found.codings):
                title = next((found.display for found in coded if found.display), "Assessment")
                yield Passage(title=title, text=text(outcome, "text"))
        yield from _titled("Plan", chain(texts(plan, "activity", "detail", "description"), texts(plan, "note", "text")))


def _titled(title: str, said: Iterator[str]) -> Iterator[Passage]:
    return (Passage(title=title, text=words_said) for words_said in said)


def _from_tasks(contents: Contents) -> Iterator[Passage]:
    for task in contents.of("Task"):
        yield from _titled(
            words(task, "code") or "Task", chain(texts(task, "description"), texts(task, "note", "text"))
        )


def _from_observations(contents: Contents) -> Iterator[Passage]:
    """Notes and sentences each for themselves; what has a short value, or none, together in one line."""
    brief = []
    for seen in contents.of("Observation", "Condition", "Procedure"):
        title = words(seen, "code") or kind(seen)
        said = (*texts(seen, "note", "text"), *texts(seen, "valueString"))
        yield from _titled(title, iter(said))
        measured = ", ".join(_measured(seen))
        if measured or not said:
            brief.append(" ".join(filter(None, (title, measured))))
    yield Passage(title="Observed", text="; ".join(distinct(brief)))


def _measured(seen: Node) -> Iterator[str]:
    """`118 mmHg`, and of an observation in parts `Systolic 118 mmHg`."""
    if value := "" if has(seen, "valueString") else _value(seen):
        yield value
    for part in nodes(seen, "component"):
        if value := _value(part):
            yield " ".join(filter(None, (words(part, "code"), value)))


def _value(of: Node) -> str:
    """What was measured or answered: `118 mmHg`, the words of a code, a text as it stands."""
    for name in of:
        if name.startswith("value"):
            amount = " ".join((*texts(of, name, "value"), *texts(of, name, "unit")))
            return amount or text(of, name) or words(of, name)
    return ""


def _from_communications(contents: Contents) -> Iterator[Passage]:
    for message in contents.of("Communication"):
        yield from _titled(words(message, "topic") or "Communication", texts(message, "payload", "contentString"))


def _from_documents(contents: Contents) -> Iterator[Passage]:
    for document in contents.of("DocumentReference"):
        attached = node(document, "content", "attachment")
        title = text(document, "description") or text(attached, "title") or words(document, "type")
        said = ", ".join(filter(None, (title, text(attached, "contentType"), text(attached, "url"))))
        yield Passage(title="Document, in the message as it came", text=said)


def _from_answers(contents: Contents) -> Iterator[Passage]:
    for response in contents.of("QuestionnaireResponse"):
        reasons = (words(found, "valueCodeableConcept") for found in nodes(response, "extension"))
        title = next(filter(None, reasons), "Questions")
        yield Passage(title=title, text="\n".join(_questions(response)))


def _questions(parent: Node) -> Iterator[str]:
    for item in nodes(parent, "item"):
        asked = line(text(item, "text") or text(item, "linkId"))
        said = "; ".join(filter(None, map(_value, nodes(item, "answer"))))
        if said:
            yield f"{asked}: {said}"
        yield from _questions(item)
        for answer in nodes(item, "answer"):
            yield from _questions(answer)
