"""`python -m tests.gate`: runs every check, one line each, and shows all that a failing one said."""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.gate.steps import STAGES, Step

ROOT = Path(__file__).parents[2]
CORES = 2


@dataclass(frozen=True, slots=True)
class Result:
    """How one step ended."""

    step: Step
    passed: bool
    seconds: float
    output: str

    @property
    def last_line(self) -> str:
        """What the step said last, without its tool's ornament."""
        return (self.output.strip().splitlines() or [""])[-1].strip("= ")

    @property
    def tests(self) -> Counter[str]:
        """How many tests passed, failed and were skipped; empty for a step that runs none."""
        if not self.step.runs_tests:
            return Counter()
        found = re.findall(r"(\d+) (passed|failed|error|skipped)", self.last_line)
        return Counter({{"error": "failed"}.get(word, word): int(count) for count, word in found})


def _run(step: Step) -> Result:
    start = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env=os.environ | step.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Result(step, done.returncode == 0, time.monotonic() - start, done.stdout)


def _show(result: Result) -> None:
    verdict = "ok  " if result.passed else "FAIL"
    print(f"{verdict} {result.step.name:<11}{result.seconds:6.1f} s  {result.last_line[:90]}", flush=True)
    if not result.passed:
        print(result.output, flush=True)


def run(stages: Iterable[Sequence[Step]]) -> int:
    """Runs every step, two at a time within a stage; 0 when all of them pass, else 1."""
    results: list[Result] = []
    with ThreadPoolExecutor(CORES) as pool:
        for stage in stages:
            running = [pool.submit(_run, step) for step in stage]
            for done in as_completed(running):
                results.append(done.result())
                _show(results[-1])
    tests = sum((result.tests for result in results), Counter[str]())
    if tests:
        print(f"tests: {tests['passed']} passed, {tests['failed']} failed, {tests['skipped']} skipped")
    if postgres.binaries() is None:
        print(postgres.UNTESTED)
    failed = [result.step.name for result in results if not result.passed]
    print(f"gate: failed at {', '.join(failed)}" if failed else f"gate: all {len(results)} steps passed")
    return 1 if failed else 0


def main() -> int:
    """Reads the command line."""
    steps = {step.name: step for stage in STAGES for step in stage}
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=__doc__)
    parser.add_argument("--only", action="append", default=[], choices=steps, metavar="NAME", help="run this step")
    parser.add_argument("--list", action="store_true", help="say what the steps are and run none")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{name:<12}{step.says}" for name, step in steps.items()))
        return 0
    return run([step for step in stage if not given.only or step.name in given.only] for stage in STAGES)


if __name__ == "__main__":
    sys.exit(main())
