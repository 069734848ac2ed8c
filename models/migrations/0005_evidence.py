"""Add what is counted of the rollout."""

import peewee
from playhouse.migrate import SchemaMigrator  # type: ignore[import-untyped]  # playhouse has no stubs

STATEMENT = """CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    began TEXT NOT NULL,
    ended TEXT NOT NULL,
    day TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    panels TEXT NOT NULL,
    compares INTEGER NOT NULL,
    counts TEXT NOT NULL
)"""


def up(migrator: SchemaMigrator, db: peewee.Database) -> None:  # noqa: ARG001 - the runner passes both
    """Create the table."""
    db.execute_sql(STATEMENT)  # type: ignore[no-untyped-call]  # peewee's stubs leave it open
