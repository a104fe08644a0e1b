"""The minutes of a meeting as a document, whole or for readers who may not know whom they are about."""

import click

from tui.commands.common import DONE, emit, everywhere, fail, moment, ref_of


@click.command(name="minutes")
@click.argument("ref")
@click.option("--outside", is_flag=True, help="Leave out whom it is about: names, numbers, postcodes.")
@everywhere
def minutes_command(ref: str, outside: bool, db: str, as_json: bool, now: str) -> int:
    """Print what a meeting decided, its minutes and the actions promised, as Markdown. Read a copy --outside before it
    is sent: no program knows every way to say who somebody is."""
    from domain.access import Right
    from domain.meeting import Meeting
    from tui.bootstrap import desk
    from tui.commands.panes import sight_of
    from tui.presenters.minutes_out import document
    from tui.reading import meeting_of

    with desk(db, now=moment(now), right=Right.READ) as here:
        meeting = here.read.record(Meeting, ref_of(ref))
        if meeting is None:
            return fail(f"There is no meeting {ref}; 'caredesk show diary --json' has their references")
        here.opened(f"meeting/{meeting.id}", "minutes printed")
        lines = list(document(meeting_of(here.read, meeting), sight_of(here), outside=outside))
    emit(as_json, {"ref": meeting.id, "outside": outside, "text": "\n".join(lines)}, lines)
    return DONE
