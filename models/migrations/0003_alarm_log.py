"""Add the alarm log."""

import peewee
from playhouse.migrate import SchemaMigrator  # type: ignore[import-untyped]  # playhouse has no stubs

STATEMENT = """CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority TEXT NOT NULL,
    mode TEXT,
    account TEXT,
    symbol TEXT,
    text TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    acknowledged_at TEXT,
    cleared_at TEXT,
    paint_ms INTEGER,
    UNIQUE (key, raised_at)
)"""


def up(migrator: SchemaMigrator, db: peewee.Database) -> None:  # noqa: ARG001 - the runner passes both
    """Create the table."""
    db.execute_sql(STATEMENT)  # type: ignore[no-untyped-call]  # peewee's stubs leave it open
