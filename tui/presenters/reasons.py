"""Why a visit has nobody: worker by worker, the rule that is in the way."""

from collections import Counter
from collections.abc import Sequence

from domain.engine.plan import Reason
from tui.present import Column, Line, Listing, Sight, Tone

POSSIBLE = "possible"
RULES = {
    "": POSSIBLE, "skill": "skill", "lead": "lead", "gender": "gender", "barred": "barred", "promised": "promised",
    "shift": "off duty", "absent": "absent", "rest": "rest", "window": "window", "overlap": "busy",
    "travel": "travel", "link": "gap", "partner": "partner", "hours": "hours", "break": "break",
    "optional": "not worth it",
}  # fmt: skip
"""A word for each rule of the engine."""


def rule_word(rule: str) -> str:
    """The rule in one word."""
    return RULES.get(rule, rule)


def by_rule(reasons: Sequence[Reason]) -> str:
    """How many are kept away by what: `12 off duty, 8 busy, 3 skill`."""
    counts = Counter(rule_word(reason.rule) for reason in reasons)
    return ", ".join(f"{count} {word}" for word, count in counts.most_common())


def possible_first(reasons: Sequence[Reason]) -> list[Reason]:
    """Those who could go before those who cannot; else as they come."""
    return sorted(reasons, key=lambda reason: bool(reason.rule))


def _line(row: Reason, sight: Sight) -> Line:
    tones = {} if row.rule else {"Rule": Tone.STRONG}
    return Line((sight.who(row.worker), rule_word(row.rule), row.text), tones=tones)


REASONS: Listing[Reason] = Listing(
    columns=(Column("Worker", 22), Column("Rule", 9), Column("Why")),
    key=lambda row: row.worker,
    line=_line,
    detail=lambda row, sight: ((sight.who(row.worker), Tone.STRONG), row.text),
    parts=lambda row: {"worker": row.worker, "subject": f"worker/{row.worker}"},
    subject=lambda row: f"worker/{row.worker}",
    empty="There is nobody on the staff list.",
)
