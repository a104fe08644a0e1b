"""The morning on which the desk is opened: referrals at every step with their clocks running, and what went wrong.

Times are minutes before the play ends, so that the same clocks are amber, red and breached whatever the date."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from domain.demo.folk import Somebody
from domain.demo.lives import Scene, accepted, identified, minutes, rung_in, triaged
from domain.demo.stage import DESK, ROSTER, Cue, Life
from domain.demo.stories import Fate, caller, draw_story
from domain.desk.intake import Claim
from domain.desk.staffing import ReportAbsent
from domain.desk.triage import Hold, SetOff
from domain.desk.visits import AddVisit
from domain.referral import Urgency
from domain.when import from_local, local_date


class Step(IntEnum):
    """How far an open referral has come."""

    RUNG = 0
    SCREENED = 1
    HELD = 2
    ACCEPTED = 3
    SCHEDULED = 4
    ON_THE_WAY = 5


@dataclass(frozen=True, slots=True)
class Open:
    """A referral that is open at the end: rung in so many minutes before, with the urgency given.

    `visit` is the day from today on which its first visit is booked, and at what time."""

    ago: int
    urgency: Urgency
    step: Step
    visit: tuple[int, str] | None = None
    window: int = 30


_TWO_HOUR, _TODAY, _TWO_DAY, _ROUTINE = Urgency.TWO_HOUR, Urgency.SAME_DAY, Urgency.TWO_DAY, Urgency.ROUTINE

OPEN_AT_BURY = (
    Open(3, _TWO_HOUR, Step.RUNG), Open(12, _TWO_HOUR, Step.RUNG), Open(17, _TWO_DAY, Step.RUNG),
    Open(34, _ROUTINE, Step.RUNG), Open(128, _TODAY, Step.RUNG),
    Open(39, _TWO_HOUR, Step.SCREENED), Open(68, _TWO_HOUR, Step.SCREENED), Open(94, _TWO_DAY, Step.SCREENED),
    Open(924, _TWO_DAY, Step.SCREENED),
    Open(98, _TWO_HOUR, Step.HELD), Open(54, _TODAY, Step.HELD), Open(1014, _TWO_DAY, Step.HELD),
    Open(2480, _ROUTINE, Step.HELD),
    Open(146, _TWO_HOUR, Step.ACCEPTED), Open(79, _TWO_HOUR, Step.ACCEPTED), Open(72, _TODAY, Step.ACCEPTED),
    Open(1084, _TWO_DAY, Step.ACCEPTED), Open(1150, _TWO_DAY, Step.ACCEPTED),
    Open(61, _TWO_HOUR, Step.SCHEDULED, (0, "09:40"), 10), Open(126, _TODAY, Step.SCHEDULED, (0, "15:00")),
    Open(1100, _TWO_DAY, Step.SCHEDULED, (0, "11:15")), Open(1200, _TWO_DAY, Step.SCHEDULED, (1, "10:30")),
    Open(1040, _TWO_DAY, Step.SCHEDULED, (1, "13:45")), Open(2600, _ROUTINE, Step.SCHEDULED, (2, "11:00")),
    Open(51, _TWO_HOUR, Step.ON_THE_WAY, (0, "09:36"), 14),
    Open(129, _TWO_HOUR, Step.SCHEDULED, (0, "08:30"), 20), Open(1340, _TWO_DAY, Step.SCHEDULED, (0, "08:15"), 10),
)  # fmt: skip
"""All of a team's open referrals; to the last two somebody has been by the end."""

