"""While minutes are typed, what they promise stands below them."""

from datetime import date

from tui.presenters.minutes import owed_so_far

MONDAY = date(2026, 11, 23)


def test_a_line_that_names_who_when_and_what_is_an_action() -> None:
    assert owed_so_far("Ivy is better.\n!Priya fri ring the ward", MONDAY) == [
        ("Priya", "by Fri 27 Nov: ring the ward"),
    ]  # fmt: skip


def test_a_line_that_is_still_being_typed_says_what_it_lacks() -> None:
    assert owed_so_far("!Priya fri", MONDAY) == [("!", "not an action yet: say what is to be done after the date")]
    ((_, lacking),) = owed_so_far("!Priya", MONDAY)
    assert "type a name, a date and what is to be done" in lacking


def test_whose_name_it_will_be_is_read_back_and_who_it_could_be() -> None:
    names = ("Priya Lewis", "Sam Shah", "Priya Shah")
    assert owed_so_far("!sam fri ring the ward", MONDAY, (), names) == [("Sam Shah", "by Fri 27 Nov: ring the ward")]
    assert owed_so_far("!priya fri ring", MONDAY, ("Priya Lewis",), names) == [("Priya Lewis", "by Fri 27 Nov: ring")]
    ((_, asked),) = owed_so_far("!priya fri ring", MONDAY, (), names)
    assert asked == "not an action yet: priya could be Priya Lewis or Priya Shah; type more of the name"


def test_words_without_the_mark_promise_nothing() -> None:
    assert owed_so_far("Priya will ring the ward on Friday", MONDAY) == []
