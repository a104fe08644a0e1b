"""Use cases: one module of commands and handlers for each part of the desk, all run by one bus."""
