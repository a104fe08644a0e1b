"""A call from the ring to acceptance, by keys as a co-ordinator presses them: nothing typed is lost on the way."""

from pathlib import Path

from domain.people import Person
from domain.referral import Referral, State
from tests.screens.cast import Stage
from tests.screens.driving import Hands, at_the_desk

MOST_KEYS = 60
NAMES = ("Jean Cole, niece", "Cole", "Ruth", "12 Mill Street", "rings and waits")


class Counting:
    """A hand at the desk that counts its keys; names are free."""

    def __init__(self, hand: Hands) -> None:
        self.hand, self.keys = hand, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.hand.press(*keys)

    async def type(self, text: str) -> None:
        self.keys += 0 if text in NAMES else len(text)
        await self.hand.type(text)


async def test_a_new_urgent_referral_takes_no_more_than_sixty_keys_besides_names(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        hand = Counting(ada)
        await hand.press("n")
        for answer in ("Jean Cole, niece", "01632960777", "fal"):
            await hand.type(answer)
            await hand.press("enter")
        await hand.type("2h")
        await hand.press("ctrl+o")
        await ada.sees("1 Queue 7", "Asked 09:14 by Jean Cole, niece")
        await hand.press("i")
        await ada.sees("Known person")
        await hand.press("enter")
        for answer in ("Cole", "Ruth", "030442"):
            await hand.type(answer)
            await hand.press("enter")
        await hand.press("ctrl+o")
        await ada.sees("identify unknown")
        assert hand.keys <= MOST_KEYS


async def test_what_is_learned_of_somebody_named_already_is_kept(stage: Stage, tmp_path: Path) -> None:
    ref = stage.refs["NAQVI"]
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("i")
        await ada.sees("Known person", "NAQVI, Samir")
        await ada.press(*["tab"] * 9)
        await ada.type("rings and waits")
        await ada.press("ctrl+o")
        await ada.sees("identify NAQVI")
    referral = stage.ada.read.record(Referral, ref)
    assert referral is not None
    person = stage.ada.read.record(Person, referral.person)
    assert person is not None
    assert person.access == "rings and waits"


async def test_red_flags_are_answered_by_one_letter_and_none_is_an_answer(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t")
        await ada.sees("Red flags")
        await ada.press("enter", "enter")
        await ada.sees("None of these")
        await ada.press("n", "enter")
        await ada.sees("none")
        await ada.type("giv")
        await ada.press("enter", "n", "ctrl+o")
        await ada.sees("triage NAQVI")
        referral = stage.ada.read.record(Referral, stage.refs["NAQVI"])
        assert referral is not None
        assert (referral.exclusions, referral.criteria_version != "", referral.state) == ((), True, State.SCREENING)


async def test_all_that_is_missing_is_said_to_its_end_with_what_asks_for_it(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("n")
        for answer in ("Jean Cole, niece", "01632960777", "fal"):
            await ada.type(answer)
            await ada.press("enter")
        await ada.type("2h")
        await ada.press("ctrl+o")
        await ada.sees("1 Queue 7", "Asked 09:14 by Jean Cole, niece")
        await ada.press("a", "ctrl+o")
        await ada.sees("still lacks who it is", "(identify asks for them)", "(triage asks for them)")


async def test_who_is_told_of_a_decision_may_first_be_seen_to_be_somebody_who_may_know(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("f")
        await ada.sees("Feedback", "NAQVI, Samir: Nobody is named who may be told anything: ask the person first")


async def test_a_key_that_does_nothing_says_so(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("Q")
        await ada.sees("Q does nothing here; ? lists what does")
        await ada.press("j")
        await ada.sees("2/6", "? help")
        await ada.sees_no("does nothing here")


async def test_what_the_record_had_said_is_not_counted_as_unsaved_when_a_form_comes_back(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("t", "enter", "enter", "enter")
        await ada.sees("Given by the person")
        await ada.type("giv")
        await ada.sees("unsaved 1")
        await ada.press("ctrl+t")
        await ada.sees("Parked: triage")
        await ada.press("ctrl+t")
        await ada.sees("This form was kept half-typed", "unsaved 1")
