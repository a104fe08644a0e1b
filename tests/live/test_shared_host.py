"""People reach the desk of a shared host by their SSH key, and by no means a shell, another command or a file."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.live.desks import Desks, sees
from tests.live.shared_host import UNTESTED, Host, programs, shared_host
from tests.terminal import Terminal
from tui.bootstrap import system_user

pytestmark = pytest.mark.xdist_group("sshd")
REFUSED = "This line leads to the desk and nowhere else"
NIA = "N Newby co-ord"


@pytest.fixture
def host(sqlite_desks: Desks, tmp_path: Path) -> Iterator[Host]:
    """A host with the demonstration, to which Nia has a key."""
    if programs() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(UNTESTED)
        pytest.skip("no sshd on this machine")
    sqlite_desks.caredesk("user", "change", system_user(), "--gateway")
    sqlite_desks.caredesk("user", "add", "nnewby", "--name", "Nia Newby", "--role", "co-ordinator")
    with shared_host(tmp_path) as host:
        yield host


@pytest.fixture
def nia(host: Host) -> Path:
    """Nia's key."""
    return host.key("nia", "nnewby")


def desk_of(host: Host, key: Path, desks: Desks, *options: str, **env: str) -> Terminal:
    """A terminal in which somebody signs in with their key."""
    return desks.terminal(*host.line(key, "-tt", *options), **env)


def test_a_key_leads_to_the_desk_of_its_person(host: Host, nia: Path, sqlite_desks: Desks) -> None:
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks))
    assert NIA in desk.text
    (session,) = sqlite_desks.caredesk("user", "sessions", "--json").json
    assert (session["user"], session["means"], session["origin"]) == ("nnewby", "key", "127.0.0.1")
    desk.press("\x1a\x1c\x03")
    desk.until_quiet()
    assert NIA in desk.text, "keys that stop or break a program do nothing here"
    desk.press("q")
    desk.until(desk.ended)
    assert desk.status == 0
    assert sqlite_desks.caredesk("user", "sessions", "--json").json == []


def test_an_ended_session_loses_the_screen_at_once(host: Host, nia: Path, sqlite_desks: Desks) -> None:
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks))
    sqlite_desks.caredesk("user", "sessions", "--end", "nnewby")
    desk.until(lambda: "Your session was ended" in desk.text)
    assert sqlite_desks.first.person not in desk.text


@pytest.mark.parametrize(
    "asked",
    ["cat desk.db", "sh", "/bin/sh -i", "scp -f desk.db", "caredesk show queue", "$(sh)", "caredesk --help", "; sh"],
)
def test_whatever_else_is_asked_for_is_refused(host: Host, nia: Path, asked: str) -> None:
    said = host.ask(nia, "-T", asked=asked)
    assert (said.returncode, said.stdout) == (5, "")
    assert REFUSED in said.stderr


def test_no_file_is_fetched_and_no_line_led_on(host: Host, nia: Path) -> None:
    for options, asked in ((("-s",), "sftp"), (("-T",), "")):
        said = host.ask(nia, *options, asked=asked)
        assert said.returncode != 0 and said.stdout == ""
    for door in (("-W", f"127.0.0.1:{host.port}"), ("-N", "-R", "0:127.0.0.1:22"), ("-N", "-w", "0:0")):
        said = host.ask(nia, "-o", "ExitOnForwardFailure=yes", *door)
        assert said.returncode != 0, door


