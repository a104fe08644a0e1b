"""The inbox: messages from other systems that wait for a person, and what could not be read of them."""

from domain.message import Message
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time

COLUMNS = (
    Column("Ref", 5),
    Column("Came", 14),
    Column("State", 11),
    Column("Kind", 17, yields=2),
    Column("Subject", 10, yields=3),
    Column("What"),
    Column("Wrong", 5, "right", yields=1),
)


def line(message: Message, sight: Sight) -> Line:
    """A message in one line."""
    return Line(
        (
            message.id,
            day_and_time(message.received_at, sight.now),
            message.state.value,
            message.kind,
            message.subject.partition("/")[2],
            message.question or message.summary or message.file,
            str(len(message.problems)) if message.problems else "",
        ),
        tones={"State": Tone.WARN} if message.state in ("asked", "quarantined") else {},
    )


def detail(message: Message, sight: Sight) -> tuple[Told, ...]:
    """What is asked, and the first thing that is wrong."""
    wrong = "; ".join(f"{trouble.where}: {trouble.what}" for trouble in message.problems[:3])
    choices = f"  perhaps {', '.join(message.candidates)}" if message.candidates else ""
    return (
        (message.summary or message.file, Tone.STRONG),
        (message.question or "Nothing is asked.") + choices,
        wrong or "Everything in it could be read.",
    )


def message_lines(message: Message, sight: Sight) -> list[Told]:
    """A message as a page: what became of it, what is wrong with it, and the whole text as it came."""
    told: list[Told] = [
        (message.summary or message.file, Tone.STRONG),
        f"File {message.file}  came {day_and_time(message.received_at, sight.now)}  {message.kind}  {message.state.value}",
        f"About {message.subject or '-'}  {message.settled_note}",
        message.question,
        "",
        (f"Problems: {len(message.problems)}", Tone.STRONG),
        *(f"  {trouble.where}: {trouble.what}" for trouble in message.problems),
        "",
        ("As it came", Tone.STRONG),
    ]
    return told + [f"  {text}" for text in message.raw.splitlines()]


INBOX: Listing[Message] = Listing(
    columns=COLUMNS,
    key=lambda message: message.id,
    line=line,
    detail=detail,
    parts=lambda message: {
        "ref": message.id,
        "message": message.id,
        "revision": message.revision,
        "state": message.state.value,
        "subject": f"message/{message.id}",
    },
    subject=lambda message: f"message/{message.id}",
    empty="The inbox is empty.",
)
