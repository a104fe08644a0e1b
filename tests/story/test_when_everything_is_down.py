"""The pack: sheets that can be read and rung from, and a store that can be looked into, when the desk is down."""

from pathlib import Path

from tests.story.desk import Line, Program
from tests.story.steps import accepted


def test_the_sheets_say_who_is_visited_where_and_whom_to_ring(anywhere: Line, tmp_path: Path) -> None:
    referral = accepted(anywhere)
    anywhere.do("visit.add", id=referral, start="14:00")
    packed = anywhere.show("pack", str(tmp_path))
    pack = Path(packed["pack"])
    sheets = {file.name: file.read_text(encoding="utf-8") for file in pack.glob("*.txt")}
    assert {"README.txt", "people.txt", "calls.txt", "referrals.txt"} < sheets.keys()
    person = anywhere.show("show", "queue")[0]["person"]
    assert "14:00-14:45" in sheets["rounds-2026-11-23.txt"]
    for name in ("rounds-2026-11-23.txt", "people.txt", "referrals.txt"):
        assert person in sheets[name], name
    assert packed["store"].removesuffix(".db") in sheets["README.txt"]
    assert "record.pack" in anywhere.show("journal", "tail", "-n", "1")[0]["kind"]


def test_its_store_is_read_and_never_written(run: Program, caredesk: Line, tmp_path: Path) -> None:
    referral = accepted(caredesk)
    packed = caredesk.show("pack", str(tmp_path))
    sealed = Line(run, str(Path(packed["pack"], packed["store"])))
    assert sealed.show("show", "queue") == caredesk.show("show", "queue")
    assert sealed.say("show", "referral", referral).code == 0
    assert sealed.say("do", "referral.claim", f"id={referral}").code == 3
    assert sealed.say("journal", "verify").code == 0


def test_only_so_many_packs_are_kept(caredesk: Line, tmp_path: Path) -> None:
    for minute in ("10:00", "11:00", "12:00"):
        last = caredesk.show("pack", str(tmp_path), "--keep", "2", "--now", f"2026-11-23T{minute}")["pack"]
    assert [str(each) for each in sorted(tmp_path.glob("caredesk-pack-*"))][-1] == last
    assert len(list(tmp_path.glob("caredesk-pack-*"))) == 2
