"""What a person notices of the desk, beside the programs that they know, in one run: figure, target, value.

The measuring is done by a harness that plays the terminal (`ttybench.py`), which is given by its path; this says what
is measured and what it may come to. Bytes are exact anywhere. Milliseconds are only to be compared with those of the
other programs in the same run: a quiet machine is needed."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from tests.perf import moments
from tests.perf.kills import PROGRAM, REPOSITORY

READY = "DoB"
SLOW = {"baud": 9600, "rtt_ms": 200}
STEPS: Sequence[Mapping[str, Any]] = (
    {"sleep": 2},
    {"keys": "down*12", "name": "cursor"},
    {"keys": "down*8", "name": "to the end of the screen"},
    {"keys": "down*12", "name": "scroll"},
    {"keys": "pgdn*8", "name": "page"},
    {"press": ":"},
    {"keys": "a,s,s,i,g,n", "name": "letter of a command"},
    {"press": "esc"},
    {"press": "n"},
    {"settle": 600},
    {"keys": "a,b,c,d,e,f", "name": "letter of a form"},
    {"press": "esc"},
    {"settle": 1000},
    {"idle": 5},
)
OVER_A_SLOW_LINE: Sequence[Mapping[str, Any]] = (
    {"sleep": 3},
    {"keys": "down*5", "name": "cursor"},
    {"sleep": 2},
    {"burst": "down", "count": 20, "interval_ms": 100, "name": "held"},
)


class Row(NamedTuple):
    """One figure: what it may be at most, and what it was."""

    figure: str
    target: float
    value: float

    @property
    def held(self) -> bool:
        """Whether the value is within the target."""
        return self.value <= self.target


def harness(path: Path) -> ModuleType:
    """The program that plays the terminal."""
    spec = importlib.util.spec_from_file_location("ttybench", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(
    path: Path, store: str, anchors: Mapping[str, str], rounds: int, sessions: int, sizes: Mapping[str, str]
) -> Iterator[Row]:
    """Every figure. `anchors`: how harlequin and lazygit are started, by name; `sizes`: stores of 10,000 and of 100,000
    referrals, as `small` and `large`. Without one its rows are left out."""
    bench = harness(path)
    specs = {
        "colour": _desk(store, STEPS),
        "mono": _desk(store, STEPS[:6], term="vt220"),
        "wide": _desk(store, STEPS[:2], size="120x40"),
        "slow": _desk(store, OVER_A_SLOW_LINE, link=SLOW),
        "slow mono": _desk(store, OVER_A_SLOW_LINE, link=SLOW, term="vt220"),
        "harlequin": {"cmd": anchors.get("harlequin"), "ready": "Query Editor", "steps": ()},
        "lazygit": {"cmd": anchors.get("lazygit"), "ready": "Status", "steps": ({"press": "4"}, *STEPS[:2])},
    }
    specs |= {name: _desk(there, STEPS[:5]) for name, there in sizes.items() if there}
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name, spec in specs.items() if spec["cmd"]}
    for _ in range(rounds):
        for name, found in runs.items():
            found.append(bench.run_once({"name": name, **specs[name]}))
    measured = {name: bench.pool(found) for name, found in runs.items()}
    for name, found in measured.items():
        if "error" in found:
            raise RuntimeError(f"{name}: {found['error']}")
    yield from _of_one_desk(measured)
    yield from _over_a_slow_line(measured)
    yield from _of_many_rows(measured)
    yield Row("one live cell, bytes", 30, moments.live_cell_bytes(store))
    with tempfile.TemporaryDirectory(prefix="caredesk-perf-") as folder:
        yield Row("crash, bytes", 400, moments.crash_bytes(store, Path(folder)))
    if sessions:
        yield from _of_many(path, store, sessions)


def _opening(store: str) -> list[str]:
    return [*PROGRAM, "run", "--db", store]


def _desk(store: str, steps: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    return {"cmd": _opening(store), "cwd": str(REPOSITORY), "lang": "C.UTF-8", "ready": READY, "steps": steps, **more}


def _of_one_desk(measured: Mapping[str, Any]) -> Iterator[Row]:
    colour, mono, wide = (measured[name] for name in ("colour", "mono", "wide"))
    group = colour["groups"]
    yield Row("first line painted, ms", 60, colour["start"]["first_paint"])
    if "harlequin" in measured:
        yield Row("processor at start, x harlequin", 0.5, _ratio(colour, measured["harlequin"], "cpu_ms"))
    yield Row("start 80x24, bytes", 4000, colour["start"]["bytes"])
    yield Row("start 80x24 mono, bytes", 2500, mono["start"]["bytes"])
    yield Row("start 120x40, bytes", 9000, wide["start"]["bytes"])
    yield Row("cursor key, processor ms", 4, group["cursor"]["cpu_ms"]["p50"])
    yield Row("cursor key with bar, bytes", 220, group["cursor"]["bytes"]["p50"])
    if "lazygit" in measured:
        known = measured["lazygit"]["groups"]["cursor"]["last_ms"]["p95"]
        yield Row("cursor key to last paint, p95 x lazygit", 2, round(group["cursor"]["last_ms"]["p95"] / known, 2))
    slowest = max(group[name]["last_ms"]["max"] for name in ("cursor", "scroll", "page"))
    yield Row("any key to last paint, ms", 100, slowest)
    yield Row("scroll step, bytes", 140, group["scroll"]["bytes"]["p50"])
    yield Row("page, bytes", 720, group["page"]["bytes"]["p50"])
    yield Row("letter of a command, bytes", 30, group["letter of a command"]["bytes"]["p50"])
    yield Row("letter of a form, bytes", 30, group["letter of a form"]["bytes"]["p50"])
    yield Row("idle, bytes a second in most runs", 0, colour["idle"]["bytes_s"])


def _over_a_slow_line(measured: Mapping[str, Any]) -> Iterator[Row]:
    for name in ("slow", "slow mono"):
        found = measured[name]
        yield Row(f"{name}: first screen, ms", 5000, found["start"]["quiet"])
        yield Row(f"{name}: cursor key with marker, bytes", 40, found["groups"]["cursor"]["bytes"]["p50"])
        yield Row(f"{name}: one key, ms", 400, found["groups"]["cursor"]["last_ms"]["p50"])
        yield Row(f"{name}: key held 2 s, right after ms", 800, found["bursts"]["held"]["lag_ms"])


def _of_many_rows(measured: Mapping[str, Any]) -> Iterator[Row]:
    """A store of ten times as many referrals beside one of 10,000."""
    if not {"small", "large"} <= measured.keys():
        return
    small, large = measured["small"], measured["large"]
    yield Row("100,000 rows: processor at start, x 10,000", 1.1, _ratio(large, small, "cpu_ms"))
    yield Row("100,000 rows: start, bytes x 10,000", 1.1, _ratio(large, small, "bytes"))
    for name in ("cursor", "page"):
        for figure in ("cpu_ms", "bytes"):
            few, many = (found["groups"][name][figure]["p50"] for found in (small, large))
            if few:  # a list that fits the screen has no page to turn to
                yield Row(f"100,000 rows: {name} key, {figure} x 10,000", 1.1, round(many / few, 2))


def _ratio(found: Mapping[str, Any], known: Mapping[str, Any], figure: str) -> float:
    return round(found["start"][figure] / known["start"][figure], 2)


def _of_many(path: Path, store: str, sessions: int) -> Iterator[Row]:
    """Many desks at once, by the harness's own command."""
    words = [sys.executable, str(path), "sessions", str(sessions), "--ready", READY, "--ready-timeout", "240",
             "--stagger", "1500", "--keys", "down*2", "--idle", "30", "--json", "/dev/stderr"]  # fmt: skip
    said = subprocess.run(
        [*words, "--", *_opening(store)], cwd=REPOSITORY, capture_output=True, text=True, check=True,
        env={**os.environ, "LANG": "C.UTF-8"},
    )  # fmt: skip
    report = json.loads(said.stderr[said.stderr.index("{") :])
    yield Row(f"{sessions} desks: memory of each, MiB", 80, report["pss_each"])
    yield Row(f"{sessions} desks: idle, % of a core each", 0.4, round(report["idle_cpu_pct_total"] / sessions, 3))
