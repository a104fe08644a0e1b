"""The staff as a list: who is here today, who is away, and whose skills lapse."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.staff import Absence, Shift, Skill, Worker
from domain.verdicts import merged
from domain.when import local_date, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_date, until_words

LAPSING = timedelta(days=30)

COLUMNS = (
    Column("Ref", 5, yields=4),
    Column("Name", 20),
    Column("Role", 7, yields=2),
    Column("Today", 24),
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
    """`07:00-15:00`, `AWAY sick to 24/11`, or `-` when they are not on duty."""
    if row.absence is not None:
        end = row.absence.end
        until = f" to {until_words(end)}" if end else ""
        return f"AWAY {sight.policy.label('absence', row.absence.reason).lower()}{until}"
    duties = merged((shift.start, shift.end) for shift in row.shifts)
    return " ".join(f"{show_time(start)}-{show_time(end)}" for start, end in duties) or "-"


def skill_word(skill: Skill, day: date) -> str:
    """`hoist`, `LAPSED hoist`, or `to 30/11 hoist` when it lapses soon."""
    if skill.expires is None or skill.expires > day + LAPSING:
        return skill.code
    return f"LAPSED {skill.code}" if skill.expires < day else f"to {skill.expires:%d/%m} {skill.code}"


def skills(row: StaffRow, day: date) -> str:
    """Every skill, those that lapsed or soon will first."""
    soonest = sorted(row.worker.skills, key=lambda skill: (skill.expires or date.max, skill.code))
    return ", ".join(skill_word(skill, day) for skill in soonest)


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
            skills(row, day),
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
    contract = f"contract {worker.contract_minutes / 60:g} h a week" if worker.contract_minutes else ""
    facts = [label("role", worker.role), worker.gender, languages and f"speaks {languages}", worker.postcode]
    return (
        (f"{worker.full_name}  {worker.phone}  {_whereabouts(row, sight)}".rstrip(), Tone.STRONG),
        "Skills: " + (", ".join(until) or "none recorded"),
        ", ".join(filter(None, [*facts, contract, dbs])),
    )


def _whereabouts(row: StaffRow, sight: Sight) -> str:
    if row.absence is None:
        return today(row, sight)
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
