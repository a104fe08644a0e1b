"""The roster engine on a published planning problem, to be checked by the checker of its family."""

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.engine.published import FAMILIES
from tui.commands.common import DONE, REFUSED, emit, everywhere, fail
from tui.commands.rostering import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST = 24 * 3600


@click.group(name="engine")
def engine_command() -> None:
    """The roster engine on published planning problems."""


@engine_command.command(name="solve")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option("--family", required=True, type=click.Choice(FAMILIES), help="Which family's form the file has.")
@click.option("--seconds", default=10.0, type=Seconds(0.1, LONGEST), help="How long, once the search is ready.")
@click.option("--threads", default=0, type=click.IntRange(0, 64), help="How many cores to search on; default: all.")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31), help="Where chance begins.")
@click.option("--event", default="", help="What has gone wrong in the day: its name in the file.")
@click.option("--baseline", type=click.Path(path_type=Path), help="The solution in force when it did.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file for the solution.")
@everywhere
def solve_command(
    instance: Path,
    family: str,
    seconds: float,
    threads: int,
    seed: int,
    event: str,
    baseline: Path | None,
    out: Path,
    db: str,
    as_json: bool,
    now: str,
) -> int:
    """Plan the INSTANCE file of a published family and write the solution in its documented form.

    With an event the solution in force is changed as little as it takes, and nothing that has begun. An interrupt
    ends the search; the best plan so far is written."""
    from domain.engine.filling import NoFilling
    from domain.engine.kernel.annealing import NoRounds
    from domain.engine.published import BadInstance
    from tui.benchmarks import Effort, cores, interruptible, plan, ready_kernel
    from tui.bootstrap import instance_files

    files = instance_files(family)
    if bool(event) != (baseline is not None):
        return fail("an event wants --baseline, the solution in force, and a baseline wants --event", REFUSED)
    try:
        problem = files.read_after(instance, event, baseline) if baseline else files.read(instance)
        with interruptible() as stopped, _watched() as progress:
            effort = Effort(seconds, threads or cores(), seed)
            answer = plan(problem, partial(ready_kernel, _say), effort, stopped, progress)
    except BadInstance as error:
        return fail(str(error), REFUSED)
    except (NoRounds, NoFilling) as error:
        return fail(f"{instance.stem}: {error}; give it more seconds", REFUSED)
    files.write(out, problem.solution(answer.found))
    _tell(problem.name, problem.objective(answer.found), answer.proved, out, as_json)
    return DONE


def _tell(name: str, terms: "Mapping[str, float]", proved: bool, out: Path, as_json: bool) -> None:
    said = _told(name, terms) + (", proved to be the best" if proved else "")
    emit(as_json, {"instance": name, **terms, "proved": proved, "out": str(out)}, [said, f"Written: {out}"])


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


@contextmanager
def _watched() -> "Iterator[Callable[[int], None] | None]":
    """Where somebody watches, a line that says how far below its first rounds the search has come."""
    if not sys.stderr.isatty():
        yield None
        return
    first: list[int] = []

    def say(best: int) -> None:
        if not first:
            first.append(best)
        click.echo(f"\r{100 * (1 - best / max(1, first[0])):.2f} % below the first rounds ", nl=False, err=True)

    yield say
    if first:
        click.echo(err=True)


def _told(name: str, terms: "Mapping[str, float]") -> str:
    said = (f"{term.replace('_', ' ')} {value:.4f}".rstrip("0").rstrip(".") for term, value in terms.items())
    return f"{name}: {', '.join(said)}"
