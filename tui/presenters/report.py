"""A figure as text: the number, what it means, and the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.views import Figure
from domain.when import show_date, show_moment
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_moment

Row = Mapping[str, Any]

KEPT_LONGEST = ("ref", "status", "minutes", "nights", "excluded", "start", "stop", "received")
"""The columns of a figure's rows in the order in which they are worth their room."""
STATUS_TONES = {"NOT_MET": Tone.WARN, "BREACHED": Tone.ALERT}


@dataclass(frozen=True, slots=True)
class Period:
    """The London days of a figure, both included."""

    first: date
    last: date

    @classmethod
    def this_month(cls, today: date) -> "Period":
        """From the first of the month until today."""
        return cls(today.replace(day=1), today)

    def earlier(self) -> "Period":
        """The whole month before this period begins."""
        last = self.first.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)

    def later(self, today: date) -> "Period":
        """The whole month after this period begins, never further than today."""
        first = _next_month(self.first)
        if first > today:
            return Period.this_month(today)
        return Period(first, min(today, _next_month(first) - timedelta(days=1)))

    @property
    def words(self) -> str:
        """`Sun 1 Nov 2026 to Mon 23 Nov 2026`."""
        return f"{show_date(self.first)} to {show_date(self.last)}"


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def value_text(value: float | None, unit: str) -> str:
    """`81.2 %`, or that there is nothing to divide by."""
    return "no value: nothing to divide by" if value is None else _short(value, unit)


def _short(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value:g} {unit}".rstrip()


def figure_lines(figure: Figure, *, rows: bool) -> list[str]:
    """Everything that has to stand beside a number for it to be believed."""
    told = [
        f"{figure.title}: {value_text(figure.value, figure.unit)}",
        Period(figure.first, figure.last).words,
        *(f"  {words(name):<28} {_short(value, figure.unit):>7}" for name, value in figure.values.items()),
        *(f"  {words(name):<28} {count:>7}" for name, count in figure.parts.items()),
        f"Definition {figure.name} version {figure.version}: {figure.definition}",
        *figure.notes,
        as_at(figure),
    ]
    return told + (["", *row_lines(figure.rows)] if rows else [])


def as_at(figure: Figure) -> str:
    """What makes it the same number for ever: the moment, the journal's position, the fingerprint."""
    return f"As at {show_moment(figure.as_at)}, journal entry {figure.seq}, fingerprint {figure.fingerprint[:16]}"


def figure_facts(figure: Figure, sight: Sight) -> list[Told]:
    """The same for a screen: the number and its parts first, then what they mean."""
    values = [f"{words(name)} {_short(value, figure.unit)}" for name, value in figure.values.items()]
    return [
        (f"{figure.title}: {value_text(figure.value, figure.unit)}", Tone.STRONG),
        f"{Period(figure.first, figure.last).words}. {'; '.join(values)}".rstrip(". "),
        ", ".join(f"{words(name)} {count}" for name, count in figure.parts.items() if count) or "No referral counts.",
        *([_by_month(figure)] if len(figure.by_month) > 1 else []),
        as_at(figure),
        " ".join(figure.notes),
        f"Definition {figure.name} version {figure.version}: {figure.definition}",
    ]


def _by_month(figure: Figure) -> str:
    told = []
    for month in figure.by_month:
        name, value = next((name, value) for name, value in month.items() if name != "month")
        told.append(f"{month['month']} {words(name)} {cell(value) or '-'}")
    return f"By month: {'; '.join(told)}"


def words(name: str) -> str:
    """`not_met` as people read it."""
    return name.replace("_", " ")


def row_lines(rows: Sequence[Row]) -> list[str]:
    """The rows as aligned columns."""
    if not rows:
        return ["There are no rows."]
    names = list(rows[0])
    table = [[cell(row.get(name)) for name in names] for row in rows]
    wide = [max(len(name), *(len(line[at]) for line in table)) for at, name in enumerate(names)]
    lines = [names, *table]
    return ["  ".join(text.ljust(wide[at]) for at, text in enumerate(line)).rstrip() for line in lines]


def cell(value: Any) -> str:
    """A value in a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    return str(value)


def short_cell(value: Any) -> str:
    """A value in a narrow column: `23 Nov 09:14` for a moment, whose year the period says."""
    return short_moment(value) if isinstance(value, datetime) else cell(value)


def rows_listing(rows: Sequence[Row], counted: int = 0) -> Listing[Row]:
    """How the rows of one figure are listed: each figure has columns of its own. `counted` is how many there are."""
    too_many = (
        f"{counted:,} referrals are too many to list: choose fewer days, or print them with caredesk report --rows"
    )
    names = list(rows[0]) if rows else ["ref"]
    told = [name for name in names if name != "month"]  # which its moments say
    widths = [max([len(name), *(len(short_cell(row.get(name))) for row in rows)]) for name in names]
    columns = tuple(
        Column(_heading(name), wide, _side(rows, name), _yields(name, at))
        for at, (name, wide) in enumerate(zip(names, widths, strict=True))
    )

    def line(row: Row, sight: Sight) -> Line:
        tone = STATUS_TONES.get(str(row.get("status")), Tone.PLAIN)
        return Line(tuple(short_cell(row.get(name)) for name in names), tones={_heading("status"): tone})

    return Listing(
        columns=columns,
        key=lambda row: str(row["ref"]),
        line=line,
        detail=lambda row, sight: (
            "  ".join(f"{words(name)} {cell(row[name])}" for name in told if row[name] not in (None, "")),
        ),
        parts=lambda row: {"ref": row["ref"], "referral": row["ref"], "subject": f"referral/{row['ref']}"},
        subject=lambda row: f"referral/{row['ref']}",
        empty=too_many if counted else "No referral stands behind this figure.",
    )


def _heading(name: str) -> str:
    return words(name)[:1].upper() + words(name)[1:]


def _side(rows: Sequence[Row], name: str) -> str:
    """Numbers and moments end under one another."""
    return "right" if any(isinstance(row.get(name), int | float | datetime) for row in rows) else "left"


def _yields(name: str, at: int) -> int:
    return KEPT_LONGEST.index(name) if name in KEPT_LONGEST else len(KEPT_LONGEST) + at


def figure_line(figure: Figure, sight: Sight) -> Line:
    """A figure among the others."""
    counted = ", ".join(f"{words(name)} {count}" for name, count in list(figure.parts.items())[:4])
    return Line((figure.name, _short(figure.value, figure.unit), figure.title, counted))


FIGURES: Listing[Figure] = Listing(
    columns=(Column("Figure", 14), Column("Value", 16, "right"), Column("What it is"), Column("Parts", 44, yields=1)),
    key=lambda figure: figure.name,
    line=figure_line,
    detail=figure_facts,
    parts=lambda figure: {},
    subject=lambda figure: "",
    empty="There are no figures.",
)
