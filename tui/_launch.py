"""The front door of the installed program, which the wheel holds as `caredesk/__init__.py`.

Other distributions own the names `tui`, `domain` and `storage`, so the wheel nests ours in `caredesk/`. That
folder goes first on the path only when the program runs: `import caredesk` alone changes nothing for anyone.
"""

import sys
from pathlib import Path


def main() -> None:
    """Runs the command line as the installed script."""
    sys.path.insert(0, str(Path(__file__).parent))
    from tui.cli import main as command_line

    command_line()
