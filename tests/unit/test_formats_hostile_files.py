"""Files that nobody vouches for: each is read or refused with one sentence, and nothing else ever happens."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.bars import read_message
from domain.exchange.meaning import decide
from storage.formats.files import read_bytes
from storage.formats.limits import MAX_BYTES, MAX_DEPTH
from storage.formats.messages import Unreadable, read
from tests.unit.exchange_samples import FOLDER, NAMES

FHIR = b'xmlns="http://hl7.org/fhir"'
BOMB = (
    b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;">]><Bundle ' + FHIR + b'><id value="&c;"/></Bundle>'
)
XXE = b'<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]><Bundle ' + FHIR + b'><id value="x">&f;</id></Bundle>'

REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t ", "empty"),
    "byte order mark only": (b"\xef\xbb\xbf", "empty"),
    "prose": (b"Dear desk, please see Mrs Holt", "neither XML nor JSON"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "zip": (b"PK\x03\x04....", "zip"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "compressed"),
    "hl7 version 2": (b"MSH|^~\\&|EPIC|", "HL7 version 2"),
    "null bytes": (b'{"resourceType":\0"Bundle"}', "null bytes"),
    "entity bomb": (BOMB, "document type"),
    "external entity": (XXE, "document type"),
    "remote document type": (b'<!DOCTYPE Bundle SYSTEM "http://x/y.dtd"><Bundle/>', "document type"),
    "unknown entity": (b"<Bundle><id value='&nbsp;'/></Bundle>", "not whole XML"),
    "unclosed": (b"<Bundle " + FHIR + b"><entry>", "not whole XML"),
    "two roots": (b"<Bundle/><Bundle/>", "not whole XML"),
    "html": (b"<html><body>Sign in</body></html>", "not FHIR"),
    "another standard": (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "not FHIR"),
    "deep xml": (b"<Bundle>" + b"<entry>" * 100_000, "deep"),
    "deep json": (b'{"resourceType":"Bundle","entry":' + b"[" * 40_000, "deep"),
    "deep json objects": (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "deep"),
    "many parts in xml": (b"<Bundle>" + b"<id/>" * 250_000 + b"</Bundle>", "parts"),
    "many parts in json": (b'{"resourceType":"Bundle","entry":[' + b"{}," * 250_000 + b"{}]}", "parts"),
    "many values in json": (b'{"resourceType":"Bundle","entry":[' + b"1," * 250_000 + b"1]}", "parts"),
    "too large": (b"{" + b" " * MAX_BYTES, "larger"),
    "unclosed json": (b'{"resourceType":"Bundle",', "not whole JSON"),
    "trailing words": (b'{"resourceType":"Bundle"} and more', "not whole JSON"),
    "list of messages": (b'[{"resourceType":"Bundle"}]', "one message"),
    "other json": (b'{"name":"Holt"}', "not FHIR"),
    "unheard-of encoding": (b'<?xml version="1.0" encoding="zip"?><Bundle/>', "zip"),
    "odd byte of UTF-16": (b"\xff\xfe<\0B\0u", "UTF-16"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_one_sentence(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert said in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_folder_a_pipe_and_a_missing_file_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, said in (("", "folder"), ("pipe", "pipe"), ("gone", "no such file"), ("loop", "link")):
        with pytest.raises(Unreadable, match=said):
            read_bytes(tmp_path / name)
    with pytest.raises(Unreadable, match="no such file"):
        read_bytes(tmp_path / "a\0b")
    with pytest.raises(Unreadable, match="pipe or a device"):
        read_bytes(Path("/dev/zero"))


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(40 * MAX_BYTES)
    with pytest.raises(Unreadable, match="larger"):
        read_bytes(huge)


def test_a_link_to_a_message_is_followed_and_its_name_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "message.json").symlink_to(FOLDER / "FLA06-Safeguarding-Concern.xml")
    assert read(read_bytes(tmp_path / "message.json")).form == "xml"


@pytest.mark.parametrize("markup", ["<" * 1_000_000, "<!--" * 300_000, "<a " * 300_000, "&" * 1_000_000])
def test_broken_markup_in_a_narrative_costs_no_more_than_its_length(markup: str) -> None:
    data = b'{"resourceType":"Flag","text":{"div":"' + markup.encode() + b'"}}'
    assert read(data).form == "json"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0.2, 1),
)
def test_a_damaged_message_is_read_or_refused(name: str, flips: list[tuple[float, int]], keep: float) -> None:
    data = bytearray((FOLDER / name).read_bytes())
    for place, byte in flips:
        data[int(place * len(data))] = byte
    for damaged in (bytes(data), bytes(data[: int(keep * len(data))])):
        try:
            found = read(damaged)
        except Unreadable as refused:
            assert refused.sentence
        else:
            decide(read_message(found.tree, found.troubles), [])


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.binary(max_size=80).map(b"<Bundle>".__add__)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data)
    except Unreadable as refused:
        assert refused.sentence
