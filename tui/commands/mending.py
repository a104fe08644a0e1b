"""The roster's questions from the command line: why a visit has nobody, and what could be done about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment, ref_of, tell

if TYPE_CHECKING:
    from domain.desk.mending import Proposal
    from tui.bootstrap import StoreDesk
    from tui.mending import Choice


@click.command(name="why")
@click.argument("visit")
@click.option("--worker", default="", help="Only about this worker.")
@click.option("--take", default=0, type=click.IntRange(0), help="Do it in the way of this number.")
@everywhere
def why_uncovered(visit: str, worker: str, take: int, db: str, as_json: bool, now: str) -> int:
    """Say for each worker why they cannot take VISIT as the roster stands, and what would make it possible."""
    from domain.access import Right
    from domain.visit import Visit
    from tui.bootstrap import desk
    from tui.mending import answer

    with desk(db, now=moment(now), right=Right.ROSTER if take else Right.READ) as here:
        record, names = here.read.record(Visit, ref_of(visit)), _names(here)
        if record is None:
            return fail(f"There is no visit {visit}")
        if worker and ref_of(worker) not in names:
            return fail(f"There is no worker {worker}")
        found = answer(here, record.day, record.id, ref_of(worker))
        if take:
            return _take(here, found.ways, take, as_json)
    document = {
        "visit": record.id,
        "reasons": [{"worker": reason.worker, "rule": reason.rule, "text": reason.text} for reason in found.reasons],
        "ways": [proposal_document(way) for way in found.ways],
    }
    lines = [f"{names.get(r.worker, r.worker)}: {r.text}" for r in found.reasons]
    emit(
        as_json, document, [*lines, *proposal_lines(found.ways, "Nothing that may be offered would make it possible.")]
    )
    return DONE


@click.command(name="options")
@click.argument("visit")
@click.option("--take", default=0, type=click.IntRange(0), help="Do it in the way of this number.")
@everywhere
def list_options(visit: str, take: int, db: str, as_json: bool, now: str) -> int:
    """Say for every worker what sending them to VISIT would take: cost, lateness, who makes room."""
    from domain.access import Right
    from domain.visit import Visit
    from tui.bootstrap import desk
    from tui.mending import choices

    with desk(db, now=moment(now), right=Right.ROSTER if take else Right.READ) as here:
        record, names = here.read.record(Visit, ref_of(visit)), _names(here)
        if record is None:
            return fail(f"There is no visit {visit}")
        found = choices(here, record.day, record.id)
        possible = [choice.proposal for choice in found if choice.proposal]
        if take:
            return _take(here, possible, take, as_json)
    lines = [
        f"{number}. {proposal.text}  (cost {choice.cost}{f', {choice.late} min late' if choice.late else ''})"
        for number, (choice, proposal) in enumerate(((each, each.proposal) for each in found if each.proposal), start=1)
    ]
    lines += [f"{names.get(choice.worker, choice.worker)}: {choice.reason.text}" for choice in found if choice.reason]
    emit(as_json, {"visit": record.id, "options": [_choice_document(choice) for choice in found]}, lines)
    return DONE


def _choice_document(choice: "Choice") -> dict[str, Any]:
    document: dict[str, Any] = {"worker": choice.worker}
    if choice.reason is not None:
        document |= {"rule": choice.reason.rule, "text": choice.reason.text}
    if choice.proposal is not None:
        document |= {"cost": choice.cost, "late": choice.late, "displaced": choice.displaced}
        document |= {"uncovered": choice.uncovered, **proposal_document(choice.proposal)}
    return document


@click.command(name="repair")
@click.option("--date", "day", default="", help="The day to repair; default: today.")
@click.option("--unreached", multiple=True, help="Who could not be rung: worker/W1 or person/P1; may be repeated.")
@click.option("--take", default=0, type=click.IntRange(0), help="Do it in the way of this number.")
@click.option("--from", "answer", type=click.File(encoding="utf-8"), help="Take it from this answer of --json.")
@everywhere
def repair_day(
    day: str, unreached: tuple[str, ...], take: int, answer: TextIO | None, db: str, as_json: bool, now: str
) -> int:
    """Put a day right after a sickness, an overrun, a cancelled or an urgent visit: up to three ways, with calls."""
    from domain.access import Right
    from domain.when import local_date
    from tui.bootstrap import desk
    from tui.mending import mendings

    with desk(db, now=moment(now), right=Right.ROSTER if take else Right.READ) as here:
        if answer is not None:
            return _take_answer(here, answer, take, as_json)
        on = day_of(day, local_date(here.clock.now()))
        found = mendings(here, on, unreached)
        if take:
            return _take(here, [mending.proposal for mending in found], take, as_json)
    document = [
        {
            "best_in": one.best_in, "settled": one.settled, "uncovered": one.uncovered, "waits": one.waits,
            "cost": one.cost, **proposal_document(one.proposal),
        }
        for one in found
    ]  # fmt: skip
    lines = proposal_lines([one.proposal for one in found], "Nothing can be put right: no visit can find a place.")
    emit(as_json, {"day": on, "repairs": document}, lines)
    return DONE


def _take(here: "StoreDesk", ways: "Sequence[Proposal]", number: int, as_json: bool) -> int:
    if number > len(ways):
        return fail(f"There is no way {number}: there are {len(ways)}", MISUSE)
    return tell(here.handle(ways[number - 1].command), as_json)


@click.command(name="whatif")
@click.argument("referral")
@click.option("--pattern", default="", help="The visits to try, as a package has them; default: morning and tea.")
@everywhere
def what_if_accepted(referral: str, pattern: str, db: str, as_json: bool, now: str) -> int:
    """Try REFERRAL's visits on a copy of the first week: earliest safe start, who is disturbed, what breaks."""
    from domain.access import Right
    from domain.package_text import PatternProblem
    from tui.bootstrap import desk
    from tui.mending import trial
    from tui.presenters.mending import trial_words

    with desk(db, now=moment(now), right=Right.READ) as here:
        try:
            found = trial(here, ref_of(referral), pattern)
        except PatternProblem as problem:
            return fail(str(problem), MISUSE)
    if found is None:
        return fail(f"There is no referral {referral}")
    emit(as_json, found, [trial_words(found), *(visit.text for visit in found.visits)])
    return DONE


