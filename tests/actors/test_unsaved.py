"""What waits for the next commit."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from actors.messages import HeatChanged, SaveAlarm, TradeClosed
from actors.unsaved import Unsaved, newest
from models.alarm import record_of
from models.errors import RowError, StorageError
from models.store import Store
from tests.actors.builders import DEBUG, LIVE, NOW, SIM, SYMBOL, booked, changed, later
from tests.models.builders import a_position, a_trade
from tests.models.test_alarm import an_alarm


def test_all_that_waits_is_one_commit(tmp_path: Path) -> None:
    """Afterwards nothing waits, and the database knows it, and when the monitor ran."""
    store, _ = Store.open(tmp_path / "appsierra.db", NOW)
    unsaved = Unsaved()
    for fill in booked(1, 1):
        unsaved.add(fill)
    unsaved.add(HeatChanged(book=SIM, symbol=SYMBOL, since=NOW))
    assert len(unsaved) == 3
    unsaved.commit(store, later(5))
    assert len(unsaved) == 0
    stored = store.load_positions()
    assert [position.quantity for position in stored.positions] == [2]
    assert (stored.last_seen, store.load_heat()) == (later(5), ((SIM, SYMBOL, NOW),))
    store.close()


def test_what_is_refused_is_dropped_alone_and_what_fails_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is all or nothing: one bad row costs a second attempt, a locked database costs nothing."""
    monkeypatch.setattr("models.store._LOCK_TIMEOUT_S", 0)
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    unsaved = Unsaved()
    refused = msgspec.structs.replace(a_position(2), trade_id=None)  # NOT NULL in the table
    unsaved.add(HeatChanged(book=SIM, symbol=SYMBOL, since=NOW))
    unsaved.add(changed(refused))
    with pytest.raises(RowError):
        unsaved.commit(store, NOW)
    assert (len(unsaved), store.load_heat()) == (1, ())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="Close the other program"):
            unsaved.commit(store, NOW)
    assert len(unsaved) == 1
    unsaved.commit(store, NOW)
    assert (len(unsaved), store.load_heat()) == (0, ((SIM, SYMBOL, NOW),))
    store.close()


def test_fills_of_debug_books_are_in_no_stored_curve() -> None:
    """Their ledger lives where the curve is: told that it has a fill already, it would lose that."""
    unsaved = Unsaved()
    for fill in (*booked(1), *booked(1, book=DEBUG, first=2)):
        unsaved.add(fill)
    assert unsaved.booked == ((SIM, "e1"),)
    assert len(unsaved) == 2


def test_trades_that_wait_are_known_by_their_book() -> None:
    """Until the next commit nobody else knows them."""
    unsaved = Unsaved()
    for trade in (a_trade(), a_trade(book=LIVE)):
        unsaved.add(TradeClosed(trade=trade))
    assert [trade.book for trade in unsaved.trades_of(SIM, NOW)] == [SIM]
    assert unsaved.trades_of(SIM, later(1)) == []


def test_only_the_newest_state_of_a_symbol_is_written() -> None:
    """Every fill is kept; of what is replaced in the table, the last one, behind the fills that led to it."""
    opening, closing = booked(1, -1)
    first, last = changed(a_position(1)), changed(None)
    other = HeatChanged(book=LIVE, symbol=SYMBOL, since=NOW)
    heat = [HeatChanged(book=SIM, symbol=SYMBOL, since=moment) for moment in (NOW, later(1))]
    assert newest([first, opening, heat[0], other, closing, last, heat[1]]) == [
        opening,
        other,
        closing,
        last,
        heat[1],
    ]


def test_of_a_line_of_the_alarm_log_only_the_newest_is_written() -> None:
    """Raised and acknowledged between two commits it is one write; raised anew, a line of its own."""
    raised = record_of(an_alarm())
    seen = msgspec.structs.replace(raised, acknowledged_at=later(2))
    again = record_of(an_alarm(after_s=1))
    lines = [SaveAlarm(record=record) for record in (raised, again, seen)]
    assert newest(lines) == lines[1:]
