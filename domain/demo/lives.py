"""The life of one referral after another: rung in, identified, triaged, decided, visited, cared for, ended.

Each is told through the commands that a person at the desk would give, minutes and days apart."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from domain.demo.folk import Somebody
from domain.demo.numbers import mobile
from domain.demo.stage import CLINICIAN, COVER, DESK, ROSTER, Cue, Life
from domain.demo.stories import Fate, Story, pick
from domain.demo.team import Team
from domain.demo.words import ENDINGS, GOALS, NEXT_STEPS
from domain.desk.bus import Done
from domain.desk.casework import EndCase, OpenCase, ReviewCase, SetNextStep
from domain.desk.gathering import Find
from domain.desk.intake import Identify, Ring
from domain.desk.packages import MakeVisits, StartPackage, SuspendPackage
from domain.desk.people import AmendPerson
from domain.desk.triage import (
    Accept,
    CloseReferral,
    Decline,
    Downgrade,
    GiveFeedback,
    MarkDuplicate,
    Redirect,
    Triage,
    Withdraw,
)  # fmt: skip
from domain.desk.visits import AddVisit
from domain.package import Line, Package, PackageState
from domain.referral import Referral as ReferralRecord
from domain.referral import State, Urgency
from domain.when import from_local, local_date, london

Part = Generator[Cue | datetime, Any, Any]

_REFUSED = (Fate.DECLINED, Fate.REDIRECTED)
_DECLINES = {
    "needs-met": "District nurses already go in twice a day", "out-of-area": "The next borough's desk, number given",
    "not-at-home": "Emergency department by ambulance", "02": "GP practice, same-day appointment",
}  # fmt: skip
_REDIRECTS = {
    "nursing": "Community nursing, duty desk", "therapy": "Community therapy waiting list",
    "social-care": "Adult social care front door", "equipment": "Equipment store, next-day delivery",
    "mental-health": "Mental-health crisis team",
}  # fmt: skip
_TAKERS = ("Sister Averill", "duty worker Corrie", "co-ordinator Penn", "duty therapist Ifan")
_WITHDRAWALS = ("person-declined", "family", "not-needed", "cancelled")
_OUTCOMES = {"independent": 52, "reduced": 18, "same": 10, "long-term": 14, "declined": 4, "moved": 2}
_SCENES = (
    "Steps are icy, no handrail",
    "Dog must be shut in first",
    "Grandson was abusive to the crew",
    "No light on the stairs",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What every life of a team shares. `rostered` is the first day whose visits are made from packages."""

    team: Team
    find: Find
    today: date
    rostered: date
    horizon: date
    chance: Random

    def of(self, chance: Random) -> "Scene":
        """The same scene with its own chance."""
        return replace(self, chance=chance)


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def life(scene: Scene, story: Story, who: Somebody, lines: tuple[Line, ...]) -> Life:
    """One referral from the first ring to whatever its fate is."""
    chance = scene.chance
    ref = yield from taken_in(chance, story, who)
    scene.team.people.add(ref.person)
    decided = ref.at + minutes(chance.randrange(4, 14))
    if story.fate in _REFUSED:
        yield from _turned_away(chance, story, ref.id, decided)
        return
    yield from accepted(chance, story, ref.id, decided)
    at = decided + minutes(chance.randrange(3, 9))
    if story.fate is Fate.WITHDRAWN:
        at += minutes(chance.randrange(20, 90))
        reason = chance.choice(_WITHDRAWALS)
        yield Cue(at, DESK, Withdraw(id=ref.id, reason=reason), "The daughter rang back")
        yield Cue(at + minutes(6), DESK, GiveFeedback(id=ref.id, text="Closed as you asked; ring again any time"))
    elif story.fate in (Fate.IN_CARE, Fate.RECOVERED):
        yield from _cared_for(scene, story, ref, who, lines, at)
    else:
        yield from _helped(scene, story, ref, at)


@dataclass(frozen=True, slots=True)
class Taken:
    """A referral that is in, its person, and when triage was done."""

    id: str
    person: str
    at: datetime


def taken_in(chance: Random, story: Story, who: Somebody) -> Generator[Cue | datetime, Any, Taken]:
    """Ring, identify and triage."""
    ref = yield from rung_in(chance, story, who)
    at = opening(story) + minutes(chance.randrange(2, 6))
    person = yield from identified(ref, who, at)
    at += minutes(chance.randrange(3, 9))
    yield triaged(chance, story, who, ref, at)
    return Taken(ref, person, at)


def opening(story: Story) -> datetime:
    """When the desk first sees a referral: at the call, or some minutes after a message or letter came."""
    return story.received if story.channel == "phone" else story.received + minutes(7)


def rung_in(chance: Random, story: Story, who: Somebody) -> Generator[Cue | datetime, Any, str]:
    """The ring. Gives the referral's reference."""
    at = opening(story)
    phone = who.phone if story.source == "self" else mobile(chance)
    done: Done = yield Cue(
        at, DESK if 8 <= london(at).hour < 17 else COVER,
        Ring(
            whom=story.whom, phone=phone, need=story.need, urgency=story.urgency, source=story.source,
            channel=story.channel, note=story.note, received_at=story.received if at != story.received else None,
        ),
    )  # fmt: skip
    return done.ref


