"""Four palettes, each of which tells every state apart; colour only repeats what a letter says.

Colours are the eight basic ones, in pairs that survive red-green blindness; nothing is told by dim grey."""

from rich.style import Style
from textual.theme import Theme

from tui.present import Tone

NAMES = ("ansi", "contrast", "mono", "truecolor")

_ATTRIBUTES = {
    Tone.PLAIN: Style(),
    Tone.STRONG: Style(bold=True),
    Tone.QUIET: Style(),
    Tone.WARN: Style(bold=True),
    Tone.ALERT: Style(bold=True, reverse=True),
    Tone.REVERSE: Style(reverse=True),
}
_COLOURS = {
    "ansi": {Tone.WARN: Style(color="yellow", bold=True), Tone.QUIET: Style(color="cyan")},
    "contrast": {Tone.WARN: Style(color="bright_yellow", bold=True)},
    "mono": {},
    "truecolor": {Tone.WARN: Style(color="#ffd75f", bold=True), Tone.QUIET: Style(color="#9fb8c8")},
}


def styles(name: str) -> dict[Tone, Style]:
    """How each tone looks in a palette."""
    return {**_ATTRIBUTES, **_COLOURS[name]}


def themes() -> list[Theme]:
    """The palettes as Textual knows them: the terminal's own foreground and background everywhere."""
    return [_theme(name) for name in NAMES]


def _theme(name: str) -> Theme:
    return Theme(
        name=f"caredesk-{name}",
        ansi=True,
        primary="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
        },
    )
