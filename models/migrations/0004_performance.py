"""Add what the program costs, interval by interval."""

import peewee
from playhouse.migrate import SchemaMigrator  # type: ignore[import-untyped]  # playhouse has no stubs

STATEMENTS = (
    """CREATE TABLE performance (
    id INTEGER PRIMARY KEY,
    session TEXT NOT NULL,
    version TEXT NOT NULL,
    is_demo INTEGER NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    panel TEXT NOT NULL,
    generation TEXT NOT NULL,
    is_accompanied INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    frames_p50_ms REAL,
    frames_p99_ms REAL,
    frames_max_ms REAL,
    frames_buckets BLOB NOT NULL,
    refresh INTEGER NOT NULL,
    refresh_p50_ms REAL,
    refresh_p99_ms REAL,
    refresh_max_ms REAL,
    refresh_buckets BLOB NOT NULL,
    latency INTEGER NOT NULL,
    latency_p50_ms REAL,
    latency_p99_ms REAL,
    latency_max_ms REAL,
    latency_buckets BLOB NOT NULL,
    failures INTEGER NOT NULL,
    cpu_percent REAL,
    memory_mb REAL,
    stalls INTEGER NOT NULL,
    longest_stall_ms REAL,
    errors INTEGER NOT NULL,
    UNIQUE (session, began_at, panel)
)""",
    "CREATE INDEX performance_began_at ON performance (began_at)",
)


def up(migrator: SchemaMigrator, db: peewee.Database) -> None:  # noqa: ARG001 - the runner passes both
    """Create the table."""
    for statement in STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # peewee's stubs leave it open
