"""Runs migrations on the connection that the caller holds, inside the caller's transaction."""

from alembic import context

from storage.tables.declared import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, compare_type=True)
context.run_migrations()
