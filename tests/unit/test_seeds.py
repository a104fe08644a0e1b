"""What a new store knows: each list and value says where it is from; nothing unverified passes as fact."""

from datetime import date
from itertools import groupby

import pytest

from domain.access import Role
from domain.desk.administration import MARKS, problem_with
from domain.policy import Code, Setting, in_force
from domain.referral import Urgency
from storage.seeds import shipped_codes, shipped_settings

POLICY = in_force(shipped_codes(), shipped_settings(), date(2026, 11, 23))


def test_every_entry_names_its_source_and_how_far_to_trust_it() -> None:
    entries: tuple[Code | Setting, ...] = (*shipped_codes(), *shipped_settings())
    for entry in entries:
        assert entry.source, entry.id
        assert entry.mark in MARKS, entry.id


def test_no_entry_is_shipped_twice() -> None:
    ids = [entry.id for entry in (*shipped_codes(), *shipped_settings())]
    assert len(ids) == len(set(ids))


def test_the_lists_keep_their_own_order() -> None:
    for name, codes in groupby(shipped_codes(), key=lambda code: code.list):
        assert list(POLICY.choices(name)) == [code.code for code in codes]


def test_every_setting_would_be_accepted_if_it_were_typed() -> None:
    for setting in shipped_settings():
        assert problem_with(setting, setting.value, POLICY) == "", setting.name


def test_codes_fit_the_closed_lists_of_the_program() -> None:
    assert set(POLICY.choices("urgency")) == set(Urgency)
    assert set(POLICY.choices("access")) == set(Role)


def test_the_nine_conditions_and_one_for_the_rest_are_there() -> None:
    assert set(POLICY.choices("need")) == {f"UCR{number}" for number in range(10)}


@pytest.mark.parametrize("code", ["UCR7", "UCR8", "UCR9"])
def test_conditions_known_from_memory_are_marked_unverified(code: str) -> None:
    assert POLICY.codes["need"][code].mark == "unverified"


def test_sources_of_referral_carry_no_invented_national_code() -> None:
    assert {code.national for code in POLICY.codes["source"].values()} == {""}


def test_every_decline_reason_counts_under_a_national_one() -> None:
    assert {code.national for code in POLICY.codes["decline"].values()} == {"01", "02", "03"}
