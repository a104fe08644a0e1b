"""Migrations stand in one line: each follows the one before it."""

from itertools import pairwise

from alembic.config import Config
from alembic.script import ScriptDirectory

from storage.schema import MIGRATIONS


def test_each_migration_follows_one_other() -> None:
    numbers = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    assert len(numbers) == len(set(numbers))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = {script.revision: script.down_revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    assert scripts == {numbers[0]: None, **{after: before for before, after in pairwise(numbers)}}
