"""Staff shift rostering (Curtois and Qu 2014), in its text form: sections of lines, values between commas."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from domain.engine.published import BadInstance, Family, Instance
from domain.engine.rota import Contract, Cover, Filled, Rota, ShiftType, Wish, cost
from storage.instances.documents import as_shown, whole

SECTION = "SECTION_"
MOST_DAYS = 400
NEEDED = ("HORIZON", "SHIFTS", "STAFF")
Lines = list[tuple[int, list[str]]]
T = TypeVar("T")


def read(name: str, text: str) -> Instance:
    """An instance of its text. Raises BadInstance, naming the line, where it cannot be one."""
    sections = _sections(text)
    for section in NEEDED:
        if not sections.get(section):
            raise BadInstance(f"{name}: there is nothing below {SECTION}{section}")
    off = dict(_each(name, sections.get("DAYS_OFF", []), lambda line: (line[0], frozenset(map(whole, line[1:])))))
    requests = {True: "SHIFT_ON_REQUESTS", False: "SHIFT_OFF_REQUESTS"}
    rota = Rota(
        days=_each(name, sections["HORIZON"], lambda line: whole(line[0]))[0],
        shifts=dict(_each(name, sections["SHIFTS"], _shift)),
        staff=dict(_each(name, sections["STAFF"], partial(_contract, off))),
        wishes=[
            wish
            for wanted, section in requests.items()
            for wish in _each(name, sections.get(section, []), partial(_wish, wanted))
        ],
        cover=_each(name, sections.get("COVER", []), _cover),
    )
    _require_sense(name, rota, off)
    return Instance(
        name=name,
        size=len(rota.staff),
        model=rota,
        solution=partial(_solution, name),
        objective=partial(_objective, rota),
    )


def _sections(text: str) -> dict[str, Lines]:
    """The values of each line that says something, with the number of the line, section by section."""
    sections: dict[str, Lines] = {}
    lines: Lines = []
    for at, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith(SECTION):
            lines = sections.setdefault(line.removeprefix(SECTION), [])
        elif line and not line.startswith("#"):
            lines.append((at, [value.strip() for value in line.split(",")]))
    return sections


def _each(name: str, lines: Lines, meant: Callable[[list[str]], T]) -> list[T]:
    found = []
    for at, line in lines:
        try:
            found.append(meant(line))
        except (ValueError, IndexError) as error:
            raise BadInstance(f"{name}: line {at} has too few values, or no number where one belongs") from error
    return found


def _shift(line: list[str]) -> tuple[str, ShiftType]:
    never = {shift for shift in line[2].split("|") if shift} if len(line) > 2 else ()
    return line[0], ShiftType(minutes=whole(line[1]), never_before=frozenset(never))


def _contract(off: Mapping[str, frozenset[int]], line: list[str]) -> tuple[str, Contract]:
    who, limits, *numbers = line
    most_minutes, least_minutes, longest_run, shortest_run, shortest_break, weekends = map(whole, numbers[:6])
    return who, Contract(
        most={shift: whole(most) for shift, most in (limit.split("=") for limit in limits.split("|"))},
        most_minutes=most_minutes,
        least_minutes=least_minutes,
        longest_run=longest_run,
        shortest_run=shortest_run,
        shortest_break=shortest_break,
        most_weekends=weekends,
        off=off.get(who, frozenset()),
    )


def _wish(wanted: bool, line: list[str]) -> Wish:
    return Wish(who=line[0], day=whole(line[1]), shift=line[2], weight=whole(line[3]), wanted=wanted)


def _cover(line: list[str]) -> Cover:
    day, shift, needed, per_missing, per_surplus = line[:5]
    return Cover(
        day=whole(day),
        shift=shift,
        needed=whole(needed),
        per_missing=whole(per_missing),
        per_surplus=whole(per_surplus),
    )


def _require_sense(name: str, rota: Rota, off: Mapping[str, frozenset[int]]) -> None:
    """Everybody, every shift and every day that is spoken of has to be there, and every number to mean something."""
    if not 1 <= rota.days <= MOST_DAYS:
        raise BadInstance(f"{name}: the horizon has to be 1 to {MOST_DAYS} days")
    if any(shift.minutes < 1 for shift in rota.shifts.values()):
        raise BadInstance(f"{name}: a shift has to last a minute at least")
    for who, contract in rota.staff.items():
        if not _means_something(contract, rota):
            raise BadInstance(
                f"{name}: {as_shown(who)} has a limit below nothing, no day in a row, or of a shift that is not here"
            )
    if any(min(line.needed, line.per_missing, line.per_surplus) < 0 for line in rota.cover):
        raise BadInstance(f"{name}: a line of cover has a number below nothing")
    people = {wish.who for wish in rota.wishes} | set(off)
    shifts = {wish.shift for wish in rota.wishes} | {line.shift for line in rota.cover}
    days = {wish.day for wish in rota.wishes} | {line.day for line in rota.cover} | set().union(*off.values())
    if unknown := sorted(people - set(rota.staff)) or sorted(shifts - set(rota.shifts)):
        raise BadInstance(f"{name}: {as_shown(unknown[0])} is neither staff nor a shift of this file")
    if not all(0 <= day < rota.days for day in days):
        raise BadInstance(f"{name}: a line has a day outside of the horizon of {rota.days} days")


def _means_something(contract: Contract, rota: Rota) -> bool:
    limits = (contract.most_minutes, contract.least_minutes, contract.shortest_run, contract.shortest_break)
    numbers = (*limits, contract.most_weekends, contract.longest_run - 1, *contract.most.values())
    return min(numbers) >= 0 and set(contract.most) <= set(rota.shifts)


def _solution(name: str, filled: Filled) -> Mapping[str, Any]:
    return {"instance": name, "roster": {who: list(row) for who, row in filled.items()}}


def _objective(rota: Rota, filled: Filled) -> Mapping[str, float]:
    found = cost(rota, filled)
    return {
        "requests": float(found.wishes),
        "under_cover": float(found.missing),
        "over_cover": float(found.surplus),
        "objective": float(found.total),
    }


SHIFT = Family(name="shift", suffix=".txt", read=read, published="", anchors=())
