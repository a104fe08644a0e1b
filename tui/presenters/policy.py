"""The rules as data: every setting and code in force today, where it comes from and whether it was read there."""

from collections.abc import Iterator
from datetime import date

from domain.policy import Code, Policy, Setting
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_date

Rule = Code | Setting

COLUMNS = (
    Column("List", 16),
    Column("Code", 26),
    Column("Value or meaning"),
    Column("Mark", 10),
    Column("Since", 11, yields=1),
)


def rules(policy: Policy) -> list[Rule]:
    """Every setting by name, then every list in its own order."""
    return [*_settings(policy), *_codes(policy)]


def _settings(policy: Policy) -> Iterator[Rule]:
    for name in sorted(policy.settings):
        yield policy.settings[name]


def _codes(policy: Policy) -> Iterator[Rule]:
    for name in sorted(policy.codes):
        yield from (policy.codes[name][code] for code in policy.choices(name))


def line(rule: Rule, sight: Sight) -> Line:
    """A rule in one line."""
    since = short_date(rule.valid_from)
    tones = {"Mark": Tone.WARN} if rule.mark == "unverified" else {}
    if isinstance(rule, Code):
        return Line((rule.list, rule.code, rule.label, rule.mark, since), tones=tones)
    return Line(("setting", rule.name, f"{rule.value} {rule.unit}".rstrip(), rule.mark, since), tones=tones)


def detail(rule: Rule, sight: Sight) -> tuple[Told, ...]:
    """The rule in words, where it was read, and for how long it holds."""
    marks = {
        "sourced": "Read at its source.",
        "ours": "Our own choice; replace it by the service's.",
        "unverified": "Not read at its source: never to be shown as national fact.",
    }
    head = (
        f"{rule.list} {rule.code}: {rule.label}"
        if isinstance(rule, Code)
        else f"{rule.name} = {rule.value} {rule.unit}"
    )
    national = f"National code {rule.national}. " if isinstance(rule, Code) and rule.national else ""
    owner = f"Owner {rule.owner}. " if isinstance(rule, Setting) and rule.owner else ""
    return (
        (head.rstrip(), Tone.STRONG),
        f"{national}{owner}{marks.get(rule.mark, rule.mark)} Source: {rule.source or 'not named'}",
        f"In force from {short_date(rule.valid_from)}{_until(rule.valid_to)}",
    )


def _until(day: date | None) -> str:
    return f" until {short_date(day)}" if day else ""


def subject(rule: Rule) -> str:
    """`code/...` or `setting/...`."""
    return f"{type(rule).__name__.lower()}/{rule.id}"


POLICY: Listing[Rule] = Listing(
    columns=COLUMNS,
    key=subject,
    line=line,
    detail=detail,
    parts=lambda rule: {
        "subject": subject(rule),
        **({"list": rule.list, "code": rule.code} if isinstance(rule, Code) else {"setting": rule.name}),
    },
    subject=subject,
    empty="The policy is empty.",
)
