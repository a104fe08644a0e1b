"""`python -m tui` from a checkout does what the installed `caredesk` does."""

import sys

from tui import patience

patience.begin(sys.argv[1:])

from tui.cli import main  # noqa: E402 (the line is painted first)

main()
