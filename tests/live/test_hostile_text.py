"""Whatever somebody typed or sent as a name is text on every screen: it acts on nothing and steers no terminal."""

import json
from pathlib import Path

import pytest

from tests.live.desks import Desks, says, sees
from tests.live.stream import strays
from tests.store_file import store_file
from tests.unit.exchange_samples import bundle, patient, request

COLOUR = "\x1b[38;5;201m"
HOSTILE = f"[/]{COLOUR}[@click=app.quit]x[/red]\x1b]52;c;cHduZWQ=\x07\x9b31m\u202eevil\u2066\x7f\u2028\x1bPq"
SHOWN = "[/]"
COLUMNS = {
    "person": "family given preferred phone address postcode gp key_safe access",
    "referral": "referrer organisation referrer_phone narrative clinician where_instead accepted_by",
    "care_case": "next_step end_note",
    "visit": "tasks note verified_note",
    "worker": "family given phone postcode",
    "meeting": "title minutes",
    "action": "text result",
    "escalation": "text context outcome",
    "on_call": "name phone",
    "contact": "text whom",
    "promise": "what whom phone kept_note",
    "code": "label",
    "desk_user": "name",
    "store": "title",
}
"""Where free text stands in the store, by table."""

WALK = (
    "j", "\r", "h", "\x1b", "e", "\x1b", "\x1b", "2", "j", "\r", "h", "\x1b", "\x1b", "w", "\x1b", "a", "\x1b",
    "3", "\r", "\x1b", "4", "\r", "\x1b", "6", "\x1b", "7", "\r", "\x1b", "\x1b", "8", "\x1b", "9", "\r",
    "\x1b", "\x1b", "0", "\x1b", "\x06evil", "\x1b", "?", "\x1b", "1", "i[/]", "\x1b", "\x14", "\x1b", "m", "u",
    "!", "\x1b", ":inbox\r", "\x1b", "/evil", "\x1b", ":claim id=[/]", "\x1b",
)  # fmt: skip
"""Keys that lead past every place: lists, records, histories, forms, search, help, drafts, messages and filters."""


def spoil(place: Path) -> None:
    """Put hostile words wherever free text stands in a store, past every check."""
    with store_file(place) as store:
        store.execute("PRAGMA ignore_check_constraints = ON")
        for table, columns in COLUMNS.items():
            for column in columns.split():
                store.execute(f"UPDATE {table} SET {column} = ? WHERE {column} <> ''", (HOSTILE,))


def test_hostile_words_are_text_however_they_came(sqlite_desks: Desks, tmp_path: Path) -> None:
    rung = ("whom=" + HOSTILE, "note=" + HOSTILE, "phone=0161 496 0777", "need=UCR1", "urgency=2h")
    ref = sqlite_desks.caredesk("do", "referral.ring", *rung, "--json").json["ref"]
    sqlite_desks.caredesk(
        "do", "referral.identify", f"id={ref}", f"family={HOSTILE}", f"given={HOSTILE}", "born=3/4/1942"
    )
    message = tmp_path / "referral.json"
    message.write_text(json.dumps(bundle(request(), patient(name=[{"family": HOSTILE, "given": [HOSTILE]}]))))
    assert sqlite_desks.caredesk("import", str(message), "--json").json["files"][0]["outcome"] == "created"
    desk = sqlite_desks.opened()
    desk.press("/[/]\r")
    sees(desk, "1/2", ref)
    desk.press("\r")
    sees(desk, "e amend", SHOWN)
    desk.press("h")
    sees(desk, "History", SHOWN)
    desk.until_quiet()
    assert strays(desk.sent) == []
    assert COLOUR.encode() not in desk.sent
    assert not desk.ended()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
def test_hostile_words_that_an_older_program_let_in_are_text_on_every_screen(
    sqlite_desks: Desks, size: tuple[int, int]
) -> None:
    spoil(Path(sqlite_desks.store))
    desk = sqlite_desks.opening(columns=size[0], lines=size[1])
    sees(desk, "? help", SHOWN)
    for keys in WALK:
        desk.press(keys)
        desk.until_quiet(0.15)
        assert not desk.ended(), (keys, desk.text)
    assert SHOWN in desk.text
    assert strays(desk.sent) == []
    assert COLOUR.encode() not in desk.sent
    desk.press("q")
    desk.until(desk.ended)
    assert desk.status == 0
    assert not (Path(sqlite_desks.store).parent / "ada" / ".local/state/caredesk/faults.log").exists()


def test_what_is_pasted_is_text_and_never_keys(sqlite_desks: Desks) -> None:
    desk = sqlite_desks.opened()
    desk.press("\x1b[200~q\rjjm\x1b[201~")
    desk.press("jd")
    sees(desk, "Where instead")
    desk.press(f"\t\x1b[200~{HOSTILE}\rq\x1b[201~")
    sees(desk, "evil")
    desk.press("\x1b")
    says(desk, "Kept half-typed")
    assert strays(desk.sent) == []
    assert COLOUR.encode() not in desk.sent
