"""The gate: every check that a change must pass, behind one command, `python -m tests.gate`."""
