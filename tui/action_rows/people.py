"""Actions on who a referral or a record is about."""

from functools import partial

from domain.desk import erasing, intake, people, staying, triage
from domain.referral import OPEN
from tui.actions import Action

_referral = partial(
    Action, where=("queue",), fills=(("id", "referral"), ("seen", "revision")),
    states=frozenset(OPEN), only="a referral that is still open",
)  # fmt: skip
_person = partial(Action, where=("person",), fills=(("id", "person"), ("seen", "person_revision")))
_match = partial(_person, fills=(("id", "possible match"), ("seen", "person_revision")))
_linked = partial(_person, fills=(("id", "linked record"), ("seen", "person_revision")))

PEOPLE: tuple[Action, ...] = (
    _referral("referral.identify", "identify", intake.Identify, "who it is about, known or new", key="i"),
    _referral("referral.amend", "amend", intake.AmendReferral, "put right what was taken down", key="e"),
    _referral("referral.claim", "claim", intake.Claim, "it is yours until you release it", key="m", direct=True),
    _referral("referral.release", "release", intake.Release, "let somebody else take it"),
    _referral("referral.set-off", "set off", triage.SetOff, "somebody is on the way", key="S", direct=True),
    _person("person.amend", "amend", people.AmendPerson, "name, address, access, risks, wishes", key="e"),
    _person("person.stay", "address", staying.StayElsewhere, "where they live for a while, and until when",
            key="a"),
    _person("person.home", "home", staying.ComeHome, "at home again, sooner or later than thought", key="B",
            fills=(("id", "person"), ("seen", "person_revision"), ("stay", "stay"))),
    _match("person.link", "link", people.LinkPerson, "both records are one human being", key="l"),
    _linked("person.unlink", "unlink", people.UnlinkPerson, "they are two people after all", key="L", direct=True),
    _match("person.not-same", "not same", people.NotSamePerson, "the possible match is somebody else", key="x",
           direct=True),
    _person("person.erase", "erase", erasing.ErasePerson, "take all personal text out of the records, for good",
            confirm="nothing brings it back"),
)  # fmt: skip
