"""Minutes leave the desk as a document; the copy for outsiders says nothing of whom they are about."""

from datetime import date

from domain.meeting import Action, Item
from tests.unit.presenter_cast import HOLT, SIGHT, holts_case
from tests.unit.test_presenters_diary import page, row
from tui.presenters.meeting import MeetingRead
from tui.presenters.minutes_out import LEFT_OUT, document

MINUTES = "Mrs Holt walks again, NHS 999 204 6538.\nRing margaret's niece on 07700 900123, she lives at BL9 5HA."


def held() -> MeetingRead:
    agenda = (Item(case="C1", person="P1", decision="Holt goes home on Friday"), Item(case="C9"))
    action = Action(id="A1", text="ring Mrs HOLT", owner="W1", due=date(2026, 11, 27))
    about = row(agenda=agenda, minutes=MINUTES, apologies=("W1",))
    return page(row=about, cases={"C1": (holts_case(), HOLT)}, actions=(action,))


def test_the_minutes_say_what_was_decided_promised_and_typed() -> None:
    text = "\n".join(document(held(), SIGHT, outside=False))
    assert text.startswith("# Core group  Mon 23 Nov 09:14-10:44")
    assert "- HOLT, Margaret (C1): Holt goes home on Friday" in text and "- Case C9: not decided" in text
    assert MINUTES in text
    assert "- Priya Lewis by Fri 27 Nov 2026: ring Mrs HOLT (to do)" in text
    assert "Present: Ada Okoye, Priya Lewis" in text and "Apologies: Priya Lewis" in text


def test_the_copy_for_outsiders_names_nobody_in_care_and_no_number_of_theirs() -> None:
    text = "\n".join(document(held(), SIGHT, outside=True))
    assert not any(word in text.lower() for word in ("holt", "margaret", "999", "07700", "bl9"))
    assert f"Mrs {LEFT_OUT} walks again, NHS {LEFT_OUT}." in text
    assert "- Case C1:" in text and "Priya Lewis by Fri 27 Nov 2026" in text
