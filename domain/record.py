"""What every stored thing has in common: an identity, the service it belongs to, and the revision people have seen.

Knows nothing of how records are kept; `storage` maps each subclass to a table by field name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An aggregate. `revision` counts its saved versions from 1; 0 means it has never been saved."""

    id: str
    service: str = ""
    revision: int = 0
