"""What long runs have come to so far: counters that every run adds to, kept in `record.json` beside this."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

RECORD = Path(__file__).with_name("record.json")


def kept(record: Path = RECORD) -> dict[str, dict[str, int]]:
    """Run and database → what has been counted."""
    return json.loads(record.read_text()) if record.exists() else {}


def add(run: str, counted: Mapping[str, int], record: Path = RECORD) -> Mapping[str, int]:
    """Add what a run counted; returns the sums. Names with `_least` or `_most` keep the extreme instead."""
    sums = kept(record)
    now = Counter(sums.get(run, {}))
    for name, value in counted.items():
        if name.endswith("_most"):
            now[name] = max(now[name], value)
        elif name.endswith("_least"):
            now[name] = min(now[name], value) if name in now else value
        else:
            now[name] += value
    put(run, dict(sorted(now.items())), record)
    return dict(sorted(now.items()))


def put(run: str, measured: Mapping[str, float], record: Path = RECORD) -> None:
    """Keep what a run measured in the place of what an earlier one did."""
    sums: dict[str, Mapping[str, float]] = {**kept(record), run: measured}
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps(dict(sorted(sums.items())), indent=2) + "\n")
    fresh.replace(record)
