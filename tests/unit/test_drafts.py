"""Half-typed forms survive on disk, private to their user, until they are saved."""

from dataclasses import replace
from pathlib import Path

import pytest

from tui.drafts import Draft, Drafts, drafts_for
from tui.habits import write_private

HOLT = Draft("referral.decline", "R7K3", "decline HOLT", "HOLT, Margaret", {"reason": "02"}, {"id": "R7K3"})


def test_a_second_call_gets_a_form_of_its_own_while_the_first_waits(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    assert drafts.unused("referral.ring") == 0
    first = Draft("referral.ring", "", texts={"whom": "Elsie Crook"})
    drafts.keep(first)
    second = Draft("referral.ring", "", texts={"whom": "Ward 4"}, number=drafts.unused("referral.ring"))
    drafts.keep(second)
    drafts.write()
    assert drafts.find("referral.ring", "", 0) == first
    assert drafts.find("referral.ring", "", 1) == second
    drafts.drop(first)
    assert drafts.unused("referral.ring") == 0


def test_a_draft_is_found_again_by_what_it_is_about(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep(HOLT)
    drafts.write()
    assert Drafts(tmp_path / "d").find("referral.decline", "R7K3") == HOLT
    assert drafts.find("referral.decline", "R7K9") is None


def test_a_draft_is_for_its_users_eyes_only(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep(HOLT)
    drafts.write()
    (file,) = (tmp_path / "d").glob("*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "d").stat().st_mode & 0o777 == 0o700
    assert "HOLT" not in file.name and "R7K3" not in file.name


def test_saving_the_form_removes_its_draft(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep(HOLT)
    drafts.write()
    drafts.drop(Draft("referral.decline", "R7K3"))
    assert drafts.all() == []
    assert not list((tmp_path / "d").iterdir())


def test_what_a_signal_writes_in_the_midst_of_a_write_stands_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, more = Drafts(tmp_path / "d"), replace(HOLT, texts={"reason": "02", "detail": "no key"})
    signals = iter([more])

    def interrupted(file: Path, text: str) -> None:
        for told in signals:
            drafts.keep(told)
            drafts.write()
        write_private(file, text)

    monkeypatch.setattr("tui.drafts.write_private", interrupted)
    drafts.keep(HOLT)
    drafts.write()
    assert Drafts(tmp_path / "d").find("referral.decline", "R7K3") == more


def test_the_same_words_are_given_under_the_same_id_and_others_under_another(tmp_path: Path) -> None:
    drafts, typed = Drafts(tmp_path / "d"), replace(HOLT, seed="S1")
    drafts.keep(typed)
    drafts.write()
    again = Drafts(tmp_path / "d").find("referral.decline", "R7K3")
    assert again is not None
    assert again.command_id("Decline R7K3") == typed.command_id("Decline R7K3")
    others = (replace(typed, texts={"reason": "03"}), replace(typed, seed="S2"), replace(typed, number=1, about=""))
    given = {typed.command_id("Decline R7K9"), *(one.command_id("Decline R7K3") for one in (typed, *others))}
    assert len(given) == 5
    moved = replace(typed, at=7, field="reason", seen=9, known={"id": "R7K3", "seen": 9})
    assert moved.command_id("Decline R7K3") == typed.command_id("Decline R7K3")


def test_a_damaged_draft_is_passed_over_and_left_alone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep(HOLT)
    drafts.write()
    for name, content in {"a.json": "{", "b.json": "[1]", "c.json": '{"texts": 3}', "d.json": "\xff"}.items():
        (tmp_path / "d" / name).write_text(content, encoding="latin-1")
    assert drafts.all() == [HOLT]
    assert (tmp_path / "d" / "a.json").exists()


def test_drafts_of_another_store_or_user_are_apart(tmp_path: Path) -> None:
    mine, theirs, elsewhere = (
        drafts_for(tmp_path, store, user) for store, user in (("a", "ada"), ("a", "ben"), ("b", "ada"))
    )
    mine.keep(HOLT)
    mine.write()
    assert mine.all() == [HOLT]
    assert theirs.all() == [] and elsewhere.all() == []


def test_a_disk_that_takes_nothing_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("a file where the folder should be")
    drafts = Drafts(tmp_path / "d")
    drafts.keep(HOLT)
    drafts.write()
    assert drafts.all() == []


def test_parked_work_remembers_where_it_stood_and_the_last_comes_first(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep(Draft("referral.ring", "", texts={"whom": "Kim"}, number=2))
    ring = Draft("referral.ring", "", "ring", texts={"whom": "Jean"}, field="phone", at=3, place="list/cases", seen=4)
    drafts.park(ring)
    jean = Drafts(tmp_path / "d").parked()
    assert jean is not None and jean.parked
    assert (jean.texts["whom"], jean.field, jean.at, jean.place, jean.seen) == ("Jean", "phone", 3, "list/cases", 4)
    drafts.drop(jean)
    assert drafts.parked() is None and len(drafts.all()) == 1


def test_the_rows_that_a_form_was_about_are_kept_all_of_them(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.park(Draft("referral.decline", "R1", known={"id": "R1", "seen": 2}, more=({"id": "R2", "seen": 5},)))
    (kept,) = Drafts(tmp_path / "d").all()
    assert kept.known == {"id": "R1", "seen": 2} and kept.more == ({"id": "R2", "seen": 5},)


def test_a_draft_of_an_earlier_program_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"action": "referral.ring", "about": "", "title": "ring", "whose": "", "texts": {"whom": "Jean"}, "known": {}}'
    )
    assert [draft.texts for draft in Drafts(tmp_path).all()] == [{"whom": "Jean"}]
