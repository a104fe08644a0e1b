"""Imports every module of use cases, so that their handlers are known to the bus."""

from domain.desk import (
    administration,
    casework,
    contacts,
    diary,
    escalating,
    intake,
    messages,
    packages,
    people,
    roster,
    staffing,
    triage,
    undoing,
    visits,
)

__all__ = [
    "administration", "casework", "contacts", "diary", "escalating", "intake", "messages", "packages", "people",
    "roster", "staffing", "triage", "undoing", "visits",
]  # fmt: skip
