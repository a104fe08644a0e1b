"""The front door of the installed program, which the wheel holds as `caredesk/__init__.py`.

Other distributions own the names `tui`, `domain` and `storage`, so the wheel nests ours in `caredesk/`. That
folder goes first on the path only when the program runs: `import caredesk` alone changes nothing for anyone.
"""

import os.path
import sys


def main() -> None:
    """Runs the command line as the installed script; where it opens a desk, a line says so first."""
    sys.path.insert(0, os.path.dirname(__file__))  # noqa: PTH120 (pathlib would take longer than the line that it delays)
    from tui import patience

    patience.begin(sys.argv[1:])
    from tui import methods, modules

    modules.keep()
    methods.recall()
    from tui.cli import main as command_line

    command_line()
