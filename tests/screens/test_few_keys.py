"""How few keys the acts of the day take: a new urgent referral, an urgent visit, a person to be found."""

from pathlib import Path

from domain.referral import State
from tests.screens.board_cast import Roster
from tests.screens.cast import Stage
from tests.screens.driving import Hands, at_the_desk

KEYS_OF_A_REFERRAL, KEYS_OF_A_VISIT, KEYS_OF_A_PERSON = 60, 4, 5


class Counted:
    """Somebody whose keys are counted, besides those of what the caller spells: names, where they live, the way in."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Keys that count."""
        self.keys += len(keys)
        await self._hands.press(*keys)

    async def spell(self, name: str) -> None:
        """What the caller spells is as long as it is."""
        await self._hands.type(name)


async def test_a_new_urgent_referral_takes_sixty_keys_besides_what_is_spelled_from_the_ring_to_acceptance(
    stage: Stage, tmp_path: Path
) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        call = Counted(ada)
        await call.press("n")
        await call.spell("Jean Cole")
        await call.press("enter", *"07700900123", "enter", "f", "enter", *"2h", "ctrl+o")
        await ada.sees("1 Queue 7", "Asked 09:14 by Jean Cole")
        await call.press("i", "enter")
        await call.spell("Cole")
        await call.press("enter")
        await call.spell("Winifred")
        await call.press("enter", *"3/4/38", "enter", "enter", "enter", *"07700900124", "enter")
        await call.spell("4 Mill Lane")
        await call.press("enter")
        await call.spell("BL9 5HA")
        await call.press("enter")
        await call.spell("her daughter opens")
        await call.press("ctrl+o")
        await ada.sees("COLE, Winifred  DoB 3 Apr 1938 (88)")
        await call.press("t", "enter", "enter", *"none", "enter", "g", "enter", "n", "ctrl+o", "a")
        await ada.sees("accept COLE, Winifred")
        assert call.keys <= KEYS_OF_A_REFERRAL, call.keys
    (found,) = [row for row in stage.ada.read.queue(stage.clock.now()) if row.person == "COLE, Winifred"]
    assert (found.state, found.urgency, found.need) == (State.ACCEPTED, "2h", "UCR1")


async def test_an_urgent_visit_is_placed_by_four_keys(rota: Roster, tmp_path: Path) -> None:
    async with at_the_desk(rota.stage.ada, tmp_path) as ada:
        await ada.sees("1 Queue")
        visit = Counted(ada)
        await visit.press("2")
        await ada.sees("uncovered 1", "EVANS, Gwen")
        await visit.press("a", "n", "enter")
        await ada.sees("uncovered 0")
        assert visit.keys <= KEYS_OF_A_VISIT


async def test_a_person_is_found_by_five_keys_of_their_name_and_birth(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("ctrl+f")
        sought = Counted(ada)
        await sought.press(*"hol", *"42")
        await ada.sees("1/1", "HOLT, Margaret")
        assert sought.keys <= KEYS_OF_A_PERSON
        await ada.press("enter")
        await ada.sees("HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538")
