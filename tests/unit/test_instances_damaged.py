"""An instance file that somebody damaged is refused in one clear sentence that names it, whatever was done to it."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.published import BadInstance
from storage.instances import FAMILIES
from storage.instances.files import FamilyFiles

DATA = Path(__file__).parents[1] / "data"
SOUND = {
    "hhcrsp": DATA / "hhcrsp" / "instances" / "InstanzCPLEX_HCSRP_10_1.json",
    "uhhc": DATA / "uhhc" / "instances" / "i-116.json",
    "ukhome": DATA / "ukhome" / "instances" / "uk-050-a.json",
    "vrptw": DATA / "vrptw" / "instances" / "R105.txt",
    "vrptwsyn": DATA / "vrptwsyn" / "instances" / "1M.json",
    "shift": DATA / "shift" / "instances" / "Instance1.txt",
}
STRANGE = (None, -1, 10**30, float("nan"), float("inf"), "x", "\x1b[2J", [], {}, True, 1.5)
LONGEST = 400


def spots(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a document."""
    inside = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [path, *(spot for key, value in inside for spot in spots(value, (*path, key)))]


def damaged(text: str, rng: Random) -> str:
    """A text with one value of it replaced, or cut short."""
    if rng.random() < 0.2:
        return text[: rng.randrange(len(text))]
    if not text.lstrip().startswith("{"):
        words = re.split(r"(\s+|,)", text)
        words[rng.randrange(len(words))] = str(rng.choice(STRANGE))
        return "".join(words)
    document = json.loads(text)
    *way, last = rng.choice([spot for spot in spots(document) if spot])
    place = document
    for key in way:
        place = place[key]
    place[last] = rng.choice(STRANGE)
    return json.dumps(document)


@pytest.mark.parametrize("family", SOUND)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_a_damaged_file_is_read_or_refused_in_one_sentence(family: str, seed: int) -> None:
    text = damaged(SOUND[family].read_text("utf-8"), Random(seed))
    try:
        FAMILIES[family].read("torn", text)
    except BadInstance as error:
        said = str(error)
        assert said.startswith("torn: ")
        assert said.isprintable()
        assert len(said) <= LONGEST


@pytest.mark.parametrize("value", ["1e400", "NaN", "-Infinity", "1" + "0" * 5000, "[" * 100_000])
def test_a_number_that_nothing_can_be_planned_with_is_refused(value: str) -> None:
    with pytest.raises(BadInstance, match=r"^torn: .{10,}"):
        FAMILIES["hhcrsp"].read("torn", f'{{"patients": [{value}], "caregivers": [], "distances": [[0]]}}')


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "torn.json"
    path.write_bytes('{"patients": "naïve"}'.encode(encoding))
    with pytest.raises(BadInstance, match=r"torn\.json: this is not a text file in UTF-8"):
        FamilyFiles(FAMILIES["hhcrsp"]).read(path)
