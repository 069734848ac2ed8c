"""Add gaps, cash flows, and equity with open P&L; work out what the stored balances say of cash flows."""

from decimal import Decimal
from typing import Any

import peewee
from playhouse.migrate import SchemaMigrator  # type: ignore[import-untyped]  # playhouse has no stubs

STATEMENTS = (
    """CREATE TABLE gaps (
        id INTEGER PRIMARY KEY,
        start TEXT NOT NULL UNIQUE,
        "end" TEXT
    )""",
    """CREATE TABLE cash_flows (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        time TEXT NOT NULL,
        amount TEXT NOT NULL
    )""",
    "CREATE INDEX cash_flows_of_book ON cash_flows (mode, account)",
    """CREATE TABLE cash_marks (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        balance TEXT NOT NULL,
        after_execution INTEGER NOT NULL,
        UNIQUE (mode, account)
    )""",
    """CREATE TABLE open_equity (
        id INTEGER PRIMARY KEY,
        mode TEXT NOT NULL,
        account TEXT NOT NULL,
        time TEXT NOT NULL,
        equity TEXT
    )""",
    "CREATE INDEX open_equity_of_book ON open_equity (mode, account)",
)
# A reset wrote its balance as a point of its own; the point before it tells how much was put in.
RESETS = """
    SELECT points.mode, points.account, points.time, points.balance,
        (SELECT earlier.balance FROM equity_points earlier
         WHERE earlier.mode = points.mode AND earlier.account = points.account AND earlier.id < points.id
         ORDER BY earlier.id DESC LIMIT 1)
    FROM equity_points points JOIN balance_resets resets
        ON resets.mode = points.mode AND resets.account = points.account
        AND resets.time = points.time AND resets.balance = points.balance
    WHERE points.execution_id IS NULL AND points.mode != 'LIVE' ORDER BY points.id
"""
FLOW = "INSERT INTO cash_flows (mode, account, time, amount) VALUES (?, ?, ?, ?)"
# The last balance of the broker is taken to hold the results of the fills up to it.
MARKS = """
    INSERT INTO cash_marks (mode, account, balance, after_execution)
    SELECT mode, account, balance,
        (SELECT coalesce(max(id), 0) FROM executions
         WHERE executions.mode = points.mode AND executions.account = points.account
         AND executions.time <= points.time)
    FROM equity_points points WHERE mode = 'LIVE' AND id =
        (SELECT max(id) FROM equity_points last
         WHERE last.mode = points.mode AND last.account = points.account)
"""


def up(migrator: SchemaMigrator, db: peewee.Database) -> None:  # noqa: ARG001 - the runner passes both
    """Create the tables, and fill in what the others know."""
    for statement in STATEMENTS:
        _run(db, statement)
    for mode, account, time, balance, before in _run(db, RESETS).fetchall():
        if before is not None and (amount := _difference(balance, before)):
            _run(db, FLOW, (mode, account, time, f"{amount:f}"))
    _run(db, MARKS)


def _run(db: peewee.Database, statement: str, values: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - a cursor
    return db.execute_sql(statement, values)  # type: ignore[no-untyped-call]  # peewee's stubs leave it open


def _difference(after: str, before: str) -> Decimal:
    """Return what was put in; damaged balances tell nothing."""
    try:
        amount = Decimal(after) - Decimal(before)
    except ArithmeticError:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)
