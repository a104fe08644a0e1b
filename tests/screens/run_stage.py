"""Runs a stage's desk as Ada on the terminal at hand: `python -m tests.screens.run_stage STORE STATE`."""

import os
import sys
from pathlib import Path

from tests.screens.cast import Stage

if __name__ == "__main__":
    os.environ["XDG_STATE_HOME"] = sys.argv[2]
    from tui.app import open_screen

    sys.exit(open_screen(Stage(Path(sys.argv[1])).ada))
