"""Ways out of a collision in the diary: enter takes one."""

from collections.abc import Callable, Sequence

from domain.diary_ways import Diary, WayOut, ways_out
from domain.meeting import Meeting
from domain.quorum import roles_of
from domain.when import local_date
from tui.presenters.ways import WAYS
from tui.screens.base import ListView


class WaysView(ListView[WayOut]):
    """What would end the collisions of one meeting, what breaks least first."""

    place = "ways"
    named = "Ways out"
    kinds = frozenset({"meeting"})
    detail_lines = 2

    def __init__(self, meeting: Meeting, take: Callable[[WayOut], None]) -> None:
        super().__init__(WAYS)
        self._meeting, self._take = meeting, take

    def read(self) -> Sequence[WayOut]:
        """The ways, from the day as it stands."""
        read, now, day = self.desk.read, self.desk.clock.now(), local_date(self._meeting.start)
        meetings = [row.meeting for row in read.diary(day, day)]
        meeting = next((one for one in meetings if one.id == self._meeting.id), self._meeting)
        visits = read.roster_day(day, now).visits
        return ways_out(meeting, Diary(meetings, read.policy(), roles_of(read.users()), visits, now))

    def heading(self) -> str:
        """Out of what."""
        return f"{self.named} of the clash: {self._meeting.title}"

    def hints(self) -> str:
        """The two ways on."""
        return "enter do it  esc back"

    def chosen(self) -> None:
        """Take the way under the cursor."""
        way = self.list.current
        if way is not None:
            self.app.pop_screen()
            self._take(way)
