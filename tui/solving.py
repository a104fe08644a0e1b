"""The roster engine in a process of its own, so that the desk never stutters: progress and plans come by a queue.

The child ignores the terminal's signals and writes nothing to it; ending it early costs nothing but the search."""

import contextlib
import multiprocessing as mp
import os
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING, Any, TypeVar

from domain.engine.plan import Plan, Progress
from domain.engine.problem import Problem
from tui.settings import kernel_folder
from tui.warming import make_ready

if TYPE_CHECKING:
    from domain.engine.repair import Repair
    from domain.engine.situation import Situation
    from domain.engine.walker import Swift

T = TypeVar("T")

GRACE_SECONDS = 10.0
WORTH_MAKING = 10.0
"""Seconds from which on a search has the machine code made beside it where there is none yet."""


class Solving:
    """One run of the engine. Iterate over `news()` for progress and ever better plans; the last plan is the result."""

    def __init__(self, problem: Problem, seconds: float, seed: int = 0) -> None:
        context = mp.get_context("spawn")
        self._patience = seconds + GRACE_SECONDS
        self._planned = False
        if seconds >= WORTH_MAKING:
            make_ready()
        # a full-screen desk puts an object without a descriptor in the place of stderr, which the child inherits
        with contextlib.redirect_stderr(sys.__stderr__):
            self._news: Queue[Progress | Plan | str | None] = context.Queue()
            self._cancelled: Event = context.Event()
            self._process = context.Process(
                target=_work, args=(problem, seconds, seed, self._news, self._cancelled), daemon=True
            )
            self._process.start()

    def news(self) -> Iterator[Progress | Plan]:
        """Progress and plans as they come; ends with the final plan, or with none where it was cancelled before the
        first. Raises RuntimeError if the engine fails."""
        while True:
            try:
                item = self._news.get(timeout=self._patience)
            except queue.Empty:
                self.close()
                raise RuntimeError("the roster engine stopped answering; the roster is unchanged") from None
            if item is None:
                self._end()
                return
            if isinstance(item, str):
                raise RuntimeError(item)
            self._planned = self._planned or isinstance(item, Plan)
            yield item

    def _end(self) -> None:
        if not self._planned:
            self._process.terminate()
        self._process.join(timeout=2)

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to end."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask for the best plan so far, now; a large day that has none yet is given up."""
        self._cancelled.set()
        if not self._planned:
            self._news.put(None)

    def close(self) -> None:
        """End the process."""
        self._cancelled.set()
        self._process.join(timeout=1)
        if self._process.is_alive():
            self._process.terminate()


def apart(work: Callable[[Any], T], given: Any, patience: float = GRACE_SECONDS) -> T:
    """What a function of the engine answers, worked out in a process of its own so that nothing stutters meanwhile.

    Function, argument and answer cross by pickling. Raises RuntimeError if nothing comes back in so many seconds."""
    context = mp.get_context("spawn")
    with contextlib.redirect_stderr(sys.__stderr__):
        answers: Queue[tuple[T] | str] = context.Queue()
        process = context.Process(target=_answer, args=(work, given, answers), daemon=True)
        process.start()
    try:
        found = answers.get(timeout=patience)
    except queue.Empty:
        raise RuntimeError("the roster engine stopped answering; the roster is unchanged") from None
    finally:
        process.join(timeout=1)
        if process.is_alive():
            process.terminate()
    if isinstance(found, str):
        raise RuntimeError(found)
    return found[0]


def _answer(work: Callable[[Any], Any], given: Any, answers: Any) -> None:
    _leave_the_terminal()
    try:
        answers.put((work(given),))
    except Exception as error:  # the parent must hear of it, whatever it is
        answers.put(f"the roster engine failed ({type(error).__name__}); the roster is unchanged")


def _leave_the_terminal() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        with contextlib.suppress(OSError):
            os.dup2(silent, stream)


def _swift() -> "Swift | None":
    """The compiled search, looked for whenever it is asked for: whoever makes it meanwhile is another process."""
    from domain.engine.kernel.compiling import Compiling, is_kept

    folder, begun = kernel_folder(), cache(Compiling)
    if folder is None:
        return None
    return lambda wait: begun(folder).swift(wait) if wait or is_kept(folder) else None


def repaired(now: "Situation") -> "tuple[Repair, ...]":
    """The ways to put a day right, by the compiled search where it is ready. For `apart`."""
    from domain.engine.repair import repairs

    return repairs(now, swift=_swift())


def _work(problem: Problem, seconds: float, seed: int, news: Any, cancelled: Event) -> None:
    _leave_the_terminal()
    from domain.engine.run import solve

    try:
        plan = solve(
            problem,
            budget=seconds,
            seed=seed,
            on_progress=news.put,
            cancel=cancelled.is_set,
            on_plan=news.put,
            swift=_swift(),
        )
        news.put(plan)
    except Exception as error:  # the parent must hear of it, whatever it is
        news.put(f"the roster engine failed ({type(error).__name__}); the roster is unchanged")
    finally:
        news.put(None)
