# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book import Book
from models.equity import EquityPoint
from models.errors import StorageError
from models.gaps import Gap
from models.store import Store
from models.trade import BookedFill
from tests.models.builders import (
    DEBUG,
    LIVE,
    LIVE2,
    MES,
    NOW,
    SIM,
    SIM2,
    SYMBOL,
    UNKNOWN,
    a_fill,
    a_position,
    a_trade,
    booked_fills,
    later,
)

_FOREVER = (NOW - timedelta(days=9999), NOW + timedelta(days=9999))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database is."""
    return tmp_path / "data" / "appsierra.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return an open, empty database."""
    opened, findings = Store.open(path, NOW)
    assert findings == []
    yield opened
    opened.close()


def reopened(store: Store, path: Path) -> Store:
    """Return the database as another start of the program finds it."""
    store.close()
    opened, findings = Store.open(path, NOW)
    assert findings == []
    return opened


def _connection(store: Store) -> sqlite3.Connection:
    """Return the connection that the store writes with."""
    connection = store._database.connection()  # type: ignore[no-untyped-call]  # stubs leave it open
    assert isinstance(connection, sqlite3.Connection)
    return connection


def round_trip(book: Book = SIM) -> list[BookedFill]:
    """Return a trade that earns 50 dollars less 2.48 fees: two bought, sold five points higher."""
    return booked_fills([a_fill(2, 6750, book=book), a_fill(-2, 6755, number=2, book=book, at=later(60))])


def balances(store: Store, book: Book = SIM) -> list[str]:
    """Return the curve of a book, dollars."""
    curves, findings = store.load_curves()
    assert findings == []
    curve = curves.get(book)
    return [] if curve is None else [f"{curve.point(index).balance:.2f}" for index in range(curve.length)]


def damage(path: Path, statement: str) -> None:
    """Change a row from outside, as a bug or a tool would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


def test_new_database_is_empty(store: Store) -> None:
    """A first start knows nothing, and says unknown instead of 0."""
    loaded = store.load_positions()
    assert (loaded.positions, loaded.execution_ids, loaded.last_fill_at) == ((), (), ())
    assert loaded.quiet_since == ()
    assert (loaded.last_seen, loaded.findings) == (None, ())
    assert (store.load_heat(), store.load_accounts(), balances(store)) == ((), {}, [])


def test_account_is_quiet_until_something_is_known_of_it(store: Store) -> None:
    """An account without fill and trade is told with its first sight; a position may be the server's word."""
    for book in (SIM, SIM2):
        store.save_account(book, NOW, confirmed=False)
    store.save_account(SIM2, later(60), confirmed=True)
    assert store.load_positions().quiet_since == ((SIM, NOW), (SIM2, NOW))
    for booked in booked_fills([a_fill(2)]):
        store.book_fill(booked)
    store.save_position(a_position(1, book=SIM2))
    assert store.load_positions().quiet_since == ((SIM2, NOW),)
    store.save_trade(a_trade(book=SIM2))
    assert store.load_positions().quiet_since == ()


def test_fill_and_all_that_it_changes_come_back(store: Store, path: Path) -> None:
    """After a restart the open position, the known fill and the balance are there."""
    (booked,) = booked_fills([a_fill(2)])
    assert store.book_fill(booked)
    again = reopened(store, path)
    loaded = again.load_positions()
    assert loaded.positions == (booked.position,)
    assert loaded.execution_ids == ((SIM, "e1"),)
    assert loaded.last_fill_at == ((SIM, NOW),)
    assert balances(again) == ["10000.00", "9998.76"]
    again.close()


def test_closing_fill_moves_the_position_into_the_trades(store: Store) -> None:
    """The trade is there, the position and its drawdown are gone."""
    opening, closing_fill = round_trip()
    store.book_fill(opening)
    store.save_heat(SIM, SYMBOL, NOW)
    store.book_fill(closing_fill)
    assert store.load_trades(SIM, *_FOREVER) == ([closing_fill.closed], [])
    assert store.load_positions().positions == ()
    assert store.load_heat() == ()
    assert balances(store) == ["10000.00", "9998.76", "10047.52"]


