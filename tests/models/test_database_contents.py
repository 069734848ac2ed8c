"""What a database holds, read for a check."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from models.database_contents import Contents, read_contents
from models.store import Store
from tests.models.builders import LIVE, NOW, SIM, a_fill, booked_fills


def contents(path: Path, *statements: str) -> Contents:
    """Return what a database holds after one trade and with one position, and after some changes."""
    store, _ = Store.open(path, NOW)
    fills = [a_fill(1, 6750), a_fill(-1, 6755, number=2), a_fill(2, 6750, number=3)]
    for booked in booked_fills(fills):
        store.book_fill(booked)
    store.save_account(LIVE, NOW, confirmed=False)
    store.state.touch(NOW)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        return read_contents(connection)


def test_everything_is_counted(tmp_path: Path) -> None:
    """Accounts, positions, trades, fills, and the balance that they make."""
    found = contents(tmp_path / "appsierra.db")
    assert found.books == {LIVE}
    assert [each.quantity for each in found.positions] == [2]
    assert found.closed == {"t e1"}
    assert (found.trades, found.without_fills) == (1, ())
    assert found.fills == {(SIM, "e1"), (SIM, "e2"), (SIM, "e3")}
    assert (found.damaged, found.last_seen) == ((), NOW)
    ledger = found.ledgers[SIM]
    assert ledger.start == 10000
    assert ledger.summed == ledger.last == found.balances[SIM] == Decimal("10022.52")


def test_damaged_rows_are_left_out_and_told(tmp_path: Path) -> None:
    """One of each kind hides no other."""
    found = contents(
        tmp_path / "appsierra.db",
        "UPDATE open_positions SET quantity = '0'",
        "UPDATE executions SET time = 'noon' WHERE execution_id = 'e2'",
        "UPDATE accounts SET mode = 'PAPER'",
    )
    assert not found.positions
    assert not found.books
    assert len(found.fills) == 2
    assert len(found.damaged) == 3
    assert found.without_fills == ("t e1",)
