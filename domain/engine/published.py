"""Published planning problems, to measure the engine by: what every family of them comes down to.

An instance has a model for the compiled search, or a rota to fill, and says itself how what is found is written and
counted. Where instances are kept and how a file is read is not known here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any, Protocol

from domain.engine.kernel.model import Model, Rounds
from domain.engine.rota import Filled, Rota

FAMILIES = ("hhcrsp", "uhhc", "vrptwsyn", "vrptw", "shift", "ukhome")
"""The names of the families that the engine plans."""


class BadInstance(Exception):
    """An instance that cannot be read; the message names it, the field, and what is wrong there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An instance read: `size` is what the family counts, `solution` gives what was found as its documented JSON
    object, `objective` its named terms, the whole of them under `objective`. A model is answered by rounds, a rota
    filled. Where a plan is in force, `begin` has its rounds, and last what is in none."""

    name: str
    size: int
    model: Model | Rota
    solution: Callable[[Any], Mapping[str, Any]]
    objective: Callable[[Any], Mapping[str, float]]
    begin: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for an instance, and whether it is proved that nothing is better."""

    found: Rounds | Filled
    proved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a published method reached on a set of one size: its mean gap to the best known in %, and its seconds."""

    size: int
    gap: float
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family: the ending of its files, how one is read from its name and text, and what was published on it.

    Where days go wrong in it, `read_after` takes further the event's name and the text of the solution in force."""

    name: str
    suffix: str
    read: Callable[[str, str], Instance]
    published: str
    anchors: tuple[Anchor, ...]
    read_after: Callable[[str, str, str, str], Instance] | None = None


class InstanceFiles(Protocol):
    """Where the instances of a family are kept."""

    @property
    def family(self) -> Family:
        """The family."""

    def read(self, path: Path) -> Instance:
        """The instance in a file. Raises BadInstance with a sentence, or OSError."""

    def read_after(self, path: Path, event: str, baseline: Path) -> Instance:
        """The instance after an event, with the solution that was in force. Raises BadInstance or OSError."""

    def paths(self, folder: Path) -> Sequence[Path]:
        """The instances of a folder, or of the folder `instances` in it, by name."""

    def best_known(self, folder: Path) -> Mapping[str, float]:
        """The best published values, by instance; none where the folder has no table of them."""

    def mean_known(self, folder: Path) -> Mapping[str, float]:
        """What a published method reached on average, by instance; none where the table does not say."""

    def write(self, path: Path, document: Mapping[str, Any]) -> None:
        """Write a solution so that nobody ever reads half of one. Raises OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One instance measured; `best` is the best published value, `mean` what was published as reached on average, and
    `beside` what another solver came to in the same run."""

    instance: str
    size: int
    objective: float
    best: float | None
    mean: float | None = None
    beside: float | None = None

    @property
    def gap(self) -> float | None:
        """How much more than the best published it costs, in %; less than zero is better than anything published."""
        return None if not self.best else 100 * (self.objective / self.best - 1)

    @property
    def gap_beside(self) -> float | None:
        """How much more than the best published the other solver's costs, in %."""
        return None if not self.best or self.beside is None else 100 * (self.beside / self.best - 1)

    @property
    def gap_to_mean(self) -> float | None:
        """How much more than the published mean it costs, in %."""
        return None if not self.mean else 100 * (self.objective / self.mean - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """All instances of one size: their mean gap, what was published on that size, and the other solver's mean gap
    where it stood beside all of them."""

    size: int
    instances: int
    gap: float
    anchor: Anchor | None
    gap_beside: float | None = None


def bands(rows: Sequence[Row], anchors: Sequence[Anchor]) -> list[Band]:
    """The measured rows that have a gap, size by size, smallest first."""
    published = {anchor.size: anchor for anchor in anchors}
    sizes: dict[int, list[Row]] = {}
    for row in rows:
        if row.gap is not None:
            sizes.setdefault(row.size, []).append(row)
    return [
        Band(
            size=size,
            instances=len(found),
            gap=fmean(row.gap or 0.0 for row in found),
            anchor=published.get(size),
            gap_beside=None
            if any(row.beside is None for row in found)
            else fmean(row.gap_beside or 0.0 for row in found),
        )
        for size, found in sorted(sizes.items())
    ]
