"""Keys are dealt with one after another, so that what is typed ahead goes where it was meant.

Textual hands every key at once to the widget that has the focus; over a slow line, or under fast fingers, letters
typed after an enter would land in the field before. Here a key waits until the one before has had its effect."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widget import Widget

PATIENCE = 5.0
"""Seconds after which a key no longer waits for the one before it."""
MOST_ROUNDS = 20
"""How often every queue is let run empty at most: what one widget does of a message may be to send another."""


class KeyedByBindings(Widget):
    """A widget in which, and above which, keys mean only what is bound to them, and no binding comes before those of
    what is below. It hears of each key by `on_key`."""

    def on_key(self, event: events.Key) -> None:
        """A key was pressed here."""


class OrderedKeys(App[int]):
    """An app that takes keys in order. A screen or a place may have an `opened` event for which its keys wait."""

    _ahead: deque[events.Key | events.Paste]
    _typing: asyncio.Task[None] | None = None
    _pressed: events.Key | events.Paste | None = None

    def __init__(self) -> None:
        super().__init__()
        self._ahead = deque()

    async def on_event(self, event: events.Event) -> None:
        """Queue what is typed; everything else goes its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._ahead.append(event)
        if self._typing is None or self._typing.done():
            self._typing = asyncio.create_task(self._type())

    async def _type(self) -> None:
        while self._ahead:
            event = self._ahead.popleft()
            for meant in self.meant(event):
                await self._press(meant)

    def meant(self, event: events.Key | events.Paste) -> Sequence[events.Key | events.Paste]:
        """What is to be pressed for what was: nothing for a key that waits for another, a key several times."""
        return (event,)

    @property
    def key_repeats(self) -> bool:
        """Whether the key that is being dealt with comes again at once, as of one that is held down."""
        after = self._ahead[0] if self._ahead else None
        return (
            isinstance(after, events.Key) and isinstance(self._pressed, events.Key) and after.key == self._pressed.key
        )

    async def _press(self, event: events.Key | events.Paste) -> None:
        self._pressed = event
        try:
            await self._rise(event)
            async with asyncio.timeout(PATIENCE):
                await self._settle()
        except (TimeoutError, ScreenStackError):  # a key that leaves the desk leaves no screen to wait for
            return
        except Exception as error:
            self._handle_exception(error)

    def means_nothing(self, key: str) -> None:
        """A key was pressed that nothing here is bound to."""

    async def _rise(self, event: events.Key | events.Paste) -> None:
        """Let it take effect. Where bindings alone give keys a meaning, none need rise from widget to widget for it."""
        leaf = self.focused
        if isinstance(event, events.Key) and self.app_focus and isinstance(leaf, KeyedByBindings):
            leaf.on_key(event)
            if not await self._check_bindings(event.key):
                self.means_nothing(event.key)
        else:
            await super().on_event(event)

    async def _settle(self) -> None:
        """Wait until the key has had its effect, and a screen that it opened is ready for the next one."""
        for _ in range(MOST_ROUNDS):
            await asyncio.sleep(0)
            busy = [node for node in (*with_all_below(self.screen), self) if not at_rest(node)]
            for node in busy:
                await _drained(node)
            if not busy:
                break
        for node in (self.focused or self.screen).ancestors_with_self:
            opened = getattr(node, "opened", None)
            if isinstance(opened, asyncio.Event) and not opened.is_set():
                await opened.wait()
                await self._settle()
                return

    async def all_typed(self) -> None:
        """Wait until every key so far has had its effect: for tests."""
        await _drained(self)
        while self._typing is not None and not self._typing.done():
            await asyncio.wait({self._typing})


def with_all_below(node: DOMNode) -> Iterator[DOMNode]:
    """A node and everything within it, in any order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.children)


async def _drained(node: MessagePump) -> None:
    """Wait until a node has dealt with everything that it was sent so far."""
    done = asyncio.Event()
    if node.is_running and node.post_message(events.Callback(callback=done.set)):
        await done.wait()


def at_rest(node: MessagePump) -> bool:
    """Whether a node waits for a message and none is there; False where that cannot be told."""
    queue = getattr(node, "_message_queue", None)
    waiting = getattr(getattr(queue, "ready_event", None), "_waiters", ())
    return bool(waiting) and queue is not None and queue.empty()
