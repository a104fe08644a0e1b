"""What the minutes promise so far, line by line as they are typed: who owes what by when, or what a line lacks."""

from collections.abc import Sequence
from datetime import date

from domain.minutes import MARK, MinutesProblem, promised
from domain.when import show_date

MOST = 5
"""Lines that are shown; the last are those being typed."""


def owed_so_far(
    minutes: str, today: date, present: Sequence[str] = (), known: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """(who, by when and what) for each line that promises something; one that is not clear yet says what it lacks."""
    found = []
    for typed in minutes.splitlines():
        if not typed.lstrip().startswith(MARK):
            continue
        try:
            (one,) = promised(typed, today, present, known)
            found.append((one.owner, f"by {show_date(one.due)[:-5]}: {one.text}"))
        except MinutesProblem as problem:
            found.append((MARK, f"not an action yet: {str(problem).partition(': ')[2]}"))
    return found[-MOST:]
