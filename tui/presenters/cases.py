"""The cases being worked, next review first: who progresses them, and what comes next."""

from datetime import date

from domain.case import Case
from domain.people import Person
from domain.when import local_date
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import identity, short_date

CaseRow = tuple[Case, Person]

COLUMNS = (
    Column("Ref", 5),
    Column("Review", 14),
    Column("Person", 24),
    Column("Owner", 16, yields=2),
    Column("State", 9, yields=1),
    Column("Next step"),
    Column("By", 9, yields=3),
)


def in_days(due: date, today: date) -> str:
    """`3 d late !`, `today !`, `in 4 d`."""
    days = (due - today).days
    return f"{-days} d late !" if days < 0 else "today !" if days == 0 else f"in {days} d"


def line(row: CaseRow, sight: Sight) -> Line:
    """A case in one line."""
    case, person = row
    today = local_date(sight.now)
    review = in_days(case.review_due, today)
    step = in_days(case.next_step_due, today) if case.next_step and case.next_step_due else ""
    tones = {title: Tone.WARN for title, text in (("Review", review), ("By", step)) if text.endswith("!")}
    return Line(
        (
            case.id,
            review,
            person.name,
            sight.who(case.owner),
            case.state.value,
            case.next_step or "none set",
            step,
        ),
        tones=tones,
    )


def detail(row: CaseRow, sight: Sight) -> tuple[Told, ...]:
    """Whose case it is, their goals, what comes next."""
    case, person = row
    goals = "; ".join(f"{goal.text} ({goal.baseline or '?'} -> {goal.score or '?'})" for goal in case.goals)
    due = f" by {short_date(case.next_step_due)}" if case.next_step_due else ""
    step = f"next: {case.next_step}{due}" if case.next_step else "no next step set"
    opened = short_date(local_date(case.opened_at))
    return (
        (identity(person.name, person.born, person.nhs_number, sight.now), Tone.STRONG),
        f"Case {case.id} opened {opened}, review {short_date(case.review_due)}, {step}",
        f"Goals: {goals or 'none set'}",
    )


CASES: Listing[CaseRow] = Listing(
    columns=COLUMNS,
    key=lambda row: f"case/{row[0].id}",
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row[0].id,
        "case": row[0].id,
        "case_revision": row[0].revision,
        "revision": row[0].revision,
        "referral": row[0].referral,
        "person": row[1].id,
        "person_revision": row[1].revision,
        "name": row[1].name,
        "state": row[0].state.value,
        "subject": f"case/{row[0].id}",
    },
    subject=lambda row: f"case/{row[0].id}",
    empty="No case is being worked.",
)
