"""A desk talks to PostgreSQL over a line on which nobody can stand between, or not at all: with real certificates."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from storage.engine import StoreUnreachable
from tests.postgres import ADMIN, DESKS, UNTESTED, Cluster, binaries, session_folder
from tui.bootstrap import found_store, open_desk


class Lines:
    """A server with a certificate for `localhost`, signed by `ca.crt`, and a begun store in it."""

    def __init__(self, home: Path, cluster: Cluster, database: str) -> None:
        self.home, self._cluster, self._database = home, cluster, database

    def over_tcp(self, host: str = "localhost", authority: str = "ca", mode: str = "verify-full") -> str:
        """The address of the store for a desk on another machine."""
        checks = f"sslmode={mode}&sslrootcert={self.home}/{authority}.crt"
        return f"postgresql://{DESKS}@{host}:{self._cluster.port}/{self._database}?{checks}"

    @property
    def socket(self) -> str:
        """The address of the store for a desk on the same machine."""
        return f"postgresql://{DESKS}@/{self._database}?host={self.home}&port={self._cluster.port}"

    def offer_tls(self, wanted: str) -> None:
        """From now on the server offers encryption, `on`, or does not, `off`."""
        with psycopg.connect(host=str(self.home), port=self._cluster.port, user=ADMIN, autocommit=True) as link:
            link.execute(f"ALTER SYSTEM SET ssl = {wanted}".encode())
            link.execute("SELECT pg_reload_conf()")
            for _ in range(100):
                if link.execute("SHOW ssl").fetchone() == (wanted,):
                    return
                time.sleep(0.05)
            raise AssertionError((self.home / "log").read_text())


@pytest.fixture(scope="module")
def lines() -> Iterator[Lines]:
    """The server, stopped at the end."""
    if binaries() is None or shutil.which("openssl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(UNTESTED)
        pytest.skip("no PostgreSQL server or no openssl on this machine")
    with session_folder() as home, closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        home.chmod(0o755)
        _certify(home)
        files = {"ssl_cert_file": f"{home}/server.crt", "ssl_key_file": f"{home}/server.key"}
        cluster = Cluster(home, port=port, listen_addresses="127.0.0.1", **files)
        cluster.start()
        with cluster.database() as url:
            found_store(url, "bury", "Bury", DESKS)
            lines = Lines(home, cluster, url.partition("?")[0].rpartition("/")[2])
            lines.offer_tls("on")
            yield lines


def _certify(home: Path) -> None:
    """Two authorities, and a server whose certificate the first one signed for the name `localhost`."""
    for authority in ("ca", "other"):
        _openssl(home, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={authority}",
                 "-keyout", f"{authority}.key", "-out", f"{authority}.crt")  # fmt: skip
    _openssl(home, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", "server.key", "-out", "server.csr")  # fmt: skip
    (home / "names").write_text("subjectAltName=DNS:localhost")
    _openssl(home, "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
             "-days", "2", "-extfile", "names", "-out", "server.crt")  # fmt: skip
    for file in home.iterdir():
        file.chmod(0o644)
    (home / "server.key").chmod(0o600)
    if os.geteuid() == 0:
        server = {user.pw_name: user for user in pwd.getpwall()}
        owner = server.get("postgres") or server["nobody"]
        os.chown(home / "server.key", owner.pw_uid, owner.pw_gid)


def _openssl(home: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=home, check=True, capture_output=True)


def refusal(address: str) -> str:
    """Why no desk opens at an address, in one sentence."""
    with pytest.raises(StoreUnreachable) as refused:
        open_desk(address)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_desk_opens_over_a_verified_line_and_on_a_socket(lines: Lines) -> None:
    for address in (lines.over_tcp(), lines.socket):
        with closing(open_desk(address)) as desk:
            assert desk.title == "Bury"


def test_the_line_is_encrypted(lines: Lines) -> None:
    with closing(open_desk(lines.over_tcp())) as desk, desk.database.reading() as connection:
        mine = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert connection.exec_driver_sql(mine).scalar_one() is True


def test_a_server_of_another_name_is_refused(lines: Lines) -> None:
    assert "has the certificate of another one: somebody may stand between" in refusal(lines.over_tcp("127.0.0.1"))


def test_a_server_that_another_authority_vouches_for_is_refused(lines: Lines) -> None:
    said = refusal(lines.over_tcp(authority="other"))
    assert "is not one that sslrootcert vouches for: somebody may stand between" in said
    assert "add &sslrootcert=FILE" in refusal(lines.over_tcp(authority="missing"))


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_less_than_verify_full_is_refused(lines: Lines, mode: str) -> None:
    assert "would not be verified; add ?sslmode=verify-full" in refusal(lines.over_tcp(mode=mode))


def test_a_server_without_encryption_is_refused(lines: Lines) -> None:
    lines.offer_tls("off")
    assert "offers no encrypted line, and caredesk takes no other" in refusal(lines.over_tcp())
