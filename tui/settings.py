"""Where things are kept on this machine: the embedded store, drafts and logs, private to their user."""

import os
import stat
from pathlib import Path

import platformdirs

STORE_VARIABLE = "CAREDESK_DB"
SERVICE_VARIABLE = "CAREDESK_SERVICE"
HEADS_VARIABLE = "CAREDESK_HEADS"


def default_store() -> str:
    """The store when none is named: CAREDESK_DB, else a file in the user's data folder."""
    named = os.environ.get(STORE_VARIABLE, "")
    return named or str(Path(platformdirs.user_data_dir("caredesk")) / "caredesk.db")


def chosen_service() -> str:
    """The service of the store that is meant: CAREDESK_SERVICE, else '' for one that whoever asks is a user of."""
    return os.environ.get(SERVICE_VARIABLE, "")


def state_folder() -> Path:
    """A private folder for drafts and logs, made when needed."""
    folder = Path(platformdirs.user_state_dir("caredesk"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def heads_log() -> Path:
    """Where heads of journals are noted: CAREDESK_HEADS, else a file in the state folder."""
    named = os.environ.get(HEADS_VARIABLE, "")
    return Path(named) if named else state_folder() / "heads.log"


def kernel_folder() -> Path | None:
    """A folder for the engine's machine code."""
    return cache_folder("kernel")


def cache_folder(name: str) -> Path | None:
    """A folder for what will be run, which nobody else can write to, made when needed; None if there is none."""
    folder = Path(platformdirs.user_cache_dir("caredesk")) / name
    try:
        for each in (*reversed(folder.parents), folder):
            each.mkdir(exist_ok=True, mode=0o700)
        about = folder.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o077
    return folder if private else None
