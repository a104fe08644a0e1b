"""The engine's figures on published instances: planned as `bench engine` does it, held to the families' own checkers.

The folder of the families, with their instances, best known values and checkers, is named by whoever asks. What a row
came to is kept with its target, the day and how busy the machine was, so that a figure is never told without them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any

from domain.engine.filling import NoFilling
from domain.engine.kernel.annealing import NoRounds
from domain.engine.kernel.compiling import Kernel
from domain.engine.published import Instance
from domain.when import SystemClock
from storage.instances import FAMILIES
from storage.instances.files import FamilyFiles
from tui.benchmarks import Effort, beside, plan, ready_kernel

KEPT = Path(__file__).with_name("engine.json")
TABLE = Path(__file__).parents[2] / "domain" / "engine" / "README.md"
BEGINS, ENDS = "<!-- figures -->", "<!-- end of figures -->"
CHECKERS = {"vrptwsyn": "vrptw"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row of the table: instances of a family from one size to another, seconds for each, and what is to be reached.

    `against` says which value the gap is to, `was` what was reached before. Of more instances than `most`, so many are
    taken, evenly spread."""

    family: str
    sizes: tuple[int, int]
    seconds: float
    target: str
    was: str = "not measured"
    against: str = "best"
    most: int = 100
    skip: str = ""


FIGURES: Mapping[str, Figure] = {
    "hhcrsp-small": Figure(
        family="hhcrsp", sizes=(25, 100), seconds=10, target="<= +0.5 %", was="+0.48 %, worst +5.55 %", most=19
    ),
    "vrptw": Figure(
        family="vrptw", sizes=(100, 200), seconds=10, target="<= +1.5 %", was="+2.5 %, worst +6.0 %", most=12
    ),
    "shift-large": Figure(
        family="shift",
        sizes=(16, 60),
        seconds=60,
        target="5-12 within 10 %",
        was="not measured; 3 at +33 % in 12 s",
        most=4,
        skip="Instance(3|1[3-9])$",
    ),
    "shift-small": Figure(
        family="shift",
        sizes=(8, 20),
        seconds=60,
        target="1-4 within 1 %",
        was="1 proved, 3 at +33 % in 12 s",
        skip="Instance[5-9]$",
    ),
    "hhcrsp-large": Figure(
        family="hhcrsp", sizes=(200, 300), seconds=10, target="<= 0.0 %", was="+0.3 %, worst +2.5 %", most=10
    ),
    "hhcrsp-minute": Figure(
        family="hhcrsp", sizes=(200, 300), seconds=60, target="<= -2.5 %", was="not measured", most=5
    ),
    "uhhc": Figure(family="uhhc", sizes=(1, 1000), seconds=10, target="<= 0 %", was="-13.4 % by moves", against="mean"),
    "uhhc-minute": Figure(family="uhhc", sizes=(1, 1000), seconds=60, target="<= 0 %", was="not measured", most=5),
    "vrptwsyn-20": Figure(family="vrptwsyn", sizes=(20, 20), seconds=1, target="proved", was="1M in 2 s", skip="A$"),
    "vrptwsyn-50": Figure(
        family="vrptwsyn", sizes=(50, 50), seconds=10, target="within 1 %", was="7S at the best known"
    ),
    "ukhome-1000": Figure(
        family="ukhome", sizes=(900, 1100), seconds=30, target="within 3 % of ten minutes", against="ukhome-1000-long"
    ),
    "ukhome-2000": Figure(
        family="ukhome", sizes=(1900, 2200), seconds=60, target="within 5 % of ten minutes", against="ukhome-2000-long"
    ),
    "ukhome-1000-long": Figure(family="ukhome", sizes=(900, 1100), seconds=590, target="what ukhome-1000 is held to"),
    "ukhome-2000-long": Figure(family="ukhome", sizes=(1900, 2200), seconds=590, target="what ukhome-2000 is held to"),
}


@cache
def _kernel() -> Kernel:
    return ready_kernel(lambda sentence: print(sentence, file=sys.stderr))


