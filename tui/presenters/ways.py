"""Ways out of a collision in the diary, each a change of one meeting."""

from domain.diary import expected
from domain.diary_ways import WayOut
from domain.when import show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.diary import coming, times


def how(way: WayOut, sight: Sight) -> str:
    """`to 10:30`, `to Clinic room 2`, `without Beth Pilling`."""
    where = show_time(way.start) if way.start else sight.policy.label("room", way.room)
    less = ", ".join(map(sight.who, way.without))
    return " ".join(filter(None, (f"to {where}" if where else "", f"without {less}" if less else "")))


def change(way: WayOut, sight: Sight) -> str:
    """`Core group to 10:30`."""
    return f"{way.meeting.title} {how(way, sight)}"


def line(way: WayOut, sight: Sight) -> Line:
    """What would change, and who would have to hear of it."""
    in_care = len(list(expected(way.meeting)))
    who = [coming(way.meeting, sight), f"{in_care} in care" if in_care else ""]
    return Line((way.meeting.title, how(way, sight), str(way.tells), ", ".join(filter(None, who))))


def detail(way: WayOut, sight: Sight) -> tuple[Told, ...]:
    """The meeting as it stands."""
    meeting = way.meeting
    where = sight.policy.label("room", meeting.room)
    return (change(way, sight), Tone.STRONG), f"now {times(meeting.start, meeting.end)} {where}".rstrip()


WAYS: Listing[WayOut] = Listing(
    columns=(
        Column("What could be changed"), Column("How", 24), Column("Tell", 4, align="right"),
        Column("Who comes", 18, yields=1),
    ),
    key=lambda way: f"{way.meeting.id} {way.start or way.room or way.without}",
    line=line,
    detail=detail,
    parts=lambda way: {},
    subject=lambda way: f"meeting/{way.meeting.id}",
    empty="No change of one entry alone would end it.",
)  # fmt: skip
