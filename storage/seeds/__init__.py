"""What a new store is given: code lists and settings, each with its source and how far that is to be trusted.

The entries stand as TOML beside this module, so that an owner can read and mend them without reading Python.
This module only turns them into values; it knows nothing of tables or of what a code means."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from domain.policy import Code, Setting


@cache
def shipped_codes() -> tuple[Code, ...]:
    """Every entry of every code list, in the lists' own order. Ids are `list.code`."""
    lists = _read("codes.toml")
    common = _common(lists)
    return tuple(code for name, content in lists.items() for code in _codes(name, content, common))


@cache
def shipped_settings() -> tuple[Setting, ...]:
    """Every named value, in the file's order. Ids are the names."""
    settings = _read("settings.toml")
    common = _common(settings)
    return tuple(
        Setting(id=name, name=name, **{**common, **entry, "value": str(entry["value"])})
        for name, entry in settings.items()
    )


def _common(entries: dict[str, Any]) -> dict[str, Any]:
    """Takes what stands above the entries for all of them: since when they hold, and who answers for them."""
    return {name: entries.pop(name) for name in ("valid_from", "owner")}


def _read(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def _codes(name: str, content: dict[str, Any], usual: dict[str, Any]) -> Iterator[Code]:
    """A list's entries; what an entry leaves out (source, mark, owner) it takes from its list."""
    entries = content.pop("codes")
    for position, (code, given) in enumerate(entries.items(), 1):
        entry = {"label": given} if isinstance(given, str) else given
        common = {**usual, **content, **entry}
        yield Code(id=f"{name}.{code}", list=name, code=code, position=position, **common)
