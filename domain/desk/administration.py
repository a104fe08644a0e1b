"""Who may use the desk, and the dated rules that it works by.

Codes and settings are never overwritten: a new entry begins on its day and the old one ends the day before,
so that every figure can be counted again by the rules of its time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from domain.access import Right, Role, User
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.checks import Amendment, amended, require_text
from domain.policy import Code, Policy, Rule, Rulebook, Setting, busy_hours
from domain.when import local_date, parse_time, show_date

Dated = TypeVar("Dated", Code, Setting)

_KINDS: dict[str, type[Code] | type[Setting]] = {"code": Code, "setting": Setting}
MARKS = ("sourced", "ours", "unverified")
_WHOLE = re.compile(r"(minutes|hours|days|percent|points.*)")
_LOGIN = re.compile(r"[\w.@+-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddUser(Command):
    """Let somebody use the desk."""

    user: str = ask("Login name", help="as the computer or SSH knows them")
    name: str = ask("Full name")
    roles: tuple[Role, ...] = ask("Roles", "codes", of="access", default=())
    gateway: bool = ask("Others come in by it", "yesno", default=False, help="an account that SSH keys lead to")


@handles(AddUser, "user.add", Right.USERS)
def add_user(do: AddUser, work: Work) -> str:
    """Keep the user with their roles."""
    if not _LOGIN.fullmatch(do.user):
        raise Refusal(f"'{do.user}' is no login name; use letters, digits, and . _ - + @")
    if work.find(User, id=do.user):
        raise Refusal(f"{do.user} is already a user: change their roles instead")
    name = require_text(do.name, "Type the user's full name")
    if not (do.roles or do.gateway):
        raise Refusal(f"Say what {do.user} may do: the roles are {', '.join(Role)}")
    work.add(User(id=do.user, name=name, roles=_roles(do.roles), gateway=do.gateway))
    return f"user/{do.user}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendUser(Amendment):
    """Change a user's name or roles, or let them in no more; a blank leaves what stands."""

    id: str = ask("Login name", "user")
    name: str = ask("Full name", default="")
    roles: tuple[Role, ...] = ask("Roles", "codes", of="access", default=())
    active: bool | None = ask("May use the desk", "yesno", default=None)
    gateway: bool | None = ask("Others come in by it", "yesno", default=None)


@handles(AmendUser, "user.amend", Right.USERS, on=User)
def amend_user(do: AmendUser, work: Work) -> str:
    """Keep the change, unless it would leave the service without an administrator."""
    user = work.get(User, do.id)
    changed = amended(user, name=do.name.strip(), roles=_roles(do.roles), active=do.active, gateway=do.gateway)
    others = (other for other in work.find(User, active=True) if other.id != user.id)
    if _administers(user) and not any(map(_administers, (changed, *others))):
        raise Refusal(f"{user.id} is the only administrator; make somebody else one first")
    work.save(changed)
    return f"user/{user.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCode(Command):
    """Add a code to a list, or change what it means, from a day on; after its last day it is archived."""

    list: str = ask("List", help="such as decline, room or skill")
    code: str = ask("Code")
    label: str = ask("Meaning", default="", help="blank: as it is")
    national: str | None = ask("National code", default=None)
    valid_from: date | None = ask("From", "date", default=None, help="today, unless you say otherwise")
    valid_to: date | None = ask("Last day", "date", default=None)
    source: str = ask("Source", default="", help="who says so")
    owner: str = ask("Owner", default="", help="who answers for it; you, unless somebody does already")
    mark: str = ask("How far to be trusted", "choice", of="|".join(MARKS), default="ours")


@handles(SetCode, "code.set", Right.USERS)
def set_code(do: SetCode, work: Work) -> str:
    """Begin a new entry of the list; what it does not say it keeps from the entry before."""
    starts = _starts(do.valid_from, work)
    if do.list not in work.policy.codes:
        raise Refusal(f"There is no list '{do.list}'; the lists are {', '.join(sorted(work.policy.codes))}")
    if not _CODE.fullmatch(do.code):
        raise Refusal(f"'{do.code}' is no code; use letters, digits, and . _ -")
    _check_mark(do.mark)
    entries = work.find(Code, list=do.list, code=do.code)
    before = max((entry for entry in entries if entry.valid_from <= starts), key=_begun, default=None)
    if not (do.label.strip() or before):
        raise Refusal(f"'{do.code}' is new to the list '{do.list}'; type what it means")
    if do.valid_to is not None and do.valid_to < starts:
        raise Refusal("The last day is before the first")
    last = max((code.position for code in work.policy.codes[do.list].values()), default=0)
    new = Code(
        id="", list=do.list, code=do.code, label=do.label.strip() or (before.label if before else ""),
        national=_kept(do.national, before.national if before else ""),
        position=before.position if before else last + 1, valid_from=starts, valid_to=do.valid_to,
        source=do.source.strip() or work.caller.user.id, mark=do.mark, owner=_owner(do.owner, before, work),
    )  # fmt: skip
    return f"code/{_begin(new, entries, work).id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSetting(Command):
    """Give a named value from a day on."""

    name: str = ask("Setting", help="such as amber-minutes")
    value: str = ask("Value")
    valid_from: date | None = ask("From", "date", default=None, help="today, unless you say otherwise")
    source: str = ask("Source", default="", help="who says so")
    owner: str = ask("Owner", default="", help="who answers for it; you, unless somebody does already")
    mark: str = ask("How far to be trusted", "choice", of="|".join(MARKS), default="ours")


