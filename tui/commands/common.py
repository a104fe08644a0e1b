"""What all commands share: --db, --json and --now, exit codes, and how results are printed."""

import json
import os
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from domain.desk.bus import Outcome

DONE, REFUSED, MISUSE, UNREACHABLE, STALE, NOT_ALLOWED = range(6)
ROLES = ("read-only", "cover", "co-ordinator", "clinician", "on-call", "senior", "admin", "auditor")


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that may follow any command: those of `anywhere`, and which service of the store is meant."""
    service = click.option("--service", default="", expose_value=False, callback=_note_service,
                           help="Which service of the store. Default: CAREDESK_SERVICE, else your first.")  # fmt: skip
    return anywhere(service(command))


def _note_service(_ctx: click.Context, _parameter: click.Parameter, value: str) -> None:
    from tui.settings import SERVICE_VARIABLE

    if value:
        os.environ[SERVICE_VARIABLE] = value


def anywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command: they arrive as `db`, `as_json`, `now`, and by `wants_plain`."""
    options = (
        click.option("--now", default="", help="Set a demonstration store's clock (ISO 8601)."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."),
        click.option(
            "--plain", is_flag=True, expose_value=False, callback=_note_plain, help="Print text; draw no screen."
        ),
        click.option("--db", default="", callback=_or_above, help="The store: a file or a PostgreSQL URL."),
    )
    for option in options:
        command = option(command)
    return command


def _note_plain(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    ctx.meta["plain"] = value


def wants_plain() -> bool:
    """Whether the present command was told to print text where it would draw a screen; most draw none anyway."""
    return bool(click.get_current_context().meta.get("plain"))


def _or_above(ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    return value or (ctx.find_root().obj or {}).get("db", "")


def moment(text: str, now: datetime | None = None, option: str = "--now") -> datetime | None:
    """A moment given with an option, by the clock that stands at `now`; None for ''."""
    from domain.when import SystemClock, TimeProblem, parse_moment

    if not text:
        return None
    try:
        return parse_moment(text, now or SystemClock().now())
    except TimeProblem as problem:
        raise click.BadParameter(str(problem), param_hint=option) from problem


def day_of(text: str, today: date, option: str = "--date") -> date:
    """A day given with an option, day first or ISO, '' for `today`."""
    from domain.when import TimeProblem, parse_date

    if not text:
        return today
    try:
        return parse_date(text, today)
    except TimeProblem as problem:
        raise click.BadParameter(str(problem), param_hint=option) from problem


def ref_of(text: str) -> str:
    """A reference as it is kept: `R7K3` of `r7k3` and of `referral/R7K3`."""
    return text.rpartition("/")[2].upper()


def emit(as_json: bool, document: Any, lines: Iterable[str]) -> None:
    """Print a result as JSON, in ASCII, or as text; text from the store is made harmless by either."""
    from tui.present import clean

    if as_json:
        click.echo(json.dumps(plain(document), indent=1))
        return
    for line in lines:
        click.echo(clean(line))


def plain(value: Any) -> Any:
    """A value as JSON can say it: moments as ISO 8601 UTC, records as objects."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "items"):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def fail(sentence: str, code: int = REFUSED) -> int:
    """Say why on standard error."""
    from tui import patience
    from tui.present import clean

    patience.wipe()
    click.echo(clean(sentence), err=True)
    return code


def tell(outcome: "Outcome", as_json: bool) -> int:
    """Print what became of a command, and why not on standard error; returns the exit code."""
    from domain.desk.bus import Done

    if isinstance(outcome, Done):
        emit(
            as_json,
            _document(outcome),
            [outcome.note or f"Done: {outcome.kind} {outcome.subject} (entry {outcome.seq})"],
        )
    elif as_json:
        emit(True, _document(outcome), [])
    return explain(outcome)


def _document(outcome: "Outcome") -> dict[str, Any]:
    from domain.desk.bus import Done, Refused

    if isinstance(outcome, Done):
        return {
            "seq": outcome.seq, "changed": outcome.changed, "undo": outcome.undo, "ref": outcome.ref,
            "note": outcome.note,
        }  # fmt: skip
    if isinstance(outcome, Refused):
        return {"refused": outcome.sentence, "why": outcome.why, "offers": [offer.text for offer in outcome.offers]}
    return {
        "stale": outcome.subject, "by": outcome.by, "at": outcome.at,
        "values": {name: {"theirs": theirs, "yours": yours} for name, (theirs, yours) in outcome.values.items()},
    }  # fmt: skip


def explain(outcome: "Outcome") -> int:
    """Say why an outcome is not done; returns the exit code (0 when it is)."""
    from domain.desk.bus import Done, Refused

    if isinstance(outcome, Done):
        return DONE
    code = (NOT_ALLOWED if outcome.why == "right" else REFUSED) if isinstance(outcome, Refused) else STALE
    return fail(outcome.sentence, code)
