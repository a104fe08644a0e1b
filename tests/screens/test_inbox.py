"""The inbox by keys: files are taken, each message is a page, and a person says what a doubtful one means."""

import shutil
from pathlib import Path

from domain.access import Role, User
from domain.desk.administration import AddUser
from domain.message import Message
from domain.referral import Referral
from tests.screens.cast import Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame

FOLDER = Path(__file__).parent.parent / "data" / "bars"


def letters(tmp_path: Path, *starts: str) -> Path:
    """A folder with some of the example messages."""
    folder = tmp_path / "post"
    folder.mkdir()
    for path in FOLDER.iterdir():
        if path.name.startswith(starts):
            shutil.copy(path, folder / f"{path.name.partition('-')[0]}{path.suffix}")
    return folder


def only_message(stage: Stage, *, settled: bool = False) -> Message:
    (message,) = stage.ada.read.inbox(settled=settled)
    return message


async def test_a_folder_of_messages_is_taken_by_typing_its_path(stage: Stage, tmp_path: Path) -> None:
    folder = letters(tmp_path, "REFREQ01", "REFREQ8A", "FLA06")
    (folder / "torn.xml").write_text("<Bundle")
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("5")
        await ada.sees("The inbox is empty", "f files")
        await ada.press("f")
        await ada.sees("path of a file or a folder")
        await ada.type(str(folder))
        await ada.press("f4")
        await ada.sees("4 files: 2 created, 1 filed, 1 quarantined. Only rehearsed: nothing changed")
        assert stage.ada.read.inbox(settled=True) == []
        await ada.press("enter")
        await ada.sees("4 files: 2 created, 1 filed, 1 quarantined")
        await ada.press("down", "G")
        await ada.sees("not whole XML")
        await ada.press("escape", "1")
        await ada.sees("JONES, Julie", "unknown")


async def test_a_quarantined_file_is_read_as_a_harmless_page(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    (folder / "evil.xml").write_text("<Bundle>\n[red]\x1b[2J\u202eevil\n" + "word " * 60)
    stage.ada.take_files([str(folder)])
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("5")
        await ada.sees("quarantined", "not whole XML")
        await ada.press("enter")
        await ada.sees("As it came", "<Bundle>", "[red]\ufffd[2J\ufffdevil")
        await ada.press("s", *"seen", "ctrl+o")
        await ada.sees("settle")
        await ada.press("escape")
        await ada.sees("The inbox is empty")
        await ada.press("R")
        await ada.sees("settled", "evil.xml")


async def test_a_person_says_which_referral_an_unknown_update_belongs_to(stage: Stage, tmp_path: Path) -> None:
    stage.ada.take_files([str(letters(tmp_path, "VALREQ02"))])
    ref = stage.refs["NAQVI"]
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("5")
        await ada.sees("asked")
        await ada.press("enter")
        await ada.sees("The sender updates a referral that is not known here", "asked")
        await ada.press("colon")
        await ada.type(f"settle how=belongs referral={ref}")
        await ada.press("enter")
        await ada.sees(f"Applied to referral {ref}: NAQVI, Samir", "Settled by Ada Okoye")
        await ada.press("o")
        await ada.sees("NAQVI, Samir  DoB 1 Feb 1955")
    referral = stage.ada.read.record(Referral, ref)
    assert isinstance(referral, Referral)
    assert "SG Code example" in referral.narrative


async def test_a_new_referral_is_opened_from_the_message_as_it_came(stage: Stage, tmp_path: Path) -> None:
    stage.ada.take_files([str(letters(tmp_path, "VALREQ02"))])
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("5")
        await ada.sees("asked")
        await ada.press("s")
        await ada.type("new")
        await ada.press("ctrl+o")
        await ada.sees("settle", "The inbox is empty")
        await ada.press("1")
        await ada.sees("JONES, Julie")
        await ada.press("u")
        await ada.sees_no("JONES, Julie")
    assert only_message(stage).waits


async def test_the_page_of_a_message_fits_the_smallest_terminal(stage: Stage, tmp_path: Path) -> None:
    stage.ada.take_files([str(letters(tmp_path, "VALREQ01", "SERVREQ01", "VALREQ02"))])
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        await ada.press("5")
        await ada.sees("it stays withdrawn", "unread 1")
        await check_frame(ada.app, "inbox-80x24")
        await ada.press("enter")
        await ada.sees("unread 1", "Perhaps referral", "JONES, Julie, 2h, withdrawn")
        await check_frame(ada.app, "message-80x24")


async def test_who_may_not_take_referrals_takes_no_files(stage: Stage, tmp_path: Path) -> None:
    rae_reader = User(id="reader", name="Rae Reader", roles=(Role.READ_ONLY,))
    stage.do(AddUser(user=rae_reader.id, name=rae_reader.name, roles=rae_reader.roles))
    reader = stage.desk(rae_reader)
    async with at_the_desk(reader, tmp_path) as rae:
        await rae.sees("NAQVI")
        await rae.press("5", "f")
        await rae.sees("needs the right 'intake'")
