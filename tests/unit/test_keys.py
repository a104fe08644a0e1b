"""Somebody's own keys: profiles without clashes, keys that a VT220 has, the trial of a terminal, what is kept."""

from pathlib import Path

import pytest

from domain.access import Caller, Role, User
from tests.memory import shipped_policy
from tests.screens.cast import NOW
from tui.completing import complete
from tui.habits import MOST_LINES, HabitsFile, Saved, habits_for
from tui.keymap import LIST_PAGES, MOTIONS, PLACE_MOTIONS, conflicts, registry, shown
from tui.presenters.help import fitting, possible
from tui.presenters.keys import TRIED, Trial, told
from tui.profiles import PROFILES, SAID, Keys

ADA = Caller(User(id="ada", name="Ada Okoye", roles=tuple(Role)), "s")
POLICY = shipped_policy(NOW.date())
ON_A_VT220 = (
    {f"f{number}" for number in (*range(6, 15), *range(17, 21))}
    | {f"ctrl+{letter}" for letter in "abcdefgklnoprtuvwxy"}
    | {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "enter", "space"}
    | {"slash", "colon", "question_mark", "minus", "plus", "exclamation_mark", "full_stop", "asterisk"}
    | {"equals_sign", "at", "left_square_bracket", "right_square_bracket"}
)


def _on_a_vt220(key: str) -> bool:
    return key in ON_A_VT220 or (len(key) == 1 and key.isalnum())


def test_everything_that_has_a_key_has_one_that_a_vt220_sends() -> None:
    named = {motion.id: motion.keys for motion in (*MOTIONS, *PLACE_MOTIONS)} | {one.id: one.key for one in registry()}
    assert [id for id, keys in named.items() if keys and not any(map(_on_a_vt220, keys.split(",")))] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_no_profile_gives_a_key_two_meanings_in_one_place(profile: str) -> None:
    assert conflicts(Keys(profile)) == []
    assert SAID[profile]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_changes_only_what_exists_to_keys_that_a_vt220_sends(profile: str) -> None:
    changed = Keys(profile).changed
    assert changed.keys() <= {one.id for one in (*MOTIONS, *registry())} | LIST_PAGES.keys()
    strange = [id for id, keys in changed.items() if not any(map(_on_a_vt220, keys.split(",")))]
    assert {*strange} <= {"desk.queue", "desk.find"}  # f5 and f3; :queue and :find are words as well


def test_in_the_vim_profile_digits_count_and_help_shows_the_function_keys() -> None:
    vim = {row.verb: row.keys for row in possible("queue", ADA, {}, Keys("vim"))}
    assert Keys("vim").digits_count and not Keys().digits_count
    assert vim["queue"] == "F5" and vim["find"] == "F3"


def test_the_trial_asks_for_one_key_after_another_and_says_what_to_press_instead() -> None:
    trial = Trial().pressed("f5").pressed("x").pressed("space")
    assert trial.results == (("f5", True), ("f6", False)) and trial.asked == "f7"
    lines = [line if isinstance(line, str) else line[0] for line in told(trial, Keys(), "x")]
    assert lines[0] == "Press F7 now"
    assert "Does not: F6: press 2 or :board instead" in lines
    assert "x arrived instead" in lines[1]


def test_the_trial_ends_when_every_key_was_tried() -> None:
    trial = Trial()
    for key in TRIED:
        trial = trial.pressed(key)
    assert trial.asked == "" and all(fine for _, fine in trial.results)
    assert trial.pressed("f5") is trial


def test_habits_are_kept_between_sittings_for_their_persons_eyes_only(tmp_path: Path) -> None:
    first = habits_for(tmp_path, "store", "ada")
    assert not first.now.tried
    first.change(keys="vim", tried=True, views={"1": Saved("pane/1", "holt")})
    first.add_line("decline out-of-area")
    again = habits_for(tmp_path, "store", "ada").now
    assert (again.keys, again.tried, again.lines) == ("vim", True, ["decline out-of-area"])
    assert again.views == {"1": Saved("pane/1", "holt")}
    assert habits_for(tmp_path, "store", "ben").now.keys == "default"
    (file,) = (tmp_path / "habits").glob("*.json")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_line_typed_again_is_remembered_once_and_old_lines_are_forgotten(tmp_path: Path) -> None:
    habits = HabitsFile()
    for number in range(MOST_LINES + 5):
        habits.add_line(f"line {number}")
    habits.add_line("line 50")
    assert habits.now.lines[-1] == "line 50" and list(habits.now.lines).count("line 50") == 1
    assert len(habits.now.lines) == MOST_LINES and "line 2" not in habits.now.lines


def test_damaged_habits_are_as_none(tmp_path: Path) -> None:
    place = tmp_path / "habits.json"
    place.write_text('{"views": 3}')
    assert HabitsFile(place).now.keys == "default"


HOLT = {"referral": "R7K3", "revision": 3}


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("decl", "decline "),
        ("decline out", "decline out-of-area "),
        ("decline out-of-area whe", "decline out-of-area where_instead="),
        ("decline reason=out", "decline reason=out-of-area "),
        ("keys v", "keys vim "),
        ("frobnicate", "frobnicate"),
        ("frobnicate x", "frobnicate x"),
    ],
)
def test_a_line_is_completed_word_by_word(line: str, completed: str) -> None:
    assert complete(line, HOLT, "queue", POLICY)[0] == completed


def test_what_a_line_could_go_on_with_is_told() -> None:
    line, fits = complete("decline ", HOLT, "queue", POLICY)
    assert line == "decline " and "out-of-area" in fits and "where_instead=" in fits


def test_a_command_is_found_by_its_word_by_what_it_does_and_by_its_letters() -> None:
    rows = possible("queue", ADA, {})
    assert fitting(rows, "decl")[0].verb == "decline"
    assert "hold" in {row.verb for row in fitting(rows, "something missing")}
    assert "escalate" in {row.verb for row in fitting(rows, "eslt")}
    assert shown("apostrophe") == "'"
