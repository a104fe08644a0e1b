"""The rows of the registry of actions, one module for each part of the desk; `tui/action_table.py` joins them."""
