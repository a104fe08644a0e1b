"""Intermediate care at home in Bury: support workers from seven to ten, people with packages of care, sixty days of
referrals. At a larger scale the town is cut into as many teams, each with its own patch, staff and people."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from random import Random

from domain.demo.days import Days, Span
from domain.demo.folk import Somebody, draw_somebody
from domain.demo.homes import Postcode, neighbourhoods, patches
from domain.demo.lives import Scene, into_hospital, life
from domain.demo.logbook import calls, on_call_rota, open_escalations, past_escalations
from domain.demo.meetings import clinics, collision, core_group
from domain.demo.morning import OPEN_AT_BURY, called_in_sick, open_referral
from domain.demo.packages import draw_lines, draw_shapes, in_company
from domain.demo.staff import BURY_LEADS, BURY_SUPPORT, draw_staff
from domain.demo.stage import Life
from domain.demo.stories import Fate, Story, days_back, draw_story
from domain.demo.team import Team, being_away, duty_list, hiring, leave_and_sickness
from domain.demo.ways import Ways
from domain.demo.world import World, begins
from domain.package import Line
from domain.when import from_local

EXCHANGE = "0161 496 0"
NEIGHBOURHOODS = 10
ROSTERED, HORIZON = 6, 7

# Fate, how many of a team, and between which days ago they were received.
_FATES = (
    (Fate.IN_CARE, 83, 41, 8), (Fate.IN_CARE, 12, 6, 2), (Fate.RECOVERED, 27, 59, 24), (Fate.RECOVERED, 10, 40, 12),
    (Fate.HELPED, 40, 59, 3), (Fate.TWICE, 5, 59, 4), (Fate.DECLINED, 12, 59, 1), (Fate.REDIRECTED, 11, 59, 1),
    (Fate.WITHDRAWN, 7, 59, 1), (Fate.DIED, 3, 59, 5), (Fate.ADMITTED, 8, 59, 2),
)  # fmt: skip
_CRISES = {Fate.HELPED: 1.0, Fate.TWICE: 1.0, Fate.DIED: 0.6, Fate.ADMITTED: 0.8, Fate.IN_CARE: 0.12}
_BEFORE_PLANNING = {8: 2, 9: 4, 10: 5, 11: 5, 12: 3, 13: 4, 14: 3}


def bury(world: World) -> Iterator[Life]:
    """Every life of the service."""
    rostered, horizon = world.today - timedelta(days=ROSTERED), world.today + timedelta(days=HORIZON)
    teams = []
    for number, patch in enumerate(patches(world.postcodes, world.scale)):
        team = _team(world, number, patch)
        teams.append(team)
        yield hiring(team, begins(world.today) + timedelta(hours=1))
        yield duty_list(team, from_local(rostered - timedelta(days=3), time(9)), rostered, horizon)
        yield being_away(team, world.chance("away", number), leave_and_sickness(world.today))
        scene = Scene(team, world.find, world.today, rostered, horizon, world.chance("scene", number))
        yield from _referrals(world, scene)
        yield called_in_sick(scene, world.now, timedelta(hours=4))
    yield into_hospital(world.find, world.today, world.scale * 2, world.chance("hospital"))
    span = Span(world.today - timedelta(days=60), rostered, world.now, world.today)
    yield Days(teams, world.find, span, world.chance).life()
    yield on_call_rota(world.today, world.chance("on call"))
    yield past_escalations(world.find, world.today, world.chance("escalations"))
    yield open_escalations(world.find, world.today, world.now, world.chance("open escalations"))
    yield calls(world.find, world.today, world.chance("calls"))
    yield core_group(world.find, world.today, world.chance("core group"))
    yield clinics(world.find, world.today)
    yield collision(world.find, world.today)


def _team(world: World, number: int, patch: tuple[Postcode, ...]) -> Team:
    chance = world.chance("team", number)
    homes = neighbourhoods(chance, patch, NEIGHBOURHOODS)
    members = draw_staff(chance, patch, world.today, BURY_SUPPORT, BURY_LEADS)
    return Team(number, homes, Ways(patch, world.travel), members)


def _referrals(world: World, scene: Scene) -> Iterator[Life]:
    number = scene.team.number
    chance = world.chance("referrals", number)
    shapes = draw_shapes(chance, sum(count for fate, count, *_ in _FATES if fate is Fate.IN_CARE))
    shapes += draw_shapes(chance, sum(count for fate, count, *_ in _FATES if fate is Fate.RECOVERED))
    turn = 0
    for fate, count, first, last in _FATES:
        for _ in range(count):
            turn += 1
            who = _somebody(world, scene, chance)
            story = _story(chance, fate, world.today, who, first, last)
            lines: tuple[Line, ...] = ()
            if fate in (Fate.IN_CARE, Fate.RECOVERED):
                lines = in_company(draw_lines(chance, *shapes.pop(0)), who.risks)
            yield life(scene.of(world.chance("life", number, turn)), story, who, lines)
    for turn, shape in enumerate(OPEN_AT_BURY):
        who = _somebody(world, scene, chance)
        yield open_referral(scene.of(world.chance("open", number, turn)), world.now, shape, who)


def _somebody(world: World, scene: Scene, chance: Random) -> Somebody:
    return draw_somebody(chance, scene.team.homes, next(world.nhs_numbers), world.today, EXCHANGE)


def _story(chance: Random, fate: Fate, today: date, who: Somebody, first: int, last: int) -> Story:
    day = days_back(chance, today, first, last)
    in_window = first < ROSTERED + 1
    ends = None
    if fate is Fate.RECOVERED and last < 24:
        ends = today - timedelta(days=chance.randrange(1, ROSTERED))
    elif fate is Fate.RECOVERED:
        ends = min(day + timedelta(days=chance.randrange(12, 44)), today - timedelta(days=ROSTERED + 2))
    crisis = chance.random() < _CRISES.get(fate, 0.3) and not (in_window and fate is Fate.IN_CARE)
    hours = _BEFORE_PLANNING if in_window and fate is Fate.IN_CARE else None
    return draw_story(
        chance, fate, day, who.carer, crisis=crisis and fate is not Fate.RECOVERED, hours=hours, ends=ends
    )
