"""What a message says, as frozen values: who sent it, what it is about, whom it concerns, how soon.

Everything here was read as far as it could be; what could not stands in `troubles`. Times are aware UTC.
Knows nothing of how messages are written (`bars.py` reads them) or which referral they mean (`meaning.py`
decides)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.identity import Identity
from domain.message import Trouble
from domain.people import Place, Stay
from domain.referral import Flag, Urgency

Kind = Literal["referral", "booking", "response", "slots", "flag", "consent", "operation-outcome", "other"]

WITHDRAWN = frozenset({"revoked", "entered-in-error", "cancelled", "canceled"})
"""Statuses by which a sender takes a referral or booking back, whatever the reason of the message says."""

UNSAID = "the message does not say how soon"
"""Why a message counts as routine that names no urgency at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKey:
    """What identifies a referral or booking across messages: the sender's endpoint, the address of the
    request, its category codes in order, and when it was authored (ISO, UTC; '' when the sender leaves it
    out)."""

    endpoint: str
    url: str
    category: tuple[str, ...] = ()
    authored: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether both the sender and the request are named; nothing is matched on less."""
        return bool(self.endpoint and self.url)

    def resembles(self, other: "MessageKey") -> bool:
        """Same sender and same address of the request, whatever else differs."""
        return (self.endpoint, self.url) == (other.endpoint, other.url)

    def __str__(self) -> str:
        return json.dumps([self.endpoint, self.url, self.category, self.authored], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "MessageKey":
        """The inverse of `str(key)`. Raises ValueError for any other text."""
        endpoint, url, category, authored = json.loads(text)
        return cls(endpoint=endpoint, url=url, category=tuple(category), authored=authored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to ring about the person: relative, neighbour, emergency contact."""

    name: str = ""
    relationship: str = ""
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """The person as the sender describes them. `nhs_status` is verified (the sender says so and the check
    digit fits), unverified or absent. `born` is None when no whole date could be read, `born_about` then its year or
    month (1942, 1942-03) if any; `elsewhere` are other addresses in use, `stays` those of them with their days; `gp`
    is practice and code; `place` is where the postcode lies, set by whoever can look it up."""

    nhs_number: str = ""
    nhs_status: str = "absent"
    family: str = ""
    given: str = ""
    prefix: str = ""
    born: date | None = None
    born_about: str = ""
    gender: str = ""
    deceased: bool = False
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    postcode: str = ""
    elsewhere: tuple[str, ...] = ()
    stays: tuple[Stay, ...] = ()
    place: Place | None = None
    language: str = ""
    interpreter: bool = False
    gp: str = ""
    contacts: tuple[Contact, ...] = ()

    @property
    def identity(self) -> Identity:
        """What tells whether this is somebody already known."""
        return Identity(
            nhs_number=self.nhs_number,
            born=self.born,
            family=self.family,
            given=self.given,
            postcode=self.postcode,
            phones=self.phones,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    """Who asks: organisation and its ODS code, the practitioner, and the number to ring back."""

    organisation: str = ""
    ods: str = ""
    practitioner: str = ""
    role: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the sender expects a response; `raw` is the period as written."""

    start: datetime | None
    end: datetime | None
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HowSoon:
    """The urgency a message asks for, and why it was read so, for the person who triages."""

    urgency: Urgency
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCode:
    """A coded need: the last part of the code system's address, the code, its words."""

    system: str
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of narrative with what it is."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDetails:
    """What a referral asks. `use_case` is the sender's word for the route (111 to ED); `place` is where the
    person is, when the message names a place other than home."""

    use_case: str = ""
    asked_of: str = ""
    referrer: Referrer = Referrer()
    need: str = ""
    codes: tuple[NeedCode, ...] = ()
    how_soon: HowSoon
    window: Window | None = None
    authored_at: datetime | None = None
    place: tuple[str, ...] = ()
    place_postcode: str = ""
    medications: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingDetails:
    """A slot taken for a person: what, where and with whom. `identifiers` are `system|value`."""

    what: str = ""
    where: str = ""
    who: str = ""
    start: datetime | None = None
    end: datetime | None = None
    identifiers: tuple[str, ...] = ()
    referrer: Referrer = Referrer()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDetails:
    """An offered time."""

    id: str
    status: str = ""
    start: datetime | None = None
    end: datetime | None = None
    what: str = ""
    where: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message. `reason` is new, update, delete or ''; `status` that of the request or appointment.

    `at` is the message's own time; `order_key` sorts messages by own time, ties by their last change and then
    new before update before withdrawal ('' when the message names no time). `digest` tells content, not
    envelope; `answers` is the id of the message that a response answers. `doubts` are what a person should look at
    though the message can be applied."""

    kind: Kind
    label: str
    at: datetime | None = None
    order_key: str = ""
    reason: str = ""
    status: str = ""
    key: MessageKey | None = None
    bundle_id: str = ""
    answers: str = ""
    digest: str
    person: PersonDetails | None = None
    referral: ReferralDetails | None = None
    booking: BookingDetails | None = None
    slots: tuple[SlotDetails, ...] = ()
    flags: tuple[Flag, ...] = ()
    consent: str = ""
    narrative: tuple[Passage, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def withdraws(self) -> bool:
        """Whether the sender takes the request back. Its status decides; without one, the reason does."""
        return self.status in WITHDRAWN or (not self.status and self.reason == "delete")

    @property
    def story(self) -> str:
        """The narrative as one text, each passage under its title."""
        return "\n\n".join(f"{part.title}: {part.text}" for part in self.narrative)
