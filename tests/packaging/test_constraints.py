"""tests/constraints.txt pins everything that a test install brings, by name and version only."""

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.installed import ROOT


def declared() -> list[Requirement]:
    """What pyproject.toml asks for, tests included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["test"])]


def pins() -> list[Requirement]:
    """The lines of the constraints, parsed."""
    lines = (ROOT / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def brought_by(wanted: Iterable[Requirement], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of these distributions and of all that they need here in turn."""
    for requirement in wanted:
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield canonicalize_name(requirement.name)
            needs = map(Requirement, requires(requirement.name) or ())
            yield from brought_by(needs, frozenset(requirement.extras))


def test_every_distribution_of_the_test_install_is_pinned() -> None:
    pinned = {canonicalize_name(pin.name) for pin in pins()}
    assert sorted(set(brought_by(declared())) - pinned) == []


@pytest.mark.parametrize("pin", pins(), ids=str)
def test_a_pin_is_one_exact_version_that_fits_what_is_declared(pin: Requirement) -> None:
    [exact] = pin.specifier
    assert (exact.operator, pin.url) == ("==", None)
    asked = [wish for wish in declared() if canonicalize_name(wish.name) == canonicalize_name(pin.name)]
    assert all(wish.specifier.contains(exact.version) for wish in asked)
