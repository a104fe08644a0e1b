"""A drawn board for presenter tests: workers and visits on Monday 23 November 2026, made by hand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.views import Board, BoardVisit, BoardWorker

DAY = date(2026, 11, 23)


def on(text: str, day: date = DAY) -> datetime:
    """A time of a winter day, when London keeps UTC."""
    return datetime.combine(day, time.fromisoformat(text), UTC)


def worker(ref: str = "WLEWIS", duty: str = "07:00-15:00", **more: Any) -> BoardWorker:
    family = ref[1:].title()
    start, _, end = duty.partition("-")
    known: dict[str, Any] = {
        "ref": ref, "name": f"{family}, P", "full_name": f"Priya {family}", "phone": "07700 900121", "role": "support",
        "mode": "car", "gender": "female", "shifts": ((on(start), on(end)),) if duty else (), "absent": (),
        "skills": ("medication",), "lapsed": (),
    }  # fmt: skip
    return BoardWorker(**{**known, **more})


def visit(ref: str, start: str, minutes: int = 30, person: str = "HOLT, Margaret", **more: Any) -> BoardVisit:
    begins = on(start)
    workers = more.get("workers", ())
    known: dict[str, Any] = {
        "ref": ref, "revision": 1, "person_ref": "PHOLT", "person": person, "born": date(1942, 4, 3),
        "nhs_number": "9992046171", "area": "BL9 5", "line": "morning", "start": begins, "minutes": minutes,
        "window_from": begins - timedelta(minutes=30), "window_to": begins + timedelta(minutes=30),
        "workers_needed": 1, "workers": (), "told_workers": workers, "told_start": begins if workers else None,
        "skills": (), "lead": False, "gender": "", "time_critical": False,
        "state": "notified" if workers else "planned", "draft": False, "pinned": False, "risks": (),
        "key_safe": False, "came_at": None, "left_at": None, "verdicts": (),
    }  # fmt: skip
    return BoardVisit(**{**known, **more})


def board(*visits: BoardVisit, workers: tuple[BoardWorker, ...] = (), day: date = DAY) -> Board:
    uncovered = tuple(
        one.ref for one in visits if len(one.workers) < one.workers_needed and one.state in ("planned", "allocated")
    )
    return Board(day=day, seq=1, workers=workers or (worker(),), visits=visits, uncovered=uncovered)