def test_same_fill_three_times_counts_once(store: Store) -> None:
    """Scenario I: repeats change nothing, neither at once nor after a restart."""
    booked = round_trip()
    assert [store.book_fill(fill) for fill in booked * 3] == [True, True, False, False, False, False]
    assert balances(store) == ["10000.00", "9998.76", "10047.52"]
    assert len(store.load_trades(SIM, *_FOREVER)[0]) == 1


def test_same_identity_in_another_account_is_another_fill(store: Store) -> None:
    """Identities belong to their account."""
    for book in (SIM, SIM2):
        for booked in round_trip(book):
            assert store.book_fill(booked)
    assert balances(store, SIM) == balances(store, SIM2) == ["10000.00", "9998.76", "10047.52"]


def test_golden_restart(store: Store, path: Path) -> None:
    """Scenario F: 250 earned, short open; the restart finds 10,250.00 and the short, in a true curve."""
    free = msgspec.structs.replace(MES, fee_per_side=None)
    fills = [a_fill(1, 6700), a_fill(-2, 6750, number=2, at=later(9))]
    for booked in booked_fills(fills, free):
        store.book_fill(booked)
    again = reopened(store, path)
    (position,) = again.load_positions().positions
    assert (position.quantity, position.average_price, position.entry_time) == (-1, 6750, later(9))
    assert balances(again) == ["10000.00", "10000.00", "10250.00"]
    again.close()


def test_books_do_not_mix(store: Store) -> None:
    """What is booked in SIM is not seen in LIVE, and not in the other SIM account."""
    for booked in round_trip(SIM):
        store.book_fill(booked)
    for book in (SIM2, LIVE):
        assert store.load_trades(book, *_FOREVER) == ([], [])
        assert balances(store, book) == []


def test_live_balance_is_the_brokers(store: Store) -> None:
    """Fills do not move a LIVE balance; reported balances do."""
    for booked in round_trip(LIVE):
        store.book_fill(booked)
    assert balances(store, LIVE) == []
    store.save_equity_point(LIVE, EquityPoint(at=NOW, balance=Decimal("31234.56")))
    assert balances(store, LIVE) == ["31234.56"]


def test_debug_keeps_trades_but_no_balance(store: Store) -> None:
    """The DEBUG ledger lives in memory; its positions and trades are stored like all others."""
    opening, closing_fill = round_trip(DEBUG)
    store.book_fill(opening)
    assert store.load_positions().positions == (opening.position,)
    store.book_fill(closing_fill)
    store.save_equity_point(DEBUG, EquityPoint(at=NOW, balance=Decimal(1)))
    store.reset_balance(DEBUG, Decimal(10_000), NOW, "test")
    assert balances(store, DEBUG) == []
    assert len(store.load_trades(DEBUG, *_FOREVER)[0]) == 1


def test_fill_of_unknown_value_moves_no_balance(store: Store) -> None:
    """Without a point value the ledger waits for the user, instead of guessing."""
    for booked in booked_fills([a_fill(1, 100), a_fill(-1, 101, number=2)], UNKNOWN):
        assert store.book_fill(booked)
    assert balances(store) == []


def test_reset_starts_the_ledger_anew(store: Store, path: Path) -> None:
    """After a reset only newer fills count; trades stay."""
    opening, closing_fill = round_trip()
    store.book_fill(opening)
    store.book_fill(closing_fill)
    store.reset_balance(SIM, Decimal(10_000), later(70), "asked")
    again = reopened(store, path)
    for booked in booked_fills(
        [a_fill(1, 6750, number=8, at=later(80)), a_fill(-1, 6749, number=9, at=later(90))]
    ):
        again.book_fill(booked)
    assert balances(again)[-3:] == ["10000.00", "9999.38", "9993.76"]
    assert len(again.load_trades(SIM, *_FOREVER)[0]) == 2
    assert again.load_resets() == {SIM: later(70)}
    again.close()


