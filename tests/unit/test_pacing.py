"""On a slow line pictures wait for the terminal; on a fast one, or where nothing answers, they never do."""

from tui.pacing import ASK, PATIENCE_SECONDS, SLOW_SECONDS, SMALL_BYTES, Pacing


class Line:
    """A line whose time stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pacing = Pacing(lambda: self.now)

    def show(self, seconds: float) -> None:
        """A picture is sent, and answered so much later."""
        self.pacing.question()
        self.now += seconds
        self.pacing.answered()


def test_the_first_picture_asks_and_a_fast_line_is_never_asked_again() -> None:
    line = Line()
    assert line.pacing.question() == ASK
    line.now += SLOW_SECONDS / 2
    line.pacing.answered()
    assert line.pacing.question() == ""
    assert line.pacing.must_wait == 0


def test_on_a_slow_line_every_picture_asks_and_the_next_waits_for_the_answer() -> None:
    line = Line()
    line.show(2 * SLOW_SECONDS)
    assert line.pacing.question(SMALL_BYTES + 1) == ASK
    assert line.pacing.must_wait > 0
    line.pacing.answered()
    assert line.pacing.must_wait == 0


def test_an_answer_that_was_lost_is_not_waited_for_without_end() -> None:
    line = Line()
    line.show(2 * SLOW_SECONDS)
    line.pacing.question(SMALL_BYTES + 1)
    line.now += PATIENCE_SECONDS
    assert line.pacing.must_wait == 0


def test_a_terminal_that_never_answers_is_never_waited_for() -> None:
    line = Line()
    line.pacing.question()
    assert line.pacing.must_wait == 0
    assert line.pacing.question() == ""


def test_on_a_slow_line_a_few_small_pictures_may_be_under_way_together() -> None:
    line = Line()
    line.show(2 * SLOW_SECONDS)
    line.pacing.question(SMALL_BYTES // 2)
    assert line.pacing.must_wait == 0
    line.pacing.question(SMALL_BYTES // 2 + 1)
    assert line.pacing.must_wait > 0