def identified(ref: str, who: Somebody, at: datetime) -> Generator[Cue | datetime, Any, str]:
    """Who it is about, and what a visitor must know. Gives the person's reference."""
    done: Done = yield Cue(
        at, DESK,
        Identify(
            id=ref, family=who.family, given=who.given, born=who.born, nhs_number=who.nhs_number, sex=who.sex,
            phone=who.phone, address=who.home.address, postcode=who.home.postcode, place=who.home.place,
            access=who.access or "Opens the door in person", key_safe=who.key_safe, language=who.language,
            gp=who.gp, lives_alone=who.lives_alone,
        ),
    )  # fmt: skip
    return next(name for name in done.changed if name.startswith("person/")).partition("/")[2]


def triaged(chance: Random, story: Story, who: Somebody, ref: str, at: datetime) -> Cue:
    """The checklist, answered."""
    consent = "best-interest" if "dementia" in who.adjustments else chance.choice(("given", "given", "implied"))
    return Cue(
        at, DESK,
        Triage(
            id=ref, consent=consent, lone_worker="yes" if "violence" in who.risks else "no",
            exclusions=("head-injury",) if story.need == "UCR1" and chance.random() < 0.12 else (),
            safeguarding=chance.choice(("neglect", "financial", "self-neglect")) if chance.random() < 0.04 else "",
            scene_safety=chance.choice(_SCENES) if chance.random() < 0.05 else "", adjustments=who.adjustments,
        ),
    )  # fmt: skip


def accepted(chance: Random, story: Story, ref: str, at: datetime) -> Part:
    """A clinician accepts, and the referrer is told; now and then two hours turn out to be more than is needed."""
    yield Cue(at, CLINICIAN, Accept(id=ref))
    if story.urgency is Urgency.TWO_HOUR and story.fate is Fate.HELPED and chance.random() < 0.06:
        yield Cue(at + minutes(1), CLINICIAN, Downgrade(id=ref, urgency="same-day", reason="assessed"))
    told = GiveFeedback(id=ref, text="Accepted; somebody will be there in time", method="phone")
    yield Cue(at + minutes(chance.randrange(1, 9)), DESK, told)


def _turned_away(chance: Random, story: Story, ref: str, at: datetime) -> Part:
    if story.fate is Fate.DECLINED:
        reason = chance.choice(tuple(_DECLINES))
        where = _DECLINES[reason]
        yield Cue(at, CLINICIAN, Decline(id=ref, reason=reason, where_instead=where))
    else:
        reason = chance.choice(tuple(_REDIRECTS))
        where, by = _REDIRECTS[reason], chance.choice(_TAKERS)
        yield Cue(at, DESK, Redirect(id=ref, reason=reason, where=where, accepted_by=by))
    yield Cue(at + minutes(chance.randrange(2, 12)), DESK, GiveFeedback(id=ref, text=f"Told: {where}"))


def _helped(scene: Scene, story: Story, ref: Taken, at: datetime) -> Part:
    """Somebody goes, now and then goes again, and a day or two later it is over."""
    chance = scene.chance
    case: Done = yield Cue(at, DESK, OpenCase(referral=ref.id, goals=(chance.choice(GOALS),)))
    last = yield from first_visit(chance, story, ref.id, at + minutes(1))
    if story.fate is Fate.TWICE:
        yield from _rung_in_again(chance, story, ref, at + minutes(30))
    if story.fate in (Fate.DIED, Fate.ADMITTED):
        how = "died" if story.fate is Fate.DIED else "admitted"
        later = at + minutes(chance.randrange(15, 60) if chance.random() < 0.4 else chance.randrange(300, 1200))
        yield Cue(later, DESK, CloseReferral(id=ref.id, how=how), "The ward rang" if how == "admitted" else "")
        return
    if story.again:
        hour = time(chance.randrange(9, 15), chance.choice((0, 30)))
        last = from_local(local_date(last) + timedelta(days=story.again), hour)
        look = AddVisit(id=ref.id, start=last, minutes=45, window=90, kind="assessment", tasks="how it has gone since")
        yield Cue(at + minutes(3), DESK, look)
    days = chance.choice((1, 1, 1, 2))
    ends = from_local(local_date(last) + timedelta(days=days), time(chance.randrange(10, 16), chance.randrange(60)))
    yield from ended(scene, ref.id, case.ref, ends)


def first_visit(chance: Random, story: Story, ref: str, at: datetime) -> Generator[Cue, Any, datetime]:
    """Somebody is to go: within the hour, later where everybody is busy, today, or on a morning to come."""
    busy = chance.random() < 0.16
    if story.urgency is Urgency.TWO_HOUR:
        start = at + minutes(chance.randrange(100, 150) if busy else chance.randrange(25, 45))
        window = 45 if busy else 60
    elif story.urgency is Urgency.SAME_DAY and london(at).hour < 15:
        start, window = at + minutes(chance.randrange(60, 120)), 60
    else:
        days, window = 2 if busy else 1, 90
        morning = time(chance.randrange(10, 14), chance.choice((0, 15, 30, 45)))
        start = from_local(local_date(at) + timedelta(days=days), morning)
    skills = {"UCR1": ("falls",), "UCR7": ("catheter",), "UCR8": ("observations",)}.get(story.need, ())
    length = chance.choice((40, 45, 60))
    yield Cue(at, DESK, AddVisit(id=ref, start=start, minutes=length, window=window, skills=skills))
    return start


