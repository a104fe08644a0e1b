"""Contacts and promises: who was spoken to, and what they were told would be done by when.

A promise is a debt with a clock. Use cases of referrals owe theirs through `owe_referrer`."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.checks import happened, require_codes, require_text
from domain.desk.subjects import look_up, person_behind
from domain.escalation import Contact, Promise
from domain.referral import Referral
from domain.when import show_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Command):
    """A call, message or visit that was made or taken, in the words that were used."""

    whom: str = ask("Who was it")
    text: str = ask("What was said", "long")
    subject: str = ask("About", default="", help="such as referral/R7K3 or person/P8K2")
    direction: str = ask("Which way", "choice", of="in|out", default="in")
    method: str = ask("How", "code", of="method", default="phone")
    outcome: str = ask("What came of it", "code", of="contact-outcome", default="spoke")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")
    promise: str = ask("Keeps the promise", "promise", default="")


@handles(LogContact, "contact.log", Right.LOG)
def log_contact(do: LogContact, work: Work) -> str:
    """Keep the contact, and the promise that it settles if one is named."""
    require_codes(work, "method", do.method)
    if do.outcome:
        require_codes(work, "contact-outcome", do.outcome)
    at = happened(work, do.at, "A contact that was made")
    contact = work.add(
        Contact(
            id=work.new_id(Contact), at=at, by=work.caller.user.id, subject=do.subject,
            person=person_behind(work, do.subject), direction=do.direction, method=do.method,
            whom=require_text(do.whom, "Say who it was"), text=require_text(do.text, "Say what was said"),
            outcome=do.outcome,
        )
    )  # fmt: skip
    if do.promise:
        settle(work, work.get(Promise, do.promise), at, do.text)
    return f"contact/{contact.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise(Command):
    """Something that somebody was told would be done by a time."""

    subject: str = ask("About", help="such as referral/R7K3")
    what: str = ask("What was promised")
    due: datetime = ask("By when", "moment")
    whom: str = ask("To whom", default="", help="the referrer of a referral unless you say otherwise")
    phone: str = ask("Their number", default="")


@handles(MakePromise, "promise.make", Right.LOG)
def make_promise(do: MakePromise, work: Work) -> str:
    """Owe somebody something by a time."""
    if do.due <= work.now:
        raise Refusal(f"A promise must be due later than now, {show_moment(work.now)}")
    about = look_up(work, do.subject)
    whom, phone = do.whom, do.phone
    if not whom and isinstance(about, Referral):
        whom, phone = about.referrer, phone or about.referrer_phone
    promise = work.add(
        Promise(
            id=work.new_id(Promise), subject=do.subject, person=person_behind(work, do.subject),
            whom=require_text(whom, "Say to whom it was promised"), phone=phone,
            what=require_text(do.what, "Say what was promised"),
            made_at=work.now, made_by=work.caller.user.id, due=do.due,
        )
    )  # fmt: skip
    return f"promise/{promise.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPromise(Command):
    """A promise was kept."""

    id: str = ask("Promise", "promise")
    note: str = ask("How", default="")
    at: datetime | None = ask("When", "moment", default=None, help="now unless you say otherwise")


@handles(KeepPromise, "promise.keep", Right.LOG, on=Promise)
def keep_promise(do: KeepPromise, work: Work) -> str:
    """Tick a promise off."""
    promise = work.get(Promise, do.id)
    if promise.kept_at is not None:
        raise Refusal(f"This promise was kept at {show_moment(promise.kept_at)}")
    settle(work, promise, happened(work, do.at, "Keeping a promise", not_before=promise.made_at), do.note)
    return f"promise/{do.id}"


def owe_referrer(work: Work, referral: Referral, kind: str, what: str, *, made: datetime | None = None) -> Promise:
    """Owe the referrer something within the minutes that the policy allows this kind of promise."""
    made = made or work.now
    return work.add(
        Promise(
            id=work.new_id(Promise), kind=kind, subject=f"referral/{referral.id}", person=referral.person,
            whom=referral.referrer or referral.organisation, phone=referral.referrer_phone, what=what,
            made_at=made, made_by=work.caller.user.id,
            due=made + timedelta(minutes=work.policy.minutes(f"{kind}-minutes")),
        )
    )  # fmt: skip


def open_promises(work: Work, subject: str, kinds: Collection[str]) -> list[Promise]:
    """What is still owed about a subject."""
    return [promise for promise in work.find(Promise, subject=subject, kept_at=None) if promise.kind in kinds]


def settle(work: Work, promise: Promise, at: datetime, note: str) -> Promise:
    """Keep a promise; one that has been kept stays as it is."""
    if promise.kept_at is not None:
        return promise
    return work.save(replace(promise, kept_at=at, kept_note=note))
