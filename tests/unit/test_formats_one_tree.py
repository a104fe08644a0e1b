"""One message is one tree, whatever it is written in."""

import pytest

from domain.exchange.tree import digest
from storage.formats.messages import read
from tests.unit.exchange_samples import NAMES, as_json, document, message

FLAG = '<Flag xmlns="http://hl7.org/fhir"><status value="active"/><code><text value="Dögs £"/></code></Flag>'


@pytest.mark.parametrize("name", NAMES)
def test_the_json_form_of_an_example_is_the_same_tree(name: str) -> None:
    found = document(name)
    again = read(as_json(found.tree))
    assert again.form == "json"
    assert again.tree == found.tree
    assert digest(again.tree) == digest(found.tree)


@pytest.mark.parametrize(
    "data",
    [
        FLAG.encode(),
        b"\xef\xbb\xbf" + FLAG.encode(),
        b"\n  " + FLAG.encode(),
        FLAG.encode("utf-16"),
        FLAG.encode("utf-16-le"),
        b"\xfe\xff" + FLAG.encode("utf-16-be"),
        FLAG.encode("utf-32"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + FLAG.encode("latin-1"),
        b'<?xml version="1.0" encoding="windows-1252"?>' + FLAG.encode("cp1252"),
        ('<?xml version="1.0" encoding="utf-16"?>' + FLAG).encode(),
        FLAG.replace("<code>", "<!-- a note --><code><!-- another --><?pi x?>").encode(),
        FLAG.replace('xmlns="http://hl7.org/fhir"', "").encode(),
        FLAG.replace("Flag", "f:Flag").replace("xmlns=", "xmlns:f=").encode(),
        FLAG.replace('<status value="active"/>', "<status>active</status>").encode(),
        '{"resourceType":"Flag","status":"active","code":{"text":"Dögs £"}}'.encode(),
        '{"code":{"text":"Dögs £","coding":[]},"resourceType":"Flag","status":"active","period":{}}'.encode("utf-16"),
    ],
)
def test_encoding_namespace_and_comments_make_no_difference(data: bytes) -> None:
    assert read(data).tree == read(FLAG.encode()).tree


def test_text_in_an_encoding_that_it_does_not_declare_is_kept_and_noted() -> None:
    found = read(FLAG.encode("cp1252"))
    assert found.tree == read(FLAG.encode()).tree
    assert "Windows-1252" in found.troubles[0].what


def test_extensions_of_plain_values_stand_beside_them_in_both_forms() -> None:
    xml = (
        b'<Patient><birthDate value="1941"><extension url="u"><valueCode value="c"/>'
        b'</extension></birthDate><name><given value="A"/><given><extension url="u"/></given></name>'
        b"</Patient>"
    )
    json = (
        b'{"resourceType":"Patient","birthDate":"1941","_birthDate":{"extension":[{"url":"u","valueCode":"c"}]},'
        b'"name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"u"}]}]}]}'
    )
    assert read(xml).tree == read(json).tree


def test_numbers_keep_their_digits_and_truth_values_are_words() -> None:
    digits = b"1" * 6000
    tree = read(b'{"resourceType":"Flag","a":1.10,"b":true,"c":NaN,"d":' + digits + b"}").tree
    assert (tree["a"], tree["b"], tree["c"]) == (["1.10"], ["true"], ["NaN"])
    assert tree["d"] == [digits.decode()]


def test_a_name_that_stands_twice_keeps_both_values_and_is_noted() -> None:
    found = read(b'{"resourceType":"Flag","status":"active","status":"inactive"}')
    assert found.tree["status"] == ["active", "inactive"]
    assert (found.troubles[0].where, "twice" in found.troubles[0].what) == ("status", True)


def test_what_no_database_can_hold_is_replaced() -> None:
    tree = read(rb'{"resourceType":"Flag","code":{"text":"a\u0000b\ud800c"}}').tree
    assert tree["code"] == [{"text": ["a\ufffdb\ufffdc"]}]


def test_a_narrative_is_its_words() -> None:
    xml = (
        b'<Flag><text><div xmlns="http://www.w3.org/1999/xhtml"><p>Two <b>dogs</b></p>'
        b"<p>&lt;big&gt;</p></div></text></Flag>"
    )
    json = b'{"resourceType":"Flag","text":{"div":"<div><p>Two <b>dogs</b></p><p>&lt;big&gt;</p></div>"}}'
    assert read(xml).tree == read(json).tree
    assert read(xml).tree["text"] == [{"div": ["Two dogs <big>"]}]


def test_the_fingerprint_tells_content_and_not_envelope() -> None:
    entries = [
        {"resource": {"resourceType": "Flag", "status": "active"}},
        {"resource": {"resourceType": "Slot"}},
    ]
    header = {"resource": {"resourceType": "MessageHeader", "id": "1", "eventCoding": {"code": "e"}}}
    one = {"resourceType": "Bundle", "id": "1", "timestamp": "2026", "entry": [header, *entries]}
    header_again = {"resource": {**header["resource"], "id": "2", "meta": {"lastUpdated": "2027"}}}
    resent = {"resourceType": "Bundle", "id": "2", "meta": {}, "entry": [header_again, *reversed(entries)]}
    other = {**one, "entry": [header, entries[0]]}
    assert message(one).digest == message(resent).digest
    assert message(one).digest != message(other).digest
