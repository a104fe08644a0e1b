"""Rules that the nation or the council sets, as dated data: code lists and named values with source and owner.

A `Policy` is what is in force on one day. The shipped defaults stand in `storage/seeds`; a mark says whether an
entry was read at its source, is our own choice, or is unverified and must not be shown as national fact."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType

from domain.record import Record
from domain.when import parse_time

_BUSY = re.compile(r"([\d:]+)-([\d:]+) x([1-9](?:\.\d{1,2})?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Record):
    """One entry of a code list. `mark` is sourced, ours or unverified; `owner` answers for it."""

    list: str
    code: str
    label: str
    national: str = ""
    position: int = 0
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    mark: str = "ours"
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """A named value in force from a day: a threshold, a mode, a weight. Values are text; see `Policy.number`.
    `about` says what it decides."""

    name: str
    value: str
    unit: str = ""
    owner: str = ""
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    mark: str = "ours"
    about: str = ""


Rule = Code | Setting


@dataclass(frozen=True, slots=True)
class Policy:
    """The code lists and settings in force on one day."""

    codes: Mapping[str, Mapping[str, Code]]
    settings: Mapping[str, Setting]

    def label(self, of_list: str, code: str) -> str:
        """What a code means in words, or the code itself when the list does not know it."""
        found = self.codes.get(of_list, {}).get(code)
        return found.label if found else code

    def choices(self, of_list: str) -> dict[str, str]:
        """code → label, in the list's own order."""
        entries = sorted(self.codes.get(of_list, {}).values(), key=lambda entry: (entry.position, entry.code))
        return {entry.code: entry.label for entry in entries}

    def knows(self, of_list: str, code: str) -> bool:
        """Whether the code is in the list today."""
        return code in self.codes.get(of_list, {})

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A setting's value, or `otherwise`. Raises KeyError naming the setting when the policy lacks both."""
        if otherwise is not None and name not in self.settings:
            return otherwise
        return self.settings[name].value

    def number(self, name: str) -> float:
        """A setting's value as a number."""
        return float(self.settings[name].value)

    def minutes(self, name: str, otherwise: int | None = None) -> int:
        """A setting's value as whole minutes; `otherwise` is for stores that were begun before there was one."""
        if otherwise is not None and name not in self.settings:
            return otherwise
        return int(self.settings[name].value)


def busy_hours(text: str) -> tuple[tuple[time, time, float], ...]:
    """Hours and how many times as long everything takes in them, as typed: `07:30-09:30 x1.25, 15:30-18:00 x1.2`.

    Raises ValueError with what to type."""
    return tuple(map(_busy, filter(None, map(str.strip, text.split(",")))))


def _busy(part: str) -> tuple[time, time, float]:
    found = _BUSY.fullmatch(part)
    if not found:
        raise ValueError(f"'{part}' is no busy hour; type such as 07:30-09:30 x1.25")
    first, last = (parse_time(found[place]) for place in (1, 2))
    if not first < last:
        raise ValueError(f"'{part}' ends before it begins")
    return first, last, float(found[3])


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every dated entry there is: what was in force, what is, and what will be."""

    codes: tuple[Code, ...]
    settings: tuple[Setting, ...]

    def on(self, day: date) -> Policy:
        """What is in force on a day."""
        return in_force(self.codes, self.settings, day)

    def story(self, rule: Rule) -> tuple[Rule, ...]:
        """All entries of the same code or setting, the last to begin first."""
        same = (entry for entry in self.entries if named(entry) == named(rule))
        return tuple(sorted(same, key=lambda entry: entry.valid_from, reverse=True))

    def turns(self) -> tuple[date, ...]:
        """The days from which something is otherwise than the day before, in order."""
        begun = {entry.valid_from for entry in self.entries}
        return tuple(sorted(begun | {entry.valid_to + timedelta(days=1) for entry in self.entries if entry.valid_to}))

    @property
    def entries(self) -> tuple[Rule, ...]:
        """Settings, then codes."""
        return (*self.settings, *self.codes)


def named(rule: Rule) -> tuple[str, str]:
    """What entries of one rule have in common: its list ('' for a setting) and its code or name."""
    return (rule.list, rule.code) if isinstance(rule, Code) else ("", rule.name)


def in_force(codes: Iterable[Code], settings: Iterable[Setting], day: date) -> Policy:
    """The policy of one day, out of all dated entries; of two in force the later one wins."""
    lists: dict[str, dict[str, Code]] = {}
    for code in sorted(codes, key=lambda entry: entry.valid_from):
        if code.valid_from <= day and (code.valid_to is None or day <= code.valid_to):
            lists.setdefault(code.list, {})[code.code] = code
    named: dict[str, Setting] = {}
    for setting in sorted(settings, key=lambda entry: entry.valid_from):
        if setting.valid_from <= day and (setting.valid_to is None or day <= setting.valid_to):
            named[setting.name] = setting
    return Policy(MappingProxyType(lists), MappingProxyType(named))
