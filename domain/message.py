"""A message that arrived from another system, kept whole, with what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.record import Record

ENCODED = "base64:"
"""How `raw` begins of a file that is no text."""


class MessageState(StrEnum):
    """What became of a message. `asked` waits for a person; `quarantined` could not be read."""

    APPLIED = "applied"
    FILED = "filed"
    ASKED = "asked"
    SETTLED = "settled"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What could not be read or looks wrong, and where in the message."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """An inbound message, kept whole in `raw`; `subject` is what it was applied to (`referral/R7K3`).

    `question` says what a person has to decide or look at.
    `key` says who sent it about what (`domain/exchange/inbound.py`), `sender` the endpoint and address alone,
    `digest` its content without the envelope, `order_key` its place among others by its own time. `taken` counts the
    sender's messages about one address from 1; `outcome` is created, updated, withdrawn, late or filed. A booking also
    keeps its `identifiers` and when it `starts`."""

    received_at: datetime
    sent_at: datetime | None = None
    file: str = ""
    kind: str = "other"
    key: str = ""
    sender: str = ""
    taken: int = 0
    order_key: str = ""
    outcome: str = "filed"
    identifiers: tuple[str, ...] = ()
    starts: datetime | None = None
    bundle: str = ""
    reason: str = ""
    status: str = ""
    digest: str = ""
    summary: str = ""
    state: MessageState = MessageState.FILED
    subject: str = ""
    question: str = ""
    candidates: tuple[str, ...] = ()
    problems: tuple[Trouble, ...] = ()
    raw: str = ""
    settled_by: str = ""
    settled_note: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person still has to look at it: unless it was dealt with, or applied without a question."""
        return self.state is not MessageState.SETTLED and (
            self.state is not MessageState.APPLIED or bool(self.question)
        )
