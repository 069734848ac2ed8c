"""Compares what a monitor shows and keeps with the accountant's books, to the cent."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from actors.messages import Cell
from models.book import Book, TradeMode
from tests.oracle import statement
from tests.oracle.accountant import Entry, is_simulated
from tests.oracle.monitor import Monitor
from tests.oracle.scorecard import scorecard

# Averages are decimals of 28 digits in the program, and sums of results go by millionths of a dollar.
_EXACT: Final = Fraction(1, 10**9)
_MILLIONTHS: Final = Fraction(1, 10**6)
_MINUTE: Final = timedelta(minutes=1)
_POSITION: Final = {
    "quantity": "quantity",
    "average_price": "average",
    "entry_time": "at",
    "low": "low",
    "high": "high",
    "mae": "worst",
    "mfe": "best",
    "realised": "realised",
    "fees": "fees",
    "entered": "in",
    "exited": "out",
    "initial_stop": "first_stop",
    "initial_risk": "risk",
    "entry_context": "snapshot",
}
# Unknown while nobody knows what a point is worth.
_DOLLARS: Final = ("mae", "mfe", "realised")
_CONTEXT: Final = {"vwap": "vwap", "cum_delta": "delta", "poc": "poc"}


@dataclass
class Outcome:
    """What was compared.

    Attributes:
        edges: Cells whose exact value is a half, and that the program rounds the other way.
        seen: Names of the cells that had a value, and of those that flashed.
        differences: In words; empty where program and accountant agree.
    """

    cells: int = 0
    edges: int = 0
    rows: int = 0
    seen: set[str] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, int]:
        """Return how much was compared, by the words for it."""
        return {
            "cells": self.cells,
            "of them on an exact half": self.edges,
            "rows": self.rows,
            "differences": len(self.differences),
        }

    def add(self, other: "Outcome") -> None:
        """Add what was compared elsewhere."""
        self.cells += other.cells
        self.edges += other.edges
        self.rows += other.rows
        self.seen |= other.seen
        self.differences += other.differences


class Comparison:
    """One look at everything that a monitor shows and keeps.

    Args:
        monitor: Its accountant has heard what it has heard.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._books = monitor.accountant
        self.outcome = Outcome()

    def of_all(self) -> Outcome:
        """Return what a look at every account compared."""
        for account in self._monitor.broker.accounts:
            book = self._monitor.book(account)
            self._compare_panels(account, book)
            self._compare_open(account)
            self._compare_ledger(account)
            self._compare_trades(account)
        return self.outcome

    def _compare_panels(self, account: str, book: Book) -> None:
        screens = self._monitor.screens
        now = screens.now
        if now is None:
            return
        self._compare_position(account, screens.cells(book), now)
        if book == screens.book and screens.shown() != screens.cells(book):
            self._differ(f"{account}: the screen shows {screens.shown()}, the book has {screens.cells(book)}")
        trades = self._books.trades.get(account, [])
        for timeframe, (panel1, panel3) in screens.by_timeframe(book).items():
            name = timeframe.value
            if self._is_valued(account):
                balances = (
                    statement.balance_cells(self._books, account, name, now, hair) for hair in _hairs(_EXACT)
                )
                self._compare_texts(f"{account} {name}", panel1, balances)
            if panel3["Trades"].text != "--" or book == screens.book:
                # Timeframes move once a minute.
                cards = (
                    scorecard(trades, name, at, hair)
                    for at in (now, now - _MINUTE)
                    for hair in _hairs(_MILLIONTHS)
                )
                self._compare_texts(f"{account} statistics {name}", panel3, cards)

    def _is_valued(self, account: str) -> bool:
        """Return whether no old price values the account: it does while the market is closed, else not."""
        held = any(name == account for name, _ in self._books.open)
        return self._is_fresh(account) or not (held and self._books.with_open)

    def _is_fresh(self, account: str) -> bool:
        """Return whether the prices that count for an account are not old."""
        held = [symbol for name, symbol in self._books.open if name == account]
        return self._monitor.listener.is_fresh or (
            bool(held) and all(self._books.is_served(symbol) for symbol in held)
        )

    def _compare_position(self, account: str, found: Mapping[str, Cell], now: datetime) -> None:
        """Compare the cells of Panel 2; roles only where nothing is old or in doubt."""
        readings = (statement.cells(self._books, account, now, hair) for hair in _hairs(_EXACT))
        wanted = next(readings)
        others: list[dict[str, statement.Cell]] = []
        is_confirmed = self._monitor.listener.is_confirmed and not self._monitor.broker.hidden
        is_sure = is_confirmed and self._is_fresh(account)
        for name, cell in wanted.items():
            if cell.text != statement.NONE.text:
                self.outcome.seen.add(f"{name} flash" if cell.flash else name)
            if cell.text == "FLAT" and not is_sure:
                continue
            self.outcome.cells += 1
            shown = statement.Cell(found[name].text, found[name].role, found[name].flash)
            if not is_sure:
                shown = shown._replace(role=cell.role)
            if shown == cell:
                continue
            others += readings
            if shown in [other[name] for other in others]:
                self.outcome.edges += 1
            else:
                self._differ(f"{account} {name}: {found[name]}, accountant {cell}")

    def _compare_texts(
        self, where: str, found: Mapping[str, Cell], readings: Iterator[dict[str, str]]
    ) -> None:
        """Compare texts with the first reading, and where they differ with those that are as good."""
        others: list[dict[str, str]] = []
        for name, text in next(readings).items():
            self.outcome.cells += 1
            if text.strip("-"):
                self.outcome.seen.add(name)
            if found[name].text == text:
                continue
            others += readings
            if found[name].text in {other[name] for other in others}:
                self.outcome.edges += 1
            else:
                self._differ(f"{where} {name}: {found[name].text}, accountant {text}")

    def _compare_open(self, account: str) -> None:
        found = {row["symbol"]: row for row in self._rows("open_positions", account)}
        wanted = {symbol: entry for (name, symbol), entry in self._books.open.items() if name == account}
        if found.keys() != wanted.keys():
            self._differ(f"{account}: open in {sorted(found)}, accountant {sorted(wanted)}")
            return
        for symbol, row in found.items():
            entry = {column: wanted[symbol][name] for column, name in _POSITION.items()}
            if self._books.terms(symbol).point is None:
                entry |= dict.fromkeys(_DOLLARS)
            self._compare_row(f"{account} {symbol}", row, entry)
        hot = {row["symbol"]: row for row in self._rows("heat", account)}
        for symbol, entry in wanted.items():
            since = hot.get(symbol, {"since": None})
            self._compare_row(f"{account} {symbol} heat", since, {"since": entry["heat"]})

    def _compare_ledger(self, account: str) -> None:
        fills = self._books.fills.get(account, [])
        rows = self._rows("executions", account)
        if [row["execution_id"] for row in rows] != [fill["id"] for fill in fills]:
            self._differ(f"{account}: fills {[row['execution_id'] for row in rows]}, accountant {fills}")
            return
        for row, fill in zip(rows, fills, strict=True):
            self._compare_row(f"{account} {fill['id']}", row, {"net": fill["net"], "fee": fill["fee"]})
        curve, points = self._books.curves.get(account, []), self._rows("equity_points", account)
        if len(curve) != len(points):
            self._differ(f"{account}: {len(points)} points in the curve, accountant {len(curve)}")
        elif curve:
            self._compare_row(f"{account} curve", points[-1], {"balance": curve[-1][1]})

    def _compare_trades(self, account: str) -> None:
        trades, rows = self._books.trades.get(account, []), self._rows("trades", account)
        if len(trades) != len(rows):
            self._differ(f"{account}: {len(rows)} trades, accountant {len(trades)}")
            return
        for number, (row, trade) in enumerate(zip(rows, trades, strict=True), start=1):
            self._compare_row(f"{account} trade {number}", row, trade)

    def _compare_row(self, what: str, row: Mapping[str, Any], wanted: Entry) -> None:
        self.outcome.rows += 1
        for name, value in wanted.items():
            if not _same(row[name], value):
                self._differ(f"{what} {name}: {row[name]}, accountant {value}")

    def _rows(self, table: str, account: str) -> list[dict[str, Any]]:
        mode = TradeMode.SIM if is_simulated(account) else TradeMode.LIVE
        query = f"SELECT * FROM {table} WHERE mode = ? AND account = ? ORDER BY id"
        return self._monitor.rows(query, mode.value, account)

    def _differ(self, text: str) -> None:
        self.outcome.differences.append(text)


def _hairs(width: Fraction) -> Iterator[Fraction]:
    """Yield nothing, and what lies a hair to either side."""
    yield from (Fraction(0), width, -width)


def _same(found: Any, wanted: Any) -> bool:  # noqa: ANN401 - a column of any type
    if found is None or wanted is None:
        return found is wanted
    if isinstance(wanted, dict):
        row = json.loads(found)
        return all(_same(row[name], wanted[key]) for name, key in _CONTEXT.items())
    if isinstance(wanted, datetime):
        return datetime.fromisoformat(found) == wanted
    if isinstance(wanted, str):
        return bool(found == wanted)
    return bool(abs(Fraction(found) - wanted) <= _EXACT)
