"""A date of birth is typed as it is said on the telephone: day first, in digits alone or with anything between."""

from datetime import date

import pytest

from domain.when import TimeProblem, parse_birth, parse_date

TODAY = date(2026, 11, 23)


WAYS = ["030442", "03041942", "3/4/42", "3.4.42", "3 4 1942", "03-04-42", "3 apr 42", "1942-04-03"]


@pytest.mark.parametrize("typed", WAYS)
def test_a_date_of_birth_in_every_way_that_people_type_it(typed: str) -> None:
    assert parse_birth(typed, TODAY) == date(1942, 4, 3)


def test_digits_that_are_no_day_are_refused_with_how_they_were_read() -> None:
    with pytest.raises(TimeProblem, match="'19/42/0403' is not a date; type it day first"):
        parse_birth("19420403", TODAY)


def test_another_date_in_digits_is_of_this_century() -> None:
    assert parse_date("241126", TODAY) == date(2026, 11, 24)