def test_reset_of_one_account_leaves_the_other(store: Store) -> None:
    """Sim1 and Sim2 have their own ledgers."""
    for book in (SIM, SIM2):
        for booked in round_trip(book):
            store.book_fill(booked)
    store.reset_balance(SIM, Decimal(10_000), later(70), "asked")
    (next_fill,) = booked_fills([a_fill(1, number=7, book=SIM2)])
    store.book_fill(next_fill)
    assert balances(store, SIM2)[-1] == "10046.90"


def test_late_fill_does_not_turn_the_curve_back(store: Store) -> None:
    """A fill that is reported after younger ones is booked at the end of the curve."""
    for number, at in ((1, later(100)), (2, later(50))):
        (booked,) = booked_fills([a_fill(1, number=number, at=at)])
        store.book_fill(booked)
    curve = store.load_curves()[0][SIM]
    assert [curve.point(index).at for index in range(2)] == [later(100), later(100)]


def test_damaged_ledger_stands_still_until_it_is_reset(
    store: Store, path: Path, allow_log: Callable[[str], None]
) -> None:
    """It never falls back to its start balance, and the fills are kept all the same."""
    allow_log("ERROR models.ledger: damaged ledger of SIM Sim1")
    opening, closing_fill = round_trip()
    store.book_fill(opening)
    damage(path, "UPDATE executions SET net = 'x'")
    again = reopened(store, path)
    assert again.book_fill(closing_fill)
    assert len(again.load_trades(SIM, *_FOREVER)[0]) == 1
    assert balances(again) == ["10000.00", "9998.76"]
    again.reset_balance(SIM, Decimal(10_000), later(70), "damaged")
    (booked,) = booked_fills([a_fill(1, number=9)])
    again.book_fill(booked)
    assert balances(again)[-1] == "9999.38"
    again.close()


def test_failed_transaction_leaves_nothing(store: Store) -> None:
    """All of a batch or nothing of it, the running balance included."""
    opening, closing_fill = round_trip()
    store.book_fill(opening)

    def fail_after_booking() -> None:
        with store.transaction():
            store.book_fill(closing_fill)
            message = "planned"
            raise ArithmeticError(message)

    with pytest.raises(ArithmeticError, match="planned"):
        fail_after_booking()
    assert store.load_trades(SIM, *_FOREVER) == ([], [])
    assert store.load_positions().positions == (opening.position,)
    assert store.book_fill(closing_fill)
    assert balances(store) == ["10000.00", "9998.76", "10047.52"]


def test_position_is_replaced_not_repeated(store: Store) -> None:
    """One row per symbol of a book, whatever is saved."""
    store.save_position(a_position(1, 6750))
    newest = a_position(3, 6751)
    store.save_position(newest)
    store.save_position(a_position(1, 6750, book=LIVE))
    assert newest in store.load_positions().positions
    assert len(store.load_positions().positions) == 2
    store.delete_position(SIM, SYMBOL)
    assert [position.book for position in store.load_positions().positions] == [LIVE]


def test_trade_is_kept_once(store: Store) -> None:
    """Two concurrent closes make one row."""
    assert [store.save_trade(a_trade()), store.save_trade(a_trade())] == [True, False]
    assert store.load_trades(SIM, *_FOREVER) == ([a_trade()], [])


def test_trades_of_a_window_come_by_their_exit(store: Store) -> None:
    """The start belongs to the window, the end does not, and the order is that of the exits."""
    for number, second in ((1, 30), (2, 10), (3, 20), (4, 40)):
        store.save_trade(a_trade(number, exit_time=later(second)))
    trades, _ = store.load_trades(SIM, later(10), later(40))
    assert [trade.trade_id for trade in trades] == ["t2", "t3", "t1"]


def test_drawdown_survives_and_ends(store: Store) -> None:
    """The start of a running drawdown comes back; ended, it is gone."""
    store.save_heat(SIM, SYMBOL, NOW)
    store.save_heat(SIM, SYMBOL, later(5))
    store.save_heat(LIVE, SYMBOL, NOW)
    store.save_heat(LIVE, SYMBOL, None)
    assert store.load_heat() == ((SIM, SYMBOL, later(5)),)


