"""Loads every module of use cases, so that their handlers are known to the bus."""

from importlib import import_module

PARTS = (
    "administration", "calendars", "casework", "clinics", "contacts", "diary", "emergencies", "erasing", "escalating",
    "intake", "messages", "packages", "people", "pinning", "rearranging", "roads", "roster", "shadowing", "sittings",
    "staffing", "staying", "triage", "undoing", "visits",
)  # fmt: skip

for part in PARTS:
    import_module(f"domain.desk.{part}")
