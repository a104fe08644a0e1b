"""A machine's clock that is put back or forward opens nothing for longer, shuts nobody out for longer, and loses
nothing that was kept."""

import os
import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from domain.access import Role
from domain.desk.bus import Refused
from domain.desk.emergencies import BreakGlass
from domain.desk.intake import Ring
from domain.desk.sittings import SetPassword
from domain.referral import Urgency
from domain.when import Clock, SteppedClock, SystemClock
from storage.backup import backup
from storage.credentials import WRONG, Credentials
from storage.doctor import findings
from storage.engine import Database
from tests.contract.store import Desk, with_roles
from tests.postgres import as_owner

RING = Ring(whom="Daughter", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)
GOOD, HOUR, SECOND = "four walls and a kettle", timedelta(hours=1), timedelta(seconds=1)


def test_a_broken_glass_is_not_open_for_longer_because_the_clock_is_put_back(ada: Desk) -> None:
    reader = with_roles(ada, Role.READ_ONLY)
    reader.done(BreakGlass(reason="her daughter fell and nobody else is here"))
    reader.clock.at -= timedelta(seconds=20)
    reader.done(RING)
    reader.clock.at -= HOUR
    outcome = reader.do(RING)
    assert isinstance(outcome, Refused) and "needs the right 'intake'" in outcome.sentence
    reader.done(BreakGlass(reason="she is still on the floor, and still nobody is here"))
    reader.done(RING)


def test_nobody_is_shut_out_for_longer_than_ever_because_the_clock_was_ahead(ada: Desk) -> None:
    kept = Credentials(ada.database, "bury", ada.clock)
    kept.set(ada.units, ada.order(SetPassword(id="ben")), "ben", GOOD)
    for _ in range(5):
        assert kept.check("ben", "wrong") == WRONG
    ada.clock.at -= timedelta(days=365)
    assert "30 seconds" in kept.check("ben", GOOD)
    ada.clock.at += timedelta(seconds=20)
    assert "10 seconds" in kept.check("ben", GOOD)
    ada.clock.at += timedelta(seconds=11)
    assert kept.check("ben", GOOD) == ""


def test_a_backup_that_was_just_made_is_kept_whatever_the_clock_says_of_the_others(ada: Desk, tmp_path: Path) -> None:
    ahead = ada.clock.now().timestamp() + 10**9
    for number in range(3):
        ada.done(RING)
        made = backup(ada.database, tmp_path / "kept", keep=2)
        assert made.exists() and len(list(made.parent.iterdir())) == min(number + 1, 2)
        os.utime(made, (ahead, ahead))


def told_of_clocks(desk: Desk, clock: Clock) -> list[str]:
    with closing(Database(as_owner(desk.database.address))) as owned:
        return [what for good, what in findings(owned, verify=False, clock=clock) if not good and "clock" in what]


def test_the_doctor_tells_of_entries_that_are_yet_to_come(ada: Desk) -> None:
    assert "yet to come" not in "".join(told_of_clocks(ada, ada.clock))
    ada.done(RING)
    ada.clock.at -= HOUR
    assert "written on Mon 23 Nov 2026 09:14, which is yet to come" in told_of_clocks(ada, ada.clock)[-1]


def test_the_doctor_tells_when_this_machine_and_the_server_do_not_agree(postgres_desk: Desk) -> None:
    now = SystemClock().now()
    told = [told_of_clocks(postgres_desk, SteppedClock(now + off))[:1] for off in (90 * SECOND, -90 * SECOND)]
    assert [re.sub(r"[0-9]+ s", "90 s", what) for (what,) in told] == [
        f"this machine's clock is 90 s {side} the server's: set both by the network's time"
        for side in ("ahead of", "behind")
    ]
    assert "server's" not in "".join(told_of_clocks(postgres_desk, SystemClock()))