def measured(name: str, folder: Path, scratch: Path, threads: int, seed: int) -> dict[str, Any]:
    """Plan the instances of a row and hold every solution to its checker; the row with what came of it."""
    figure, lines = FIGURES[name], []
    files = FamilyFiles(FAMILIES[figure.family])
    for path, instance in _instances(figure, files, folder):
        line = _line(figure, files, folder, path, instance, scratch, Effort(figure.seconds, threads, seed))
        print(json.dumps(line), flush=True)
        lines.append(line)
    gaps = [line["gap"] for line in lines if line.get("gap") is not None]
    others = [line["gap_beside"] for line in lines if line.get("gap_beside") is not None]
    return {
        "target": figure.target,
        "mean": round(fmean(gaps), 2) if gaps else None,
        "worst": round(max(gaps), 2) if gaps else None,
        "beside": round(fmean(others), 2) if others else None,
        "proved": sum(line["proved"] for line in lines),
        "invalid": sum(not line["valid"] for line in lines),
        "instances": len(lines),
        "day": SystemClock().now().date().isoformat(),
        "load": round(os.getloadavg()[0], 1),
        "threads": threads,
        "lines": lines,
    }


def _instances(figure: Figure, files: FamilyFiles, folder: Path) -> list[tuple[Path, Instance]]:
    found = [
        (path, files.read(path))
        for path in files.paths(folder / figure.family)
        if not (figure.skip and re.search(figure.skip, path.stem))
    ]
    least, most = figure.sizes
    fitting = [each for each in found if least <= each[1].size <= most]
    count = min(figure.most, len(fitting))
    return [fitting[at * len(fitting) // count] for at in range(count)]


def _line(
    figure: Figure, files: FamilyFiles, folder: Path, path: Path, instance: Instance, scratch: Path, effort: Effort
) -> dict[str, Any]:
    kernel, began = _kernel(), perf_counter()
    line: dict[str, Any] = {"instance": instance.name, "valid": False, "proved": False}
    try:
        answer = plan(instance, lambda: kernel, effort, lambda: False)
    except (NoRounds, NoFilling) as error:
        return line | {"error": str(error)}
    line["seconds"] = round(perf_counter() - began, 1)
    line["objective"] = instance.objective(answer.found)["objective"]
    files.write(scratch / f"{instance.name}.json", instance.solution(answer.found))
    line["valid"] = _is_valid(figure.family, folder, path, scratch / f"{instance.name}.json")
    line["proved"] = answer.proved
    known = _known(figure, files, folder).get(instance.name)
    if known:
        line["gap"] = round(100 * (line["objective"] / known - 1), 2)
        other = beside(instance, effort)
        line["gap_beside"] = None if other is None else round(100 * (other / known - 1), 2)
    return line


def _known(figure: Figure, files: FamilyFiles, folder: Path) -> Mapping[str, float]:
    """What the gap of each instance is to; nothing where the long run has not been made yet."""
    if figure.against == "best":
        return files.best_known(folder / figure.family)
    if figure.against == "mean":
        return files.mean_known(folder / figure.family)
    long = kept().get(figure.against, {"lines": []})
    return {line["instance"]: line["objective"] for line in long["lines"] if line["valid"]}


def _is_valid(family: str, folder: Path, instance: Path, solution: Path) -> bool:
    checker = folder / f"check_{CHECKERS.get(family, family)}.py"
    command: Sequence[str] = [sys.executable, str(checker), str(instance), str(solution)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def kept() -> dict[str, Any]:
    """The rows measured so far."""
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}


def keep(name: str, row: Mapping[str, Any]) -> None:
    """Keep a row in place of the one that was there."""
    KEPT.write_text(json.dumps(kept() | {name: row}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_table() -> None:
    """Put the rows as they are kept into the engine's README."""
    before, rest = TABLE.read_text("utf-8").split(BEGINS)
    after = rest.split(ENDS)[1]
    lines = [
        "| figure | target | mean | worst | beside | instances | proved | invalid | day, load | before |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_told(name, figure, kept().get(name)) for name, figure in FIGURES.items()),
    ]
    TABLE.write_text("\n".join([before + BEGINS, *lines, ENDS + after]), encoding="utf-8")


def _told(name: str, figure: Figure, row: Mapping[str, Any] | None) -> str:
    first = f"| {name}: {figure.seconds:g} s, size {figure.sizes[0]} to {figure.sizes[1]} | {figure.target} |"
    if row is None:
        return f"{first} not measured | | | | | | | {figure.was} |"
    mean, worst, other = (f"{row[key]:+.2f} %" if row[key] is not None else "-" for key in ("mean", "worst", "beside"))
    counts = f"{row['instances']} | {row['proved']} | {row['invalid']}"
    return f"{first} {mean} | {worst} | {other} | {counts} | {row['day']}, {row['load']} | {figure.was} |"
