"""What is new stands in a file for each version, and each thing says what to press for it."""

from pathlib import Path

from tests.screens.cast import Stage
from tests.screens.driving import at_the_desk
from tests.screens.frames import check_frame
from tui.presenters.whatsnew import news


async def test_what_is_new_says_what_to_press(stage: Stage, tmp_path: Path) -> None:
    async with at_the_desk(stage.ada, tmp_path) as ada:
        await ada.press("colon", *"news", "enter")
        await ada.sees("What's new", "Second addresses by date", "in a record a, and B when back home")
        await check_frame(ada.app, "news-80x24")


def test_the_newest_version_stands_first(tmp_path: Path) -> None:
    for version in ("0.9.0", "0.10.0"):
        text = f"[[new]]\nwhat = 'thing of {version}'\nhow = 'x'\nabout = 'y'\n"
        (tmp_path / f"{version}.toml").write_text(text, encoding="utf-8")
    assert [one.version for one in news(tmp_path)] == ["0.10.0", "0.9.0"]
