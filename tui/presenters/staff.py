"""The staff as a list: who is here today, who is away, and whose skills lapse."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.staff import Absence, Shift, Skill, Worker
from domain.verdicts import merged
from domain.when import local_date, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import hours, short_date, short_day, until_words

LAPSING = timedelta(days=30)

COLUMNS = (
    Column("Ref", 5, yields=4),
    Column("Name", 20),
    Column("Role", 7, yields=2),
    Column("Today", 25),
    Column("By", 4, yields=3),
    Column("Telephone", 12, yields=1),
    Column("Skills"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """A worker with their duty of today and the absence that runs now."""

    worker: Worker
    shifts: tuple[Shift, ...]
    absence: Absence | None


def today(row: StaffRow, sight: Sight) -> str:
    """`07:00-15:00`, `AWAY sick to 24 Nov`, or `-` when they are not on duty."""
    if row.absence is not None:
        end = row.absence.end
        until = f" to {until_words(end)}" if end else ""
        return f"AWAY {sight.policy.label('absence', row.absence.reason).lower()}{until}"
    duties = merged((shift.start, shift.end) for shift in row.shifts)
    return " ".join(f"{show_time(start)}-{show_time(end)}" for start, end in duties) or "-"


def skill_words(worker: Worker, sight: Sight) -> str:
    """Every skill, those that lapsed or soon will first: `LAPSED Hoist, to 30 Nov Insulin, Medicines`."""
    soonest = sorted(worker.skills, key=lambda skill: (skill.expires or date.max, skill.code))
    return ", ".join(_skill(skill, sight) for skill in soonest)


def _skill(skill: Skill, sight: Sight) -> str:
    name, day = sight.policy.label("skill", skill.code), local_date(sight.now)
    if skill.expires is None or skill.expires > day + LAPSING:
        return name
    return f"LAPSED {name}" if skill.expires < day else f"to {short_day(skill.expires)} {name}"


def line(row: StaffRow, sight: Sight) -> Line:
    """A worker in one line."""
    worker, day = row.worker, local_date(sight.now)
    lapsed = len(worker.skills_on(day)) < len(worker.skills)
    tones = {"Today": Tone.WARN} if row.absence else {}
    return Line(
        (
            worker.id,
            f"{worker.family}, {worker.given}",
            worker.role,
            today(row, sight),
            worker.mode,
            worker.phone,
            skill_words(worker, sight),
        ),
        tones={**tones, "Skills": Tone.WARN} if lapsed else tones,
    )


def detail(row: StaffRow, sight: Sight) -> tuple[Told, ...]:
    """Who it is, what they may do until when, and their contract."""
    worker, label = row.worker, sight.policy.label
    until = [
        f"{label('skill', skill.code)}{f' until {short_date(skill.expires)}' if skill.expires else ''}"
        for skill in worker.skills
    ]
    languages = ", ".join(label("language", code) for code in worker.languages)
    dbs = f"DBS good until {short_date(worker.dbs_expires)}" if worker.dbs_expires else ""
    contract = f"contract {hours(worker.contract_minutes)} a week" if worker.contract_minutes else ""
    facts = [label("role", worker.role), worker.gender, languages and f"speaks {languages}", worker.postcode]
    return (
        (f"{worker.full_name}  {worker.phone}  {_whereabouts(row, sight)}".rstrip(), Tone.STRONG),
        "Skills: " + (", ".join(until) or "none recorded"),
        ", ".join(filter(None, [*facts, contract, dbs])),
    )


def _whereabouts(row: StaffRow, sight: Sight) -> str:
    if row.absence is None:
        return today(row, sight) if row.shifts else "not on duty today"
    why = sight.policy.label("absence", row.absence.reason)
    until = until_words(row.absence.end) if row.absence.end else "further notice"
    return f"AWAY {why}, until {until}  {row.absence.note}".rstrip()


STAFF: Listing[StaffRow] = Listing(
    columns=COLUMNS,
    key=lambda row: f"worker/{row.worker.id}",
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.worker.id,
        "worker": row.worker.id,
        "revision": row.worker.revision,
        "absent": row.worker.id if row.absence else "",
        "name": row.worker.full_name,
        "subject": f"worker/{row.worker.id}",
    },
    subject=lambda row: f"worker/{row.worker.id}",
    empty="Nobody is on the staff yet.",
)
