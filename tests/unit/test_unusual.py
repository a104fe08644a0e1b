"""Which readings of people's records deserve a question: for what they are, never by comparing people."""

from datetime import UTC, datetime, timedelta

from domain.unusual import Reading, unusual

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def reading(
    seq: int, *, person: str = "HOLT", minutes: int = 0, reader: str = "Ada Okoye", role: str = "co-ordinator",
    in_care: bool = True,
) -> Reading:  # fmt: skip
    return Reading(
        seq=seq, at=NINE + timedelta(minutes=minutes), user=reader.lower(), reader=reader, role=role, in_care=in_care,
        person=f"P{person}", family=person, name=f"{person}, Margaret", purpose="a call",
    )  # fmt: skip


def reasons(*readings: Reading, most: int = 60) -> dict[int, tuple[str, ...]]:
    return {one.reading.seq: one.why for one in unusual(readings, most)}


def test_a_reading_in_the_course_of_care_is_not_asked_about() -> None:
    assert reasons(reading(1), reading(2, person="NAQVI")) == {}


def test_readers_of_the_person_s_own_name_are_asked_about_however_it_is_written() -> None:
    assert reasons(reading(1, reader="Sean O'Brien", person="O’BRIEN")) == {1: ("the same family name",)}


def test_a_record_that_nothing_is_open_for_and_one_that_was_forced_open_are_asked_about() -> None:
    forced = reading(2, role="read-only+break-glass", in_care=False)
    assert reasons(reading(1, in_care=False), forced) == {
        1: ("nothing was open",),
        2: ("nothing was open", "in an emergency"),
    }


def test_more_people_within_an_hour_than_the_policy_says_are_asked_about() -> None:
    morning = [reading(n, person=f"PERSON{n}", minutes=20 * n) for n in range(6)]
    assert reasons(*morning, most=3) == {}
    assert reasons(*morning, most=2) == dict.fromkeys(range(2, 6), ("3 people within an hour",))


def test_the_same_record_again_and_somebody_else_s_reading_do_not_add_up() -> None:
    again = [reading(n) for n in range(5)]
    others = [reading(10 + n, person=f"PERSON{n}", reader="Ben Nash") for n in range(2)]
    assert reasons(*again, *others, most=2) == {}


def test_the_latest_comes_first() -> None:
    assert list(reasons(reading(1, in_care=False), reading(2, in_care=False))) == [2, 1]
