"""`python -m tui` from a checkout does what the installed `caredesk` does."""

from tui.cli import main

main()
