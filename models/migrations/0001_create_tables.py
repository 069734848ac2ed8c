"""Create the tables of the first version."""

import peewee
from playhouse.migrate import SchemaMigrator  # type: ignore[import-untyped]  # playhouse has no stubs

# Written out instead of taken from the schema, because that will move on and this must not.
STATEMENTS = (
    """CREATE TABLE open_positions (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        symbol TEXT NOT NULL,
        trade_id TEXT NOT NULL,
        quantity TEXT NOT NULL,
        average_price TEXT NOT NULL,
        entry_time TEXT NOT NULL,
        low TEXT NOT NULL,
        high TEXT NOT NULL,
        mae TEXT,
        mfe TEXT,
        entered TEXT NOT NULL,
        entry_value TEXT NOT NULL,
        exited TEXT NOT NULL,
        exit_value TEXT NOT NULL,
        realised TEXT,
        fees TEXT NOT NULL,
        initial_stop TEXT,
        initial_risk TEXT,
        entered_risk TEXT,
        confirmed INTEGER NOT NULL,
        entry_context TEXT,
        notes TEXT NOT NULL,
        executions TEXT NOT NULL,
        UNIQUE (mode, account, symbol)
    )""",
    """CREATE TABLE trades (
        id INTEGER PRIMARY KEY,
        trade_id TEXT NOT NULL UNIQUE,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        symbol TEXT NOT NULL,
        root TEXT NOT NULL,
        side TEXT NOT NULL,
        contracts TEXT NOT NULL,
        average_entry TEXT NOT NULL,
        average_exit TEXT,
        entry_time TEXT NOT NULL,
        exit_time TEXT NOT NULL,
        gross TEXT,
        fees TEXT NOT NULL,
        net TEXT,
        initial_stop TEXT,
        last_stop TEXT,
        last_target TEXT,
        initial_risk TEXT,
        r_multiple TEXT,
        mae_points TEXT NOT NULL,
        mfe_points TEXT NOT NULL,
        mae TEXT,
        mfe TEXT,
        efficiency TEXT,
        entry_context TEXT,
        exit_context TEXT,
        notes TEXT NOT NULL,
        executions TEXT NOT NULL
    )""",
    "CREATE INDEX trades_of_book ON trades (mode, account, exit_time)",
    """CREATE TABLE executions (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        execution_id TEXT NOT NULL,
        symbol TEXT NOT NULL,
        order_id TEXT NOT NULL,
        time TEXT NOT NULL,
        quantity TEXT NOT NULL,
        price TEXT NOT NULL,
        fee TEXT NOT NULL,
        net TEXT,
        UNIQUE (mode, account, execution_id)
    )""",
    """CREATE TABLE equity_points (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        time TEXT NOT NULL,
        balance TEXT NOT NULL,
        execution_id TEXT
    )""",
    "CREATE INDEX equity_points_of_book ON equity_points (mode, account)",
    """CREATE TABLE balance_resets (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        time TEXT NOT NULL,
        balance TEXT NOT NULL,
        reason TEXT NOT NULL,
        after_execution INTEGER NOT NULL
    )""",
    "CREATE INDEX balance_resets_of_book ON balance_resets (mode, account)",
    """CREATE TABLE heat (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        symbol TEXT NOT NULL,
        since TEXT NOT NULL,
        UNIQUE (mode, account, symbol)
    )""",
    """CREATE TABLE accounts (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        confirmed INTEGER NOT NULL,
        UNIQUE (mode, account)
    )""",
    """CREATE TABLE state (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    )""",
)


def up(migrator: SchemaMigrator, db: peewee.Database) -> None:  # noqa: ARG001 - the runner passes both
    """Create everything."""
    for statement in STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # peewee's stubs leave it open
