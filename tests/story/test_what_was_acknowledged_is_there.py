"""Whoever was told that something is saved finds it there, once and whole, however the writing ended."""

from pathlib import Path
from random import Random

from tests.perf.kills import Told, killed_after
from tests.story.desk import Line

ROUNDS, MOST_ACKS = 2, 12


def test_writers_are_killed_in_the_middle_and_nothing_promised_is_lost_or_half_there(
    anywhere: Line, tmp_path: Path
) -> None:
    chance, told = Random(11), Told()
    for _ in range(ROUNDS):
        killed_after(chance.randrange(1, MOST_ACKS), anywhere.url, told)
    looked = anywhere.show("doctor", "--verify", *told.files(tmp_path))
    assert f"{len(told.acks)} acknowledged writes, 0 lost" in [finding["what"] for finding in looked]
    wrong = Told(tries=told.tries[:1], acks=["bench-NEVER"])
    said = anywhere.say("doctor", *wrong.files(tmp_path))
    assert said.code == 1
    assert "BAD 1 acknowledged writes, 1 lost" in said.out and "there that were not" in said.out


def test_a_service_s_own_store_is_not_loaded(anywhere: Line, tmp_path: Path) -> None:
    own = str(tmp_path / "own.db")
    assert anywhere.run("init", "--service", "real", "--db", own).code == 0
    said = anywhere.run("bench", "write", "--n", "1", "--db", own)
    assert said.code == 1
    assert "service's own" in said.err
    assert anywhere.run("bench", "write", "--n", "1").code == 2
