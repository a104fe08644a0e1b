"""Whoever was told that something is saved finds it there, once and whole, however the writing ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.story.desk import REPOSITORY, Line

ROUNDS, WRITERS, MOST_ACKS = 2, 2, 12


def test_writers_are_killed_in_the_middle_and_nothing_promised_is_lost_or_half_there(
    anywhere: Line, tmp_path: Path
) -> None:
    chance, told = Random(11), {"TRY": list[str](), "ACK": list[str]()}
    for _ in range(ROUNDS):
        killed_after(chance.randrange(1, MOST_ACKS), anywhere.url, told)
    files = {word: tmp_path / word for word in told}
    for word, ids in told.items():
        files[word].write_text("\n".join(ids))
    looked = anywhere.show("doctor", "--verify", "--acks", str(files["ACK"]), "--tries", str(files["TRY"]))
    assert f"{len(told['ACK'])} acknowledged writes, 0 lost" in [finding["what"] for finding in looked]
    files["ACK"].write_text("bench-NEVER")
    files["TRY"].write_text(told["TRY"][0])
    said = anywhere.say("doctor", "--acks", str(files["ACK"]), "--tries", str(files["TRY"]))
    assert said.code == 1
    assert "BAD 1 acknowledged writes, 1 lost" in said.out and "there that were not" in said.out


def test_a_service_s_own_store_is_not_loaded(anywhere: Line, tmp_path: Path) -> None:
    own = str(tmp_path / "own.db")
    assert anywhere.run("init", "--service", "real", "--db", own).code == 0
    said = anywhere.run("bench", "write", "--n", "1", "--db", own)
    assert said.code == 1
    assert "service's own" in said.err
    assert anywhere.run("bench", "write", "--n", "1").code == 2


def killed_after(acks: int, url: str, told: dict[str, list[str]]) -> None:
    """Writers that are killed once they have been told so often that something is saved; what they said is kept."""
    command = [sys.executable, "-m", "tui", "bench", "write", "--acks", "--writers", str(WRITERS), "--db", url]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as writing:
        assert writing.stdout is not None
        for line in writing.stdout:
            word, _, command_id = line.strip().partition(" ")
            told[word].append(command_id)
            if word == "ACK" and (acks := acks - 1) == 0:
                os.killpg(writing.pid, signal.SIGKILL)
