"""The FHIR schema's opinion is listed and never decides."""

import subprocess
import sys

import pytest

from storage.formats.fhir_check import MOST_PROBLEMS, check
from storage.formats.messages import read
from tests.unit.exchange_samples import NAMES, document

BROKEN = (
    b'<Bundle xmlns="http://hl7.org/fhir"><type value="message"/><entry><resource><ServiceRequest>'
    b'<status value="active"/><status value="draft"/><authoredOn value="soon"/><hurry value="yes"/>'
    b"</ServiceRequest></resource></entry><entry><resource><Wibble/></resource></entry></Bundle>"
)


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_library_has_nothing_against_the_examples(name: str) -> None:
    assert check(document(name)) == ()


def test_breaches_are_listed_with_their_place() -> None:
    found = {trouble.where: trouble.what for trouble in check(read(BROKEN))}
    assert set(found) >= {
        "ServiceRequest.authoredOn",
        "ServiceRequest.status",
        "ServiceRequest.hurry",
        "Wibble",
    }
    assert found["ServiceRequest.subject"] == "Field required"


def test_lists_where_fhir_wants_one_value_and_the_reverse_are_found_in_json() -> None:
    data = b'{"resourceType":"ServiceRequest","basedOn":{},"status":["active"],"subject":{"reference":"x"}}'
    assert {trouble.where for trouble in check(read(data))} >= {
        "ServiceRequest.basedOn",
        "ServiceRequest.status",
    }


def test_no_more_than_a_page_of_problems() -> None:
    fields = b",".join(b'"x%d":1' % number for number in range(500))
    found = check(read(b'{"resourceType":"Flag",' + fields + b"}"))
    assert len(found) == MOST_PROBLEMS
    assert "more places" in found[-1].what


def test_whatever_the_library_stumbles_over_is_one_problem() -> None:
    assert len(check(read(b'{"resourceType":"Bundle","entry":5}'))) == 1
    assert len(check(read(b'{"resourceType":"Patient","multipleBirthInteger":' + b"9" * 6000 + b"}"))) == 1


def test_reading_a_message_does_not_load_the_schema_library() -> None:
    code = (
        "import sys, domain.exchange.bars, storage.formats.messages, storage.formats.fhir_check;"
        "print([name for name in sys.modules if name.startswith(('fhir', 'pydantic'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
