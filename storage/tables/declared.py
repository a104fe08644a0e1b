"""Every table, as SQLModel classes: what a store's schema is made of, and checked against.

Nothing here validates or behaves: values and rules live in `domain`, and an open desk uses `storage.tables.core`."""

from sqlmodel import SQLModel

from storage.tables import access, care, desk, figures, finding, journal, people, reference, referrals, staff

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "access",
    "care",
    "desk",
    "figures",
    "finding",
    "journal",
    "people",
    "reference",
    "referrals",
    "staff",
]
