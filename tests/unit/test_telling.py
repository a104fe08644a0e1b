"""Before anybody speaks, the desk says who may be told what; whoever is not named is told nothing."""

import pytest

from domain.telling import may_be_told

LINES = ("Jean Cole, niece, 07700 900123: everything", "Dr Shah: clinical", "Oak House")


@pytest.mark.parametrize(
    ("caller", "phone", "said"),
    [
        ("", "", "May be told: Jean Cole, niece, 07700 900123: everything; Dr Shah: clinical; Oak House"),
        ("jean", "", "Jean Cole may be told: everything"),
        ("Jean Cole", "07700 900123", "Jean Cole may be told: everything"),
        ("", "07700900123", "Jean Cole may be told: everything"),
        ("shah", "", "Dr Shah may be told: clinical"),
        ("Oak House", "", "Oak House may be told: it is not said what, so ask the person first"),
        ("Jean Cole", "07700 900999", "Jean Cole is not named: tell nothing. Named are Jean Cole, Dr Shah, Oak House"),
        ("Bob", "", "Bob is not named: tell nothing. Named are Jean Cole, Dr Shah, Oak House"),
        ("Jean Brown", "", "Jean Brown is not named: tell nothing. Named are Jean Cole, Dr Shah, Oak House"),
        ("J", "", "J is not named: tell nothing. Named are Jean Cole, Dr Shah, Oak House"),
    ],
)
def test_what_a_caller_may_be_told(caller: str, phone: str, said: str) -> None:
    assert may_be_told(LINES, caller, phone) == said


def test_where_nobody_is_named_the_person_is_asked_first() -> None:
    assert may_be_told((), "Jean") == "Nobody is named who may be told anything: ask the person first"
