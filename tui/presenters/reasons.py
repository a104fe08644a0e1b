"""Why a visit has nobody: the ways to have it done all the same, and worker by worker the rule that is in the way."""

from collections import Counter
from collections.abc import Sequence

from domain.desk.mending import Call, Proposal
from domain.engine.plan import Reason
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Told, Tone

POSSIBLE = "possible"
RULES = {
    "": POSSIBLE, "skill": "skill", "lead": "lead", "gender": "gender", "barred": "barred", "promised": "promised",
    "shift": "off duty", "absent": "absent", "rest": "rest", "alone": "alone", "window": "window", "overlap": "busy",
    "travel": "travel", "link": "gap", "partner": "partner", "hours": "hours", "break": "break",
    "optional": "not worth it",
}  # fmt: skip
"""A word for each rule of the engine."""


def rule_word(rule: str) -> str:
    """The rule in one word."""
    return RULES.get(rule, rule)


def by_rule(reasons: Sequence[Reason], between: str = ", ") -> str:
    """How many could go, and how many are kept away by what: `1 possible, 12 off duty, 8 busy, 3 skill`."""
    counts = Counter(rule_word(reason.rule) for reason in reasons).most_common()
    counts.sort(key=lambda one: one[0] != POSSIBLE)
    return between.join(f"{count} {word}" for word, count in counts)


def possible_first(reasons: Sequence[Reason]) -> list[Reason]:
    """Those who could go before those who cannot; else as they come."""
    return sorted(reasons, key=lambda reason: bool(reason.rule))


def called(calls: Sequence[Call]) -> str:
    """`2 calls`."""
    return counted(len(calls), "call") if calls else "nobody to ring"


def to_ring(call: Call) -> str:
    """`Sam Ng 07700 900121: please go to Margaret Holt at 10:30`."""
    return f"{call.name} {call.phone}".rstrip() + f": {'; '.join(call.says)}"


Row = Reason | Proposal


def _line(row: Row, sight: Sight) -> Line:
    if isinstance(row, Proposal):
        what, _, where = row.text.partition(": ")
        return Line((where, "way", f"{what}, {called(row.calls)}"), tones={"Rule": Tone.STRONG, "Worker": Tone.STRONG})
    tones = {} if row.rule else {"Rule": Tone.STRONG}
    return Line((sight.who(row.worker), rule_word(row.rule), row.text), tones=tones)


def _detail(row: Row, sight: Sight) -> tuple[Told, ...]:
    if isinstance(row, Proposal):
        return (row.text, Tone.STRONG), *(to_ring(call) for call in row.calls)
    return (sight.who(row.worker), Tone.STRONG), row.text


def _parts(row: Row) -> dict[str, str]:
    if isinstance(row, Proposal):
        return {"visit": row.command.placements[0].visit}
    return {"worker": row.worker, "subject": f"worker/{row.worker}"}


REASONS: Listing[Row] = Listing(
    columns=(Column("Worker", 30), Column("Rule", 9), Column("Why")),
    key=lambda row: row.text if isinstance(row, Proposal) else row.worker,
    line=_line,
    detail=_detail,
    parts=_parts,
    subject=lambda row: str(_parts(row).get("subject", "")),
    empty="There is nobody on the staff list.",
)
