"""Actions on the diary, escalations, promises, messages, users and reference data."""

from functools import partial

from domain.desk import (
    administration,
    clinics,
    contacts,
    diary,
    emergencies,
    escalating,
    messages,
    roads,
    sittings,
    undoing,
)
from tui.actions import Action

_meeting = partial(Action, where=("diary", "meeting"), fills=(("id", "meeting"), ("seen", "revision")))
_booked = partial(_meeting, states=frozenset({"booked"}), only="an entry still to come")
_standing = partial(Action, states=frozenset({"booked", "held"}), only="an entry that was not cancelled")
_escalation = partial(Action, where=("escalations",), fills=(("id", "escalation"), ("seen", "revision")))
_unanswered = partial(_escalation, states=frozenset({"open"}), only="one that nobody has answered", direct=True)

DESK: tuple[Action, ...] = (
    Action("meeting.add", "add", diary.AddMeeting, "a new entry, once or weekly", key="a", where=("diary", "rooms"),
           fills=(("room", "room"),)),
    _booked("meeting.amend", "amend", diary.AmendMeeting, "another time, room or people", key="e"),
    _booked("meeting.cancel", "cancel", diary.CancelMeeting, "it will not take place", key="x"),
    _booked("meeting.agenda", "agenda", diary.PutOnAgenda, "a case, or every case that is due", key="A"),
    _standing("meeting.decide", "decide", diary.Decide, "what was decided for a case", key="D", where=("meeting",),
              fills=(("id", "meeting"), ("seen", "revision"), ("case", "case"))),
    _standing("meeting.hold", "minutes", diary.HoldMeeting, "type the minutes; '!name date text' makes an action",
              key="M", where=("diary", "meeting"), fills=(("id", "meeting"), ("seen", "revision"))),
    _booked("clinic.book", "book", clinics.BookPlace, "a place at a clinic: the next free one, or the one you type",
            key="b", fills=(("id", "clinic"), ("seen", "revision"), ("at", "place"))),
    Action("action.add", "action", diary.AddAction, "somebody promised something", key="N", where=("meeting",),
           fills=(("meeting", "meeting"), ("case", "case"))),
    Action("clinic.give-back", "give back", clinics.GiveBackPlace, "a place at a clinic is free again", key="U",
           where=("meeting",), fills=(("id", "meeting"), ("seen", "revision"), ("person", "booked"))),
    Action("clinic.came", "came", clinics.NoteAttendance, "who had a place came, or did not", key="i",
           where=("meeting",), fills=(("id", "meeting"), ("seen", "revision"), ("person", "booked"))),
    Action("action.finish", "done", diary.FinishAction, "an action is done, and what came of it", key="F",
           where=("meeting", "promises", "today"), fills=(("id", "action"), ("seen", "action_revision"))),
    _unanswered("escalation.acknowledge", "acknowledge", escalating.Acknowledge, "somebody has taken it on", key="a"),
    _unanswered("escalation.climb", "climb", escalating.Climb, "nobody answers: call the next rung", key="U"),
    _escalation("escalation.resolve", "resolve", escalating.Resolve, "what came of it", key="r",
                states=frozenset({"open", "acknowledged"}), only="one that is not resolved yet"),
    Action("oncall.set", "on call", escalating.SetOnCall, "who answers for a rung, from when to when", key="O",
           where=("escalations",)),
    Action("promise.keep", "kept", contacts.KeepPromise, "a promise has been kept", key="K",
           where=("promises", "today", "queue", "person", "case"), fills=(("id", "promise"),), direct=True),
    Action("message.settle", "settle", messages.SettleMessage, "what a waiting message means", key="s",
           where=("inbox", "message"), fills=(("id", "message"), ("seen", "revision"))),
    Action("undo", "undo", undoing.Undo, "take back your own last change, or any by its number", where=("any",)),
    Action("redo", "redo", undoing.Redo, "do again what you took back last", where=("any",)),
    Action("emergency.begin", "break glass", emergencies.BreakGlass,
           "half an hour of what your roles do not allow; it will be reviewed", where=("any",),
           confirm="everything you do meanwhile will be reviewed"),
    Action("emergency.review", "sign off", emergencies.ReviewEmergency,
           "what you found, after reading all that was done", key="v", where=("reviews",),
           fills=(("id", "emergency"), ("seen", "revision")), confirm="it cannot be taken back"),
    Action("user.add", "new user", administration.AddUser, "let somebody use the desk", key="N",
           where=("users",)),
    Action("user.amend", "change user", administration.AmendUser, "other roles, or no longer", key="E",
           where=("users",), fills=(("id", "user"), ("seen", "user_revision"))),
    Action("sitting.end", "end session", sittings.EndSitting, "show somebody the door, at once", key="x",
           where=("sessions",), fills=(("id", "sitting"), ("seen", "revision")), confirm="they are out at once"),
    Action("code.set", "code", administration.SetCode, "an entry of a code list, from a day on",
           key="C", where=("policy", "rule"), fills=(("list", "list"), ("code", "code"))),
    Action("setting.set", "setting", administration.SetSetting, "a threshold or mode, from a day on",
           key="e", where=("policy", "rule"), fills=(("name", "setting"),)),
    Action("setting.learn-travel", "learn travel", roads.LearnTravel,
           "correct the travel times by the ways that check-ins tell of", where=("policy",)),
    Action("rule.drop", "cancel", administration.DropRule, "a planned change that shall not come", key="x",
           where=("rule",), fills=(("id", "planned change"),), direct=True),
)  # fmt: skip
