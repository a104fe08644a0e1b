"""What to mind about a person before anybody goes: flags, and consent to share."""

from datetime import date
from itertools import islice

from domain.exchange.concepts import Concept, concepts, words
from domain.exchange.contents import Contents
from domain.exchange.tree import Node, node, text
from domain.exchange.wording import line
from domain.referral import Flag

MOST_FLAGS = 50
MOST_CONSENTS = 20

_KINDS = {"SG": "safeguarding", "SS": "scene-safety", "RA": "adjustment"}
_KIND_WORDS = (("safeguarding", "safeguarding"), ("scene", "scene-safety"), ("reasonable", "adjustment"))
_NOTHING = frozenset({"n/a", "na", "none", "nil", "-"})
_LIFTED = frozenset({"inactive", "entered-in-error"})
_CONSENTS = {
    "IMPLIED": "implied", "IMPLIEDD": "implied", "OPTIN": "given", "OPTOUT": "refused", "NOCONSENT": "refused",
}  # fmt: skip


def read_flags(contents: Contents) -> tuple[Flag, ...]:
    """The flags that stand, at most MOST_FLAGS. One that its sender has lifted is noted instead."""
    flags: dict[Flag, None] = {}
    for found in contents.of("Flag"):
        flag = _flag(found)
        status = line(text(found, "status")).casefold()
        if status in _LIFTED:
            contents.note("Flag.status", f"{flag.kind} flag '{flag.text}' is {status}; not shown")
        elif flag not in flags and len(flags) == MOST_FLAGS:
            contents.note("Flag", f"there are more than {MOST_FLAGS}; read the rest in the message as it came")
            break
        else:
            flags[flag] = None
    return tuple(flags)


def _flag(found: Node) -> Flag:
    category = next(concepts(found, "category"), Concept(()))
    said = next(concepts(found, "code"), Concept(()))
    if said.text.casefold() in _NOTHING:
        said = Concept(said.codings)
    return Flag(kind=_flag_kind(category, said), code=said.code, text=said.all_words or category.words)


def _flag_kind(category: Concept, said: Concept) -> str:
    for coding in category.codings:
        if coding.code.upper() in _KINDS:
            return _KINDS[coding.code.upper()]
    hints = (category.all_words, *(coding.list for coding in (*category.codings, *said.codings)))
    for word, meant in _KIND_WORDS:
        if any(word in hint.casefold() for hint in hints):
            return meant
    return "other"


def read_consent(contents: Contents) -> str:
    """`Direct Care: implied (2021-11-26)`, one clause a consent; '' when the message carries none."""
    return "; ".join(dict.fromkeys(_consent(found) for found in islice(contents.of("Consent"), MOST_CONSENTS)))


def _consent(found: Node) -> str:
    about = words(found, "category") or words(found, "scope") or "Consent"
    policy = next(concepts(found, "policyRule"), Concept(()))
    said = _CONSENTS.get(policy.code.upper(), policy.words)
    status = line(text(found, "status")).casefold()
    if status == "rejected" or text(node(found, "provision"), "type") == "deny":
        said = "refused"
    elif status and status != "active":
        said = f"{said}, {status}" if said else status
    when = line(text(found, "dateTime"))[: len(date.min.isoformat())]
    return f"{about}: {said or 'not stated'}" + (f" ({when})" if when else "")
