"""Every role against every command and every read, on both databases: what is not granted is refused and journalled."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

import pytest

from domain.access import Caller, NotAllowed, Right, Role, User
from domain.desk.administration import AddUser
from domain.desk.bus import HANDLERS, Command, Handler, Refusal, Refused
from domain.desk.sittings import BeginSitting, EndSitting, SetPassword
from domain.desk.undoing import Undo
from domain.people import Person
from domain.policy import Setting
from domain.reading import READS, needed
from domain.referral import Referral
from domain.views import Reader
from storage.guarded_reader import GuardedReader
from tests.contract.store import Desk, beside, with_roles

GRANTED = """
               enter  read  log  intake  care  roster  decide  escalate  break-glass  users  audit  erase
read-only      x      x                                                  x
cover          x      x     x    x             x               x         x
co-ordinator   x      x     x    x       x     x               x
clinician      x      x     x    x       x             x       x         x
on-call        x      x     x                                  x         x
senior         x      x     x    x       x     x       x       x                             x      x
admin          x                                                                      x
auditor        x                                                                             x
"""
"""What a service's board would sign: the rights of each role."""


def granted() -> dict[Role, set[Right]]:
    head, *rows = GRANTED.strip("\n").splitlines()
    columns = {head.index(f" {right}") + 1: Right(right) for right in head.split()}
    return {Role(row.split()[0]): {right for at, right in columns.items() if row[at : at + 1] == "x"} for row in rows}


def agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now every command gets as far as its right lets it, and then no further."""

    def far_enough(do: Command, work: Any) -> str:
        raise Refusal("allowed", why="rule")

    for kind, handler in HANDLERS.items():
        open_to = Handler(handler.kind, handler.right, far_enough, None, handler.undoable)
        monkeypatch.setitem(HANDLERS, kind, open_to)


def blank(kind: type[Command]) -> Command:
    """A command with nothing in it: rights are asked before anything else."""
    return kind(**{field.name: None for field in fields(kind) if field.default is MISSING})


@pytest.mark.parametrize("role", Role)
def test_a_role_may_give_the_commands_of_its_rights_and_every_other_is_refused_and_journalled(
    ada: Desk, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody, rights = with_roles(ada, role), granted()[role]
    agree(monkeypatch)
    for kind, handler in HANDLERS.items():
        outcome = somebody.do(blank(kind))
        assert isinstance(outcome, Refused)
        assert outcome.why == ("rule" if handler.right in rights else "right"), handler.kind
    denied = [f"refused.{handler.kind}" for handler in HANDLERS.values() if handler.right not in rights]
    entries = [entry for entry in ada.read.entries_since(0) if entry.actor == role]
    assert [entry.kind for entry in entries] == denied


def test_a_right_that_only_the_record_tells_of_is_refused_and_journalled_too(ada: Desk) -> None:
    added = ada.done(AddUser(user="cara", name="Cara", roles=(Role.COVER,)))
    ada.done(BeginSitting(means="account", origin=""))
    somebody = with_roles(ada, Role.COVER)
    refused = (SetPassword(id="ada"), EndSitting(id=ada.caller.session), Undo(seq=added.seq))
    outcomes = [somebody.do(command) for command in refused]
    assert [getattr(outcome, "why", "") for outcome in outcomes] == ["right"] * 3
    entries = [entry for entry in ada.read.entries_since(0) if entry.kind.startswith("refused.")]
    assert [entry.kind for entry in entries] == ["refused.user.password", "refused.sitting.end", "refused.undo"]
    assert all(entry.actor == "cover" and not entry.after for entry in entries)


def guarded(desk: Desk, refusals: list[tuple[str, str]]) -> GuardedReader:
    return GuardedReader(desk.read, lambda: desk.caller, lambda what, subject, _: refusals.append((what, subject)))


ASKED: dict[str, tuple[Any, ...]] = {"history": ("person/P1",), "record": (Person, "P1"), "some": (Person, ["P1"])}


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_what_its_rights_allow_and_every_other_read_is_refused(ada: Desk, role: Role) -> None:
    refusals: list[tuple[str, str]] = []
    reader = guarded(with_roles(ada, role), refusals)
    in_care = {"record", "some", *(name for name, rights in READS.items() if rights == {Right.READ})}
    for name in READS:
        if may_read(role, name, in_care):
            with pytest.raises(TypeError, match="argument"):  # it came as far as the read itself
                getattr(reader, name)(*ASKED.get(name, ()), nothing="of the kind")
        else:
            with pytest.raises(NotAllowed):
                getattr(reader, name)(*ASKED.get(name, ()))
            assert refusals.pop()[0] == f"read.{name}"


def may_read(role: Role, read: str, in_care: set[str]) -> bool:
    """People in care are for those who care for them; the journal is for the auditor too; rules are for all."""
    if read in ("sittings", "emergencies", "unusual_readings"):
        return role in (Role.AUDITOR, Role.SENIOR) or (role, read) == (Role.ADMIN, "sittings")
    if read in in_care:
        return role not in (Role.ADMIN, Role.AUDITOR)
    return role is not Role.ADMIN or read not in ("entries_since", "newest_entries", "history")


def test_every_read_of_the_desk_stands_in_the_table() -> None:
    reads = {name for name in vars(Reader) if not name.startswith("_")}
    assert reads <= set(READS)
    assert needed("a read of tomorrow") == frozenset()


def test_an_administrator_reads_users_and_rules_and_nobody_s_record(ada: Desk) -> None:
    reader = guarded(with_roles(ada, Role.ADMIN), [])
    assert {user.id for user in reader.users()} >= {"ada", "ben"}
    assert reader.record(User, "ben") is not None
    assert reader.history("user/ben")
    assert reader.record(Setting, "none") is None
    for refused in (lambda: reader.record(Referral, "R1"), lambda: reader.history("referral/R1"), reader.counts):
        with pytest.raises(NotAllowed, match=r"needs the right .*'read'"):
            refused()


@pytest.mark.parametrize("role", Role)
def test_each_service_grants_its_own_roles_to_one_person(
    ada: Desk, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = beside(ada, "north")
    north.done(AddUser(user="ada", name="Ada Okoye", roles=(role,)))
    there = replace(north, caller=ada.caller)
    agree(monkeypatch)
    for kind, handler in HANDLERS.items():
        elsewhere, at_home = there.do(blank(kind)), ada.do(blank(kind))
        assert isinstance(elsewhere, Refused) and isinstance(at_home, Refused)
        assert elsewhere.why == ("rule" if handler.right in granted()[role] else "right"), handler.kind
        assert at_home.why == "rule", handler.kind
    denied = [f"refused.{handler.kind}" for handler in HANDLERS.values() if handler.right not in granted()[role]]
    assert [entry.kind for entry in north.read.entries_since(0) if entry.actor == "ada"] == denied
    assert not [entry for entry in ada.read.entries_since(0) if entry.kind.startswith("refused.")]


def test_whoever_has_no_grant_in_a_service_does_nothing_there(ada: Desk) -> None:
    stranger = replace(beside(ada, "north"), caller=ada.caller)
    outcomes = [stranger.do(blank(kind)) for kind in HANDLERS]
    assert [getattr(outcome, "why", "") for outcome in outcomes] == ["right"] * len(HANDLERS)


def test_a_session_that_only_looks_changes_nothing_whatever_its_user_may(ada: Desk) -> None:
    looking = replace(ada, caller=Caller(ada.caller.user, "ada-2", within=(Role.READ_ONLY,)))
    outcomes = [looking.do(command) for command in some_changes()]
    assert [getattr(outcome, "why", "") for outcome in outcomes] == ["right"] * len(outcomes)
    assert {entry.role for entry in ada.read.entries_since(0) if entry.session == "ada-2"} == {"read-only"}


def some_changes() -> Iterator[Command]:
    for kind, handler in HANDLERS.items():
        if handler.right not in granted()[Role.READ_ONLY]:
            yield blank(kind)
