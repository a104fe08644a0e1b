"""Users and the dated rules: nothing is overwritten, and a service is never left without an administrator."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.access import Caller, Role, User
from domain.desk.administration import AddUser, AmendUser, DropRule, SetCode, SetSetting
from domain.desk.bus import Refused
from domain.desk.undoing import Undo
from domain.policy import Code, Policy, Setting, in_force
from storage.seeds import shipped_codes, shipped_settings
from tests.memory import MemoryStore

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore(datetime(2026, 11, 23, 9, 14, tzinfo=UTC))
    made.records.update({f"code/{code.id}": code for code in shipped_codes()})
    made.records.update({f"setting/{setting.id}": setting for setting in shipped_settings()})
    return made


def policy_on(store: MemoryStore, day: date) -> Policy:
    return in_force(store.all(Code), store.all(Setting), day)


def refused(store: MemoryStore, command: object) -> str:
    outcome = store.do(command)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence


# Users


def test_a_user_is_added_with_roles_and_once(store: MemoryStore) -> None:
    store.done(AddUser(user="plewis", name="Priya Lewis", roles=(Role.CLINICIAN, Role.SENIOR)))
    assert store.one(User, "plewis").roles == (Role.CLINICIAN, Role.SENIOR)
    assert "already a user" in refused(store, AddUser(user="plewis", name="Priya", roles=(Role.SENIOR,)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"user": "p lewis"}, "no login name"),
        ({"user": ""}, "no login name"),
        ({"name": " "}, "full name"),
        ({"roles": ("wizard",)}, "'wizard' is no role"),
    ],
)
def test_a_user_needs_a_login_a_name_and_known_roles(
    store: MemoryStore, wrong: dict[str, object], sentence: str
) -> None:
    asked: dict[str, object] = {"user": "plewis", "name": "Priya Lewis", "roles": ("senior",), **wrong}
    assert sentence in refused(store, AddUser(**asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"active": False}, {"roles": (Role.SENIOR,)}])
def test_the_only_administrator_stays_until_there_is_another(store: MemoryStore, change: dict[str, object]) -> None:
    store.done(AddUser(user="one", name="One", roles=(Role.ADMIN,)))
    assert "only administrator" in refused(store, AmendUser(id="one", **change))  # type: ignore[arg-type]
    store.done(AddUser(user="two", name="Two", roles=(Role.ADMIN,)))
    store.done(AmendUser(id="one", **change))  # type: ignore[arg-type]
    assert "only administrator" in refused(store, AmendUser(id="two", active=False))


def test_an_administrator_who_left_does_not_count(store: MemoryStore) -> None:
    for login in ("one", "two"):
        store.done(AddUser(user=login, name=login, roles=(Role.ADMIN,)))
    store.done(AmendUser(id="two", active=False))
    assert "only administrator" in refused(store, AmendUser(id="one", active=False))


def test_what_is_not_said_about_a_user_stays(store: MemoryStore) -> None:
    store.done(AddUser(user="plewis", name="Priya Lewis", roles=(Role.SENIOR,)))
    store.done(AmendUser(id="plewis", name="Priya Shah"))
    user = store.one(User, "plewis")
    assert (user.name, user.roles, user.active) == ("Priya Shah", (Role.SENIOR,), True)


def test_a_co_ordinator_administers_nobody(store: MemoryStore) -> None:
    desk = Caller(User(id="ben", roles=(Role.CO_ORDINATOR,)), "s2")
    outcome = store.do(AddUser(user="mate", name="Mate", roles=(Role.ADMIN,)), caller=desk)
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"


# Codes


def test_a_code_means_what_it_meant_until_the_day_before(store: MemoryStore) -> None:
    store.done(SetCode(list="room", code="hub", label="Bridge House", valid_from=TOMORROW, source="Estates"))
    assert policy_on(store, TODAY).label("room", "hub") == "Hub meeting room"
    assert policy_on(store, TOMORROW).label("room", "hub") == "Bridge House"
    assert policy_on(store, TOMORROW).codes["room"]["hub"].source == "Estates"


def test_a_new_code_comes_last_in_its_list(store: MemoryStore) -> None:
    store.done(SetCode(list="room", code="annexe", label="Annexe"))
    assert list(policy_on(store, TODAY).choices("room"))[-1] == "annexe"
    assert "type what it means" in refused(store, SetCode(list="room", code="attic"))


def test_an_archived_code_keeps_its_meaning_for_the_days_it_was_used(store: MemoryStore) -> None:
    store.done(SetCode(list="exception", code="E06", valid_to=TODAY))
    assert policy_on(store, TODAY).label("exception", "E06") == "Person refused tag or telephone"
    assert not policy_on(store, TOMORROW).knows("exception", "E06")


def test_a_national_code_is_filled_in_without_retyping_the_label(store: MemoryStore) -> None:
    store.done(SetCode(list="source", code="gp", national="03", source="Data Dictionary", mark="sourced"))
    filled = policy_on(store, TODAY).codes["source"]["gp"]
    assert (filled.label, filled.national, filled.mark) == ("GP practice", "03", "sourced")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"list": "planets"}, "no list 'planets'"),
        ({"code": "a b"}, "is no code"),
        ({"valid_from": date(2026, 11, 22)}, "stay as they were"),
        ({"valid_to": date(2026, 11, 22)}, "before the first"),
        ({"mark": "sure"}, "is no mark"),
    ],
)
def test_a_code_that_would_rewrite_the_past_or_means_nothing_is_refused(
    store: MemoryStore, wrong: dict[str, object], sentence: str
) -> None:
    asked: dict[str, object] = {"list": "room", "code": "hub", "label": "Hub", **wrong}
    assert sentence in refused(store, SetCode(**asked))  # type: ignore[arg-type]


def test_a_code_has_an_owner_who_answers_for_it_until_there_is_another(store: MemoryStore) -> None:
    store.done(SetCode(list="room", code="annexe", label="Annexe", owner="Estates"))
    store.done(SetCode(list="room", code="annexe", label="West annexe", valid_from=TOMORROW))
    assert policy_on(store, TOMORROW).codes["room"]["annexe"].owner == "Estates"


# Settings


def test_a_setting_changes_from_its_day_and_names_its_owner(store: MemoryStore) -> None:
    store.done(SetSetting(name="amber-minutes", value="45", valid_from=TOMORROW))
    assert policy_on(store, TODAY).minutes("amber-minutes") == 60
    tomorrow = policy_on(store, TOMORROW)
    assert tomorrow.minutes("amber-minutes") == 45
    entry = tomorrow.settings["amber-minutes"]
    assert (entry.owner, entry.source) == ("service manager", "aokoye"), "who types it does not become its owner"


def test_a_value_in_between_lasts_until_the_one_that_is_planned(store: MemoryStore) -> None:
    store.done(SetSetting(name="amber-minutes", value="45", valid_from=date(2026, 12, 1)))
    note = store.done(SetSetting(name="amber-minutes", value="50", valid_from=TOMORROW)).note
    assert "until Mon 30 Nov 2026" in note
    values = {day: policy_on(store, day).minutes("amber-minutes") for day in (TODAY, TOMORROW, date(2026, 12, 1))}
    assert list(values.values()) == [60, 50, 45]
    entries = [entry for entry in store.all(Setting) if entry.name == "amber-minutes"]
    for day in values:
        assert sum(e.valid_from <= day and (e.valid_to is None or day <= e.valid_to) for e in entries) == 1


def test_a_second_thought_on_the_same_day_replaces_the_first(store: MemoryStore) -> None:
    for value in ("45", "40"):
        store.done(SetSetting(name="amber-minutes", value=value, valid_from=TOMORROW))
    assert policy_on(store, TOMORROW).minutes("amber-minutes") == 40
    assert len([entry for entry in store.all(Setting) if entry.name == "amber-minutes"]) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amber-minutes", "an hour"),
        ("amber-minutes", "45.5"),
        ("amber-minutes", "-1"),
        ("ooh-mode", "walk"),
        ("opens", "25:00"),
        ("two-day-excluded-sources", "ward,moon"),
        ("speed-car", "0"),
        ("criteria-version", ""),
    ],
)
def test_a_value_that_the_desk_could_not_work_by_is_refused(store: MemoryStore, name: str, value: str) -> None:
    assert "will not do" in refused(store, SetSetting(name=name, value=value))


def test_a_setting_that_nothing_reads_is_not_made(store: MemoryStore) -> None:
    assert "no setting 'gravity'" in refused(store, SetSetting(name="gravity", value="9.81"))


# Planned changes


def test_a_planned_change_can_be_taken_back_until_its_first_day(store: MemoryStore) -> None:
    subject = store.done(SetSetting(name="amber-minutes", value="45", valid_from=TOMORROW)).subject
    dropped = store.done(DropRule(id=subject))
    assert policy_on(store, TOMORROW).minutes("amber-minutes") == 60
    assert policy_on(store, TOMORROW).settings["amber-minutes"].valid_to is None
    store.done(Undo(seq=dropped.seq))
    assert policy_on(store, TOMORROW).minutes("amber-minutes") == 45
    store.clock.at += timedelta(days=1)
    assert "rules of the past stay" in refused(store, DropRule(id=subject))
    assert "no rule" in refused(store, DropRule(id="room"))
