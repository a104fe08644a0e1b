"""A form made from the questions of a command: fields in the order of asking, each read back as it is typed.

It knows how to answer questions and nothing of what is done with the answers; records to choose from are asked
of the screen by message."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from domain.desk.asking import questions, required
from domain.desk.bus import Command
from domain.desk.checks import CLEAR, Amendment
from domain.views import Found
from domain.when import local_date
from tui.finding import LEAST_LETTERS
from tui.grammar import NONE, RECORDS, Unclear, choices, defaults, many, read_back, tells_none_apart, value
from tui.present import Sight, shorten
from tui.presenters.minutes import owed_so_far
from tui.widgets.fields import Choices, Field, FieldKey

_KINDS_SAID = {
    "date": "day first: 23/11, 23 Nov 2026, tomorrow, fri, +3",
    "birth": "day first: 030442, 3/4/42, 3 Apr 1942",
    "moment": "09:30 for today, or 23/11 09:30, or now",
    "time": "such as 09:30 or 0930",
    "minutes": "such as 45 or 1h30",
    "codes": "several with commas between them",
    "lines": "one on each line",
}
MINUTES = "minutes"
_EMPTIED = frozenset({"text", "phone", "long", "lines"})
OFFERED = "typing replaces it, left and right keep it"


class Form(Vertical):
    """Fields above, help and choices for the present one below."""

    DEFAULT_CSS = "Form { height: 1fr; } Form VerticalScroll { height: 1fr; scrollbar-size: 0 0; }"

    class Edited(Message):
        """Something was typed."""

    class Finished(Message):
        """Enter was pressed on the last field."""

    class Searching(Message):
        """Records of a kind are wanted for what was typed into a field."""

        def __init__(self, field: str, kind: str, text: str) -> None:
            super().__init__()
            self.field, self.kind, self.text = field, kind, text

    def __init__(
        self,
        command: type[Command],
        names: Sequence[str],
        texts: Mapping[str, str],
        sight: Callable[[], Sight],
    ) -> None:
        super().__init__()
        self._command, self._sight = command, sight
        asked, needed = questions(command), required(command)
        self.fields = [Field(name, asked[name], texts.get(name, ""), required=name in needed) for name in names]
        self._choices = Choices()
        self._titles: dict[str, str] = {}
        self._present: Sequence[str] = ()
        self._sought: str | None = None
        self._nothing: tuple[str, str] | None = None
        self._held: list[str] = []
        self.opened = asyncio.Event()
        self.opened.set()

    def compose(self) -> ComposeResult:
        """The fields, and what helps."""
        with VerticalScroll(can_focus=False):
            yield from self.fields
        yield self._choices

    def begin(self, field: str = "", at: int = 0) -> None:
        """Begin at a field with the cursor so far in, else at the first that has no answer that is understood."""
        back = next((one for one in self.fields if one.field == field), None)
        clear = [self._check(field, quiet=True) for field in self.fields]
        unanswered = (field for field, fine in zip(self.fields, clear, strict=True) if not field.text or not fine)
        first = back or next(unanswered, self.fields[0] if self.fields else None)
        if first is not None:
            self.screen.set_focus(first.entry)
        if back is not None:
            back.entry.cursor_at = at

    @property
    def cursor(self) -> tuple[str, int]:
        """The field that has the keys, and how far in."""
        here = self._here()
        return (here.field, here.entry.cursor_at) if here is not None else ("", 0)

    @property
    def texts(self) -> dict[str, str]:
        """What is typed, field → text."""
        return {field.field: field.text for field in self.fields if field.text.strip()}

    @property
    def typed(self) -> dict[str, str]:
        """What somebody typed, less what the record had said before."""
        return {field.field: field.text for field in self.fields if field.text.strip() and field.text != field.offered}

    def know(self, names: Mapping[str, str], present: Sequence[str] = ()) -> None:
        """Learn what references stand for, for reading them back, and who is at the meeting that minutes are of."""
        self._titles.update(names)
        self._present = present

    def fill(self, texts: Mapping[str, str]) -> None:
        """Offer texts in the fields that are empty; an answer that was kept and is the record's own stays offered."""
        for field in self.fields:
            kept = field.text == texts.get(field.field) and not field.entry.has_focus
            if field.field in texts and (kept or not field.text):
                with field.entry.prevent(Input.Changed, TextArea.Changed):
                    field.offer(texts[field.field])
                self._check(field, quiet=True)
                if field.entry.has_focus:
                    self._help(field)

    def wrong(self, problems: Mapping[str, str]) -> None:
        """Show sentences beside their fields and go to the first."""
        first = None
        for field in self.fields:
            if field.field in problems:
                field.wrong(problems[field.field].removeprefix(f"{field.ask.label}: "))
                first = first or field
        if first is not None:
            first.entry.focus()
            self._help(first)

    def offer(self, field: str, text: str, found: Sequence[Found]) -> None:
        """Records found for what is being typed into a field; keys that waited for them come now."""
        self._titles.update({one.subject.partition("/")[2]: one.title for one in found})
        self._nothing = None if found or len(text) < LEAST_LETTERS else (field, text)
        here = self._here()
        if here is not None and here.field == field:
            rows = [(one.subject.partition("/")[2], f"{one.title}  {one.detail}") for one in found]
            self._choices.offer(
                rows,
                self._said(here) if rows else self._none_found(here),
                first=len(rows) == 1 and bool(here.text.strip()),
            )

        if text == self._sought:
            self.release()

    def release(self) -> None:
        """Nothing is being searched for any more."""
        self._sought, held, self._held = None, self._held, []
        for what in held:
            self.post_message(FieldKey(what))
        self.opened.set()

    def _none_found(self, field: Field) -> str:
        typed = field.text.rpartition(",")[2].strip()
        if field.is_as_offered or len(typed) < LEAST_LETTERS:
            return self._said(field) or f"type a name to find the {field.ask.kind}"
        return field.problem or f"no {field.ask.kind} fits '{shorten(typed, 30)}'"

    # typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed into a line."""
        event.stop()
        self._typed(event.input)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A letter was typed into a block."""
        event.stop()
        self._typed(event.text_area)

    def _typed(self, entry: Widget) -> None:
        field = next((field for field in self.fields if field.entry is entry), None)
        if field is None:
            return
        self._check(field, quiet=True)
        if entry.has_focus:
            self._help(field)
            self.post_message(self.Edited())

    def on_descendant_focus(self) -> None:
        """Help is for the field that has the keys."""
        here = self._here()
        if here is not None:
            here.scroll_visible(animate=False, immediate=True)
            self._help(here)

    def _here(self) -> Field | None:
        return next((field for field in self.fields if field.entry.has_focus), None)

    def _check(self, field: Field, *, quiet: bool) -> bool:
        """Read a field back; while somebody types, only what is understood is said."""
        text = field.text.strip()
        if not text:
            field.wrong("an answer is needed" if field.required and not quiet else "")
            if field.offered and issubclass(self._command, Amendment) and field.ask.kind in _EMPTIED:
                field.remark(f"(stays as it was; {CLEAR} empties it)")
            elif not field.required and (usual := defaults(self._command).get(field.field)):
                meant = read_back(field.ask, usual, self._sight().policy)
                field.remark(f"({meant} if empty)")
            return not field.required
        sight = self._sight()
        try:
            meant = value(self._command, field.field, text, sight.now, sight.policy)
        except Unclear as problem:
            listed = bool(choices(field.ask, sight.policy))
            field.wrong("" if quiet else "not in the list below" if listed else str(problem))
            return False
        field.understood(read_back(field.ask, meant, sight.policy, self._named))
        return True

    def _named(self, ref: str) -> str:
        """The name that a reference stands for, or '' while nobody knows it."""
        known = self._sight().who(ref)
        return self._titles.get(ref) or (known if known != ref else "")

    # choosing

    def _said(self, field: Field) -> str:
        told = [field.ask.help, _KINDS_SAID.get(field.ask.kind, ""), OFFERED if field.is_as_offered else ""]
        return field.problem or ". ".join(part for part in told if part)

    def _help(self, field: Field) -> None:
        last = field.text.rpartition(",")[2].strip() if self._many(field) else field.text.strip()
        if field.ask.kind in RECORDS:
            self._choices.offer((), self._said(field) or f"type a name to find the {field.ask.kind}")
            self._sought = last
            self.post_message(self.Searching(field.field, field.ask.kind, last))
            return
        if field.ask.of == MINUTES:
            sight = self._sight()
            everybody = (*sight.workers.values(), *sight.users.values())
            owed = owed_so_far(field.text, local_date(sight.now), self._present, everybody)
            self._choices.offer(owed, self._said(field))
            return
        known = choices(field.ask, self._sight().policy)
        if tells_none_apart(self._command, field.field):
            known = {NONE: "None of these", **known}
        fitting = _fitting(known, last)
        rows = fitting or _fitting(known, "")
        self._choices.offer(rows, self._said(field), first=bool(last) and bool(fitting))

    def _many(self, field: Field) -> bool:
        return many(self._command, field.field)

    def _take(self, field: Field) -> None:
        """Put the chosen answer in place of what was typed of it."""
        chosen = self._choices.chosen
        if chosen is None:
            return
        if self._many(field):
            head, comma, _ = field.text.rpartition(",")
            field.entry.put(f"{head}{comma} {chosen}".strip())
        else:
            field.entry.put(chosen)
        self._check(field, quiet=True)

    def on_field_key(self, event: FieldKey) -> None:
        """Enter and tab go on, arrows choose or move."""
        event.stop()
        here = self._here()
        if here is None:
            return
        if self._sought is not None and here.ask.kind in RECORDS:
            self._held.append(event.what)
            self.opened.clear()
            return
        if event.what in ("up", "down"):
            step = 1 if event.what == "down" else -1
            if not self._choices.move(step):
                self._go(here, step)
            return
        self._take(here)
        good = self._check(here, quiet=False) and self._meant(here)
        if event.what == "previous":
            self._go(here, -1)
        elif not good and (here.text.strip() or event.what == "enter"):
            self._help(here)
        elif event.what == "enter" and here is self.fields[-1]:
            self.post_message(self.Finished())
        else:
            self._go(here, 1)

    def _meant(self, field: Field) -> bool:
        """Whether it is clear which record is meant, of those that were found for what is typed."""
        offered, typed = {ref for ref, _ in self._choices.rows}, field.text.strip().upper()
        if field.ask.kind not in RECORDS or not typed or self._many(field) or field.is_as_offered:
            return True
        if self._nothing == (field.field, field.text.strip()):
            field.wrong(f"no {field.ask.kind} fits; type less of the name" + ("" if field.required else ", or nothing"))
            return False
        if not offered and len(typed) < LEAST_LETTERS:
            field.wrong("type more of the name")
            return False
        if not offered or typed in offered:
            return True
        field.wrong("which one? up and down choose")
        return False

    def _go(self, field: Field, step: int) -> None:
        at = self.fields.index(field) + step
        if 0 <= at < len(self.fields):
            self.fields[at].entry.focus()


def _fitting(known: Mapping[str, str], typed: str) -> list[tuple[str, str]]:
    """The choices, code → label, that what was typed could mean."""
    if typed in known:
        return [(typed, _label(typed, known))]
    low = typed.lower()
    return [
        (code, _label(code, known))
        for code, label in known.items()
        if not low or code.lower().startswith(low) or any(word.startswith(low) for word in label.lower().split())
    ]


def _label(code: str, known: Mapping[str, str]) -> str:
    return "" if known[code] == code else known[code]
