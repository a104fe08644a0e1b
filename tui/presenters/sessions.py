"""Who sits at a desk now: since when, from where, and how they were known."""

from domain.access import Means, Sitting
from domain.when import show_minutes
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time

KNOWN_BY = {Means.ACCOUNT: "account", Means.KEY: "SSH key", Means.PASSWORD: "password"}


def line(one: Sitting, sight: Sight) -> Line:
    """A session in one line."""
    known = KNOWN_BY.get(Means(one.means), one.means) if one.means else "-"
    minutes = int((sight.now - one.began).total_seconds() // 60)
    cells = (sight.who(one.user), day_and_time(one.began, sight.now), show_minutes(minutes), known, one.origin or "-")
    return Line(cells, tone=Tone.STRONG if one.user == sight.caller else Tone.PLAIN)


def detail(one: Sitting, sight: Sight) -> tuple[Told, ...]:
    """Whose it is, its name in the journal, and what ending it does."""
    return (
        (f"{sight.who(one.user)} ({one.user})  session {one.id}", Tone.STRONG),
        "x ends it at once; what they had half-typed waits for them.",
    )


SESSIONS: Listing[Sitting] = Listing(
    columns=(
        Column("Who", 22), Column("Since", 16), Column("For", 7, align="right"), Column("Known by", 9), Column("From"),
    ),
    key=lambda one: f"sitting/{one.id}",
    line=line,
    detail=detail,
    parts=lambda one: {
        "sitting": one.id, "revision": one.revision, "name": one.user, "subject": f"sitting/{one.id}",
    },
    subject=lambda one: f"sitting/{one.id}",
    empty="Nobody sits at a desk.",
)  # fmt: skip
