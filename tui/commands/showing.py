"""Any pane or record as plain text or JSON, for scripts, screen readers and a line too poor for a screen."""

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment, ref_of

PANES = (
    "queue", "board", "diary", "escalations", "today", "inbox", "promises", "cases", "staff", "workers", "policy",
    "cover", "week", "people", "rooms", "news",
)  # fmt: skip
RECORDS = (
    "person", "referral", "case", "package", "visit", "worker", "meeting", "escalation", "message", "promise",
    "action",
)  # fmt: skip
LOOKED_UP = ("search", "rule")
"""What is asked for by a text: people and things that fit it, the story of the rule of that name."""


@click.command(name="show")
@click.argument("pane", type=click.Choice((*PANES, *LOOKED_UP, *RECORDS)))
@click.argument("ref", required=False, default="")
@click.option(
    "--date",
    "day",
    default="",
    help="The day of the board, the cover, the rooms and the rules; the first of the diary's week; default: today.",
)
@click.option("--at", default="", help="The board as the desk knew it at a past moment: '23/11 08:15'.")
@click.option("--all", "everything", is_flag=True, help="Closed, resolved and settled ones too.")
@everywhere
def show_command(pane: str, ref: str, day: str, at: str, everything: bool, db: str, as_json: bool, now: str) -> int:
    """Print PANE: a list such as queue or board, 'search TEXT', 'rule NAME', or one record such as 'person P8K2'."""
    from domain.access import Right
    from domain.when import local_date, show_moment
    from tui.bootstrap import desk
    from tui.commands import day_panes, panes

    if pane not in PANES and not ref:
        return fail(f"Say which: 'caredesk show {pane} {'TEXT' if pane in LOOKED_UP else 'REF'}'", MISUSE)
    if at and pane != "board":
        return fail("Only the board is shown as it was: leave out --at", MISUSE)
    shown: panes.Shown | None
    with desk(db, now=moment(now), right=Right.READ) as here:
        if then := moment(at, here.clock.now(), "--at"):
            if then > here.clock.now():
                return fail(f"{show_moment(then)} is yet to come: --at shows the board as it was", MISUSE)
            shown = panes.board_at(here, day_of(day, local_date(then)), then)
        elif pane in LOOKED_UP:
            shown = {"search": panes.found, "rule": day_panes.rule}[pane](here, ref)
        elif pane in RECORDS:
            from tui.commands.records import RECORDS as of_kind

            shown = of_kind[pane](here, ref_of(ref))
        else:
            shown = {**panes.PANES, **day_panes.DAY_PANES}[pane](
                here, day_of(day, local_date(here.clock.now())), everything
            )
        if shown is None:
            return fail(f"There is no {pane} {ref}")
        if pane in RECORDS:
            here.opened(f"{pane}/{ref_of(ref)}", "shown on the command line")
    emit(as_json, *shown)
    return DONE
