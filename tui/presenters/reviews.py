"""Emergency access that waits for a review: who broke the glass, when and why."""

from domain.access import Emergency
from domain.when import show_moment, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import short_moment

COLUMNS = (Column("Ref", 6), Column("When", 22), Column("Who", 20), Column("Why"))


def line(one: Emergency, sight: Sight) -> Line:
    """An emergency in one line; one that still lasts is marked."""
    lasts = sight.now < one.ends
    when = f"{short_moment(one.began)} to {show_time(one.ends)}"
    return Line((one.id, when, sight.who(one.user), one.reason), Tone.ALERT if lasts else Tone.PLAIN)


def detail(one: Emergency, sight: Sight) -> tuple[Told, ...]:
    """The whole reason, and what has to be done before it can be signed off."""
    return (
        (f"{sight.who(one.user)} broke the glass at {show_moment(one.began)}", Tone.STRONG),
        one.reason,
        "It still lasts." if sight.now < one.ends else "enter shows what was done meanwhile; then v signs it off.",
    )


REVIEWS: Listing[Emergency] = Listing(
    columns=COLUMNS,
    key=lambda one: f"emergency/{one.id}",
    line=line,
    detail=detail,
    parts=lambda one: {"emergency": one.id, "revision": one.revision, "subject": f"emergency/{one.id}"},
    subject=lambda one: f"emergency/{one.id}",
    empty="No emergency access waits for a review.",
)