@handles(SetSetting, "setting.set", Right.USERS)
def set_setting(do: SetSetting, work: Work) -> str:
    """Begin a new entry for the setting, in the unit it has always had."""
    starts = _starts(do.valid_from, work)
    present = work.policy.settings.get(do.name)
    if present is None:
        raise Refusal(f"There is no setting '{do.name}'; the settings are {', '.join(sorted(work.policy.settings))}")
    _check_mark(do.mark)
    value = do.value.strip()
    wrong = problem_with(present, value, work.policy)
    if wrong:
        raise Refusal(f"'{value}' will not do for {do.name}: {wrong}")
    new = Setting(
        id="", name=do.name, value=value, unit=present.unit, owner=_owner(do.owner, present, work),
        valid_from=starts, source=do.source.strip() or work.caller.user.id, mark=do.mark, about=present.about,
    )  # fmt: skip
    return f"setting/{_begin(new, work.find(Setting, name=do.name), work).id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRule(Command):
    """Take back a planned change of a code or a setting, before its first day."""

    id: str = ask("Entry", help="such as setting/N4K2 or code/N7P3")


@handles(DropRule, "rule.drop", Right.USERS)
def drop_rule(do: DropRule, work: Work) -> str:
    """What was in force before it goes on for as long as it would have held."""
    kind, _, ref = do.id.partition("/")
    if kind not in _KINDS:
        raise Refusal(f"'{do.id}' names no rule; write it like setting/N4K2")
    planned: Rule = work.get(_KINDS[kind], ref)
    if planned.valid_from <= local_date(work.now):
        raise Refusal(f"It holds since {show_date(planned.valid_from)}: rules of the past stay as they were")
    entries = Rulebook(tuple(work.find(Code)), tuple(work.find(Setting))).story(planned)
    before = next((entry for entry in entries if entry.valid_from < planned.valid_from), None)
    work.remove(planned)
    if before is not None and before.valid_to == planned.valid_from - timedelta(days=1):
        work.save(replace(before, valid_to=planned.valid_to))
    return do.id


def problem_with(setting: Setting, value: str, policy: Policy) -> str:
    """What is wrong with a value by the setting's unit, '' for nothing.

    Units are `a|b` (one of them), HH:MM, busy hours, codes of a list, or what a number counts."""
    unit = setting.unit
    if "|" in unit:
        return "" if value in unit.split("|") else f"type one of {', '.join(unit.split('|'))}"
    if unit in _READ:
        return _cannot_be_read(_READ[unit], value)
    if unit.startswith("codes of "):
        of_list = unit.removeprefix("codes of ")
        unknown = [code for code in value.split(",") if code and not policy.knows(of_list, code)]
        return f"{', '.join(unknown)} is not in the list '{of_list}'" if unknown else ""
    if _WHOLE.fullmatch(unit):
        return "" if re.fullmatch(r"\d{1,9}", value) else f"type a whole number of {unit}"
    if unit:
        return "" if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value) and float(value) > 0 else f"type a number of {unit}"
    return "" if value else "type a value"


_READ: dict[str, Callable[[str], object]] = {"HH:MM": parse_time, "busy hours": busy_hours}


def _cannot_be_read(read: Callable[[str], object], value: str) -> str:
    try:
        read(value)
    except ValueError as problem:
        return str(problem)
    return ""


def _begin(new: Dated, entries: Sequence[Dated], work: Work) -> Dated:
    """Keep a new dated entry between the one before, which ends the day before, and the next that is planned.

    An entry that begins on the same day is replaced: it has not been in force for a whole day, and the
    journal keeps what it said."""
    ahead = min((entry.valid_from for entry in entries if entry.valid_from > new.valid_from), default=None)
    if ahead is not None and (new.valid_to is None or new.valid_to >= ahead):
        until = ahead - timedelta(days=1)
        new = replace(new, valid_to=until)
        work.say(f"In force until {show_date(until)}: another entry is planned from the next day")
    for entry in entries:
        if entry.valid_from == new.valid_from:
            return work.save(replace(new, id=entry.id, service=entry.service))
        if entry.valid_from < new.valid_from and (entry.valid_to is None or entry.valid_to >= new.valid_from):
            work.save(replace(entry, valid_to=new.valid_from - timedelta(days=1)))
    return work.add(replace(new, id=work.new_id(type(new))))


def _begun(entry: Code) -> date:
    return entry.valid_from


def _starts(valid_from: date | None, work: Work) -> date:
    today = local_date(work.now)
    if valid_from is not None and valid_from < today:
        raise Refusal(f"Rules of the past stay as they were; type a day from {show_date(today)} on")
    return valid_from or today


def _check_mark(mark: str) -> None:
    if mark not in MARKS:
        raise Refusal(f"'{mark}' is no mark; it is {', '.join(MARKS[:-1])} or {MARKS[-1]}")


def _kept(new: str | None, old: str) -> str:
    return old if new is None else new.strip()


def _owner(typed: str, before: Rule | None, work: Work) -> str:
    return typed.strip() or (before.owner if before else "") or work.caller.user.id


def _roles(codes: Sequence[str]) -> tuple[Role, ...]:
    unknown = [code for code in codes if code not in set(Role)]
    if unknown:
        raise Refusal(f"'{unknown[0]}' is no role; the roles are {', '.join(Role)}")
    return tuple(dict.fromkeys(Role(code) for code in codes))


def _administers(user: User) -> bool:
    return user.active and Role.ADMIN in user.roles
