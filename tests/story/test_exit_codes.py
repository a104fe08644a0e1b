"""The exit code says what became of a command, and standard error says why in one line."""

import pytest

from domain.access import Role
from tests.story import desk
from tests.story.desk import Line
from tests.story.steps import rung


def test_done_is_nought_and_tells_how_to_undo(caredesk: Line) -> None:
    said = caredesk.say("do", "referral.ring", "whom=Son", "phone=1", "need=UCR1", "urgency=2h", "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json["undo"] == said.json["seq"]
    assert said.json["changed"][0] == f"referral/{said.json['ref']}"


def test_refused_by_a_rule_is_one(caredesk: Line) -> None:
    referral = rung(caredesk)
    said = caredesk.say("do", "referral.accept", f"id={referral}", "--json")
    assert said.code == 1
    assert said.json["refused"] == said.err.strip()


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("show", "moon"),
        ("show", "person"),
        ("do", "referral.fly"),
        ("do", "referral.ring"),
        ("do", "referral.accept", "R7K3"),
        ("do", "referral.accept", "id=R7K3", "colour=red"),
        ("do", "referral.accept", "id=R7K3", "id=R7K4"),
        ("do", "referral.accept", "id=R7K3", "seen=often"),
        ("do", "referral.accept", "id=Margaret Holt"),
        ("do", "undo", "seq=last"),
        ("show", "board", "--date", "31/02/2026"),
        ("show", "board", "--now", "soon"),
        ("report", "unheard-of"),
        ("report", "ucr-2h", "--from", "today", "--to", "yesterday"),
        ("roster", "solve", "--seconds", "nan"),
        ("journal", "tail", "-n", "0"),
        ("run",),
        (),
    ],
    ids=" ".join,
)
def test_misuse_is_two(caredesk: Line, words: tuple[str, ...]) -> None:
    said = caredesk.say(*words)
    assert said.code == 2
    assert said.err and not said.out


def test_out_of_reach_is_three(run: desk.Program) -> None:
    for place in ("/nowhere/desk.db", "postgresql:///desk?host=/nowhere", "postgresql://far/desk", "mysql://far/desk"):
        said = run("show", "queue", "--db", place)
        assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 1), said


def test_not_allowed_is_five_and_journalled(run: desk.Program, sqlite_url: str) -> None:
    desk.begin(sqlite_url, (Role.READ_ONLY, Role.AUDITOR))
    caredesk = Line(run, sqlite_url)
    said = caredesk.say("do", "referral.ring", "whom=Son", "phone=1", "need=UCR1", "urgency=2h", "--json")
    assert said.code == 5
    assert "needs the right 'intake'" in said.err
    newest = caredesk.show("journal", "tail")[-1]
    assert (newest["kind"], newest["after"]) == ("refused.referral.ring", {})


def test_nobody_in_particular_may_not_even_look(run: desk.Program, sqlite_url: str) -> None:
    desk.begin(sqlite_url, (Role.ADMIN,))
    said = Line(run, sqlite_url).say("show", "queue")
    assert (said.code, said.out) == (5, "")
    assert "needs the right 'read'" in said.err
