"""On a disk that is full, breaks, tears a write or loses its power nothing is lost that was said to be saved.

Only some of the operations and moments that `tests.perf` tries on demand."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.installed import ROOT
from tests.perf.faults import compiler, with_faults
from tests.perf.powercut import Disk, Done, surviving

pytestmark = pytest.mark.skipif(compiler() is None, reason="**** NOT TESTED: files fail only on Linux with cc ****")


def counted(tmp_path: Path, *words: str) -> dict[str, int]:
    """What one run has counted."""
    record = tmp_path / "record.json"
    command = [sys.executable, "-m", "tests.perf", "--record", record, *words]
    said = subprocess.run(command, cwd=ROOT, env=with_faults(tmp_path), capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    [(_, sums)] = json.loads(record.read_text()).items()
    return sums


def test_an_operation_that_fails_loses_nothing_and_is_told_in_a_sentence(tmp_path: Path) -> None:
    sums = counted(tmp_path, "files", "--every", "90", "--fault", "EIO for good")
    assert sums["operations"] > 2
    assert sums["errors"]
    assert not sums["unexplained"]


def test_whatever_a_power_cut_leaves_is_a_whole_store(tmp_path: Path) -> None:
    assert counted(tmp_path, "powercuts", "--images", "4") == {"images": 4, "acknowledged": 60, "failed": 0}


def test_only_what_was_synchronised_is_sure_to_survive(tmp_path: Path) -> None:
    disk = Disk()
    disk.take(Done("N", 1, 0, b"/desk/store"))
    for kind, data in (("W", b"sure"), ("S", b""), ("W", b"lost")):
        disk.take(Done(kind, 1, 0, data))
    disk.cut(tmp_path, surviving("none", Random(1)))
    assert (tmp_path / "store").read_bytes() == b"sure"
    disk.cut(tmp_path, iter)
    assert (tmp_path / "store").read_bytes() == b"lost"
