"""Steps from one version of the database to the next, run in the order of their numbers."""

from pathlib import Path

import peewee
from playhouse.migrations import Runner  # type: ignore[import-untyped]  # playhouse has no stubs

_FOLDER = Path(__file__).parent


def newest_version() -> int:
    """Return the version that this program writes: the number of the last step."""
    return max(int(path.name.partition("_")[0]) for path in _FOLDER.glob("[0-9]*.py"))


def upgrade(database: peewee.SqliteDatabase) -> None:
    """Bring an open database to the newest version."""
    Runner(database, str(_FOLDER)).up()
    database.user_version = newest_version()