OPEN_AT_EXETER = (
    Open(2, _TWO_HOUR, Step.RUNG), Open(9, _TWO_HOUR, Step.RUNG), Open(15, _TWO_DAY, Step.RUNG),
    Open(27, _TWO_HOUR, Step.SCREENED), Open(41, _TWO_DAY, Step.SCREENED), Open(64, _TWO_HOUR, Step.SCREENED),
    Open(71, _TWO_HOUR, Step.HELD), Open(956, _TWO_DAY, Step.HELD),
    Open(137, _TWO_HOUR, Step.ACCEPTED), Open(101, _TWO_HOUR, Step.ACCEPTED), Open(49, _TODAY, Step.ACCEPTED),
    Open(1003, _TWO_DAY, Step.ACCEPTED),
    Open(62, _TWO_HOUR, Step.SCHEDULED, (0, "09:45"), 14), Open(57, _TODAY, Step.SCHEDULED, (0, "13:30")),
    Open(1031, _TWO_DAY, Step.SCHEDULED, (0, "11:30")), Open(1127, _TWO_DAY, Step.SCHEDULED, (1, "10:15")),
    Open(1166, _ROUTINE, Step.SCHEDULED, (2, "14:00")),
    Open(54, _TWO_HOUR, Step.ON_THE_WAY, (0, "09:36"), 14),
    Open(1288, _TWO_DAY, Step.SCHEDULED, (0, "08:30"), 20),
)  # fmt: skip
"""Likewise; to the last somebody has been."""


_MISSING = (("medicines", "list from the GP"), ("contact", "the son's number"), ("clinician", ""))
_HOSPITALS = ("ward", "community-hospital")


def open_referral(scene: Scene, now: datetime, shape: Open, who: Somebody) -> Life:
    """An open referral up to the step it has reached."""
    chance = scene.chance
    drawn = draw_story(chance, Fate.HELPED, scene.today, who.carer, crisis=shape.urgency in (_TWO_HOUR, _TODAY))
    story = replace(drawn, urgency=shape.urgency, received=now - minutes(shape.ago))
    if shape.ago < 60:
        story = replace(story, channel="phone")
    if story.source in _HOSPITALS and shape.ago % 4:
        story = replace(story, source="gp", whom=caller(chance, "gp", who.carer))
    ref = yield from rung_in(chance, story, who)
    if shape.step is Step.RUNG:
        return
    at = story.received + minutes(8)
    person = yield from identified(ref, who, at)
    scene.team.people.add(person)
    at += minutes(4)
    yield triaged(chance, story, who, ref, at)
    if shape.ago % 2:
        yield Cue(at + minutes(1), DESK, Claim(id=ref))
    if shape.step is Step.HELD:
        reason, what = chance.choice(_MISSING)
        yield Cue(at + minutes(2), DESK, Hold(id=ref, reason=reason, what=what))
    elif shape.step >= Step.ACCEPTED:
        yield from accepted(chance, replace(story, fate=Fate.IN_CARE), ref, at + minutes(3))
        if shape.visit is not None:
            yield from _booked(scene.today, ref, shape, at + minutes(12))
        if shape.step is Step.ON_THE_WAY:
            yield Cue(now - minutes(7), ROSTER, SetOff(id=ref))


def _booked(today: date, ref: str, shape: Open, at: datetime) -> Iterator[Cue]:
    assert shape.visit is not None
    days, start = shape.visit
    moment = from_local(today + timedelta(days=days), time.fromisoformat(start))
    yield Cue(at, DESK, AddVisit(id=ref, start=moment, minutes=45, window=shape.window))


def called_in_sick(scene: Scene, now: datetime, later: timedelta) -> Life:
    """A worker whose duty begins so much later rings before nine: their visits today need somebody else."""
    at = now - minutes(21)
    yield at
    duties = {ref: scene.team.duties(ref, scene.today, scene.today) for ref in sorted(scene.team.workers)}
    starts = {ref: start for ref, spans in duties.items() for _, start, _ in list(spans)[:1]}
    ref = scene.chance.choice(
        [
            ref
            for ref, start in starts.items()
            if start - at > later and ref not in scene.team.away and scene.team.workers[ref].role == "support"
        ]
    )
    until = from_local(local_date(now) + timedelta(days=1), time.min)
    scene.team.away[ref] = [(at, until)]
    note = "Sick since the night, rang before nine"
    yield Cue(at, DESK, ReportAbsent(id=ref, reason="sick", start=at, end=until, note=note))