def test_accounts_survive(store: Store, path: Path) -> None:
    """Which accounts are known, in the order of their first sight, and confirmed."""
    store.save_account(SIM, NOW, confirmed=True)
    store.save_account(LIVE, NOW, confirmed=False)
    store.save_account(SIM, later(5), confirmed=False)
    store.save_account(LIVE2, NOW, confirmed=False)
    store.save_account(LIVE2, later(5), confirmed=True)
    again = reopened(store, path)
    assert list(again.load_accounts().items()) == [(SIM, True), (LIVE, False), (LIVE2, True)]
    again.close()


def test_damaged_rows_are_reported_and_left_out(store: Store, path: Path) -> None:
    """One bad row costs that row, never the start."""
    for booked in booked_fills([a_fill(2), a_fill(1, number=2, at=later(5))]):
        store.book_fill(booked)
    store.save_position(a_position(1, book=LIVE))
    store.save_trade(a_trade())
    store.save_heat(SIM, SYMBOL, NOW)
    store.state.save_shown(SIM)
    store.state.touch(NOW)
    damage(path, "UPDATE open_positions SET quantity = 'x' WHERE mode = 'SIM'")
    damage(path, "UPDATE executions SET time = 'x' WHERE execution_id = 'e1'")
    damage(path, "UPDATE equity_points SET balance = 'x' WHERE execution_id = 'e1'")
    damage(path, "UPDATE trades SET side = 'x'")
    damage(path, "UPDATE heat SET since = 'x'")
    damage(path, "UPDATE state SET value = 'x' WHERE name = 'shown_mode'")
    damage(path, "UPDATE state SET value = 'x' WHERE name = 'last_seen'")
    loaded = store.load_positions()
    assert [position.book for position in loaded.positions] == [LIVE]
    assert (loaded.execution_ids, loaded.last_seen) == (((SIM, "e2"),), None)
    assert len(loaded.findings) == 2
    assert "open_positions" in loaded.findings[0]
    curves, findings = store.load_curves()
    assert (curves[SIM].length, len(findings)) == (2, 1)
    assert [len(part) for part in store.load_trades(SIM, *_FOREVER)] == [0, 1]
    assert (store.load_heat(), store.state.load_shown()) == ((), None)


def test_daily_copy_is_made_once_and_can_be_restored(store: Store, path: Path) -> None:
    """The copy of a day brings back what was there that day."""
    for booked in round_trip():
        store.book_fill(booked)
    copy = store.backup(date(2026, 11, 23))
    assert copy is not None
    assert copy.name == "appsierra-2026-11-23.db"
    assert store.backup(date(2026, 11, 23)) is None
    store.close()
    path.write_bytes(b"")
    again, (finding,) = Store.open(path, NOW)
    assert "2026-11-23 was restored" in finding
    assert balances(again) == ["10000.00", "9998.76", "10047.52"]
    again.close()


def test_copy_that_cannot_be_made_is_told(store: Store) -> None:
    """Errors of SQLite that peewee does not see leave in plain words as well."""
    with pytest.raises(StorageError, match="transaction"), store.transaction():
        store.backup(date(2026, 11, 23))


def test_database_of_a_newer_program_is_refused(store: Store, path: Path) -> None:
    """An older program does not touch what it does not understand."""
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StorageError, match="version 999"):
        Store.open(path, NOW)


def test_commits_wait_for_the_disk(store: Store) -> None:
    """WAL with FULL: an acknowledged fill survives a power cut."""
    connection = _connection(store)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def _save_many_trades(store: Store) -> None:
    with store.transaction():
        for number in range(999):
            store.save_trade(a_trade(number))


def test_disk_that_is_full_is_told_and_passes(store: Store) -> None:
    """While nothing fits, saving fails with plain words; afterwards it works, and nothing is half there."""
    opening, closing_fill = round_trip()
    store.book_fill(opening)
    _connection(store).execute("PRAGMA max_page_count = 1")
    with pytest.raises(StorageError, match="Free space"):
        _save_many_trades(store)
    _connection(store).execute("PRAGMA max_page_count = 999999")
    assert store.load_trades(SIM, *_FOREVER) == ([], [])
    assert store.book_fill(closing_fill)
    assert balances(store)[-1] == "10047.52"


