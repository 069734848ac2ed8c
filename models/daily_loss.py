"""How much of a daily loss limit is used."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from models.book import Book
from models.contract import Contract
from models.figures import open_pnl
from models.holidays import CME_CALENDAR, Calendar
from models.timeframe import Timeframe, window_start
from models.trade import Execution, Position, Trade

_ZERO = Decimal(0)

Holding = tuple[Position, Contract, Decimal | None]
"""What is open, what it is worth, and its last fresh price; None while there is none."""


class DailyLosses:
    """The closed trades of the session day, of every book that has a limit; one owner, one thread.

    Args:
        limits: Largest loss of a session day by account, dollars above 0.
        calendar: Holidays of the exchange.
    """

    def __init__(self, limits: Mapping[str, Decimal], calendar: Calendar = CME_CALENDAR) -> None:
        self._limits = limits
        self._calendar = calendar
        self._asked: list[Book] = []
        self._trades: dict[Book, dict[str, Trade]] = {}
        self._early: list[Trade] = []

    def change(self, limits: Mapping[str, Decimal]) -> Sequence[Book]:
        """Take other limits; return the books that had one and have none any more."""
        self._limits = limits
        freed = [book for book in self._asked if book.account not in limits]
        self._asked = [book for book in self._asked if book.account in limits]
        for book in freed:
            self._trades.pop(book, None)
        self._early = [trade for trade in self._early if trade.book.account in limits]
        return freed

    def needs(self, book: Book, now: datetime) -> datetime | None:
        """Return since when trades of a book are needed, UTC; None where none are or all were asked."""
        if book.account not in self._limits or book in self._asked:
            return None
        self._asked.append(book)
        return self._start(now)

    def restore(self, book: Book, trades: Iterable[Trade] | None) -> None:
        """Take over the trades of the day so far; None when they could not be read, to be asked for again."""
        if trades is None:
            self._asked = [each for each in self._asked if each != book]
            return
        known = [*trades, *(trade for trade in self._early if trade.book == book)]
        self._trades.setdefault(book, {}).update({trade.trade_id: trade for trade in known})
        self._early = [trade for trade in self._early if trade.book != book]

    def add(self, trade: Trade) -> None:
        """Count a trade that closed now."""
        if trade.book in self._trades:
            self._trades[trade.book][trade.trade_id] = trade
        elif trade.book.account in self._limits:
            self._early.append(trade)

    def limits(self) -> Sequence[tuple[Book, Decimal]]:
        """Return every book that has a limit, with it."""
        return [(book, self._limits[book.account]) for book in self._asked]

    def is_restored(self, book: Book) -> bool:
        """Return whether the trades of the day so far are known."""
        return book in self._trades

    def used(self, book: Book, holdings: Iterable[Holding], now: datetime) -> Decimal | None:
        """Return the loss of the session day that counts against the limit of a book.

        Args:
            book: Whose limit it is.
            holdings: What is open, of any book.
            now: UTC.

        Returns:
            Dollars >= 0; None while it is not known.
        """
        trades = self._trades.get(book)
        if trades is None:
            return None
        # Between the end of a trade and the news that nothing is open any more, the trade counts.
        own = [
            holding for holding in holdings if holding[0].book == book and holding[0].trade_id not in trades
        ]
        realised = realised_since((position for position, _, _ in own), trades.values(), self._start(now))
        return loss_used(realised, open_profit(own))

    def _start(self, now: datetime) -> datetime:
        """Return where the session day begins; between two sessions as in timeframe 1D."""
        return window_start(Timeframe.DAY, now, None, self._calendar)


def realised_since(positions: Iterable[Position], trades: Iterable[Trade], start: datetime) -> Decimal | None:
    """Return what was realised since a moment, dollars after fees.

    Args:
        positions: What is open; parts of it may have been closed already.
        trades: Closed trades; those that ended before the moment do not count.
        start: UTC.

    Returns:
        None where a contract's worth in dollars is not known.
    """
    total = _ZERO
    for position in positions:
        before = _before(position.executions, start)
        if position.realised is None or before is None:
            return None
        total += position.realised - position.fees - before
    for trade in trades:
        if trade.exit_time < start:
            continue
        before = _before(trade.executions, start)
        if trade.net is None or before is None:
            return None
        total += trade.net - before
    return total


def open_profit(holdings: Iterable[Holding]) -> Decimal | None:
    """Return the open profit of some positions, dollars before the fees of leaving.

    Returns:
        0 when nothing is open; None where a price or a contract's worth is not known.
    """
    total = _ZERO
    for position, contract, last in holdings:
        profit = None if last is None else open_pnl(position, contract, last)
        if profit is None:
            return None
        total += profit
    return total


def loss_used(realised: Decimal | None, open_: Decimal | None) -> Decimal | None:
    """Return the loss that counts against a limit, dollars >= 0; None while it is not known."""
    return None if realised is None or open_ is None else max(_ZERO, -(realised + open_))


def _before(executions: Iterable[Execution], start: datetime) -> Decimal | None:
    """Return what executions before a moment realised, dollars after fees; None where it is not known."""
    total = _ZERO
    for execution in executions:
        if execution.at >= start:
            continue
        if execution.realised is None:
            return None
        total += execution.realised - execution.fee
    return total
