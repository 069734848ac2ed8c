import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import peewee
import pytest
from playhouse.migrations import Runner  # type: ignore[import-untyped]  # playhouse has no stubs

from models import migrations
from models.database_look import APPLICATION_ID
from models.store import Store
from tests.models.builders import NOW

FIRST = "0001_create_tables.py"
# A SIM ledger that lost 40 and was started anew, a broker's account with one fill after its last balance.
ROWS = """
    INSERT INTO equity_points (mode, account, time, balance, execution_id) VALUES
        ('SIM', 'Sim1', '2026-11-20T15:00:00.000000Z', '10000', NULL),
        ('SIM', 'Sim1', '2026-11-20T16:00:00.000000Z', '9960.00', 'e1'),
        ('SIM', 'Sim1', '2026-11-20T17:00:00.000000Z', '10000', NULL),
        ('SIM', 'Sim2', '2026-11-20T17:00:00.000000Z', 'damaged', NULL),
        ('SIM', 'Sim2', '2026-11-20T17:00:00.000000Z', '10000', NULL),
        ('LIVE', '120005', '2026-11-20T15:00:00.000000Z', '50000', NULL),
        ('LIVE', '120005', '2026-11-20T16:00:00.000000Z', '50090.5', NULL);
    INSERT INTO balance_resets (mode, account, time, balance, reason, after_execution) VALUES
        ('SIM', 'Sim1', '2026-11-20T15:00:00.000000Z', '10000', 'first', 0),
        ('SIM', 'Sim1', '2026-11-20T17:00:00.000000Z', '10000', 'asked for by hand', 1),
        ('SIM', 'Sim2', '2026-11-20T17:00:00.000000Z', '10000', 'asked for by hand', 1);
    INSERT INTO executions
        (mode, account, execution_id, symbol, order_id, time, quantity, price, fee, net) VALUES
        ('SIM', 'Sim1', 'e1', 'MESZ25', 'o', '2026-11-20T16:00:00.000000Z', '1', '1', '0', '-40.00'),
        ('LIVE', '120005', 'l1', 'MESZ25', 'o', '2026-11-20T15:59:59.000000Z', '1', '1', '0', '90.50'),
        ('LIVE', '120005', 'l2', 'MESZ25', 'o', '2026-11-20T16:00:05.000000Z', '1', '1', '0', '12.00');
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a database of version 1, made by the first step alone, with rows in it."""
    steps = tmp_path / "steps"
    steps.mkdir()
    shutil.copy(Path(migrations.__file__).parent / FIRST, steps)
    path = tmp_path / "appsierra.db"
    database = peewee.SqliteDatabase(str(path))
    Runner(database, str(steps)).up()
    database.user_version = 1
    database.application_id = APPLICATION_ID
    database.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(ROWS)
    return path


@pytest.fixture
def upgraded(path: Path) -> Iterator[Store]:
    """Give the same database as this version opens it."""
    store, findings = Store.open(path, NOW)
    assert findings == []
    yield store
    store.close()


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return what any other program would read."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_upgrade_loses_nothing(path: Path) -> None:
    """Every row of every table of version 1 is the same afterwards."""
    tables = ("equity_points", "balance_resets", "executions")
    before = [rows(path, f"SELECT * FROM {table}") for table in tables]
    Store.open(path, NOW)[0].close()
    assert [rows(path, f"SELECT * FROM {table}") for table in tables] == before
    assert rows(path, "PRAGMA user_version") == [(migrations.newest_version(),)]


@pytest.mark.usefixtures("upgraded")
def test_earlier_resets_become_cash_flows(path: Path) -> None:
    """What a reset put in is known from the balance before; a damaged one tells nothing."""
    flows = rows(path, "SELECT mode, account, time, amount FROM cash_flows")
    assert flows == [("SIM", "Sim1", "2026-11-20T17:00:00.000000Z", "40.00")]


@pytest.mark.usefixtures("upgraded")
def test_last_balance_of_the_broker_holds_the_fills_up_to_it(path: Path) -> None:
    """The next balance has to show the fill after it."""
    marks = rows(path, "SELECT mode, account, balance, after_execution FROM cash_marks")
    assert marks == [("LIVE", "120005", "50090.5", 2)]
