"""Cases: an accepted referral being worked towards goals, reviewed, and ended with an outcome.

A case may open before anybody has visited; its referral is in care once somebody came too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.access import Right
from domain.case import Case, CaseState, Goal, Review
from domain.desk.asking import ask
from domain.desk.bus import Command, Offer, Refusal, Work, handles
from domain.desk.checks import require_codes, require_text
from domain.desk.deciding import require_open, require_step, settle_chases
from domain.desk.ending import Ending, end_care
from domain.desk.triage import Withdraw
from domain.record import revised
from domain.referral import UNDECIDED, Referral, State
from domain.when import local_date, show_date, show_moment
from domain.words import counted, said

GOAL_HELP = "one a line; scores from 1 to 5 after a bar, at the start and now: walk to the shop | 2 | 3"
_GOAL = re.compile(r"(?P<text>[^|]*?)\s*(?:\|\s*(?P<baseline>[0-5]))?\s*(?:\|\s*(?P<score>[0-5]))?\s*")
_CLOSES_AS = {"died": State.DIED, "hospital": State.ADMITTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Command):
    """Begin to work on an accepted referral."""

    referral: str = ask("Referral", "referral")
    goals: tuple[str, ...] = ask(
        "Goals", "lines", default=(), help=f"what the person wants to be able to do, {GOAL_HELP}"
    )
    review_due: date | None = ask("First review", "date", default=None, help="blank: after the usual days")
    owner: str = ask("Who progresses it", "user", default="", help="you, unless you say otherwise")


@handles(OpenCase, "case.open", Right.CARE)
def open_case(do: OpenCase, work: Work) -> str:
    """Open the one case of a referral. Whoever has been seen is in care from now on."""
    referral = work.get(Referral, do.referral)
    require_open(referral)
    if referral.state in UNDECIDED:
        raise Refusal(f"Referral {do.referral} is {said(referral.state)}: accept it before opening a case")
    if referral.case:
        raise Refusal(f"Referral {do.referral} has case {referral.case} already")
    case = work.add(
        Case(
            id=work.new_id(Case), person=referral.person, referral=referral.id, opened_at=work.now,
            owner=do.owner.strip() or work.caller.user.id, goals=parse_goals(do.goals),
            review_due=_review_due(work, do.review_due),
        )
    )  # fmt: skip
    state = State.IN_CARE if referral.state is State.SEEN else referral.state
    work.save(revised(referral, case=case.id, state=state))
    _say_other_cases(work, case)
    return f"case/{case.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGoals(Command):
    """What the person wants to be able to do, all of it."""

    id: str = ask("Case", "case")
    goals: tuple[str, ...] = ask("Goals", "lines", help=GOAL_HELP)


@handles(SetGoals, "case.goals", Right.CARE, on=Case)
def set_goals(do: SetGoals, work: Work) -> str:
    """Put these goals in place of the earlier ones."""
    work.save(revised(_open_case(work, do.id), goals=parse_goals(do.goals)))
    return f"case/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNextStep(Command):
    """What has to happen next, who sees to it, and by when."""

    id: str = ask("Case", "case")
    step: str = ask("Next step")
    due: date | None = ask("By when", "date", default=None)
    owner: str = ask("Who progresses it", "user", default="", help="blank: as before")


@handles(SetNextStep, "case.next-step", Right.CARE, on=Case)
def set_next_step(do: SetNextStep, work: Work) -> str:
    """Replace the next step."""
    case = _open_case(work, do.id)
    step = require_text(do.step, "Say what the next step is")
    work.save(revised(case, next_step=step, next_step_due=do.due, owner=do.owner.strip() or case.owner))
    return f"case/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase(Command):
    """A look at how far the person has come, and what was decided."""

    id: str = ask("Case", "case")
    decision: str = ask("What was decided", "choice", of="continue|increase|reduce|end")
    note: str = ask("Note", "long", default="")
    goals: tuple[str, ...] = ask("Goals with new scores", "lines", default=(), help=GOAL_HELP)
    review_due: date | None = ask("Next review", "date", default=None, help="blank: after the usual days", fresh=True)


@handles(ReviewCase, "case.review", Right.CARE, on=Case)
def review_case(do: ReviewCase, work: Work) -> str:
    """Keep the review and set the next one. Deciding to end does not end it: that needs an outcome."""
    case = _open_case(work, do.id)
    if do.decision not in ("continue", "increase", "reduce", "end"):
        raise Refusal("Say what was decided: continue, increase, reduce or end")
    review = Review(at=work.now, by=work.caller.user.id, decision=do.decision, note=do.note.strip())
    work.save(
        revised(
            case, reviews=(*case.reviews, review), goals=parse_goals(do.goals) or case.goals,
            review_due=_review_due(work, do.review_due),
        )
    )  # fmt: skip
    if do.decision == "end":
        work.say("End the case with its outcome when the last visit is done")
    return f"case/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase(Command):
    """The work is done: with what outcome."""

    id: str = ask("Case", "case")
    outcome: str = ask("Outcome", "code", of="outcome")
    note: str = ask("Note", "long", default="")
    goals: tuple[str, ...] = ask("Goals with last scores", "lines", default=(), help=GOAL_HELP)


@handles(EndCase, "case.end", Right.CARE, on=Case)
def end_case(do: EndCase, work: Work) -> str:
    """End the case, close its referral, end its packages and free every visit still to come."""
    case = _open_case(work, do.id)
    require_codes(work, "outcome", do.outcome)
    referral = work.get(Referral, case.referral)
    then = _CLOSES_AS.get(do.outcome, State.DISCHARGED)
    _require_seen(referral, then)
    require_step(referral, then)
    goals = parse_goals(do.goals)
    work.save(revised(referral, state=then, outcome=do.outcome, closed_at=work.now))
    settle_chases(work, referral, f"referral {then}")
    cancel = do.outcome if do.outcome in _CLOSES_AS else "service-ended"
    ending = Ending(at=work.now, cancel=cancel, outcome=do.outcome, note=do.note.strip(), goals=goals)
    freed = end_care(work, referral, ending)
    if freed:
        work.say(f"{counted(freed, 'visit')} freed")
    return f"case/{do.id}"


def parse_goals(lines: Sequence[str]) -> tuple[Goal, ...]:
    """Goals as typed: `walk to the shop | 2 | 3`. Raises Refusal naming a line that cannot be read."""
    return tuple(_parse_goal(line) for line in lines if line.strip())


def print_goals(goals: Sequence[Goal]) -> tuple[str, ...]:
    """The inverse of `parse_goals`."""
    return tuple(_print_goal(goal) for goal in goals)


def _print_goal(goal: Goal) -> str:
    scores = [goal.baseline, goal.score] if goal.score else [goal.baseline] if goal.baseline else []
    return " | ".join((goal.text, *map(str, scores)))


def _parse_goal(line: str) -> Goal:
    found = _GOAL.fullmatch(line.strip())
    if found is None or not found["text"]:
        raise Refusal(f"'{line.strip()}' is no goal: write {GOAL_HELP}")
    return Goal(text=found["text"], baseline=int(found["baseline"] or 0), score=int(found["score"] or 0))


def _review_due(work: Work, due: date | None) -> date:
    today = local_date(work.now)
    if due is None:
        return today + timedelta(days=int(work.policy.number("review-days")))
    if due < today:
        raise Refusal(f"A review cannot be due in the past: today is {show_date(today)}")
    return due


def _open_case(work: Work, ref: str) -> Case:
    case = work.get(Case, ref)
    if case.state is CaseState.ENDED:
        when = f" on {show_moment(case.ended_at)}" if case.ended_at else ""
        raise Refusal(f"Case {ref} ended{when}")
    return case


def _require_seen(referral: Referral, then: State) -> None:
    if then is State.DISCHARGED and referral.state not in (State.SEEN, State.IN_CARE):
        raise Refusal(
            f"Nobody has visited for referral {referral.id} yet: withdraw it, or record the visit first",
            Offer("Withdraw the referral", Withdraw(id=referral.id, reason="not-needed")),
        )


def _say_other_cases(work: Work, case: Case) -> None:
    others = [
        other.id
        for other in work.find(Case, person=case.person)
        if other.id != case.id and other.state is not CaseState.ENDED
    ]
    if case.person and others:
        work.say(f"The person is in care already under case {', '.join(others)}")
