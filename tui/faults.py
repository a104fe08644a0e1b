"""What a user reads when the program itself is wrong: one calm line. The trace goes to a private log, no values."""

import hashlib
import os
import traceback
from pathlib import Path

from domain.when import SystemClock
from tui.settings import state_folder


def note_fault(error: BaseException) -> str:
    """Log where it happened (no local variables, no message text) and return the line to show."""
    frames = traceback.extract_tb(error.__traceback__)
    trace = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    at = SystemClock().now().isoformat(timespec="seconds")
    reference = hashlib.sha256(f"{at}{trace}".encode()).hexdigest()[:6].upper()
    said = f"caredesk met a fault of its own. Nothing saved was lost. Reference {reference}"
    try:
        place = _log(f"{at} {reference} {type(error).__name__}\n{trace}\n")
    except OSError:
        return f"{said}; no log of it could be written"
    return f"{said}, details in {place}"


def _log(text: str) -> Path:
    place = state_folder() / "faults.log"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as log:
        log.write(text)
    return place
