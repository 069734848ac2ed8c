"""Everything that is asked of the database: rows <-> values."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import peewee

from models.alarm_rows import AlarmRows
from models.book import Book, Symbol, TradeMode
from models.curve_rows import curve_of_rows
from models.database_file import StorageErrors, make_copy, make_sound, under_another_name
from models.database_look import APPLICATION_ID
from models.equity import START_BALANCE, Curve, EquityPoint
from models.evidence_rows import EvidenceRows
from models.gaps import MOST_GAPS, Gap
from models.ledger import Ledgers, add_point
from models.migrations import newest_version, upgrade
from models.money_tables import MoneyTables
from models.perf_rows import PerfRows
from models.rows import (
    StoredPositions,
    book_columns,
    book_of,
    execution_row,
    gap_of,
    heat_of,
    known_fill_of,
    position_of,
    position_row,
    sound_values,
    time_of,
    time_text,
    trade_of,
    trade_row,
)
from models.schema import (
    TABLE_NAMES,
    AccountRow,
    BalanceResetRow,
    ClosedTrade,
    EquityPointRow,
    ExecutionRow,
    GapRow,
    HeatRow,
    OpenPosition,
)
from models.state_table import StateTable
from models.statements import DeleteOfSymbol, Insert, Query, connection_of, of_any_book, slot
from models.trade import BookedFill, Position, Trade

log = logging.getLogger(__name__)

# The server repeats fills of some weeks at most; a year of busy trading stays below this.
_KNOWN_EXECUTIONS = 200_000
# How long a commit waits for another program that reads, for instance a backup tool, seconds.
_LOCK_TIMEOUT_S = 2
# Without the zone, which numpy does not read.
_CURVE = "SELECT substr(time, 1, 26), balance FROM equity_points WHERE mode = ? AND account = ? ORDER BY id"
_ADD_EXECUTION = Insert(ExecutionRow, "IGNORE")
_ADD_TRADE = Insert(ClosedTrade, "IGNORE")
_ADD_ACCOUNT = Insert(AccountRow, "IGNORE")
_KEEP_POSITION = Insert(OpenPosition, "REPLACE")
_KEEP_HEAT = Insert(HeatRow, "REPLACE")
_KEEP_GAP = Insert(GapRow, "REPLACE")
_FORGET_POSITION = DeleteOfSymbol(OpenPosition)
_FORGET_HEAT = DeleteOfSymbol(HeatRow)
_CONFIRM_ACCOUNT = Query(AccountRow.update(confirmed=1).where(of_any_book(AccountRow)))
_POSITIONS = Query(OpenPosition.select())
_NEWEST_EXECUTIONS = Query(ExecutionRow.select().order_by(ExecutionRow.id.desc()).limit(_KNOWN_EXECUTIONS))
_ACCOUNTS = Query(AccountRow.select().order_by(AccountRow.id))
_SIGNS_OF_LIFE = tuple(
    Query(table.select(table.id).where(of_any_book(table)).limit(1)) for table in (ExecutionRow, ClosedTrade)
)
_NEWEST_GAPS = Query(GapRow.select().order_by(GapRow.start.desc()).limit(MOST_GAPS))
_HEAT = Query(HeatRow.select())
_TRADES = Query(
    ClosedTrade.select()
    .where(
        of_any_book(ClosedTrade),
        ClosedTrade.exit_time >= slot("since"),
        ClosedTrade.exit_time < slot("until"),
    )
    .order_by(ClosedTrade.exit_time, ClosedTrade.id)
)
_RESETS = Query(BalanceResetRow.select().order_by(BalanceResetRow.id))
_BOOKS_WITH_CURVE = Query(EquityPointRow.select(EquityPointRow.mode, EquityPointRow.account).distinct())

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_Value = TypeVar("_Value")


def _reporting(
    method: Callable[Concatenate["Store", _Arguments], _Result],
) -> Callable[Concatenate["Store", _Arguments], _Result]:
    """Return a method of the store whose database errors leave as `StorageError`."""

    @wraps(method)
    def guarded(store: "Store", /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        with store.errors():
            return method(store, *args, **kwargs)

    return guarded


class Store:
    """One connection to the database; it belongs to the thread that opened it.

    Every method raises `StorageError` when disk or database refuse.

    Attributes:
        money: What is known of balances beside the curves of their points.
        perf: What the program costs.
        evidence: What is counted of the rollout.
        state: Single facts, such as what was on the screen.
    """

    def __init__(self, path: Path, database: peewee.SqliteDatabase, start_balance: Decimal) -> None:
        self._path = path
        self._database = database
        self._errors = StorageErrors(path)
        self._ledgers = Ledgers(database, start_balance)
        self.money = MoneyTables(database, self.transaction)
        self.alarms = AlarmRows(database, self.transaction)
        self.perf = PerfRows(database, self.transaction)
        self.evidence = EvidenceRows(database, self.transaction)
        self.state = StateTable(database, self.transaction, self.errors)

    @classmethod
    def open(
        cls, path: Path, now: datetime, start_balance: Decimal = START_BALANCE
    ) -> tuple["Store", list[str]]:
        """Open the database; create it, or set a damaged one aside, where needed.

        Args:
            path: The file.
            now: UTC, for the name of a damaged file.
            start_balance: Dollars that the ledger of a simulated account starts with.

        Returns:
            The store, and what the trader must be told about the file.
        """
        findings = make_sound(path, newest_version(), now, TABLE_NAMES)
        if not path.exists():
            with StorageErrors(path), under_another_name(path) as unfinished:
                cls._connected(unfinished, start_balance).close()
        return cls._connected(path, start_balance), findings

    @classmethod
    def _connected(cls, path: Path, start_balance: Decimal) -> "Store":
        database = peewee.SqliteDatabase(
            str(path),
            # FULL: a fill that was acknowledged survives a power cut; NORMAL lost some in four of five.
            # The log goes into the file often and a little at a time: with SQLite's 1,000 pages one commit in
            # fifty takes 2.5 ms for it, with these 1.5.
            pragmas={"journal_mode": "wal", "synchronous": "full", "wal_autocheckpoint": 250},
            autoconnect=False,
            timeout=_LOCK_TIMEOUT_S,
        )
        store = cls(path, database, start_balance)
        with store.errors():
            database.connect()
            database.application_id = APPLICATION_ID
            if database.user_version != newest_version():
                upgrade(database)
        return store

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        with self.errors():
            self._database.close()

    def errors(self) -> AbstractContextManager[None]:
        """Turn errors of database and disk into `StorageError`."""
        return self._errors

    def transaction(self) -> AbstractContextManager[None]:
        """Keep everything done inside, or nothing of it; one inside another is a part of it."""
        with self._errors:
            is_inside = self._connection().in_transaction
        return self._errors if is_inside else self._outermost()

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        with self._errors:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.commit()
            except BaseException:
                self._ledgers.forget()
                # A full disk has rolled back already; asking again would hide that error behind another.
                if connection.in_transaction:
                    connection.rollback()
                raise

    def book_fill(self, booked: BookedFill, *, keep_position: bool = True) -> bool:
        """Keep a fill and all that it changed.

        Args:
            booked: The fill.
            keep_position: Whether the position is kept too; False for a caller who keeps it later in the same
                transaction.

        Returns:
            False when the fill was known already; then nothing changed.
        """
        with self.transaction():
            if booked.book.mode is TradeMode.SIM and booked.net is not None:
                self._ledgers.start(booked.book, booked.fill.at)
            if not _ADD_EXECUTION.run(self._database, execution_row(booked)):
                return False
            if booked.closed is not None:
                self.save_trade(booked.closed)
                self.save_heat(booked.book, booked.symbol, None)
            if keep_position and booked.position is None:
                self.delete_position(booked.book, booked.symbol)
            elif keep_position and booked.position is not None:
                self.save_position(booked.position)
            if booked.book.mode is TradeMode.SIM and booked.net is not None:
                self._ledgers.extend(booked.book, booked.fill, booked.net)
        return True

    @_reporting
    def save_position(self, position: Position) -> None:
        """Keep an open position, in place of what was known of it."""
        _KEEP_POSITION.run(self._database, position_row(position))

    @_reporting
    def delete_position(self, book: Book, symbol: Symbol) -> None:
        """Forget a position that is flat, and its drawdown."""
        _FORGET_POSITION.run(self._database, book, symbol)
        _FORGET_HEAT.run(self._database, book, symbol)

    @_reporting
    def save_trade(self, trade: Trade) -> bool:
        """Keep a closed trade; False when it was known already."""
        return _ADD_TRADE.run(self._database, trade_row(trade))

    @_reporting
    def save_heat(self, book: Book, symbol: Symbol, since: datetime | None) -> None:
        """Keep the start of a drawdown; None ends it."""
        if since is None:
            _FORGET_HEAT.run(self._database, book, symbol)
            return
        row = {**book_columns(book), "symbol": symbol, "since": time_text(since)}
        _KEEP_HEAT.run(self._database, row)

    @_reporting
    def save_equity_point(self, book: Book, point: EquityPoint) -> None:
        """Add a balance that was reported; those of DEBUG books live in memory alone."""
        if book.mode is not TradeMode.DEBUG:
            add_point(self._database, book, point)

    def reset_balance(  # noqa: PLR0913, PLR0917 - what a reset has
        self,
        book: Book,
        balance: Decimal,
        at: datetime,
        reason: str,
        flow: Decimal = Decimal(0),
        later: Sequence[str] = (),
    ) -> None:
        """Start the ledger of a book anew; trades and fills stay. DEBUG ledgers live in memory alone.

        Args:
            book: Whose.
            balance: Dollars that it starts with.
            at: UTC.
            reason: In words.
            flow: Dollars that this put in.
            later: Executions that belong to the new ledger, whether they are kept already or not.
        """
        if book.mode is TradeMode.DEBUG:
            return
        with self.transaction():
            self._ledgers.reset(book, balance, at, reason, flow, later)

    @_reporting
    def save_account(self, book: Book, at: datetime, *, confirmed: bool) -> None:
        """Keep an account and when it was first seen; a confirmation is never taken back."""
        row = {**book_columns(book), "first_seen": time_text(at), "confirmed": int(confirmed)}
        if not _ADD_ACCOUNT.run(self._database, row) and confirmed:
            _CONFIRM_ACCOUNT.run(self._database, **book_columns(book))

    @_reporting
    def save_gap(self, gap: Gap) -> None:
        """Keep a gap, in place of what was known of it."""
        row = {"start": time_text(gap.start), "end": None if gap.end is None else time_text(gap.end)}
        _KEEP_GAP.run(self._database, row)

    @_reporting
    def load_positions(self) -> StoredPositions:
        """Return open positions, known fills, and when the monitor last ran."""
        findings: list[str] = []
        positions = self._values(_POSITIONS, position_of, findings)
        known = self._values(_NEWEST_EXECUTIONS, known_fill_of, findings)
        last_fill: dict[Book, datetime] = {}
        for book, _, at in known:
            last_fill[book] = max(at, last_fill.get(book, at))
        return StoredPositions(
            positions=tuple(positions),
            execution_ids=tuple((book, execution_id) for book, execution_id, _ in reversed(known)),
            last_fill_at=tuple(last_fill.items()),
            quiet_since=self._quiet_since(),
            last_seen=self.state.load_last_seen(),
            findings=tuple(findings),
        )

    def _quiet_since(self) -> tuple[tuple[Book, datetime], ...]:
        """Return the first sight of each account of which nothing is known but what it holds.

        What it did was missed, and its fills perhaps on their way when the monitor ended.
        """
        seen = self._values(_ACCOUNTS, lambda row: (book_of(row), time_of(row["first_seen"])), [])
        return tuple(
            (book, at)
            for book, at in seen
            if all(query.first(self._database, **book_columns(book)) is None for query in _SIGNS_OF_LIFE)
        )

    @_reporting
    def load_gaps(self) -> tuple[Gap, ...]:
        """Return the newest gaps, oldest first."""
        return tuple(reversed(self._values(_NEWEST_GAPS, gap_of, [])))

    @_reporting
    def load_heat(self) -> tuple[tuple[Book, Symbol, datetime], ...]:
        """Return the start of each drawdown that was running."""
        return tuple(self._values(_HEAT, heat_of, []))

    @_reporting
    def load_trades(self, book: Book, since: datetime, until: datetime) -> tuple[list[Trade], list[str]]:
        """Return the trades of a book with since <= exit < until, by exit, and what was damaged."""
        findings: list[str] = []
        span = {"since": time_text(since), "until": time_text(until)}
        return self._values(_TRADES, trade_of, findings, **book_columns(book), **span), findings

    @_reporting
    def load_resets(self) -> dict[Book, datetime]:
        """Return when each ledger was last started anew."""
        return dict(self._values(_RESETS, lambda row: (book_of(row), time_of(row["time"])), []))

    @_reporting
    def load_accounts(self) -> dict[Book, bool]:
        """Return the accounts seen so far, and whether the trader confirmed them."""
        return dict(self._values(_ACCOUNTS, lambda row: (book_of(row), bool(row["confirmed"])), []))

    @_reporting
    def load_curves(self) -> tuple[dict[Book, Curve], list[str]]:
        """Return the equity curves of all books, and what was damaged.

        A million points take about a second: rows of peewee would take five.
        """
        findings: list[str] = []
        books = self._values(_BOOKS_WITH_CURVE, book_of, findings)
        return {book: self._curve(book, findings) for book in books}, findings

    def backup(self, day: date) -> Path | None:
        """Copy the database for a day, unless that day has its copy; the newest seven are kept.

        Returns:
            The copy; None when there was one.
        """
        with self.errors():
            return make_copy(self._connection(), self._path, day)

    def _connection(self) -> sqlite3.Connection:
        return connection_of(self._database)

    def _values(
        self,
        query: Query,
        read: Callable[[Mapping[str, Any]], _Value],
        findings: list[str],
        **values: object,
    ) -> list[_Value]:
        """Return what the sound rows of a query hold; a damaged one becomes a finding."""
        return sound_values(query.rows(self._database, **values), read, findings)

    def _curve(self, book: Book, findings: list[str]) -> Curve:
        key = (book.mode.value, book.account)
        cursor = self._database.execute_sql(_CURVE, key)  # type: ignore[no-untyped-call]  # stubs leave it open
        curve, damaged = curve_of_rows(cursor.fetchall())
        if damaged:
            findings.append(f"{damaged} damaged rows in equity_points of {book} are left out.")
        return curve
