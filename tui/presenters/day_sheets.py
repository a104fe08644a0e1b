"""Day sheets: rounds, people and call lists as plain text, to be read and rung from when everything is down.

Each sheet is lines of text made from records; whoever prints them needs nothing else. Knows nothing of files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.escalation import OnCall
from domain.people import Person
from domain.policy import Policy
from domain.roster import ends
from domain.staff import Worker
from domain.views import EscalationRow, QueueRow, RosterDay
from domain.visit import TO_COME, Visit
from domain.when import show_date, show_moment, show_time
from domain.words import said
from tui.present import clean


def rounds(day: RosterDay) -> Iterator[str]:
    """Each worker's visits of a day in order, and first those that nobody has."""
    people, workers = _by_id(day.people), {worker.id: worker for worker in day.workers}
    visits = sorted(
        (visit for visit in day.visits if visit.state in TO_COME), key=lambda visit: (visit.start, visit.id)
    )
    yield f"ROUNDS  {show_date(day.day)}"
    uncovered = [visit for visit in visits if not visit.is_covered]
    yield from _round("NOBODY YET, OR ONE TOO FEW", uncovered, people, workers)
    for worker in sorted(day.workers, key=lambda each: (each.family, each.given)):
        shifts = [each for each in day.shifts if (each.worker, each.day) == (worker.id, day.day)]
        duty = [f"{show_time(each.start)}-{show_time(each.end)}" for each in shifts]
        away = any(each.worker == worker.id for each in day.absences)
        own = [visit for visit in visits if worker.id in visit.workers]
        if duty or own:
            title = f"{worker.full_name}  {worker.phone or 'no number'}  {worker.mode}  {' '.join(duty) or 'no shift'}"
            yield from _round(f"{title}{'  AWAY' if away else ''}", own, people, workers)


def _round(
    title: str, visits: Sequence[Visit], people: Mapping[str, Person], workers: Mapping[str, Worker]
) -> Iterator[str]:
    yield from ("", clean(title), "-" * 72)
    for visit in visits:
        person = people.get(visit.person) or Person(id=visit.person)
        others = [workers[ref].full_name for ref in visit.workers if ref in workers]
        marks = [
            "TIME-CRITICAL" if visit.time_critical else "",
            "two workers" if visit.workers_needed > 1 else "",
            "" if not visit.is_draft else "draft: its workers have not been told",
        ]
        yield clean(
            f"{show_time(visit.start)}-{show_time(ends(visit))}  {person.name}  {person.address} {person.postcode}"
            f"  {person.phone}"
        )
        yield from _indented(", ".join(others), "; ".join(filter(None, marks)), visit.tasks, visit.note)


def people(days: Iterable[RosterDay], policy: Policy) -> Iterator[str]:
    """Everybody who is visited on these days: where, how to get in, and what to beware of.

    Whoever lives elsewhere from one of the days on stands here twice, each address with its visits."""
    times: dict[Person, list[str]] = {}
    for day in days:
        known = _by_id(day.people)
        for visit in sorted(day.visits, key=lambda each: each.start):
            if visit.state in TO_COME and visit.person in known:
                times.setdefault(known[visit.person], []).append(show_moment(visit.start))
    yield "PEOPLE TO BE VISITED"
    for person in sorted(times, key=lambda each: (each.name, each.id)):
        born = f"born {show_date(person.born)}" if person.born else "date of birth unknown"
        yield from ("", clean(f"{person.name}  {born}  NHS {person.nhs_number or 'unknown'}  {person.id}"))
        risks = ", ".join(policy.label("risk", code) for code in person.risks)
        adjustments = ", ".join(policy.label("adjustment", code) for code in person.adjustments)
        yield from _indented(
            f"{person.address} {person.postcode}",
            f"telephone {person.phone or 'unknown'}",
            f"way in: {person.access}" if person.access else "",
            f"key safe: {person.key_safe}" if person.key_safe else "",
            "lives alone" if person.lives_alone else "",
            f"RISKS: {risks}" if risks else "",
            f"adjustments: {adjustments}" if adjustments else "",
            f"language: {policy.label('language', person.language)}" if person.language else "",
            f"visits: {'; '.join(times[person])}",
        )


def calls(on_call: Iterable[OnCall], workers: Iterable[Worker], escalations: Iterable[EscalationRow]) -> Iterator[str]:
    """Whom to ring: who answers for each rung, every worker, and what has been escalated and is not resolved."""
    yield "CALL LISTS"
    yield from ("", "On call")
    for duty in on_call:
        yield from _indented(f"{duty.role}: {duty.name}  {duty.phone}  until {show_moment(duty.end)}")
    yield from ("", "Escalated and open")
    for row in escalations:
        each = row.escalation
        yield from _indented(f"{each.id}  {row.person}  {each.text}  to {each.to}, answer due {show_moment(each.due)}")
    yield from ("", "Workers")
    for worker in sorted(workers, key=lambda each: (each.family, each.given)):
        yield from _indented(f"{worker.full_name}  {worker.phone or 'no number'}  {worker.mode}")


def referrals(rows: Iterable[QueueRow], policy: Policy) -> Iterator[str]:
    """Referrals that wait for the desk, with their clocks and whom to ring back."""
    yield "REFERRALS THAT WAIT"
    for row in rows:
        left = f"due {show_moment(row.clock.due)}" if row.clock.due else "no clock"
        born = f"born {show_date(row.born)}" if row.born else ""
        yield from ("", clean(f"{row.ref}  {row.urgency}  {left}  {said(row.state)}  {row.person}  {born}"))
        promise = f"promised by {show_moment(row.next_promise)}: {row.promised}" if row.next_promise else ""
        yield from _indented(
            f"asked by {row.referrer or row.source} {row.referrer_phone}",
            policy.label("need", row.need),
            row.narrative,
            f"owned by {row.owner}" if row.owner else "",
            promise,
        )


def _indented(*texts: str) -> Iterator[str]:
    return (f"    {told}" for text in texts if (told := clean(text).strip()))


def _by_id(people: Iterable[Person]) -> dict[str, Person]:
    return {person.id: person for person in people}
