"""What a screen shows as plain text, and the frames that it is compared with."""

import asyncio
import os
from pathlib import Path
from typing import Any

from textual.app import App

FRAMES = Path(__file__).parents[1] / "frames"
PAGE = FRAMES / "README.md"


def frame(app: App[Any]) -> str:
    """The present screen as lines of text, without trailing blanks."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips[:height]]
    assert all(len(line) <= width for line in lines)
    return "\n".join(lines).rstrip("\n") + "\n"


def page() -> str:
    """Every frame on one page, for people who want to see the desk before they try it."""
    told = [
        "# The screens as they are",
        "",
        "The frames that the screen tests compare with; `python -m tests.screens.frames` draws this page from them.",
    ]
    for file in sorted(FRAMES.glob("*.txt")):
        told += ["", f"## {file.stem}", "", "```", file.read_text(encoding="utf-8").rstrip("\n"), "```"]
    return "\n".join(told) + "\n"


async def check_frame(app: App[Any], name: str) -> None:
    """The screen comes to equal the frame of this name; CAREDESK_FRAMES=write draws the frames and their page anew."""
    file = FRAMES / f"{name}.txt"
    if os.environ.get("CAREDESK_FRAMES") == "write":
        file.write_text(frame(app), encoding="utf-8")
        PAGE.write_text(page(), encoding="utf-8")
    wanted = file.read_text(encoding="utf-8")
    for _ in range(250):
        if frame(app) == wanted:
            return
        await asyncio.sleep(0.02)
    assert frame(app) == wanted


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
