"""What one message may cost: of too much of anything the beginning is taken, the rest stays in the text as it came."""

from domain.exchange.cautions import MOST_FLAGS
from domain.exchange.narrative import STORY
from domain.exchange.wording import PASSAGE
from storage.formats import fhir_check
from storage.formats.limits import MAX_NODES
from storage.formats.messages import read
from tests.unit.exchange_samples import bundle, message, patient, request


def test_a_narrative_ends_where_nobody_reads_on_and_says_so() -> None:
    plans = [{"resourceType": "CarePlan", "description": f"{number} " + "word " * 9_000} for number in range(5)]
    found = message(bundle(request(), patient(), *plans))
    assert sum(len(part.text) for part in found.narrative) == STORY
    assert max(len(part.text) for part in found.narrative) == PASSAGE
    assert any("is longer than a desk can read" in trouble.what for trouble in found.troubles)


def test_an_ordinary_narrative_is_whole() -> None:
    said = "She fell in the kitchen. " * 100
    (part,) = message(bundle(request(note=[{"text": said}]), patient())).narrative
    assert part.text == said.strip()


def test_of_very_many_flags_the_first_are_shown() -> None:
    flags = [{"resourceType": "Flag", "code": {"text": f"Dog {number}"}} for number in range(MOST_FLAGS + 1)]
    found = message(bundle(request(), patient(), *flags))
    assert len(found.flags) == MOST_FLAGS
    assert any(f"more than {MOST_FLAGS}" in trouble.what for trouble in found.troubles)
    assert len(message(bundle(request(), patient(), *flags[:MOST_FLAGS])).flags) == MOST_FLAGS


def test_a_heap_of_parts_is_read_but_not_checked_against_the_schema() -> None:
    parts = b",".join([b'{"resource":{"resourceType":"Flag"}}'] * (fhir_check.MOST_PARTS // 2))
    (trouble,) = fhir_check.check(read(b'{"resourceType":"Bundle","entry":[' + parts + b"]}"))
    assert "not checked against FHIR" in trouble.what


def test_a_number_of_very_many_digits_is_one_problem_among_others() -> None:
    found = fhir_check.check(read(b'{"resourceType":"Bundle","total":1' + b"0" * 9_000 + b"}"))
    assert {trouble.where for trouble in found} >= {"Bundle.total"}


def test_a_long_printed_narrative_counts_as_one_part() -> None:
    printed = b'<div xmlns="http://www.w3.org/1999/xhtml">' + b"<p>fell</p>" * (MAX_NODES + 1) + b"</div>"
    tree = read(b'<Flag xmlns="http://hl7.org/fhir"><text>' + printed + b"</text></Flag>").tree
    assert tree["resourceType"] == ["Flag"]
