"""A shared host as `tui/host` describes it: a real sshd on loopback, and the keys of the people who come to it."""

import os
import pwd
import shutil
import site
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.story.desk import REPOSITORY

RECIPE = REPOSITORY / "tui" / "host"
UNTESTED = (
    "**** NOT TESTED ON A SHARED HOST: no sshd, ssh and ssh-keygen on this machine. That nobody gets past the forced "
    "command was not tried; install openssh-server and openssh-client and run again. ****"
)
SYSTEM = """
Port {port}
ListenAddress 127.0.0.1
HostKey {home}/host_key
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
AcceptEnv LANG LC_*
"""


def programs() -> dict[str, str] | None:
    """Where sshd and its client are, or None where one of them is missing."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    found = {name: shutil.which(name, path=path) for name in ("sshd", "ssh", "ssh-keygen")}
    return {name: place for name, place in found.items() if place} if all(found.values()) else None


@dataclass(frozen=True)
class Host:
    """The host: its folder stands for /srv/caredesk and /etc/ssh."""

    home: Path
    port: int

    def key(self, name: str, person: str = "") -> Path:
        """A new key that the host knows; `person` is whose it is."""
        place = self.home / name
        _keygen(place)
        whose = f',environment="CAREDESK_USER={person}"' if person else ""
        with (self.home / "caredesk_keys").open("a") as keys:
            keys.write(f"restrict,pty{whose} {place.with_suffix('.pub').read_text()}")
        return place

    def line(self, key: Path, *options: str, asked: str = "") -> list[str]:
        """The client's command line with a key, more options, and what is asked for ('' for a session)."""
        client = (programs() or {})["ssh"]
        kept = ("UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "IdentitiesOnly=yes", "LogLevel=ERROR")
        always = [part for option in (*kept, "BatchMode=yes") for part in ("-o", option)]
        account = pwd.getpwuid(os.getuid()).pw_name
        return [client, "-F", "/dev/null", *always, "-i", str(key), "-p", str(self.port),
                *options, f"{account}@127.0.0.1", *([asked] if asked else [])]  # fmt: skip

    def ask(self, key: Path, *options: str, asked: str = "") -> subprocess.CompletedProcess[str]:
        """Ask for something without a terminal."""
        return subprocess.run(
            self.line(key, *options, asked=asked),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )


@contextmanager
def shared_host(home: Path) -> Iterator[Host]:
    """A host whose store is `home/desk.db`, set up by the recipe word for word but for its places."""
    account = pwd.getpwuid(os.getuid()).pw_name
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        host = Host(home, free.getsockname()[1])
    _install(home)
    _keygen(home / "host_key")
    (home / "caredesk_keys").touch()
    places = {"/srv/caredesk": str(home), "/etc/ssh": str(home), "Match User caredesk": f"Match User {account}"}
    for name in ("enter", "sshd_config"):
        text = (RECIPE / name).read_text()
        for there, here in places.items():
            text = text.replace(there, here)
        text = text if name == "enter" else SYSTEM.format(port=host.port, home=home) + text
        (home / name).write_text(text)
    (home / "enter").chmod(0o755)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    command = [(programs() or {})["sshd"], "-D", "-e", "-f", str(home / "sshd_config")]
    with (home / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as sshd:
        try:
            _listening(host, sshd)
            yield host
        finally:
            sshd.terminate()


def _install(home: Path) -> None:
    """An environment that has the program as its wheel lays it out, and the packages of this one."""
    venv.create(home, symlinks=True)
    package = home / "lib" / "caredesk"
    package.mkdir(parents=True)
    shutil.copy(REPOSITORY / "tui" / "_launch.py", package / "__init__.py")
    for part in ("tui", "domain", "storage"):
        (package / part).symlink_to(REPOSITORY / part)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    borrowed = "\n".join([str(package.parent), *site.getsitepackages()])
    (home / "lib" / version / "site-packages" / "borrowed.pth").write_text(borrowed)


def _keygen(place: Path) -> None:
    keygen = (programs() or {})["ssh-keygen"]
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-C", place.name, "-f", str(place)], check=True)


def _listening(host: Host, sshd: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and sshd.poll() is None:
        with closing(socket.socket()) as knock:
            if knock.connect_ex(("127.0.0.1", host.port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError((host.home / "log").read_text())
