"""The people who are referred: who they are, where they live, and what a visitor must know before knocking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from domain.demo.homes import Home, Postcode, draw_home
from domain.demo.names import draw_name
from domain.demo.numbers import landline, mobile

_SURGERIES = (
    "Weavers Bridge Surgery", "Tenterfield Medical Centre", "Loomgate Practice", "Old Bleachworks Surgery",
    "Carding Lane Health Centre", "Five Arches Practice", "Moorside Green Surgery",
)  # fmt: skip
_ACCESS = (
    "Key safe left of the front door", "Ring and wait: slow to the door", "Side gate, back door is open in the day",
    "Intercom 2, then first floor", "Daughter lets in until 9", "Park on the main road, steep drive",
)  # fmt: skip
_RISKS = {
    "dogs": 9, "smoking": 7, "infection": 3, "hoarding": 4, "no-signal": 3, "poor-lighting": 5, "smoking-oxygen": 1,
    "violence": 1, "unsafe-property": 1,
}  # fmt: skip
_ADJUSTMENTS = {
    "hearing": 12,
    "sight": 7,
    "dementia": 10,
    "wheelchair": 5,
    "via-carer": 4,
    "easy-read": 2,
    "autism": 1,
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person before the desk knows them. `carer` is the relative who rings for them."""

    family: str
    given: str
    born: date
    sex: str
    nhs_number: str
    phone: str
    home: Home
    language: str
    gp: str
    lives_alone: bool
    key_safe: str
    access: str
    risks: tuple[str, ...]
    adjustments: tuple[str, ...]
    gender_needed: str
    carer: str


def draw_somebody(
    chance: Random, postcodes: Sequence[Postcode], nhs_number: str, today: date, exchange: str
) -> Somebody:
    """One person; most are over eighty, some are not yet sixty."""
    sex = "female" if chance.random() < 0.6 else "male"
    name = draw_name(chance, sex)
    age = min(103, max(41, round(chance.gauss(81, 9))))
    key_safe = f"{chance.randrange(10000):04d}" if chance.random() < 0.45 else ""
    risks = tuple(code for code, share in _RISKS.items() if chance.random() * 100 < share)
    needs_interpreter = ("interpreter",) if name.language != "en" and chance.random() < 0.5 else ()
    return Somebody(
        family=name.family, given=name.given, sex=sex, nhs_number=nhs_number, home=draw_home(chance, postcodes),
        born=date(today.year - age, 1, 1) + timedelta(days=chance.randrange(365)),
        phone=landline(chance, exchange) if chance.random() < 0.7 else mobile(chance), language=name.language,
        gp=chance.choice(_SURGERIES), lives_alone=chance.random() < 0.55, key_safe=key_safe,
        access=_ACCESS[0] if key_safe else chance.choice((*_ACCESS[1:], "")),
        risks=(*risks, "key-safe") if key_safe else risks,
        adjustments=needs_interpreter + tuple(c for c, share in _ADJUSTMENTS.items() if chance.random() * 100 < share),
        gender_needed=_gender_needed(chance, sex), carer=_carer(chance, name.family),
    )  # fmt: skip


def _gender_needed(chance: Random, sex: str) -> str:
    if sex == "female":
        return "female" if chance.random() < 0.18 else ""
    return "male" if chance.random() < 0.05 else ""


def _carer(chance: Random, family: str) -> str:
    kin = chance.choice(("daughter", "son", "wife", "husband", "niece", "neighbour", "sister"))
    sex = "male" if kin in ("son", "husband") else "female"
    given = draw_name(chance, sex).given or "Pat"
    return f"{given} {family}, {kin}"
