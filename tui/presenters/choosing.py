"""Small lists to choose from: ways out of a refusal, two versions of a record, drafts that wait."""

from dataclasses import dataclass

from domain.desk.asking import questions
from domain.desk.bus import Offer
from tui.drafts import Draft
from tui.habits import Saved
from tui.keymap import MOTIONS, action_called
from tui.present import Column, Line, Listing, Tone


@dataclass(frozen=True, slots=True)
class Both:
    """A field of a record that two people changed."""

    field: str
    theirs: str
    yours: str


BOTH: Listing[Both] = Listing(
    columns=(Column("Field", 20), Column("Now saved"), Column("Yours")),
    key=lambda row: row.field,
    line=lambda row, sight: Line((row.field, row.theirs, row.yours), tones={"Yours": Tone.STRONG}),
    parts=lambda row: {},
    subject=lambda row: "",
    detail=lambda row, sight: (f"Now saved: {row.theirs}", f"Yours: {row.yours}"),
    empty="The record has moved on, though in nothing that you typed.",
)

OFFERS: Listing[Offer] = Listing(
    columns=(Column("What could be done instead"),),
    key=lambda row: row.text,
    line=lambda row, sight: Line((row.text if row.command else f"{row.text} (by hand)",)),
    parts=lambda row: {},
    subject=lambda row: "",
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A saved view and the digit that shows it."""

    number: str
    saved: Saved


VIEWS: Listing[Numbered] = Listing(
    columns=(Column("Key", 3), Column("List", 16), Column("Filter")),
    key=lambda row: row.number,
    line=lambda row, sight: Line((f"'{row.number}", place_of(row.saved), row.saved.wanted or "-")),
    parts=lambda row: {},
    subject=lambda row: "",
    empty='Nothing is saved: " and a digit saves the list that you see, with its filter.',
)


def place_of(saved: Saved) -> str:
    """`queue`: the word of the list that a view is of."""
    calls = {f"screen.pane({saved.address.partition('/')[2]})", f"app.open('{saved.address}')"}
    return next((motion.verb for motion in MOTIONS if motion.call in calls), saved.address)


def typed_words(draft: Draft) -> tuple[str, ...]:
    """Each answer that was typed, after its question."""
    action = action_called(draft.action)
    asked = questions(action.command) if action is not None else {}
    return tuple(
        f"{asked[name].label if name in asked else name}: {text}" for name, text in draft.texts.items() if text
    )


DRAFTS: Listing[Draft] = Listing(
    columns=(Column("Kept half-typed", 40), Column("What is typed")),
    key=lambda row: row.key,
    line=lambda row, sight: Line((row.title, "; ".join(text for text in row.texts.values() if text))),
    parts=lambda row: {},
    subject=lambda row: "",
    detail=lambda row, sight: typed_words(row),
    empty="No form is waiting half-typed.",
)
