"""A family's files: instances in a folder, the best published values beside them, and solutions written whole."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.engine.published import BadInstance, Family, Instance

BEST_KNOWN = "best_known.csv"
MEAN_OF_RUNS = "published_mean_of_10"


@dataclass(frozen=True, slots=True)
class FamilyFiles:
    """The files of one family; an `InstanceFiles`."""

    family: Family

    def read(self, path: Path) -> Instance:
        """The instance in a file. Raises BadInstance with a sentence, or OSError."""
        return self.family.read(path.stem, _text(path))

    def read_after(self, path: Path, event: str, baseline: Path) -> Instance:
        """The instance after an event, with the solution that was in force. Raises BadInstance or OSError."""
        if self.family.read_after is None:
            raise BadInstance(f"{path.stem}: instances of the family {self.family.name} have no events")
        return self.family.read_after(path.stem, _text(path), event, _text(baseline))

    def paths(self, folder: Path) -> list[Path]:
        """The instances of a folder, or of the folder `instances` in it, by name."""
        inner = folder / "instances"
        return sorted((inner if inner.is_dir() else folder).glob(f"*{self.family.suffix}"))

    def best_known(self, folder: Path) -> Mapping[str, float]:
        """The best published values, by instance; none where the folder has no table of them."""
        return self._published(folder, "best_known")

    def mean_known(self, folder: Path) -> Mapping[str, float]:
        """What a published method reached on average, by instance; none where the table does not say."""
        return self._published(folder, MEAN_OF_RUNS)

    def _published(self, folder: Path, column: str) -> Mapping[str, float]:
        path = folder / BEST_KNOWN
        if not path.exists():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            if column == MEAN_OF_RUNS and MEAN_OF_RUNS not in (table.fieldnames or ()):
                return {}
            try:
                return {row["instance"]: float(row[column]) for row in table}
            except (KeyError, ValueError) as error:
                raise BadInstance(f"{path.name}: every row wants an instance and a number as {column}") from error

    def write(self, path: Path, document: Mapping[str, Any]) -> None:
        """Write a solution so that nobody ever reads half of one. Raises OSError."""
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInstance(f"{path.name}: this is not a text file in UTF-8") from error
