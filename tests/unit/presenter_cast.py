"""What presenter tests look through: Monday 23 November 2026, 09:14, with Ada, Priya and Tom known by name."""

from datetime import UTC, date, datetime

from domain.case import Case, Goal
from domain.people import Person
from tests.memory import shipped_policy
from tui.present import Line, Listing, Sight, T, Told

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SIGHT = Sight(
    now=NOW, policy=shipped_policy(TODAY), users={"aokoye": "Ada Okoye"},
    workers={"W1": "Priya Lewis", "W2": "Tom Shah"}, caller="aokoye",
)  # fmt: skip

HOLT = Person(id="P1", family="HOLT", given="Margaret", born=date(1942, 4, 3), nhs_number="9992046538")
HOSTILE = "\x1b[31m[bold]Holt[/]\u202e"


def holts_case(ref: str = "C1", review_due: date = TODAY, **more: object) -> Case:
    """Mrs Holt's case."""
    known: dict[str, object] = {
        "id": ref, "person": HOLT.id, "referral": "R1", "opened_at": NOW, "owner": "aokoye",
        "goals": (Goal(text="walk to the shop", baseline=2),), "review_due": review_due, **more,
    }  # fmt: skip
    return Case(**known)  # type: ignore[arg-type]


def cells(listing: Listing[T], line: Line) -> dict[str, str]:
    """The cells of a line by the titles of their columns."""
    return dict(zip((column.title for column in listing.columns), line.cells, strict=True))


def said(told: tuple[Told, ...] | list[Told]) -> list[str]:
    """The words of a detail, without their tones."""
    return [one if isinstance(one, str) else one[0] for one in told]
