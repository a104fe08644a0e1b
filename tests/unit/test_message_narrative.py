"""What somebody who triages reads of a message: everything said in words, with what was measured and answered."""

from typing import Any

from tests.unit.exchange_samples import bundle, message, patient, request


def story(*beside: dict[str, Any]) -> str:
    return message(bundle(request(), patient(), *beside)).story


def test_what_was_measured_is_told_with_its_units() -> None:
    pressure = {
        "resourceType": "Observation", "code": {"text": "Blood pressure"},
        "component": [{"code": {"text": "Systolic"}, "valueQuantity": {"value": 118, "unit": "mmHg"}},
                      {"code": {"text": "Diastolic"}, "valueQuantity": {"value": 71, "unit": "mmHg"}}],
    }  # fmt: skip
    score = {"resourceType": "Observation", "code": {"text": "NEWS2"}, "valueInteger": 5}
    mobility = {"resourceType": "Observation", "code": {"text": "Mobility"}, "valueCodeableConcept": {"text": "Frame"}}
    told = story(pressure, score, mobility)
    assert told == "Observed: Blood pressure Systolic 118 mmHg, Diastolic 71 mmHg; NEWS2 5; Mobility Frame"


def test_an_observation_in_sentences_keeps_them_and_its_value() -> None:
    seen = {
        "resourceType": "Observation",
        "code": {"text": "Pain"},
        "valueInteger": 7,
        "note": [{"text": "Worse at night"}],
    }
    assert story(seen) == "Pain: Worse at night\n\nObserved: Pain 7"


def test_long_answers_and_questions_within_answers_are_whole() -> None:
    long = "She says that " + "it hurts and " * 60 + "stops."
    within = {"text": "Since when?", "answer": [{"valueDate": "2026-11-20"}]}
    asked = {"text": "Pain?", "answer": [{"valueString": long, "item": [within]}]}
    told = story({"resourceType": "QuestionnaireResponse", "item": [asked]})
    assert told == f"Questions: Pain?: {long}\nSince when?: 2026-11-20"


def test_plans_and_tasks_are_told_with_their_notes() -> None:
    plan = {"resourceType": "CarePlan", "activity": [{"detail": {"description": "Hoist needed"}}]}
    task = {"resourceType": "Task", "code": {"text": "Ring first"}, "note": [{"text": "Deaf in one ear"}]}
    assert story(plan, task) == "Plan: Hoist needed\n\nRing first: Deaf in one ear"


def test_a_document_that_came_along_is_named() -> None:
    attached = {"attachment": {"title": "Discharge letter", "contentType": "application/pdf", "data": "JVBERi0="}}
    told = story({"resourceType": "DocumentReference", "content": [attached]})
    assert told == "Document, in the message as it came: Discharge letter, application/pdf"