def test_database_that_another_program_holds_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that does not end is an error with advice, not a wait for ever."""
    monkeypatch.setattr("models.store._LOCK_TIMEOUT_S", 0)
    store, _ = Store.open(path, NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="Close the other program"), store.transaction():
            store.state.touch(NOW)
    store.state.touch(NOW)
    store.close()


def test_damage_while_running_is_told(path: Path) -> None:
    """Pages that turn to rubbish under an open database are an error with advice when they are read."""
    store, _ = Store.open(path, NOW)
    with store.transaction():
        for number in range(500):
            store.save_equity_point(LIVE, EquityPoint(at=later(number), balance=Decimal(number)))
    store.close()
    store, _ = Store.open(path, NOW)
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = b"\xa5" * (len(data) - 3 * 4096)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="last copy restored"):
        store.load_curves()
    store.close()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be gives a clear error."""
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StorageError, match="data"):
        Store.open(tmp_path / "data" / "appsierra.db", NOW)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(26_000, 28_000)), min_size=1, max_size=12)
)
def test_stored_balance_is_start_and_sum_of_all_fills(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    """Whatever the fills, repeated or not, restarted in between or not."""
    path = tmp_path_factory.mktemp("ledger") / "appsierra.db"
    fills = [
        a_fill(quantity, tick * Decimal("0.25"), number=number)
        for number, (quantity, tick) in enumerate(steps)
    ]
    booked = booked_fills(fills)
    store, _ = Store.open(path, NOW)
    for index, fill in enumerate(booked):
        store.book_fill(fill)
        store.book_fill(booked[index // 2])
        if index % 4 == 3:
            store = reopened(store, path)
    total = sum((fill.net for fill in booked if fill.net is not None), Decimal(10_000))
    assert balances(store)[-1] == f"{total:.2f}"
    position = booked[-1].position
    assert store.load_positions().positions == (() if position is None else (position,))
    store.close()


_WRITER = """
import sys
from pathlib import Path
from models.store import Store
from tests.models.builders import NOW, a_fill, booked_fills
store, findings = Store.open(Path(sys.argv[1]), NOW)
first = int(sys.argv[2])
for number in range(first, first + 100_000, 2):
    fills = [a_fill(1, 6750, number=number), a_fill(-1, 6751, number=number + 1)]
    for booked in booked_fills(fills):
        store.book_fill(booked)
    print(number + 1, flush=True)
"""


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_kill_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """After each kill all told fills are there, the balance agrees, and nothing is half booked."""
    first = 0
    for _ in range(5):
        command = [sys.executable, "-c", _WRITER, str(path), str(first)]
        told = first
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(25):
                told = int(writer.stdout.readline())
            writer.kill()
        store, findings = Store.open(path, NOW)
        assert findings == []
        known = {int(identity.removeprefix("e")) for _, identity in store.load_positions().execution_ids}
        assert set(range(told + 1)) <= known
        positions = store.load_positions().positions
        assert len(positions) == len(known) % 2
        closed = len(known) // 2
        expected = 10_000 + closed * Decimal("3.76") - len(positions) * Decimal("0.62")
        assert balances(store)[-1] == f"{expected:.2f}"
        assert len(balances(store)) == 1 + len(known)
        store.close()
        first = max(known) + 1 + len(positions)
        if positions:
            break


def test_gaps_come_back_oldest_first(store: Store, path: Path) -> None:
    """A gap that ended replaces the one that was running."""
    store.save_gap(Gap(start=later(60)))
    store.save_gap(Gap(start=NOW, end=later(5)))
    store.save_gap(Gap(start=later(60), end=later(70)))
    store.save_gap(Gap(start=later(90)))
    again = reopened(store, path)
    assert again.load_gaps() == (
        Gap(start=NOW, end=later(5)),
        Gap(start=later(60), end=later(70)),
        Gap(start=later(90)),
    )
    again.close()
