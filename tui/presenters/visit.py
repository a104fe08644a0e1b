"""A visit in words: in the lines below the board, and as a record with all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from domain.case import Case
from domain.package import Package
from domain.people import Person
from domain.referral import Referral
from domain.staff import Worker
from domain.views import BoardVisit, BoardWorker
from domain.visit import Attendance, Visit
from domain.when import show_date, show_time
from domain.words import said
from tui.present import Sight, Told, Tone
from tui.presenters.record import (
    KEY_SAFE,
    Item,
    case_item,
    package_item,
    referral_item,
    risk_words,
    way_in,
    whereabouts,
)
from tui.presenters.words import identity, part_of_day, state_word

DOUBTS = {"not-started": "ask where they are", "possibly-missed": "possibly missed"}
"""What is said of a late visit, by what the rules doubt of it."""


def short_name(person: str) -> str:
    """`HOLT`, out of `HOLT, Margaret`."""
    return person.partition(",")[0]


def called(visit: BoardVisit) -> str:
    """`HOLT 09:30`, how the desk speaks of a visit."""
    return f"{short_name(visit.person)} {show_time(visit.start)}"


def whose(visit: BoardVisit, sight: Sight) -> str:
    """Whose visit it is, with the warnings that whoever goes there must know."""
    risks = [sight.policy.label("risk", risk) for risk in visit.risks if risk != KEY_SAFE]
    risks += ["lives alone"] if visit.lives_alone else []
    risks += ["key safe"] if visit.key_safe or KEY_SAFE in visit.risks else []
    who = identity(visit.person, visit.born, visit.nhs_number, sight.now)
    return f"{who}  {visit.area}  {'  '.join(risks)}".rstrip()


def needs(visit: Visit | BoardVisit, gender: str, sight: Sight) -> str:
    """What whoever goes must bring."""
    wanted = ["2 workers" if visit.workers_needed > 1 else "1 worker"]
    wanted += [sight.policy.label("skill", skill) for skill in visit.skills]
    wanted += ["a lead"] if visit.lead else []
    wanted += [f"{gender} workers only"] if gender else []
    wanted += ["TIME-CRITICAL"] if visit.time_critical else []
    wanted += ["if time allows"] if isinstance(visit, Visit) and visit.optional else []
    return ", ".join(wanted)


def when(visit: Visit | BoardVisit) -> str:
    """`08:00-08:30 morning, may start 07:30 to 08:30`."""
    end = visit.start + timedelta(minutes=visit.minutes)
    window = f"may start {show_time(visit.window_from)} to {show_time(visit.window_to)}"
    return f"{show_time(visit.start)}-{show_time(end)} {visit.line}, {window}"


def visit_detail(visit: BoardVisit, sight: Sight) -> tuple[Told, ...]:
    """Whose visit it is and when, what it needs, how it stands, and who goes."""
    who = " and ".join(sight.who(worker) for worker in visit.workers) or "nobody"
    lacking = visit.workers_needed - len(visit.workers)
    who += f", {lacking} more needed" if visit.workers and lacking > 0 else ""
    return (
        (whose(visit, sight), Tone.STRONG),
        when(visit),
        f"Needs {needs(visit, visit.gender, sight)}",
        f"{visit.ref} {_standing(visit, sight)}: {who}",
    )


def lateness(visit: BoardVisit) -> str:
    """`LATE 40 min: ask where they are`; the visit has to be late."""
    asks = DOUBTS.get(visit.doubt, "")
    return f"LATE {visit.late} min: {asks}" if asks else f"LATE {visit.late} min"


def _standing(visit: BoardVisit, sight: Sight) -> str:
    parts = [state_word(visit.state)]
    if visit.draft:
        told = f"told {show_time(visit.told_start)}" if visit.told_start else "nobody told yet"
        parts.append(f"DRAFT ({told})")
    parts += ["PINNED"] if visit.pinned else []
    parts += [f"came {show_time(visit.came_at)}"] if visit.came_at else []
    parts += [f"left {show_time(visit.left_at)}"] if visit.left_at else []
    parts += [lateness(visit)] if visit.late else []
    parts += [sight.policy.label("verdict", verdict) for verdict in visit.verdicts]
    return ", ".join(parts)


def worker_detail(worker: BoardWorker, sight: Sight) -> tuple[Told, ...]:
    """A worker whose row has no visit under the cursor."""
    duty = ", ".join(f"{show_time(start)}-{show_time(end)}" for start, end in worker.shifts) or "not on duty"
    away = [f"{sight.policy.label('absence', why)} {part_of_day(start, end)}" for start, end, why in worker.absent]
    skills = ", ".join(sight.policy.label("skill", skill) for skill in worker.skills) or "no skills recorded"
    lapsed = ", ".join(sight.policy.label("skill", skill) for skill in worker.lapsed)
    return (
        (f"{worker.full_name}  {worker.phone}".rstrip(), Tone.STRONG),
        f"{sight.policy.label('role', worker.role)}, by {worker.mode}; duty {duty}",
        ("ABSENT: " + "; ".join(away), Tone.WARN) if away else "",
        f"{skills}{f'; LAPSED: {lapsed}' if lapsed else ''}",
    )


@dataclass(frozen=True, slots=True)
class VisitRead:
    """A visit with what its screen shows of it. `after` is the visit that it has to follow; `workers` are those who
    go, by reference."""

    visit: Visit
    person: Person
    after: Visit | None = None
    workers: Mapping[str, Worker] = field(default_factory=dict)
    referral: Referral | None = None
    case: Case | None = None
    package: Package | None = None


def visit_facts(read: VisitRead, sight: Sight) -> list[Told]:
    """What a caller or a worker must know of a visit."""
    visit, person = read.visit, read.person
    risks = ", ".join(risk_words(person, sight)) or "No risks recorded"
    return [
        whereabouts(person, visit.day),
        f"{show_date(visit.day)} {when(visit)}",
        f"Needs {needs(visit, person.gender_needed, sight)}. {visit.tasks}".strip(),
        "; ".join([risks, *way_in(person, visit.day)]),
    ]


def visit_items(read: VisitRead, sight: Sight) -> list[Item]:
    """How the visit stands, who goes, who came, how it went, and what it hangs on."""
    visit, who = read.visit, whose_parts(read)
    items = [_state(visit, sight, who)]
    items += [_going(read, worker, sight, who) for worker in visit.workers]
    items += [
        Item(f"visit/{visit.id}#still-{worker}", "told", "", "to tell", f"{sight.who(worker)} is off it", parts=who)
        for worker in visit.told_workers if worker not in visit.workers
    ]  # fmt: skip
    items += [_came(visit, stamp, sight, who) for stamp in visit.attended]
    if visit.verdicts:
        items.append(_verdict(visit, sight, who))
    if visit.note:
        items.append(Item(f"visit/{visit.id}#note", "note", "", "", visit.note, parts=who))
    if read.after is not None:
        gap = f"at least {visit.min_gap} min" + (f", at most {visit.max_gap} min" if visit.max_gap else "")
        gap += {"same": ", same worker", "other": ", another worker"}.get(visit.after_by, "")
        text = f"{read.after.line} {state_word(read.after.state)}; {gap} between"
        items.append(Item(f"visit/{read.after.id}", "after", show_time(read.after.start), "", text, parts=who))
    items += _behind(read, sight, who)
    items.append(Item(f"person/{visit.person}", "person", "", "", read.person.name, parts=who))
    return items


def _behind(read: VisitRead, sight: Sight, who: Mapping[str, Any]) -> list[Item]:
    """What the visit hangs on; what can be done here is still done to the visit."""
    found = [referral_item(read.referral, sight, who)] if read.referral else []
    found += [case_item(read.case, sight, who)] if read.case else []
    found += [package_item(read.package, who)] if read.package else []
    return [replace(item, parts=who) for item in found]


def whose_parts(read: VisitRead) -> dict[str, Any]:
    """What actions on the visit may fill their fields with."""
    visit, person = read.visit, read.person
    return {
        "visit": visit.id, "ref": visit.id, "revision": visit.revision, "state": str(visit.state), "day": visit.day,
        "person": person.id, "person_revision": person.revision, "name": person.name, "case": visit.case,
        "referral": visit.referral, "package": visit.package, "subject": f"visit/{visit.id}",
    }  # fmt: skip


def _state(visit: Visit, sight: Sight, parts: Mapping[str, Any]) -> Item:
    told = "draft, not published yet" if visit.is_draft else "published" if visit.told_workers else "nobody told"
    text = f"{visit.id} {sight.policy.label('visit', visit.kind)}, {told}{', pinned' if visit.pinned else ''}"
    why = sight.policy.label("cancel", visit.cancelled_why) if visit.cancelled_why else ""
    return Item(f"visit/{visit.id}", "visit", show_time(visit.start), state_word(visit.state), text, (why,), parts)


def _going(read: VisitRead, worker: str, sight: Sight, parts: Mapping[str, Any]) -> Item:
    visit, who = read.visit, read.workers.get(worker)
    told = worker in visit.told_workers
    moved = told and visit.told_start is not None and visit.told_start != visit.start
    state = "moved" if moved else "told" if told else "draft"
    was = f", told {show_time(visit.told_start)}" if moved and visit.told_start else ""
    phone = f"  {who.phone}" if who is not None else ""
    how = f"{sight.policy.label('role', who.role)}, by {who.mode}" if who is not None else ""
    text, known = f"{sight.who(worker)}{phone}{was}", {**parts, "worker": worker}
    return Item(f"visit/{visit.id}#{worker}", "goes", show_time(visit.start), state, text, (how,), known)


def _came(visit: Visit, stamp: Attendance, sight: Sight, parts: Mapping[str, Any]) -> Item:
    left = f", left {show_time(stamp.left)} by {source_word(stamp.left_by)}" if stamp.left else ", still there"
    why = sight.policy.label("exception", stamp.exception) if stamp.exception else ""
    text = f"{sight.who(stamp.worker)} came {show_time(stamp.came)} by {source_word(stamp.came_by)}{left}"
    state = "there" if stamp.left is None else "left"
    ref = f"visit/{visit.id}#came-{stamp.worker}"
    return Item(ref, "came", show_time(stamp.came), state, text, (why,), {**parts, "worker": stamp.worker})


def _verdict(visit: Visit, sight: Sight, parts: Mapping[str, Any]) -> Item:
    words = ", ".join(sight.policy.label("verdict", verdict) for verdict in visit.verdicts)
    by = f"confirmed by {sight.who(visit.verified_by)}" if visit.verified_by else "by rule, to be confirmed"
    cause = sight.policy.label("exception", visit.verified_cause) if visit.verified_cause else ""
    more = " ".join(filter(None, (cause, visit.verified_note)))
    return Item(f"visit/{visit.id}#verdict", "verdict", "", "", f"{words} ({by})", (more,), parts)


def source_word(source: str) -> str:
    """How a time came to be known."""
    return said(source) if source else "nobody knows what"
