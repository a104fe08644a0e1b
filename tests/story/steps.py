"""Steps of a referral's life on the command line, for stories that begin further on."""

from typing import Any

from tests.story.desk import Line

HOLT = {
    "family": "Holt", "given": "Margaret", "born": "3/4/1942", "nhs_number": "999 204 6171",
    "phone": "0161 496 0101", "address": "1 High Street", "postcode": "BL9 5AA", "key_safe": "1942",
}  # fmt: skip
PATTERN = "morning 08:00 30m ±45 2w skills=hoist critical; lunch 12:30 30m ±30 after=morning gap=3h-6h"


def rung(caredesk: Line, *, at: str = "2026-11-23T09:14", **answers: Any) -> str:
    """A two-hour call about a fall has been taken down; its reference."""
    told = {"whom": "Dr Patel", "phone": "01632 960123", "need": "UCR1", "urgency": "2h", "source": "gp"}
    return str(caredesk.do("referral.ring", at=at, **{**told, **answers})["ref"])


def accepted(caredesk: Line, **answers: Any) -> str:
    """Margaret Holt's referral has been identified, triaged and accepted; its reference."""
    referral = rung(caredesk, **answers)
    caredesk.do("referral.identify", id=referral, **HOLT)
    caredesk.do("referral.triage", id=referral, exclusions="none", consent="given", lone_worker="no")
    caredesk.do("referral.accept", id=referral)
    return referral


def worker(caredesk: Line, given: str, **answers: Any) -> str:
    """Somebody has joined the team, on duty from 07:00 to 15:00 on five days of this week; their reference."""
    told = {"family": "Lewis", "gender": "female", "skills": "hoist", "postcode": "BL9 0AA", **answers}
    ref = str(caredesk.do("worker.add", given=given, contract_minutes="37h30", **told)["ref"])
    caredesk.do("worker.add-shift", id=ref, day="23/11/2026", start="07:00", end="15:00", until="27/11/2026")
    return ref


def visited(caredesk: Line, referral: str, by: str) -> str:
    """A first visit at 10:00 has been planned, told and made; its reference. Leaves the clock at 10:45."""
    visit = str(caredesk.do("visit.add", id=referral, start="10:00")["ref"])
    caredesk.do("roster.assign", id=visit, worker=by)
    caredesk.do("roster.publish", day="today")
    caredesk.do("visit.check-in", id=visit, source="nfc_tag", at="2026-11-23T10:02")
    caredesk.do("visit.check-out", id=visit, source="nfc_tag", at="2026-11-23T10:45")
    return visit


def in_care(caredesk: Line, referral: str) -> tuple[str, str]:
    """A case with a package that begins tomorrow, its visits made: references of both."""
    case = str(caredesk.do("case.open", referral=referral, goals="walk to the shop | 2")["ref"])
    package = str(caredesk.do("package.start", case=case, lines=PATTERN, starts="tomorrow")["ref"])
    return case, package
