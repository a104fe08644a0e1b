"""A script is many lives told as one, in the order of time."""

from datetime import timedelta

import pytest

from domain.demo.stage import DESK, Cue, Life, play
from domain.desk.bus import Done
from domain.desk.intake import Claim
from tests.demo.world import NOW


def cue(ref: str, minute: int) -> Cue:
    return Cue(NOW + timedelta(minutes=minute), DESK, Claim(id=ref))


def done(seq: int) -> Done:
    return Done(seq=seq, kind="referral.claim", changed=(f"referral/R{seq}",), undo=None)


def told(lives: list[Life], until: int) -> list[tuple[str, int]]:
    script, heard = play(lives, NOW + timedelta(minutes=until)), []
    step = next(script, None)
    while step is not None:
        heard.append((step.command.id, int((step.at - NOW) / timedelta(minutes=1))))
        try:
            step = script.send(done(len(heard)))
        except StopIteration:
            break
    return heard


def test_lives_take_turns_by_the_clock() -> None:
    def one() -> Life:
        yield cue("A", 1)
        yield cue("B", 5)

    def other() -> Life:
        yield NOW + timedelta(minutes=2)
        yield cue("C", 3)

    assert told([one(), other()], until=60) == [("A", 1), ("C", 3), ("B", 5)]


def test_a_life_learns_what_came_of_its_cue_and_nothing_while_it_waits() -> None:
    answers: list[object] = []

    def one() -> Life:
        answers.append((yield cue("A", 1)))
        answers.append((yield NOW + timedelta(minutes=2)))

    told([one()], until=60)
    assert [getattr(answer, "ref", None) for answer in answers] == ["R1", None]


@pytest.mark.parametrize(("until", "heard"), ((0, []), (1, [("A", 1)]), (4, [("A", 1)]), (5, [("A", 1), ("B", 5)])))
def test_nothing_happens_after_the_end(until: int, heard: list[tuple[str, int]]) -> None:
    def one() -> Life:
        yield cue("A", 1)
        yield cue("B", 5)

    assert told([one()], until) == heard


def test_a_step_whose_moment_has_passed_comes_at_once() -> None:
    def one() -> Life:
        yield cue("A", 4)
        yield cue("B", 2)

    assert told([one()], until=60) == [("A", 4), ("B", 4)]
