"""Figures with their definitions and, on request, the rows behind them."""

import sys
from pathlib import Path

import click

from tui.commands.common import DONE, MISUSE, REFUSED, day_of, emit, everywhere, fail, moment


@click.command(name="report")
@click.argument("name", required=False, default="")
@click.option("--from", "first", default="", help="First day; default: the first of the last day's month.")
@click.option("--to", "last", default="", help="Last day; default: today.")
@click.option("--rows", is_flag=True, help="The rows behind the figure too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="csv prints the rows.",
)
@click.option("--xlsx", type=click.Path(dir_okay=False, writable=True), default=None,
              help="Write the figure and its rows to this file, for Excel.")  # fmt: skip
@everywhere
def report_command(
    name: str, first: str, last: str, rows: bool, form: str, xlsx: str | None, db: str, as_json: bool, now: str
) -> int:
    """Print a figure, its definition and version. Without NAME: which figures there are."""
    from domain.access import Right
    from domain.kpi.figures import FIGURES
    from domain.when import local_date
    from tui.bootstrap import desk
    from tui.commands.sheets import csv_text, workbook
    from tui.presenters.report import figure_lines

    if not name:
        emit(
            as_json,
            {n: d.title for n, d in FIGURES.items()},
            [f"{n:<16} {d.title}" for n, d in FIGURES.items()],
        )
        return DONE
    if name not in FIGURES:
        return fail(f"There is no figure '{name}'; choose from {', '.join(FIGURES)}", MISUSE)
    with desk(db, now=moment(now), right=Right.READ) as here:
        at = here.clock.now()
        today = local_date(at)
        ends = day_of(last, today, "--to")
        begins = day_of(first, today, "--from") if first else ends.replace(day=1)
        if begins > ends:
            return fail(f"The period would end on {ends} before it begins on {begins}", MISUSE)
        figure = here.read.figure(name, begins, ends, at, rows=sys.maxsize if rows or xlsx or form == "csv" else 0)
    if xlsx:
        Path(xlsx).write_bytes(workbook(figure))
        emit(as_json, {"file": xlsx, "rows": len(figure.rows)}, [f"{xlsx} has the figure and {len(figure.rows)} rows"])
        return DONE
    if form == "csv":
        click.echo(csv_text(figure.rows), nl=False)
        return DONE
    document = {field: getattr(figure, field) for field in figure.__dataclass_fields__ if rows or field != "rows"}
    emit(as_json or form == "json", document, figure_lines(figure, rows=rows))
    return DONE


@click.group(name="reports")
def reports_command() -> None:
    """Keep what figures count of each day, so that a year is read in a moment.

    A figure is the same whatever is kept: what is not, it counts from the referrals."""


@reports_command.command(name="sum")
@everywhere
def sum_reports(db: str, as_json: bool, now: str) -> int:
    """Sum up the days that are not kept: new ones, and those of which a referral was changed."""
    return _sum_up(db, as_json, anew=False)


@reports_command.command(name="rebuild")
@everywhere
def rebuild_reports(db: str, as_json: bool, now: str) -> int:
    """Sum up every day anew, and say how many sums were kept otherwise than they should."""
    return _sum_up(db, as_json, anew=True)


def _sum_up(db: str, as_json: bool, *, anew: bool) -> int:
    from dataclasses import asdict

    from tui.bootstrap import sum_up_figures

    done = sum_up_figures(db, anew=anew)
    line = f"{done.sums} sums of {done.days} days kept"
    emit(as_json, asdict(done), [line + (f"; {done.otherwise} had been kept otherwise" if anew else "")])
    return REFUSED if done.otherwise else DONE
