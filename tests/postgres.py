"""A throwaway PostgreSQL for the tests: one cluster a session, in a temporary folder, on a Unix socket alone.

It starts when the first test asks for it and must not know what a store is: whoever wants tables in the
template brings the function that makes them.
"""

import fcntl
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

UNTESTED = (
    "**** NOT TESTED ON POSTGRESQL: no initdb and pg_ctl on this machine. Every test that needs the database "
    "was skipped; install the system's postgresql package and run again. ****"
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}
PROGRAMS = ("initdb", "pg_ctl", "postgres")
ADMIN, OWNER, DESKS, TEMPLATE = "postgres", "caredesk_owner", "caredesk", "caredesk_template"

GUARD = """
read -r _
running="$1/data/postmaster.pid"
pid=$(head -n 1 "$running" 2>/dev/null) && kill -QUIT "$pid"
while [ -e "$running" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
rm -rf "$1"
"""


@contextmanager
def session_folder() -> Iterator[Path]:
    """A temporary folder that goes, and a cluster in it too, when its owner ends, even by a kill."""
    folder = Path(tempfile.mkdtemp(prefix="caredesk-tests-"))
    command = ["sh", "-c", GUARD, "guard", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield folder


@contextmanager
def once(folder: Path, step: str) -> Iterator[bool]:
    """True for the first process of a session to take a step; the others wait until it is through."""
    done = folder / step
    with (folder / f"{step}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def binaries() -> Path | None:
    """The folder of the newest server's programs, or None where there is no server."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    folders = [*versions, *([Path(on_path).resolve().parent] if on_path else [])]
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(asked.stdout.strip()))
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def as_desk(url: str) -> str:
    """The address by which desks come into the owner's database; that of a file is the same for all."""
    return url.replace(f"//{OWNER}@", f"//{DESKS}@")


def as_owner(url: str) -> str:
    """The address by which its owner comes into the database of desks."""
    return url.replace(f"//{DESKS}@", f"//{OWNER}@")


def _version(folder: Path) -> int:
    digits = re.match(r"\d+", folder.parent.name)
    return int(digits.group()) if digits else 0


def _server_user() -> dict[str, Any]:
    """Who runs the server, as arguments for `subprocess.run`: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Cluster:
    """The cluster that lives in the folder `home`, shared by every process that is given the same folder."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self._settings = {**SETTINGS, "unix_socket_directories": str(home), "port": "5432", **settings}
        self.port = self._settings["port"]
        self._names = count(1)

    def url(self, database: str) -> str:
        """The address of a database here, for the owner of its tables."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.home}&port={self.port}"

    def start(self) -> None:
        """Brings the cluster up, unless another process of this session has."""
        with once(self.home, "started") as first:
            if first:
                self._bring_up()

    def fill_template(self, fill: Callable[[str], None], name: str = TEMPLATE) -> None:
        """Makes a template database, once a session, with what `fill(url)` puts into it."""
        with once(self.home, f"filled-{name}") as first:
            if first:
                self._say("CREATE DATABASE {}", name)
                fill(self.url(name))

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database like `template`, made and dropped in milliseconds."""
        name = f"test_{os.getpid()}_{next(self._names)}"
        self._say("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield self.url(name)
        finally:
            self._say("DROP DATABASE {} WITH (FORCE)", name, user=ADMIN)  # other roles are still in it

    def _say(self, statement: LiteralString, *names: str, user: str = OWNER) -> None:
        composed = sql.SQL(statement).format(*map(sql.Identifier, names))
        address = f"host={self.home} port={self.port} user={user} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as link:
            link.execute(composed)

    def _bring_up(self) -> None:
        programs = binaries()
        if programs is None:
            raise FileNotFoundError(UNTESTED)
        user = _server_user()
        if user:
            os.chown(self.home, user["user"], user["group"])
        made = ("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={ADMIN}")
        self._call([str(programs / "initdb"), *made, "-D", str(self.home / "data")], user)
        self.start_again()
        self._say("CREATE ROLE {} LOGIN CREATEDB", OWNER, user=ADMIN)
        self._say("CREATE ROLE {} LOGIN", DESKS, user=ADMIN)

    def start_again(self) -> None:
        """Starts the server where it is not running."""
        programs = binaries()
        assert programs is not None
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        files = ("-D", str(self.home / "data"), "-l", str(self.home / "log"))
        self._call([str(programs / "pg_ctl"), "start", "-w", "-s", *files, "-o", options], _server_user())

    def signal(self, number: int) -> None:
        """Sends a signal to every process of the server."""
        server = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        family = [int(place.name) for place in Path("/proc").glob("[0-9]*") if _parent(place) == server]
        for process in (server, *family):
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _call(self, command: list[str], user: dict[str, Any]) -> None:
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False, **user)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


def _parent(place: Path) -> int:
    """The process that started the one at a place of /proc; 0 when it has ended."""
    try:
        return int((place / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    folder = binaries()
    print(UNTESTED if folder is None else f"the server in {folder}")
    sys.exit(folder is None and os.environ.get("CI") == "true")
