"""The part of the app that listens: to the store's feed, to the minutes that pass, and to silence.

The feed's thread only posts messages; what is on the screen changes because of them and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from textual.message import Message
from textual.timer import Timer

from domain.access import NotAllowed
from domain.desk.bus import Entry
from domain.reading import CARE
from domain.views import Counts, Desk, Unreachable
from tui.faults import note_fault
from tui.personal import PersonalApp
from tui.presenters.news import news
from tui.presenters.status import status
from tui.screens.base import View

COUNT_SECONDS = 0.3
OWN_SECONDS = 3.0
"""How long what one's own work came to stands before what others did may take its place."""
NAMES = frozenset({"code", "setting", "user", "worker"})
UNCOUNTED = frozenset({"sitting"})
"""Kinds of records that no figure on a title counts: whoever opens a desk makes one."""


class Heard(Message, bubble=False):
    """The feed told of journal entries; an empty list means that everything may have changed."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries


class Silent(Message, bubble=False):
    """The store cannot be heard, or is heard again."""

    def __init__(self, silent: bool) -> None:
        super().__init__()
        self.silent = silent


def names_of(desk: Desk) -> dict[str, Any]:
    """What `Sight` knows besides the moment: the policy, and the names of users and workers."""
    read = desk.read
    return {
        "policy": read.policy(),
        "users": {user.id: user.name or user.id for user in read.users()},
        "workers": read.worker_names() if desk.caller.may_any(CARE) else {},
    }


class ListeningApp(PersonalApp):
    """Keeps every place as live as the store allows, and says so when it cannot."""

    _feed: Any = None
    _silent_since: datetime | None = None
    _counting = False
    _overdue: frozenset[str] | None = None
    _unread = 0
    _own: Timer | None = None
    _news = ""

    def listen(self) -> None:
        """Listen to all that comes after what was read when the desk opened."""
        self._feed = self.desk.listen(
            lambda entries: self._tell(Heard(entries)), lambda since: self._tell(Silent(since is not None))
        )
        self._recount()
        self._wait_for_minute()

    def listen_no_more(self) -> None:
        """Let go of the feed."""
        if self._feed is not None:
            self._feed.close()

    def _tell(self, message: Message) -> None:
        if self._running:
            self.post_message(message)

    def on_heard(self, message: Heard) -> None:
        """Somebody changed something: views read what they show of it, and the last line says who."""
        entries, desk = message.entries, self.desk
        self._tell_views(entries)
        touched = {name.partition("/")[0] for entry in entries for name in (*entry.before, *entry.after)}
        if not entries or touched & NAMES:
            self._learn_names()
        if not entries:
            self.say("The store went back to an earlier state; everything was read again", bad=True)
        elif desk.caller.may_any(CARE) and any(entry.session != desk.caller.session for entry in entries):
            self.tasks.latest("news", lambda: news(entries, desk.read, desk.caller.session), self._say_news)
        if not entries or touched - UNCOUNTED:
            self._recount()

    def _tell_views(self, entries: Sequence[Entry]) -> None:
        for screen in self.screen_stack:
            for view in screen.query(View):
                view.heard(entries)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a message on the last line; what others do waits until it has been there for a moment."""
        if self._own is not None:
            self._own.stop()
        self._own = self.set_timer(OWN_SECONDS, self._let_news_in) if text else None
        super().say(text, bad=bad)

    def means_nothing(self, key: str) -> None:
        """A key too many does not hide what the one before it came to."""
        if self._own is None:
            super().means_nothing(key)

    def _let_news_in(self) -> None:
        self._own = None
        self._say_news(self._news)

    def _say_news(self, text: str) -> None:
        """Of several that wait the last is said; the lists show them all."""
        if text and self._own is None:
            self._news = ""
            super().say(text)
        elif text:
            self._news = text

    def on_silent(self, message: Silent) -> None:
        """The first line says when what is shown may be old; what could not be read meanwhile is read now."""
        self._silent_since = self.desk.clock.now() if message.silent else None
        self.restate()
        if not message.silent:
            self._learn_names()
            self._recount()
            self._tell_views(())

    def _wait_for_minute(self) -> None:
        now = self.desk.clock.now()
        self.set_timer(60.05 - now.second - now.microsecond / 1e6, self._minute)

    def _minute(self) -> None:
        """Clocks move by the minute, and so does everything that hangs on them."""
        self._wait_for_minute()
        self.sight = replace(self.sight, now=self.desk.clock.now())
        self.restate()
        self._tell_views(())
        self._recount()

    def _learn_names(self) -> None:
        self.tasks.latest("names", lambda: names_of(self.desk), self._learned)

    def _learned(self, names: dict[str, Any]) -> None:
        self.sight = replace(self.sight, **names)
        for view in self.screen.query(View):
            if view.in_sight:
                view.load()

    def _recount(self) -> None:
        if not self._counting:
            self._counting = True
            self.set_timer(COUNT_SECONDS, self._count)

    def _count(self) -> None:
        self._counting = False
        desk = self.desk
        if not desk.caller.may_any(CARE):
            return
        self.tasks.latest("counts", lambda: desk.read.counts(desk.clock.now()), self._counted)

    def _counted(self, counts: Counts) -> None:
        """One bell when another escalation waits unanswered past its time; none for those that did or that go."""
        if self._overdue is not None and counts.overdue - self._overdue:
            self.bell()
        self._overdue, self._unread = counts.overdue, counts.inbox
        self.desk_screen.count(counts)
        self.restate()

    def status_line(self) -> tuple[str, bool]:
        """The first line, and whether it sounds an alarm."""
        now, waits = self.desk.clock.now(), {"parked": self.parked, "unread": self._unread}
        return status(self.desk, now, waits, self._silent_since, self.size.width)

    def failed(self, error: Exception) -> None:
        """A read or a command broke off: say so, keep the screen."""
        if isinstance(error, Unreachable | NotAllowed):
            self.say(str(error), bad=True)
        else:
            self.say(note_fault(error), bad=True)
