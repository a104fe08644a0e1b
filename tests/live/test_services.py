"""Somebody who works for two services goes from the desk of one to that of the other."""

from tests.live.desks import Desks, says, sees


def test_a_desk_is_left_for_that_of_another_service_and_come_back_to(desks: Desks) -> None:
    desks.caredesk("init", "--service", "north", "--title", "North Reablement")
    desk = desks.opened()
    desk.press(":service\r")
    says(desk, "Yours besides this one: north (North Reablement)")
    desk.press(":service south\r")
    desk.until_quiet()
    assert desks.first.person in desk.text
    desk.press(":service north\r")
    sees(desk, "North Reablement", "The queue is empty")
    assert desks.first.person not in desk.text
    desk.until_quiet()
    desk.press(":service bury\r")
    desks.ready(desk)
    desk.press("q")
    desk.until(desk.ended)
    assert desk.status == 0
    assert desks.caredesk("user", "sessions", "--json").json == []
    assert desks.caredesk("user", "sessions", "--service", "north", "--json").json == []
