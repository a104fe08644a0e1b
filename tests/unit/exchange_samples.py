"""The example messages of `tests/data/bars`, read, and small ones made for a single point."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from domain.desk.messages import TakeMessage
from domain.exchange.bars import read_message
from domain.exchange.inbound import Inbound
from domain.exchange.meaning import Ask, Create, Decision, File, Known, Late, Update, Withdraw, decide, order
from domain.exchange.tree import Node
from domain.message import Message
from storage.formats.files import read_bytes
from storage.formats.messages import Document, read
from tests.memory import MemoryStore

FOLDER = Path(__file__).parent.parent / "data" / "bars"
NAMES = tuple(sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".xml", ".json")))
NUMBER = {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "4010232137"}]}
REFERRALS = ("REFREQ01", "REFREQ03", "REFREQ05", "REFREQ07", "REFREQ8A", "VALREQ01")


@cache
def document(start: str) -> Document:
    """The example whose file name starts so."""
    return read(read_bytes(next(FOLDER / name for name in NAMES if name.startswith(start))))


@cache
def sample(start: str) -> Inbound:
    """What the example whose file name starts so says."""
    return read_message(document(start).tree)


def message(tree: Any) -> Inbound:
    """What a message written as Python says, by way of JSON."""
    found = read(json.dumps(tree).encode())
    return read_message(found.tree, found.troubles)


def bundle(*resources: dict[str, Any], event: str = "servicerequest-request", **header: Any) -> dict[str, Any]:
    """A message about its first resource, whose full address is `urn:uuid:1`."""
    head = {
        "resourceType": "MessageHeader",
        "eventCoding": {"code": event},
        "source": {"endpoint": "https://fhir.nhs.uk/Id/dos-service-id|7"},
        "reason": {"coding": [{"code": "new"}]},
        "focus": [{"reference": "urn:uuid:1"}],
        **header,
    }
    entries = [{"fullUrl": f"urn:uuid:{number}", "resource": one} for number, one in enumerate((head, *resources))]
    return {
        "resourceType": "Bundle",
        "id": "b1",
        "type": "message",
        "timestamp": "2026-11-23T09:00:00Z",
        "entry": entries,
    }


def request(**more: Any) -> dict[str, Any]:
    """A service request about the Patient `urn:uuid:2`."""
    base = {"resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "urn:uuid:2"}}
    return {**base, "authoredOn": "2026-11-23T08:50:00Z", "reasonCode": [{"text": "Fall"}], **more}


def patient(**more: Any) -> dict[str, Any]:
    """Agnes Holt, born 1941."""
    base = {
        "resourceType": "Patient",
        "name": [{"family": "Holt", "given": ["Agnes"]}],
        "birthDate": "1941-02-03",
    }
    return {**base, **more}


def sent(reason: str = "new", minute: int = 0, about: dict[str, Any] | None = None, **said: Any) -> Inbound:
    """A referral about Agnes Holt, born in 1941; `said` is of the request, but for `beside` and `phone`."""
    source = {"endpoint": "https://fhir.nhs.uk/Id/dos-service-id|7", "contact": {"value": said.pop("phone", "")}}
    header: dict[str, Any] = {"reason": {"coding": [{"code": reason}]}, "source": source}
    more = said.pop("beside", ())
    tree = bundle(request(**said), about or patient(**NUMBER), *more, **header)
    return message({**tree, "timestamp": f"2026-11-23T09:{minute:02}:00Z"})


def taken(store: MemoryStore, one: Inbound) -> Message:
    """Take one message; how it was kept."""
    return store.one(Message, store.done(TakeMessage(inbound=one, raw="raw")).ref)


def as_json(tree: Node) -> bytes:
    """A tree in FHIR's JSON form: what stands once is written without a list."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: plain(parts[0]) if len(parts) == 1 and not name.startswith("_") else [plain(one) for one in parts]
                for name, parts in value.items()
            }
        return value

    return json.dumps(plain(tree)).encode()


class Desk:
    """Applies messages to what is known, the way a store would: refs are given out as R1, R2 and so on."""

    def __init__(self) -> None:
        self.known: list[Known] = []
        self.kept: set[str] = set()

    def take(self, *messages: Inbound) -> list[Decision]:
        """Apply the messages of one call; decisions come in the order in which they were applied."""
        return [self._apply(one) for one in order(messages)]

    def _apply(self, one: Inbound) -> Decision:
        decision = decide(one, [known for known in self.known if known.ref[0] == _letter(one)], self.kept)
        if isinstance(decision, Create):
            assert one.key is not None
            self.known.append(_taken(Known(ref=f"{_letter(one)}{len(self.known) + 1}", key=one.key), one))
        elif isinstance(decision, Ask | File):
            self.kept.add(one.digest)
        self.known = [
            _after(known, one, decision) if known.ref == getattr(decision, "ref", None) else known
            for known in self.known
        ]
        return decision


def _letter(one: Inbound) -> str:
    return "B" if one.kind == "booking" else "R"


def _after(known: Known, message: Inbound, decision: Decision) -> Known:
    match decision:
        case Update():
            return _taken(known, message)
        case Withdraw():
            return replace(_taken(known, message), withdrawn=True)
        case Late():
            return replace(known, digests=(message.digest, *known.digests))
        case _:
            return known


def _taken(known: Known, message: Inbound) -> Known:
    return replace(
        known,
        bundle_ids=known.bundle_ids | {message.bundle_id},
        digests=(*known.digests, message.digest),
        last_key=max(known.last_key, message.order_key),
        identifiers=frozenset(message.booking.identifiers) if message.booking else known.identifiers,
        start=message.booking.start if message.booking else known.start,
    )
