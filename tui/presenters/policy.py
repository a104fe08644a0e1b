"""The rules as data: what is in force on a day, what is planned, who answers for it, and where it was read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from domain.policy import Code, Rule, Rulebook, Setting, named
from domain.when import local_date
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_date

MARKS = {
    "sourced": "Read at its source.",
    "ours": "Our own choice; replace it by the service's.",
    "unverified": "Not read at its source: never to be shown as national fact.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule on a day: its entry in force, or the first to come where there is none (`begun` False), and the next."""

    rule: Rule
    begun: bool
    then: Rule | None


def standings(book: Rulebook, day: date) -> list[Standing]:
    """Every rule of a day and what is planned for it: settings by name, then lists in their own order."""
    stories: dict[tuple[str, str], list[Rule]] = {}
    for entry in sorted(book.entries, key=lambda entry: entry.valid_from):
        stories.setdefault(named(entry), []).append(entry)
    found = (each for entries in stories.values() for each in _on(entries, day))
    return sorted(found, key=lambda each: _place(each.rule))


def _on(entries: Sequence[Rule], day: date) -> Iterator[Standing]:
    for entry, then in pairwise((*entries, None)):
        if entry is not None and entry.valid_from <= day and (entry.valid_to is None or day <= entry.valid_to):
            yield Standing(entry, True, then)
            return
    if coming := [entry for entry in entries if entry.valid_from > day]:
        yield Standing(coming[0], False, None)


def _place(rule: Rule) -> tuple[Any, ...]:
    return (rule.list, rule.position, rule.code) if isinstance(rule, Code) else ("", 0, rule.name)


def called(rule: Rule) -> str:
    """`amber-minutes`, or `decline out-of-area`."""
    return " ".join(filter(None, named(rule)))


def value(rule: Rule) -> str:
    """What the rule says."""
    return rule.label if isinstance(rule, Code) else f"{rule.value} {_unit(rule)}".rstrip()


def _unit(setting: Setting) -> str:
    """What a number counts; the choices of a mode stand in the form."""
    return "" if "|" in setting.unit or setting.unit.startswith(("HH", "codes", "busy")) else setting.unit


def line(row: Standing, sight: Sight) -> Line:
    """A rule in one line, with the change that is planned for it."""
    rule, then = row.rule, row.then
    said = value(rule)
    if not row.begun:
        said = f"from {short_date(rule.valid_from)}: {said}"
    elif then is not None:
        said = f"{said}; from {short_date(then.valid_from)}: {value(then)}"
    elif rule.valid_to is not None:
        said = f"{said}; until {short_date(rule.valid_to)}"
    return Line(
        (called(rule), said, sight.who(rule.owner), rule.mark, short_date(rule.valid_from)),
        tone=Tone.PLAIN if row.begun else Tone.QUIET,
        tones={"Mark": Tone.WARN} if rule.mark == "unverified" else {},
    )


def detail(row: Standing, sight: Sight) -> tuple[Told, ...]:
    """The rule in words, who answers for it, where it was read, and what is to come."""
    coming = f"From {short_date(row.then.valid_from)}: {value(row.then)}" if row.then else ""
    return *entry_detail(row.rule, sight), (coming, Tone.WARN)


def entry_detail(rule: Rule, sight: Sight) -> tuple[Told, ...]:
    """One entry in words: what it decides, for how long it holds, how far it is to be trusted."""
    until = f" until {short_date(rule.valid_to)}" if rule.valid_to else ""
    owner = f"Owner {sight.who(rule.owner)}" if rule.owner else "Nobody is named as its owner"
    return (
        (f"{called(rule)}: {value(rule)}", Tone.STRONG),
        _decides(rule),
        f"In force from {short_date(rule.valid_from)}{until}. {owner}.",
        f"{MARKS.get(rule.mark, rule.mark)} Source: {sight.who(rule.source) or 'not named'}",
    )


def _decides(rule: Rule) -> str:
    """What a setting decides, and between what; the national code of a code."""
    if isinstance(rule, Code):
        return f"National code {rule.national}." if rule.national else "No national code is known for it."
    return f"{rule.about} One of {', '.join(rule.unit.split('|'))}." if "|" in rule.unit else rule.about


def subject(rule: Rule) -> str:
    """`code/...` or `setting/...`."""
    return f"{type(rule).__name__.lower()}/{rule.id}"


def parts(rule: Rule) -> dict[str, Any]:
    """What a change of the rule may fill its fields with."""
    own = {"list": rule.list, "code": rule.code} if isinstance(rule, Code) else {"setting": rule.name}
    return {"subject": subject(rule), "owner": rule.owner, "name": called(rule), **own}


POLICY: Listing[Standing] = Listing(
    columns=(
        Column("Rule", 30),
        Column("Value or meaning"),
        Column("Owner", 16, yields=3),
        Column("Mark", 10),
        Column("Since", 11, yields=2),
    ),
    key=lambda row: subject(row.rule),
    line=line,
    detail=detail,
    parts=lambda row: parts(row.rule),
    subject=lambda row: subject(row.rule),
    empty="No rule is in force on this day.",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One dated entry of a rule; `state` is over, in force or planned."""

    rule: Rule
    state: str


def chapters(entries: Iterable[Rule], sight: Sight) -> list[Chapter]:
    """The entries with how they stand today."""
    today = local_date(sight.now)

    def state(rule: Rule) -> str:
        if rule.valid_from > today:
            return "planned"
        return "in force" if rule.valid_to is None or today <= rule.valid_to else "over"

    return [Chapter(rule, state(rule)) for rule in entries]


def chapter_line(row: Chapter, sight: Sight) -> Line:
    """One entry of a rule's story."""
    rule = row.rule
    return Line(
        (
            short_date(rule.valid_from), short_date(rule.valid_to) or "-", row.state, value(rule),
            sight.who(rule.owner) or "-", rule.mark,
        ),
        tone=Tone.QUIET if row.state == "over" else Tone.PLAIN,
        tones={"State": Tone.STRONG if row.state == "in force" else Tone.WARN} if row.state != "over" else {},
    )  # fmt: skip


STORY: Listing[Chapter] = Listing(
    columns=(
        Column("From", 11),
        Column("Until", 11),
        Column("State", 8),
        Column("Value or meaning"),
        Column("Owner", 16, yields=1),
        Column("Mark", 10, yields=2),
    ),
    key=lambda row: subject(row.rule),
    line=chapter_line,
    detail=lambda row, sight: entry_detail(row.rule, sight),
    parts=lambda row: {**parts(row.rule), "planned change": subject(row.rule) if row.state == "planned" else ""},
    subject=lambda row: subject(row.rule),
    empty="There is no such rule.",
)
