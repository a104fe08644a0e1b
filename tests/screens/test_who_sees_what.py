"""What the desk shows depends on who sits at it: an administrator keeps users and rules, and sees nobody in care."""

from pathlib import Path

from domain.access import Role, User
from domain.desk.administration import AddUser, AmendUser
from domain.desk.intake import Claim
from tests.screens.cast import Stage
from tests.screens.driving import at_the_desk

ADMIN = User(id="iam", name="Ian Marsh", roles=(Role.ADMIN,))
WORDS = ("HOLT", "NAQVI", "BROWN", "M26", "BL9", "9992046171")


async def test_an_administrator_sees_rules_and_nobody_in_care(stage: Stage, tmp_path: Path) -> None:
    stage.do(AddUser(user=ADMIN.id, name=ADMIN.name, roles=ADMIN.roles))
    head = stage.ada.read.head()
    async with at_the_desk(stage.desk(ADMIN), tmp_path, size=(120, 40)) as ian:
        await ian.sees("Not for admin to see", "I Marsh admin")
        stage.do(Claim(id=stage.refs["NAQVI"]))
        for key in ("2", "3", "4", "5", "6", "7", "8", "9"):
            await ian.press(key)
            await ian.press("enter")
            assert not any(word in ian.text() for word in WORDS)
        await ian.press("0")
        await ian.sees("amber-minutes")
        assert not any(word in ian.text() for word in WORDS)
    refused = [entry for entry in stage.ada.read.entries_since(head) if entry.actor == ADMIN.id]
    assert refused == [], "looking at a shut pane is no attempt to read what is in it"


async def test_a_record_is_read_once_in_a_sitting_whatever_door_it_was_opened_by(stage: Stage, tmp_path: Path) -> None:
    row = next(row for row in stage.ada.read.queue(stage.clock.now()) if row.person.startswith("HOLT"))
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("> ")
        await ada.press("j", "enter")
        await ada.sees("key safe 1234", "e amend")
        stage.do(AmendUser(id="bnash", name="Ben A Nash"))
        await ada.press("escape")
        await ada.sees("1 Queue")
        await ada.press("enter")
        await ada.sees("key safe 1234", "e amend")
    readings = [entry for entry in stage.ada.read.history(f"person/{row.person_ref}") if entry.kind == "record.read"]
    assert [entry.reason for entry in readings] == ["opened at the desk"]
