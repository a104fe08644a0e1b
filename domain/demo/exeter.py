"""Urgent community response in Exeter: a smaller desk from eight to six, fourteen responders, thirty-five referrals a
day, half of them to be reached within two hours. People are seen once or twice; nobody has a package of care."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from domain.demo.days import Days, Span
from domain.demo.folk import Somebody, draw_somebody
from domain.demo.homes import Postcode, neighbourhoods, patches
from domain.demo.lives import Scene, life
from domain.demo.logbook import calls, on_call_rota, open_escalations, past_escalations
from domain.demo.meetings import clinics, collision, core_group
from domain.demo.morning import OPEN_AT_EXETER, called_in_sick, open_referral
from domain.demo.staff import EXETER_LEADS, EXETER_SUPPORT, draw_staff
from domain.demo.stage import Cue, Life
from domain.demo.stories import Fate, draw_story
from domain.demo.team import Away, Team, being_away, duty_list, hiring
from domain.demo.ways import Ways
from domain.demo.world import World, begins
from domain.desk.administration import SetSetting
from domain.when import from_local

EXCHANGE = "01632 960"
NEIGHBOURHOODS, VILLAGES = 14, 4
TOWN = frozenset({"EX1", "EX2", "EX3", "EX4"})
DAYS_BACK, HORIZON = 14, 7

# A day's referrals of a team: fate, how many, and whether they are crises.
_A_DAY = (
    (Fate.HELPED, 15, True), (Fate.ADMITTED, 1, True), (Fate.REDIRECTED, 1, True), (Fate.WITHDRAWN, 1, True),
    (Fate.HELPED, 11, False), (Fate.REDIRECTED, 3, False), (Fate.DECLINED, 2, False), (Fate.WITHDRAWN, 1, False),
)  # fmt: skip
_HOURS = {8: 8, 9: 10, 10: 12, 11: 12, 12: 9, 13: 10, 14: 11, 15: 10, 16: 6, 17: 3}
_DISPATCHES = {10: 24, 12: 30, 14: 26, 16: 20}


def exeter(world: World) -> Iterator[Life]:
    """Every life of the service."""
    first, horizon = world.today - timedelta(days=DAYS_BACK), world.today + timedelta(days=HORIZON)
    yield _hours(world)
    teams = []
    for number, patch in enumerate(patches(world.postcodes, world.scale)):
        team = _team(world, number, patch)
        teams.append(team)
        yield hiring(team, begins(world.today) + timedelta(hours=1))
        yield duty_list(team, begins(world.today) + timedelta(hours=2), first, horizon)
        yield being_away(team, world.chance("away", number), _absences(world.today))
        scene = Scene(team, world.find, world.today, first, horizon, world.chance("scene", number))
        yield from _referrals(world, scene)
        yield called_in_sick(scene, world.now, timedelta(hours=-2))
    yield Days(teams, world.find, Span(first, first, world.now, world.today), world.chance).life()
    yield on_call_rota(world.today, world.chance("on call"))
    yield past_escalations(world.find, world.today, world.chance("escalations"))
    yield open_escalations(world.find, world.today, world.now, world.chance("open escalations"))
    yield calls(world.find, world.today, world.chance("calls"))
    yield core_group(world.find, world.today, world.chance("core group"))
    yield clinics(world.find, world.today)
    yield collision(world.find, world.today)


def _hours(world: World) -> Life:
    """The desk closes at six."""
    at = begins(world.today)
    yield Cue(at, world.creator, SetSetting(name="closes", value="18:00", source="Service specification"))


def _absences(today: date) -> tuple[Away, ...]:
    heard = from_local(today - timedelta(days=15), time(10))
    return (
        Away(heard, "annual-leave", today - timedelta(days=12), 7),
        Away(heard, "annual-leave", today - timedelta(days=2), 6),
        Away(heard, "training", today + timedelta(days=2), 1),
    )


def _team(world: World, number: int, patch: tuple[Postcode, ...]) -> Team:
    chance = world.chance("team", number)
    town = [each for each in patch if each.code.split()[0] in TOWN] or patch
    homes = (*neighbourhoods(chance, town, NEIGHBOURHOODS), *neighbourhoods(chance, patch, VILLAGES))
    members = draw_staff(chance, patch, world.today, EXETER_SUPPORT, EXETER_LEADS, responders=True)
    return Team(number, homes, Ways(patch, world.travel), members)


def _referrals(world: World, scene: Scene) -> Iterator[Life]:
    number = scene.team.number
    chance = world.chance("referrals", number)
    turn = 0
    for back in range(DAYS_BACK, 0, -1):
        day = world.today - timedelta(days=back)
        for fate, count, crisis in _A_DAY:
            for _ in range(count):
                turn += 1
                who = _somebody(world, scene, chance)
                story = draw_story(
                    chance, fate, day, who.carer, crisis=crisis, hours=_HOURS, dispatches=_DISPATCHES, same_day=0.03
                )
                if fate is Fate.HELPED and chance.random() < 0.4:
                    story = replace(story, again=chance.choice((1, 2, 2, 3, 4, 5)))
                yield life(scene.of(world.chance("life", number, turn)), story, who, ())
    for turn, shape in enumerate(OPEN_AT_EXETER):
        who = _somebody(world, scene, chance)
        yield open_referral(scene.of(world.chance("open", number, turn)), world.now, shape, who)


def _somebody(world: World, scene: Scene, chance: Random) -> Somebody:
    return draw_somebody(chance, scene.team.homes, next(world.nhs_numbers), world.today, EXCHANGE)
