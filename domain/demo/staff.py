"""The staff of a team: who they are, what they may do and for how long yet, and when they are on duty.

Some competences have lapsed, some lapse within the fortnight, as in any service that is busy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from domain.demo.homes import Postcode, draw_home
from domain.demo.names import draw_name, tongues
from domain.demo.numbers import mobile
from domain.demo.patterns import (
    EARLY,
    EARLY_SHORT,
    LATE,
    LATE_SHORT,
    LATE_SPLIT,
    LONG,
    OFFICE,
    RESPONSE,
    RESPONSE_DAY,
    SPLIT,
    Pattern,
)  # fmt: skip
from domain.staff import Skill, Worker

BURY_SUPPORT = (
    *(EARLY,) * 10, EARLY_SHORT, *(LATE,) * 9, LATE_SHORT, *(SPLIT,) * 13, *(LATE_SPLIT,) * 8, *(LONG,) * 3,
)  # fmt: skip
BURY_LEADS = (EARLY, OFFICE, LATE, EARLY, OFFICE, LATE)
EXETER_SUPPORT = (*(RESPONSE,) * 8, *(RESPONSE_DAY,) * 2)
EXETER_LEADS = (*(RESPONSE,) * 3, RESPONSE_DAY)

# Competence → share of the staff who hold it.
_HELD = {
    "moving-handling": 1.0, "medication": 0.94, "hoist": 0.96, "dementia": 0.85, "pressure-care": 0.55, "catheter": 0.5,
    "stoma": 0.4, "insulin": 0.35, "peg": 0.35, "end-of-life": 0.4, "observations": 0.5, "falls": 0.4, "bariatric": 0.2,
}  # fmt: skip
_LEADS_HOLD = ("assessment", "observations", "falls", "wound-care", "catheter", "insulin")
_RESPONDERS_HOLD = ("falls", "observations", "catheter", "wound-care")
_MODES = {"car": 0.82, "bike": 0.1, "foot": 0.08}
_WOMEN = 0.76


@dataclass(frozen=True, slots=True)
class Member:
    """A worker yet without an id, their pattern, and their place in it."""

    worker: Worker
    pattern: Pattern
    place: int


def draw_staff(
    chance: Random, postcodes: Sequence[Postcode], today: date, support: Sequence[Pattern], leads: Sequence[Pattern],
    *, responders: bool = False,
) -> list[Member]:  # fmt: skip
    """A team: support workers first, then leads. No two share a family name and an initial."""
    members: list[Member] = []
    taken: set[tuple[str, str]] = set()
    for number, pattern in enumerate((*support, *leads)):
        role = "support" if number < len(support) else "lead"
        worker = _draw_worker(chance, postcodes, today, role, pattern, taken, responders)
        members.append(Member(worker, pattern, number))
    return members


def _draw_worker(
    chance: Random, postcodes: Sequence[Postcode], today: date, role: str, pattern: Pattern,
    taken: set[tuple[str, str]], responders: bool,
) -> Worker:  # fmt: skip
    gender = "female" if chance.random() < _WOMEN else "male"
    name = draw_name(chance, gender, young=True)
    while not name.given or (name.family, name.given[0]) in taken:
        name = draw_name(chance, gender, young=True)
    taken.add((name.family, name.given[0]))
    home = draw_home(chance, postcodes)
    mode = "car" if role == "lead" or responders else chance.choices(tuple(_MODES), tuple(_MODES.values()))[0]
    always = (_LEADS_HOLD if role == "lead" else ()) + (_RESPONDERS_HOLD if responders else ())
    return Worker(
        id="", family=name.family, given=name.given, role=role, gender=gender, languages=tongues(chance, name),
        skills=tuple(_skills(chance, today, always)), mode=mode, phone=mobile(chance), postcode=home.postcode,
        place=home.place, contract_minutes=pattern.weekly_minutes, overtime_minutes=chance.choice((0, 0, 120, 240)),
        dbs_expires=today + timedelta(days=chance.randrange(20, 1000)),
        starts=today - timedelta(days=chance.randrange(90, 4000)),
    )  # fmt: skip


def _skills(chance: Random, today: date, always: Sequence[str]) -> Iterator[Skill]:
    held = [code for code, share in _HELD.items() if code in always or chance.random() < share]
    held += [code for code in always if code not in held]
    odd = chance.choice(held) if chance.random() < 0.25 else ""
    for code in held:
        days = chance.choice((*range(-40, 0, 5), *range(1, 14, 2))) if code == odd else chance.randrange(21, 360)
        yield Skill(code=code, expires=None if code == "assessment" else today + timedelta(days=days))
