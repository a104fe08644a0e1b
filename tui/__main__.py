"""`python -m tui` from a checkout does what the installed `caredesk` does."""

import sys

from tui import patience

patience.begin(sys.argv[1:])

from tui import methods, modules  # noqa: E402 (the line is painted first)

modules.keep()
methods.recall()

from tui.cli import main  # noqa: E402 (whatever it loads is recalled)

main()