def test_what_is_sent_through_a_line_that_was_led_on_arrives_nowhere(host: Host, nia: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        here = free.getsockname()[1]
    command = host.line(nia, "-N", "-L", f"{here}:127.0.0.1:{host.port}")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as led_on:
        try:
            with closing(_connected(here)) as line:
                assert line.recv(100) == b"", "a sshd that was reached would say its name"
        finally:
            led_on.kill()


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize("old", [True, False], ids=["scp of old", "scp by sftp"])
def test_no_file_is_copied(host: Host, nia: Path, tmp_path: Path, old: bool) -> None:
    account, _, name = host.line(nia)[-1].partition("@")
    options = [part for part in host.line(nia)[1:-1] if part not in ("-p", str(host.port))]
    scp = ["scp", *(["-O"] if old else []), "-P", str(host.port), *options]
    told = subprocess.run(
        [*scp, f"{account}@{name}:{host.home}/desk.db", str(tmp_path / "taken")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert told.returncode != 0 and not (tmp_path / "taken").exists()


def test_a_second_channel_of_a_line_leads_no_further(
    host: Host, nia: Path, sqlite_desks: Desks, tmp_path: Path
) -> None:
    shared = ("-o", f"ControlPath={tmp_path / 'line'}")
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks, "-o", "ControlMaster=yes", *shared))
    for asked in (("-T", "cat /etc/passwd"), ("-s", "sftp")):
        said = host.ask(nia, *shared, asked[0], asked=asked[1])
        assert (said.returncode, said.stdout) == (5, "")
    assert NIA in desk.text


def test_whoever_works_for_two_services_goes_between_them_by_one_key(
    host: Host, nia: Path, sqlite_desks: Desks
) -> None:
    sqlite_desks.caredesk("init", "--service", "north", "--title", "North Reablement")
    sqlite_desks.caredesk("user", "change", system_user(), "--gateway", "--service", "north")
    sqlite_desks.caredesk("user", "add", "nnewby", "--name", "Nia Newby", "--role", "cover", "--service", "north")
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks, "-o", "SetEnv=CAREDESK_SERVICE=north"))
    assert NIA in desk.text
    desk.press(":service north\r")
    sees(desk, "North Reablement", "N Newby cover", "The queue is empty")
    desk.until_quiet()
    sqlite_desks.caredesk("user", "sessions", "--end", "nnewby", "--service", "north")
    desk.until(lambda: "Your session was ended" in desk.text)


def test_what_the_line_brings_with_it_counts_for_nothing(
    host: Host, nia: Path, sqlite_desks: Desks, tmp_path: Path
) -> None:
    trap = tmp_path / "sprung"
    brought = {
        "CAREDESK_USER": system_user(), "CAREDESK_DB": "/dev/null", "LC_ALL": f"; touch {trap}",
        "TEXTUAL_DRIVER": "evil:Driver", "TEXTUAL_SCREENSHOT": "1", "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(trap), "BASH_ENV": str(trap), "ENV": str(trap), "LD_PRELOAD": str(trap),
    }  # fmt: skip
    options = ["-o", "SetEnv=" + " ".join(f'{name}="{value}"' for name, value in brought.items())]
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks, *options))
    assert NIA in desk.text
    odd = desk_of(host, nia, sqlite_desks, TERM=f"xterm; touch {trap}; $(touch {trap})")
    odd.until(lambda: NIA in odd.text or odd.ended())
    assert not trap.exists()


def test_the_desk_itself_opens_no_file_of_the_host(host: Host, nia: Path, sqlite_desks: Desks) -> None:
    desk = sqlite_desks.ready(desk_of(host, nia, sqlite_desks))
    desk.press("5")
    desk.until(lambda: "Inbox" in desk.text)
    desk.press("f")
    desk.until(lambda: "path of a file" in desk.text)
    desk.press(f"{sqlite_desks.store}\r")
    desk.until(lambda: "Files are taken in on the machine of the store" in desk.text)


def test_a_key_that_is_nobody_s_asks_for_a_password_of_caredesk(host: Host, sqlite_desks: Desks) -> None:
    nobody = host.key("nobody")
    desk = desk_of(host, nobody, sqlite_desks)
    for name, password in (("nnewby", "guessed"), ("root", "guessed"), ("../x", "")):
        desk.until(lambda: desk.text.rstrip().endswith("Login name:"))
        desk.press(f"{name}\r")
        desk.until(lambda: desk.text.rstrip().endswith("Password:"))
        desk.press(f"{password or 'x'}\r")
    desk.until(desk.ended)
    assert desk.text.count("do not belong together") == 3 and desk.status == 5
    assert "guessed" not in desk.text


def test_the_key_of_somebody_who_left_leads_nowhere(host: Host, nia: Path, sqlite_desks: Desks) -> None:
    sqlite_desks.caredesk("user", "change", "nnewby", "--not-active")
    desk = desk_of(host, nia, sqlite_desks)
    desk.until(desk.ended)
    assert "nnewby is not a user" in desk.text and desk.status == 5


def test_nobody_enters_for_another_by_an_account_that_is_no_gateway(sqlite_desks: Desks) -> None:
    sqlite_desks.caredesk("user", "add", "nnewby", "--name", "Nia Newby", "--role", "co-ordinator")
    desk = sqlite_desks.terminal(*_program(sqlite_desks, "enter", "nnewby"))
    desk.until(desk.ended)
    assert "is no account that others come in by" in desk.text and desk.status == 5


def _program(desks: Desks, *words: str) -> tuple[str, ...]:
    from tests.live.desks import PROGRAM

    return (*PROGRAM, *words, "--db", desks.store)
