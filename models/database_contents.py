"""What an open database holds, read for a check: nothing is written, and nothing is believed unseen."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from models.book import Book, Symbol, TradeMode
from models.rows import (
    book_of,
    decimal_of,
    heat_of,
    known_fill_of,
    position_of,
    sound_values,
    time_of,
    trade_of,
)
from models.trade import Position, Trade

_Read = TypeVar("_Read")


class Ledger(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The balance of a simulated account, told twice.

    Attributes:
        start: What it was started with last, dollars.
        summed: Start and the results of all fills since.
        last: The last point of its curve; None where it has none.
    """

    start: Decimal
    summed: Decimal
    last: Decimal | None


class Contents(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the database holds.

    Attributes:
        books: Accounts that were ever seen.
        positions: What is open.
        heat: Running drawdowns and their start.
        trades: How many are closed.
        closed: Identities of the closed trades.
        fills: Fills that were booked, with their book.
        without_fills: Closed trades of which a fill is missing.
        balances: The last known balance of each book, dollars.
        ledgers: Those of simulated accounts.
        damaged: Rows that cannot be read, in words.
        last_seen: UTC moment at which the monitor last ran.
    """

    books: frozenset[Book]
    positions: tuple[Position, ...]
    heat: tuple[tuple[Book, Symbol, datetime], ...]
    trades: int
    closed: frozenset[str]
    fills: frozenset[tuple[Book, str]]
    without_fills: tuple[str, ...]
    balances: Mapping[Book, Decimal]
    ledgers: Mapping[Book, Ledger]
    damaged: tuple[str, ...]
    last_seen: datetime | None


def read_contents(connection: sqlite3.Connection) -> Contents:
    """Return what an open database of the newest version holds.

    Raises:
        sqlite3.Error: A table is missing, or the disk refuses.
    """
    damaged: list[str] = []
    reader = _Reader(connection, damaged)
    trades = reader.values("trades", trade_of)
    fills = frozenset((book, name) for book, name, _ in reader.values("executions", known_fill_of))
    balances = reader.balances()
    return Contents(
        books=frozenset(reader.values("accounts", book_of)),
        positions=tuple(reader.values("open_positions", position_of)),
        heat=tuple(reader.values("heat", heat_of)),
        trades=len(trades),
        closed=frozenset(trade.trade_id for trade in trades),
        fills=fills,
        without_fills=tuple(_without_fills(trades, fills)),
        balances=balances,
        ledgers=reader.ledgers(balances),
        damaged=tuple(damaged),
        last_seen=reader.last_seen(),
    )


class _Reader:
    """Reads rows; a damaged one becomes a finding."""

    def __init__(self, connection: sqlite3.Connection, damaged: list[str]) -> None:
        self._connection = connection
        self._damaged = damaged

    def values(self, table: str, read: Callable[[Mapping[str, Any]], _Read]) -> list[_Read]:
        return sound_values(self._rows(f"SELECT * FROM {table} ORDER BY id"), read, self._damaged)  # noqa: S608 - a name of ours

    def balances(self) -> dict[Book, Decimal]:
        newest = self._rows(
            "SELECT mode, account, balance FROM equity_points"
            " WHERE id IN (SELECT max(id) FROM equity_points GROUP BY mode, account)"
        )
        return dict(sound_values(newest, _balance_of, self._damaged))

    def ledgers(self, balances: Mapping[Book, Decimal]) -> dict[Book, Ledger]:
        newest = self._rows(
            "SELECT * FROM balance_resets"
            " WHERE id IN (SELECT max(id) FROM balance_resets GROUP BY mode, account)"
        )
        found = sound_values(newest, lambda row: self._ledger_of(row, balances), self._damaged)
        return {book: ledger for book, ledger in found if book.mode is TradeMode.SIM}

    def last_seen(self) -> datetime | None:
        rows = self._rows("SELECT value FROM state WHERE name = 'last_seen'")
        return next(iter(sound_values(rows, lambda row: time_of(row["value"]), self._damaged)), None)

    def _ledger_of(self, row: Mapping[str, Any], balances: Mapping[Book, Decimal]) -> tuple[Book, Ledger]:
        book, start = _balance_of(row)
        nets = self._connection.execute(
            "SELECT net FROM executions WHERE mode = ? AND account = ? AND id > ? AND net IS NOT NULL",
            (row["mode"], row["account"], row["after_execution"]),
        )
        summed = sum((decimal_of(net) for (net,) in nets), start)
        return book, Ledger(start=start, summed=summed, last=balances.get(book))

    def _rows(self, query: str) -> list[dict[str, Any]]:
        cursor = self._connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _balance_of(row: Mapping[str, Any]) -> tuple[Book, Decimal]:
    return book_of(row), decimal_of(row["balance"])


def _without_fills(trades: Iterable[Trade], fills: frozenset[tuple[Book, str]]) -> Iterable[str]:
    for trade in trades:
        if any((trade.book, each.execution_id) not in fills for each in trade.executions):
            yield trade.trade_id
