"""The roster engine on the store: plan a day, verify it, and what publishing it would tell. `mending` has the rest."""

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.commands import mending
from tui.commands.common import DONE, REFUSED, day_of, emit, everywhere, explain, fail, moment

if TYPE_CHECKING:
    from domain.desk.bus import Outcome
    from domain.engine.plan import Plan
    from domain.engine.problem import Problem
    from tui.bootstrap import StoreDesk


class Seconds(click.FloatRange):
    """A length of time; what is not a number is not one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number", param, ctx)
        return seconds


@click.group(name="roster")
def roster_command() -> None:
    """Plan, verify and explain a day's roster."""


for _command in mending.COMMANDS:
    roster_command.add_command(_command)


@roster_command.command(name="solve")
@click.option("--date", "day", default="", help="The day to plan; default: tomorrow.")
@click.option("--seconds", default=10.0, type=Seconds(0.1, 3600), help="How long to look for better plans.")
@click.option("--seed", default=0, help="Same seed and steps, same plan.")
@click.option("--dry-run", is_flag=True, help="Save no draft.")
@everywhere
def solve_roster(day: str, seconds: float, seed: int, dry_run: bool, db: str, as_json: bool, now: str) -> int:
    """Plan a day and save the plan as a draft. Nothing is published."""
    from domain.access import Right
    from domain.desk.bus import Done
    from tui.bootstrap import desk
    from tui.planning import plan_day, save_draft

    with desk(db, now=moment(now), right=Right.ROSTER) as here:
        on = _day(here, day)
        seq = here.read.head()
        problem, plan = plan_day(here, on, seconds, seed)
        outcome = None if dry_run or not plan.verified else save_draft(here, on, seq, plan)
        names = _names(here)
    saved = {"seq": outcome.seq, "note": outcome.note} if isinstance(outcome, Done) else None
    emit(as_json, {**plan_document(plan, problem, on), "draft": saved}, [*_told(plan, problem, names), *_kept(outcome)])
    if not plan.verified:
        return fail("The plan breaks a rule and was not saved", REFUSED)
    return DONE if outcome is None else explain(outcome)


@roster_command.command(name="verify")
@click.option("--date", "day", default="", help="The day to verify; default: today.")
@everywhere
def verify_roster(day: str, db: str, as_json: bool, now: str) -> int:
    """Check a day's roster, as it stands, against every hard rule."""
    from domain.access import Right
    from tui.bootstrap import desk
    from tui.planning import verify_day

    with desk(db, now=moment(now), right=Right.READ) as here:
        broken = verify_day(here, day_of(day, _today(here)))
    document = [{"rule": b.rule, "visit": b.visit, "worker": b.worker, "text": b.text} for b in broken]
    emit(
        as_json,
        {"verified": not broken, "broken": document},
        [b.text for b in broken] or ["No hard rule is broken."],
    )
    return REFUSED if broken else DONE


@roster_command.command(name="changes")
@click.option("--date", "day", default="", help="The day to be published; default: tomorrow.")
@everywhere
def changes(day: str, db: str, as_json: bool, now: str) -> int:
    """Print what publishing a day would tell each worker. 'caredesk do roster.publish day=D' tells them."""
    from domain.access import Right
    from domain.when import show_time
    from tui.bootstrap import desk
    from tui.presenters.publishing import said, summary, tellings

    with desk(db, now=moment(now), right=Right.READ) as here:
        rows = [telling.told for telling in tellings(here.read.differences(_day(here, day)))]
    lines = [
        f"{row.worker_name:<20} {row.phone:<14} {row.change:<8} {show_time(row.start)} {row.person}: {said(row)}"
        for row in rows
    ]
    emit(as_json, rows, [*lines, summary(rows)])
    return DONE


def plan_document(plan: "Plan", problem: "Problem", day: date) -> dict[str, Any]:
    """A plan as one JSON object; its moments are UTC."""
    from domain.when import moment_of_minute

    return {
        "visits": len(problem.visits),
        "assigned": len(plan.assignments),
        "unassigned": [
            {
                "visit": one.visit,
                "reasons": [{"worker": r.worker, "rule": r.rule, "text": r.text} for r in one.reasons],
            }
            for one in plan.unassigned
        ],
        "objective": {"total": plan.total, **plan.objective},
        "verified": plan.verified,
        "broken": [{"rule": b.rule, "visit": b.visit, "worker": b.worker, "text": b.text} for b in plan.broken],
        "fingerprint": plan.fingerprint,
        "seconds": round(plan.seconds, 2),
        "assignments": [
            {"visit": one.visit, "workers": one.workers, "start": moment_of_minute(one.start, day)}
            for one in plan.assignments
        ],
    }


def _told(plan: "Plan", problem: "Problem", names: dict[str, str]) -> list[str]:
    verified = "no hard rule broken" if plan.verified else f"{len(plan.broken)} rules broken"
    lines = [
        f"{len(plan.assignments)} of {len(problem.visits)} visits covered in {plan.seconds:.1f} s, {verified}",
        "  ".join(f"{name} {value:g}" for name, value in plan.objective.items()),
        f"fingerprint {plan.fingerprint[:16]}",
    ]
    for one in plan.unassigned:
        lines.append(f"uncovered {one.visit}:")
        lines += [f"    {names.get(r.worker, r.worker)}: {r.text}" for r in one.reasons[:8]]
    return lines


def _kept(outcome: "Outcome | None") -> list[str]:
    from domain.desk.bus import Done

    return [f"Draft: {outcome.note}"] if isinstance(outcome, Done) else []


def _names(here: "StoreDesk") -> dict[str, str]:
    return {worker.id: worker.full_name for worker in here.read.workers()}


def _today(here: "StoreDesk") -> date:
    from domain.when import local_date

    return local_date(here.clock.now())


def _day(here: "StoreDesk", text: str) -> date:
    from datetime import timedelta

    return day_of(text, _today(here)) if text else _today(here) + timedelta(days=1)
