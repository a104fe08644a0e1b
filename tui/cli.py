"""The command line: everything that a screen can do, with the same rules and the same journal.

Imports nothing heavy: each command's module is loaded when it is called, and loads what it needs itself."""

import atexit
import gc
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from tui import methods, patience
from tui.commands.common import DONE, MISUSE, NOT_ALLOWED, REFUSED, UNREACHABLE

PROJECT = Path(__file__).parents[1] / "pyproject.toml"

COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": ("opening", "Open the desk."),
    "enter": ("entering", "Open the desk for somebody who comes in by an account of the service."),
    "demo": ("opening", "Fill an empty store with a synthetic service, then open it."),
    "init": ("keeping", "Begin an empty store for a real service."),
    "upgrade": ("keeping", "Bring a store up to this program's schema, with the shipped rules that it has never had."),
    "doctor": ("keeping", "Look a store over: one line for each problem, with its cure."),
    "backup": ("keeping", "Copy the live store into a verified file."),
    "restore": ("keeping", "Put a verified backup into a new store."),
    "copy": ("keeping", "Copy a store into a new one, on either database."),
    "pack": ("packing", "Write day sheets and a read-only store for when everything is down."),
    "import": ("importing", "Take messages and calendars from other systems."),
    "show": ("showing", "Print a pane as plain text or JSON."),
    "do": ("doing", "Do any action of the desk."),
    "minutes": ("minuting", "Print a meeting's minutes, or a copy for outsiders that names nobody in care."),
    "calendar": ("calendar", "Print the diary as a calendar file that names nobody in care."),
    "roster": ("rostering", "Plan, verify and explain a day's roster."),
    "engine": ("engine", "The roster engine on published planning problems."),
    "report": ("reporting", "Figures, with the rows behind them."),
    "reports": ("reporting", "Keep what figures count of each day, so that a year is read in a moment."),
    "journal": ("journalling", "Verify and read the audit trail."),
    "user": ("users", "People who may use the desk."),
    "keys": ("keying", "Your own keys on this store, and profiles of them."),
    "bench": ("benching", "Measure the store and the engine, and say what held."),
}


class Commands(click.Group):
    """A group that knows its commands by name and loads one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tui.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _tell_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """The version that is installed, or that of the checkout which runs."""
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("caredesk")
    except PackageNotFoundError:
        import tomllib

        number = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    click.echo(f"caredesk {number}")
    ctx.exit()


@click.command(
    cls=Commands,
    invoke_without_command=True,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--db", default="", help="The store: a file or a PostgreSQL URL. Default: CAREDESK_DB, else your own.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version,
              help="Show the version and exit.")  # fmt: skip
@click.pass_context
def root(ctx: click.Context, db: str) -> int:
    """The desk for urgent community response, reablement and intermediate care at home.

    Without a command it opens the desk. Every command takes --db and --json."""
    ctx.obj = {"db": db}
    if ctx.invoked_subcommand is None:
        command = Commands.get_command(root, ctx, "run")
        assert command is not None
        return int(ctx.invoke(command, db=db) or DONE)
    return DONE


def main() -> None:
    """Run the program; the exit code says what became of it."""
    os.umask(0o077)
    atexit.register(gc.freeze)  # or the interpreter would go through all that it has loaded once more, to end
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"  # keys have the same names on every terminal
    if any(map(_is_broken, sys.argv)) and "import" not in sys.argv:  # names of files may be any bytes
        click.echo("The command line has bytes in it that are not UTF-8 text; type it again", err=True)
        sys.exit(MISUSE)
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        result = root.main(arguments, prog_name="caredesk", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return REFUSED
    except click.ClickException as error:
        patience.wipe()
        error.show()
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except Exception as error:
        return _explain(error)
    finally:
        patience.wipe()
        methods.keep()


def _is_broken(word: str) -> bool:
    """Whether the word was no UTF-8: Python stands lone surrogates in for such bytes."""
    return any("\ud800" <= char <= "\udfff" for char in word)


def _explain(error: Exception) -> int:
    from tui.bootstrap import NotAllowed, StoreRefused, StoreUnreachable
    from tui.commands.common import fail
    from tui.faults import note_fault

    if isinstance(error, StoreRefused):
        return fail(str(error), REFUSED)
    if isinstance(error, StoreUnreachable):
        return fail(str(error), UNREACHABLE)
    if isinstance(error, NotAllowed):
        return fail(str(error), NOT_ALLOWED)
    if isinstance(error, OSError) and error.filename:
        return fail(f"{error.filename}: {error.strerror}", UNREACHABLE)
    return fail(note_fault(error), REFUSED)
