"""From a key or a line to a command and its outcome: what is asked, what runs at once, what is said of it.

Every command is carried out in a thread, in the order given; it comes back as Done, Refused or Stale."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.desk.asking import questions, required
from domain.desk.bus import HANDLERS, Command, Done, Outcome, Refused, Stale
from domain.meeting import Meeting
from domain.people import Person
from domain.views import Desk
from tui.actions import Action
from tui.drafts import Draft
from tui.grammar import build, typed_as
from tui.present import Sight


@dataclass(frozen=True, slots=True)
class Request:
    """An action wanted on some targets: each is what is known of it, field → value. `texts` were typed; `number` is
    that of its draft."""

    action: Action
    targets: tuple[Mapping[str, Any], ...]
    texts: Mapping[str, str]
    identity: str = ""
    number: int = 0

    @property
    def about(self) -> str:
        """The thing that a draft of this is kept under."""
        known = self.targets[0] if self.targets else {}
        return str(known.get("id") or known.get("subject") or "")

    def draft(self, texts: Mapping[str, str]) -> Draft:
        """What was typed so far, for keeping."""
        known, *more = (
            {name: value for name, value in target.items() if isinstance(value, str | int)}
            for target in self.targets or ({},)
        )
        title = f"{self.action.verb} {self.identity}".strip()
        return Draft(self.action.id, self.about, title, self.identity, dict(texts), known, self.number, tuple(more))

    def asks(self) -> list[str]:
        """The fields that a form asks for: those that the targets do not answer."""
        known = self.targets[0] if self.targets else {}
        asked = questions(self.action.command)
        return [name for name, question in asked.items() if name not in known and not question.hidden]

    def is_complete(self) -> bool:
        """Whether no required answer is missing."""
        given = {*self.texts, *(self.targets[0] if self.targets else ())}
        return not required(self.action.command) - given

    def commands(self, texts: Mapping[str, str], sight: Sight, seen: int = 0) -> list[Command] | dict[str, str]:
        """One command for each target, or field → sentence for what is unclear; `seen`: a form's revision."""
        found: list[Command] = []
        for known in self.targets or ({},):
            values = {**known, "seen": seen} if seen else known
            built = build(self.action.command, texts, sight.now, sight.policy, **values)
            if isinstance(built, dict):
                return built
            found.append(built)
        return found


def request(action: Action, targets: Sequence[Mapping[str, Any]], texts: Mapping[str, str], identity: str) -> Request:
    """What is known of each target, less what was typed instead; a typed target stands alone. It is said whose record
    it is where a target answers something."""
    typed_target = "id" in texts
    known = [{} if typed_target else action.answers(parts) for parts in targets]
    whose = identity if any(known) else ""
    known = [{name: value for name, value in one.items() if name not in texts} for one in known]
    return Request(action, tuple(known[:1] if typed_target else known), dict(texts), whose)


def runs_at_once(wanted: Request, *, typed: bool) -> bool:
    """Whether no form is needed: everything is answered, and either the action is direct or it was typed."""
    return wanted.is_complete() and (typed or wanted.action.direct or not wanted.asks())


@dataclass(frozen=True, slots=True)
class Stored:
    """What a record says today for its form to begin with: field → text, the revision, reference → name, and who is at
    a meeting."""

    texts: Mapping[str, str]
    revision: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    present: Sequence[str] = ()


def stored(desk: Desk, wanted: Request) -> Stored:
    """The record that a request is about, for its form. Reads the store."""
    handler = HANDLERS[wanted.action.command]
    known = wanted.targets[0] if wanted.targets else {}
    ref = str(known.get("id", ""))
    record = desk.read.record(handler.target, ref) if handler.target and ref else None
    if record is None:
        return Stored({})
    asked = questions(wanted.action.command)
    kept = [name for name in wanted.asks() if not asked[name].fresh]
    texts = {name: typed_as(asked[name], getattr(record, name, None)) for name in kept}
    people = (desk.read.record(Person, text) for name, text in texts.items() if text and asked[name].kind == "person")
    names = {person.id: person.name for person in people if isinstance(person, Person)}
    present = record.attendees if isinstance(record, Meeting) else ()
    return Stored({name: text for name, text in texts.items() if text}, record.revision, names, present)


def carry_out(desk: Desk, commands: Sequence[Command], draft: Draft | None = None) -> list[Outcome]:
    """Give the commands one by one, under the ids of the `draft` that they were typed into, if any; a refusal of one
    does not stop the next. Runs in a thread."""
    ids = [draft.command_id(_target(command)) if draft else "" for command in commands]
    return [desk.handle(command, command_id=given) for command, given in zip(commands, ids, strict=True)]


def _target(command: Command) -> str:
    """What kind of command it is, and what it is done to."""
    return f"{type(command).__name__} {getattr(command, 'id', '') or getattr(command, 'subject', '')}"


def fresh(desk: Desk, command: Command) -> Command:
    """The same command, meant against the record as it is now. Runs in a thread."""
    handler = HANDLERS[type(command)]
    ref = str(getattr(command, "id", ""))
    record = desk.read.record(handler.target, ref) if handler.target and ref else None
    return replace(command, seen=record.revision if record else 0)


def verdict(action: Action, outcomes: Sequence[Outcome], names: Callable[[str], str]) -> tuple[str, bool]:
    """What to say of the outcomes, and whether it is bad news."""
    done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
    failed = [outcome.sentence for outcome in outcomes if isinstance(outcome, Refused | Stale)]
    if failed:
        return (f"{len(done)} done, {len(failed)} not: {failed[0]}" if done or failed[1:] else failed[0]), True
    said = f"{action.verb} {names(done[0].subject) if len(done) == 1 else f'{len(done)} done'}".strip()
    notes = "; ".join(dict.fromkeys(outcome.note for outcome in done if outcome.note))
    undo = "  (u takes it back)" if all(outcome.undo is not None for outcome in done) else ""
    return f"{said}{'. ' + notes if notes else ''}{undo}", False