def _take_answer(here: "StoreDesk", answer: TextIO, number: int, as_json: bool) -> int:
    """Carry out a way as it was answered; if the roster has changed since, that is said instead."""
    from tui.answers import command_of

    command = command_of(answer.read(), number)
    if command is None:
        return fail(f"{answer.name} is no answer of 'caredesk roster repair --json' with a way {number}", MISUSE)
    return tell(here.handle(command), as_json)


def proposal_document(way: "Proposal") -> dict[str, Any]:
    """A proposal as one JSON object; its moments are UTC."""
    return {
        "text": way.text,
        "day": way.command.day,
        "seq": way.command.seq,
        "placements": way.command.placements,
        "overtime": [{"worker": duty.worker, "start": duty.start, "end": duty.end} for duty in way.command.duties],
        "calls": way.calls,
    }


def proposal_lines(ways: "Sequence[Proposal]", none: str) -> list[str]:
    """Proposals by number, each with whom to ring and what to say."""
    from tui.presenters.reasons import to_ring

    lines: list[str] = []
    for number, way in enumerate(ways, start=1):
        lines += [f"{number}. {way.text}", *(f"     ring {to_ring(call)}" for call in way.calls)]
    return lines or [none]


def _names(here: "StoreDesk") -> dict[str, str]:
    return {worker.id: worker.full_name for worker in here.read.workers()}


COMMANDS: tuple[click.Command, ...] = (why_uncovered, list_options, repair_day, what_if_accepted)
