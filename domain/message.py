"""A message that arrived from another system, kept whole, with what became of it."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.record import JOURNALLED, Record

ENCODED = "base64:"
"""How `raw` begins of a file that is no text."""


_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}, \d+ bytes")


def fingerprint(raw: str) -> str:
    """What the journal keeps of a text: `sha256:HEX, 1234 bytes`; of a fingerprint, itself. The text stands once, in
    its record."""
    if not raw or _FINGERPRINT.fullmatch(raw):
        return raw
    content = raw.encode()
    return f"sha256:{hashlib.sha256(content).hexdigest()}, {len(content)} bytes"


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

    The journal has only the fingerprint of `raw`, so that a large message is not held twice.

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
    raw: str = field(default="", metadata={JOURNALLED: fingerprint})
    settled_by: str = ""
    settled_note: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person still has to look at it: unless it was dealt with, or applied without a question."""
        return self.state is not MessageState.SETTLED and (
            self.state is not MessageState.APPLIED or bool(self.question)
        )