def _rung_in_again(chance: Random, story: Story, ref: Taken, at: datetime) -> Part:
    again: Done = yield Cue(
        at, DESK,
        Ring(whom="GP practice, Loomgate", phone=mobile(chance), need=story.need, urgency=story.urgency, source="gp"),
    )  # fmt: skip
    yield Cue(at + minutes(3), DESK, Identify(id=again.ref, person=ref.person))
    yield Cue(at + minutes(4), DESK, MarkDuplicate(id=again.ref, of=ref.id))
    yield Cue(at + minutes(9), DESK, GiveFeedback(id=again.ref, text="Already in hand, somebody is on the way"))


def _cared_for(scene: Scene, story: Story, ref: Taken, who: Somebody, lines: tuple[Line, ...], at: datetime) -> Part:
    """Weeks of visits by a package. Visits are made from it once its days come within the horizon."""
    chance, day = scene.chance, local_date(at)
    starts = day + timedelta(days=1)
    goals = tuple(f"{goal} | {chance.randrange(1, 4)}" for goal in chance.sample(GOALS, chance.randrange(1, 4)))
    review = max(day + timedelta(days=14), scene.today + timedelta(days=chance.randrange(-2, 13)))
    case: Done = yield Cue(at, DESK, OpenCase(referral=ref.id, goals=goals, review_due=review))
    yield from _needs_noted(scene, ref.person, who, at + minutes(2))
    if starts < scene.rostered:
        yield from first_visit(chance, story, ref.id, at + minutes(4))
    package: Done = yield Cue(
        at + minutes(8), DESK, StartPackage(case=case.ref, lines=lines, starts=starts, ends=story.ends, until=day)
    )
    if story.ends is None and chance.random() < 0.35:
        step, due = chance.choice(NEXT_STEPS), scene.today + timedelta(days=chance.randrange(-1, 9))
        yield Cue(at + minutes(10), DESK, SetNextStep(id=case.ref, step=step, due=due))
    if story.ends is None or story.ends >= scene.rostered:
        made = max(at + minutes(11), from_local(scene.rostered - timedelta(days=1), time(22, 5)))
        yield Cue(made, ROSTER, MakeVisits(id=package.ref, until=scene.horizon))
    if story.ends is not None:
        ends = from_local(story.ends, time(chance.randrange(13, 16), chance.randrange(50)))
        yield from ended(scene, ref.id, case.ref, ends)
    elif scene.today - day > timedelta(days=18):
        reviewed = from_local(day + timedelta(days=14), time(11, chance.randrange(60)))
        decision = chance.choice(("continue", "continue", "reduce"))
        yield Cue(reviewed, DESK, ReviewCase(id=case.ref, decision=decision, review_due=review))


def _needs_noted(scene: Scene, person: str, who: Somebody, at: datetime) -> Part:
    """Risks, and who may visit and who may not, as the family says them."""
    chance, staff = scene.chance, sorted(scene.team.workers)
    suited = [ref for ref in staff if who.gender_needed in ("", scene.team.workers[ref].gender)]
    known = tuple(chance.sample(suited, 2)) if chance.random() < 0.2 else ()
    barred = (chance.choice([ref for ref in staff if ref not in known]),) if chance.random() < 0.06 else ()
    if who.risks or who.gender_needed or known or barred:
        yield Cue(
            at, DESK,
            AmendPerson(
                id=person, risks=who.risks, gender_needed=who.gender_needed, preferred_workers=known,
                barred_workers=barred,
            ),
        )  # fmt: skip


def ended(scene: Scene, ref: str, case: str, at: datetime) -> Part:
    """The case ends with its outcome; if nobody ever came, the referral is withdrawn instead."""
    yield at
    (referral,) = scene.find(ReferralRecord, id=ref)
    if not referral.is_open:
        return
    if referral.state not in (State.SEEN, State.IN_CARE):
        yield Cue(at, DESK, Withdraw(id=ref, reason="not-needed"), "Nobody came in time, and it is better now")
        return
    outcome = pick(scene.chance, _OUTCOMES)
    yield Cue(at, DESK, EndCase(id=case, outcome=outcome, note=ENDINGS[outcome]))


def into_hospital(find: Find, today: date, count: int, chance: Random) -> Life:
    """Some people in care are taken to hospital two days ago; their packages wait."""
    at = from_local(today - timedelta(days=2), time(12, 5))
    yield at
    for package in chance.sample(find(Package, state=PackageState.ACTIVE), count):
        yield Cue(at, DESK, SuspendPackage(id=package.id, why="hospital"), "The ward rang")
