"""What stands beside entries and records, so that they are found or refused, is compared with them: by the doctor."""

import pytest
import sqlalchemy as sa

from storage.derived import otherwise
from storage.doctor import findings
from storage.tables.core import HEAD, PERSON_WORD, TOLD, TOUCH
from tests.contract.store import Desk
from tests.contract.two_at_work import Work

STEPS = 150
BOTH = [("sqlite", 7), ("postgresql", 7)]


def wrong(desk: Desk) -> list[str]:
    with desk.database.reading() as connection:
        return list(otherwise(connection))


@pytest.mark.parametrize("work", BOTH, indirect=True)
def test_whatever_people_do_keeps_it_right_and_what_somebody_takes_away_is_missed(work: Work) -> None:
    ada = work.desks[0]
    for desk, command in work.steps(STEPS):
        desk.do(command)
    assert wrong(ada) == []
    with ada.owning() as connection:
        seq, subject = connection.execute(sa.select(TOUCH.c.seq, TOUCH.c.subject).order_by(TOUCH.c.seq).limit(1)).one()
        connection.execute(TOUCH.delete().where(TOUCH.c.seq == seq, TOUCH.c.subject == subject))
        connection.execute(TOUCH.insert().values(seq=2, subject="person/P0000"))
        person = connection.execute(sa.select(sa.func.min(PERSON_WORD.c.person))).scalar_one()
        connection.execute(PERSON_WORD.delete().where(PERSON_WORD.c.person == person))
        connection.execute(TOLD.insert().values(visit="V0000", worker="W0000", starts=ada.clock.at, ends=ada.clock.at))
    assert wrong(ada) == [
        f"entry {seq} is not found in the history of {subject}",
        "entry 2 stands in the history of person/P0000, which it did not touch",
        f"person/{person} is not found by what they are called",
        "the time for which worker/W0000 is taken by visit/V0000 is not what they were told",
    ]
    assert any(
        not good and "somebody wrote past the program" in what for good, what in findings(ada.database, verify=True)
    )


def test_a_second_head_is_told_of(ada: Desk) -> None:
    with ada.owning() as connection:
        connection.execute(HEAD.insert().values(id=7, seq=1, hash=""))
    assert any(not good and "2 heads" in what for good, what in findings(ada.database, verify=True))
