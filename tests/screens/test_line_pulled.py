"""The line may drop at any field of any form: what was typed is on disk by then, and comes back at that very field.

The forms are those of the registry. The gate pulls the line at every kind of field that they have; with
CAREDESK_FORMS=all it is pulled at every field of every form."""

import os
from collections.abc import Iterator
from pathlib import Path

from domain.desk.asking import questions
from tests.screens.driving import Hands, at_the_desk
from tests.screens.office import Office
from tui.acting import Request
from tui.action_table import ACTIONS
from tui.drafts import Draft, Drafts
from tui.screens.forms import FormScreen
from tui.widgets.fields import Field

EVERYWHERE = os.environ.get("CAREDESK_FORMS") == "all"


def forms() -> Iterator[tuple[Request, set[str]]]:
    """Each form with the fields at which the line is pulled."""
    pulled: set[str] = set()
    for action in ACTIONS:
        wanted, asked = Request(action, (), {}), questions(action.command)
        kinds = {name: asked[name].kind for name in wanted.asks()}
        fields = {name for name, kind in kinds.items() if EVERYWHERE or kind not in pulled}
        pulled |= set(kinds.values())
        if fields:
            yield wanted, fields


async def test_what_was_typed_into_any_field_of_any_form_waits_there_when_the_line_was_pulled(
    office: Office, tmp_path: Path
) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        for wanted, fields in forms():
            ada.app.push_screen(FormScreen(wanted, ada.app.kept, lambda request, told: None))
            screen = await form_of(ada, wanted)
            for field in (field for field in screen.form.fields if field.field in fields):
                await pulled_at(ada, screen, field, tmp_path)
            ada.app.pop_screen()
            await comes_back(ada, wanted, fields, on_disk(tmp_path, wanted))


async def test_letters_that_the_form_has_not_heard_of_yet_are_kept_too(office: Office, tmp_path: Path) -> None:
    async with at_the_desk(office.stage.ada, tmp_path) as ada:
        await ada.sees("NAQVI")
        wanted = next(request for request, fields in forms())
        ada.app.push_screen(FormScreen(wanted, ada.app.kept, lambda request, told: None))
        screen = await form_of(ada, wanted)
        screen.form.fields[0].entry.put("The Rochdale desk")
        assert not screen._edited
        ada.app.keep_typed()
        assert on_disk(tmp_path, wanted).texts[screen.form.fields[0].field] == "The Rochdale desk"


async def pulled_at(ada: Hands, screen: FormScreen, field: Field, folder: Path) -> None:
    """Type into a field; what a program that is killed then leaves knows all that was typed, and where."""
    await ada.until(lambda: screen.set_focus(field.entry) is None and field.entry.has_focus)
    await ada.press("end", "x")
    await ada.until(lambda: "x" in on_disk(folder, screen.wanted).texts.get(field.field, ""))
    left = on_disk(folder, screen.wanted)
    assert (left.field, left.at) == screen.form.cursor == (field.field, len(field.text))
    assert left.texts == screen.form.texts


async def comes_back(ada: Hands, wanted: Request, fields: set[str], left: Draft) -> None:
    """The draft opens as it was, and at whichever of the fields it stood."""
    ada.app.go_on_with(left)
    screen = await form_of(ada, wanted)
    assert screen.form.texts == left.texts
    await ada.until(lambda: screen.form.cursor == (left.field, left.at))
    for name in fields:
        screen.form.begin(name, 1)
        await ada.until(lambda name=name: screen.form.cursor == (name, 1))  # type: ignore[misc]
    ada.app.pop_screen()
    ada.app.kept.drop(left)


async def form_of(ada: Hands, wanted: Request) -> FormScreen:
    """The form of an action, once it can be typed into."""

    def there() -> bool:
        return isinstance(ada.app.screen, FormScreen) and bool(ada.app.screen.form.cursor[0])

    await ada.until(there)
    screen = ada.app.screen
    assert isinstance(screen, FormScreen) and screen.wanted.action is wanted.action
    return screen


def on_disk(folder: Path, wanted: Request) -> Draft:
    """What is left of a form when the program is killed now."""
    return Drafts(folder / "drafts").find(wanted.action.id, wanted.about) or Draft("", "")
