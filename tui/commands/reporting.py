"""Figures with their definitions and, on request, the rows behind them."""

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment


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
@everywhere
def report_command(name: str, first: str, last: str, rows: bool, form: str, db: str, as_json: bool, now: str) -> int:
    """Print a figure, its definition and version. Without NAME: which figures there are."""
    from domain.access import Right
    from domain.kpi.figures import FIGURES
    from domain.when import local_date
    from tui.bootstrap import desk
    from tui.commands.sheets import csv_text
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
        figure = here.read.figure(name, begins, ends, at)
    if form == "csv":
        click.echo(csv_text(figure.rows), nl=False)
        return DONE
    document = {field: getattr(figure, field) for field in figure.__dataclass_fields__ if rows or field != "rows"}
    emit(as_json or form == "json", document, figure_lines(figure, rows=rows))
    return DONE
