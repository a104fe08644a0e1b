"""A store is reached over a verified line or not at all: whatever the address leaves open counts as the worst."""

import pytest

from storage.engine import StoreUnreachable, store_url

ON_THE_SOCKET = ("postgresql:///desk", "postgresql://ada@/desk?host=/run/postgresql", "postgresql+psycopg:///desk")
VERIFIED = "postgresql://ada@far/desk?sslmode=verify-full&sslrootcert=/etc/ca.crt"
WEAKER = (
    "postgresql://far/desk",
    "postgresql://localhost/desk",
    "postgresql://far/desk?sslmode=verify-ca",
    "postgresql://far/desk?sslmode=require",
    "postgresql://far/desk?sslmode=verify-full&sslmode=disable",
    "postgresql:///desk?host=far",
    "postgresql:///desk?host=/run/postgresql,far",
    "postgresql:///desk?host=/run/postgresql&hostaddr=10.0.0.1",
    "postgresql:///desk?service=far",
)
VARIABLES = ("PGHOST", "PGHOSTADDR", "PGSERVICE")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("address", [*ON_THE_SOCKET, VERIFIED])
def test_a_socket_and_a_verified_server_are_taken(address: str) -> None:
    assert store_url(address).drivername == "postgresql+psycopg"


@pytest.mark.parametrize("address", WEAKER)
def test_anything_weaker_is_refused_with_what_to_add(address: str) -> None:
    with pytest.raises(StoreUnreachable, match=r"would not be verified; add \?sslmode=verify-full"):
        store_url(address)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_leads_elsewhere_counts_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "far")
    with pytest.raises(StoreUnreachable, match="would not be verified"):
        store_url(ON_THE_SOCKET[0])
