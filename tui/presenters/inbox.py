"""The inbox: messages from other systems that wait for a person, each as a page, and what became of files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.message import ENCODED, Message, MessageState
from domain.views import FileOutcome
from domain.when import local_date, show_moment, show_time
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Told, Tone, clean, wrap
from tui.presenters.words import short_date

MOST_SHOWN = 200_000
"""Characters of a message's text that its page shows."""

_KINDS = {"operation-outcome": "answer"}
_ASKING = frozenset({MessageState.ASKED, MessageState.QUARANTINED})
_ORDER = ("created", "updated", "withdrawn", "unchanged", "filed", "quarantined")


def line(message: Message, sight: Sight) -> Line:
    """A message in one line: what it asks, else what it is."""
    came = local_date(message.received_at)
    when = show_time(message.received_at) if came == local_date(sight.now) else short_date(came).rpartition(" ")[0]
    what = message.question or message.summary or message.file
    return Line(
        (message.id, when, message.state.value, _KINDS.get(message.kind, message.kind), what),
        tones={"State": Tone.WARN} if message.state in _ASKING else {},
    )


def detail(message: Message, sight: Sight) -> tuple[Told, ...]:
    """What it is, what is asked, and the first things that are wrong."""
    wrong = "; ".join(f"{trouble.where}: {trouble.what}" for trouble in message.problems[:3])
    perhaps = f"  perhaps {', '.join(message.candidates)}" if message.candidates else ""
    return (
        (title(message), Tone.STRONG),
        (message.question or "Nothing is asked: look at it, then settle it as seen.") + perhaps,
        wrong or "Everything in it could be read.",
    )


def title(message: Message) -> str:
    """`G7K3  Referral: 111 to ED: HOLT, Agnes`."""
    return f"{message.id}  {message.summary or message.file}"


INBOX: Listing[Message] = Listing(
    columns=(
        Column("Ref", 5), Column("Came", 6, yields=2), Column("State", 11), Column("Kind", 10, yields=1),
        Column("What"),
    ),
    key=lambda message: message.id,
    line=line,
    detail=detail,
    parts=lambda message: {
        "ref": message.id, "message": message.id, "revision": message.revision, "state": message.state.value,
        "subject": f"message/{message.id}",
    },
    subject=lambda message: f"message/{message.id}",
    empty="The inbox is empty: f takes files of messages.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a message's page, at its place; `about` is the record that it names, if it names one."""

    at: int
    text: str
    tone: Tone = Tone.PLAIN
    about: str = ""


@dataclass(frozen=True, slots=True)
class MessageRead:
    """A message with the records that it was applied to or may mean: subject → in words."""

    message: Message
    about: Mapping[str, str]


PAGE: Listing[PageLine] = Listing(
    columns=(Column("Message"),),
    key=lambda row: str(row.at),
    line=lambda row, sight: Line((row.text,), row.tone),
    parts=lambda row: {"about": row.about} if row.about else {},
    subject=lambda row: row.about,
)


def message_page(read: MessageRead, room: int, sight: Sight) -> list[PageLine]:
    """A message as a page `room` cells wide: what became of it, what is wrong with it, and its text as it came."""
    lines = [(text, tone, about) for told, tone, about in _page(read, sight) for text in _broken(told, room)]
    return [PageLine(at, text, tone, about) for at, (text, tone, about) in enumerate(lines)]


def _broken(text: str, room: int) -> list[str]:
    """A line in lines of at most `room` cells, each as far in as the first."""
    indent = " " * min(len(text) - len(text.lstrip()), room // 2)
    return [indent + part for part in wrap(text, room - len(indent))]


def _page(read: MessageRead, sight: Sight) -> Iterator[tuple[str, Tone, str]]:
    message = read.message
    sent = f", sent {show_moment(message.sent_at)}" if message.sent_at else ""
    yield (
        f"{message.kind}, {message.state}; came {show_moment(message.received_at)}{sent}; {message.file}",
        Tone.PLAIN,
        "",
    )
    if message.settled_by or message.settled_note:
        yield f"Settled by {sight.who(message.settled_by) or 'the desk'}: {message.settled_note}", Tone.PLAIN, ""
    if message.question:
        yield clean(message.question), Tone.WARN, ""
    for subject, words in read.about.items():
        yield f"{'Applied to' if subject == message.subject else 'Perhaps'} {words}", Tone.STRONG, subject
    yield "", Tone.PLAIN, ""
    yield f"Problems: {len(message.problems) or 'none'}", Tone.STRONG, ""
    for trouble in message.problems:
        yield clean(f"  {trouble.where}: {trouble.what}"), Tone.PLAIN, ""
    yield "", Tone.PLAIN, ""
    yield "As it came", Tone.STRONG, ""
    yield from ((text, Tone.PLAIN, "") for text in _raw(message.raw))


def _raw(raw: str) -> Iterator[str]:
    if raw.startswith(ENCODED):
        yield f"The file is no text. Its {(len(raw) - len(ENCODED)) * 3 // 4:,} bytes are kept whole."
        return
    for text in raw[:MOST_SHOWN].splitlines():
        yield clean(text, limit=MOST_SHOWN)
    if len(raw) > MOST_SHOWN:
        yield f"... and {len(raw) - MOST_SHOWN:,} more characters, which are kept"


FILES: Listing[tuple[int, FileOutcome]] = Listing(
    columns=(Column("Became", 11), Column("Ref", 6), Column("Wrong", 5, "right", yields=1), Column("File")),
    key=lambda row: str(row[0]),
    line=lambda row, sight: Line(
        (row[1].outcome, row[1].ref, str(len(row[1].problems) or ""), row[1].file.rpartition("/")[2]),
        tones={"Became": Tone.WARN} if row[1].outcome == "quarantined" else {},
    ),
    parts=lambda row: {},
    subject=lambda row: row[1].subject,
    detail=lambda row, sight: [
        (row[1].file, Tone.STRONG), *(f"{problem.where}: {problem.what}" for problem in row[1].problems),
    ],
    empty="Type the path of a file or a folder above.",
)  # fmt: skip


def files_told(outcomes: Sequence[FileOutcome], *, rehearsed: bool) -> str:
    """`7 files: 6 created, 1 quarantined`."""
    if not outcomes:
        return "There are no files in it"
    counts = {word: sum(one.outcome == word for one in outcomes) for word in _ORDER}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    said = f"{counted(len(outcomes), 'file')}: {told}"
    return f"{said}. Only rehearsed: nothing changed" if rehearsed else said
