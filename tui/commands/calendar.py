"""The diary as a calendar file, for the calendars of those who come."""

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment

WEEKS = 4


@click.command(name="calendar")
@click.option("--from", "first", default="", help="First day; default: today.")
@click.option("--to", "last", default="", help="Last day; default: four weeks on.")
@click.option("--who", default="", help="Only what this person comes to: a name as the diary has it.")
@everywhere
def calendar_command(first: str, last: str, who: str, db: str, as_json: bool, now: str) -> int:
    """Print the diary as an iCalendar file, which names nobody in care: 'caredesk calendar > desk.ics'.

    'caredesk import desk.ics' takes such a file, from here or from any other calendar, into the diary."""
    from datetime import timedelta

    from domain.access import Right
    from domain.quorum import coming, same_name
    from domain.when import local_date
    from tui.bootstrap import desk
    from tui.commands.panes import sight_of
    from tui.present import clean
    from tui.presenters.calendar_out import calendar

    with desk(db, now=moment(now), right=Right.READ) as here:
        begins = day_of(first, local_date(here.clock.now()), "--from")
        ends = day_of(last, begins + timedelta(weeks=WEEKS), "--to")
        if begins > ends:
            return fail(f"The period would end on {ends} before it begins on {begins}", MISUSE)
        meetings = [row.meeting for row in here.read.diary(begins, ends)]
        if who:
            meetings = [meeting for meeting in meetings if same_name(who) in coming(meeting)]
            if not meetings:
                click.echo(
                    f"Nobody called {clean(who)} comes to anything in the diary from {begins} to {ends}", err=True
                )
        text = calendar(meetings, sight_of(here), here.title)
    if as_json:
        emit(True, {"entries": len(meetings), "text": text}, [])
    else:
        click.echo(text, nl=False)
    return DONE
