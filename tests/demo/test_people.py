"""Everybody in a demonstration is invented, and none of their numbers belongs to anybody."""

import re
from itertools import islice
from random import Random

from domain.demo.folk import draw_somebody
from domain.demo.homes import neighbourhoods, patches
from domain.demo.names import draw_name
from domain.demo.numbers import nhs_numbers
from domain.nhs_number import validate
from domain.people import Person
from domain.staff import Worker
from storage.demo import postcodes
from tests.demo.world import TODAY, played

DRAMA = re.compile(r"07700 900\d{3}|0161 496 0\d{3}|01632 960\d{3}")


def test_nhs_numbers_are_valid_synthetic_and_never_given_twice() -> None:
    numbers = list(islice(nhs_numbers(Random(5)), 20_000))
    assert len(set(numbers)) == 20_000
    assert all(number.startswith("999") and validate(number).status == "valid" for number in numbers[::37])


def test_another_seed_gives_other_numbers() -> None:
    first, second = (list(islice(nhs_numbers(Random(seed)), 50)) for seed in (1, 2))
    assert first != second


def test_names_are_as_varied_as_a_towns() -> None:
    chance = Random(3)
    names = [draw_name(chance, chance.choice(("female", "male"))) for _ in range(3_000)]
    assert len({name.family for name in names}) > 150
    assert any(not name.given for name in names), "some people have a single name"
    assert {"Ó Súilleabháin", "Nguyễn"} <= {name.family for name in names}
    assert len({name.language for name in names}) >= 10


def test_a_town_is_cut_into_patches_that_share_no_postcode() -> None:
    town = postcodes("bury")
    cut = patches(town, 40)
    codes = [postcode.code for patch in cut for postcode in patch]
    assert len(cut) == 40
    assert len(codes) == len(set(codes)) == len(town)
    assert max(map(len, cut)) < 2 * min(map(len, cut))


def test_homes_stand_on_real_postcodes_with_their_place() -> None:
    town = {postcode.code: postcode.place for postcode in postcodes("exeter")}
    homes = neighbourhoods(Random(1), postcodes("exeter"), 6)
    somebody = draw_somebody(Random(2), homes, "9990000018", TODAY, "01632 960")
    assert somebody.home.place == town[somebody.home.postcode]


def test_people_and_staff_of_a_service_can_be_rung_nowhere() -> None:
    for service in ("bury", "exeter"):
        world = played(service)
        people = [person for person in world.find(Person) if person.family]
        phones = [*(person.phone for person in people), *(worker.phone for worker in world.find(Worker))]
        assert all(DRAMA.fullmatch(phone) for phone in phones)
        assert all(validate(person.nhs_number).status == "valid" for person in people)
        assert all(person.nhs_number.startswith("999") for person in people)
        assert len({person.nhs_number for person in people}) == len(people)
