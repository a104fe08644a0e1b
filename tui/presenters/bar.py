"""What the bar of panes says of each of them: how much there is, and how much of it cannot wait."""

from domain.views import Counts


def queue_figure(counts: Counts) -> str:
    """How many wait, and how many of them soon breach."""
    return f"{counts.queue}" + (f" !{counts.queue_breaching}" if counts.queue_breaching else "")


def board_figure(counts: Counts) -> str:
    """How many visits of today are uncovered, how many late, and how many changes nobody was told of."""
    more = (("late", counts.late), ("draft", counts.drafts))
    return "".join([f"{counts.uncovered}", *(f" {word} {count}" for word, count in more if count)])


def diary_figure(counts: Counts) -> str:
    """How much is on today, and how much of it collides."""
    return f"{counts.diary}" + (f" clash {counts.conflicts}" if counts.conflicts else "")


def escalations_figure(counts: Counts) -> str:
    """How many are open, and how many of them nobody has answered in time."""
    return f"{counts.escalations}" + (f" !{counts.escalations_due}" if counts.escalations_due else "")
