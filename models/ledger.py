"""Ledgers of simulated accounts in the database: start balance plus the results of all fills since."""

import logging
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import peewee

from models.book import Book
from models.cash_flow import CashFlow
from models.equity import EquityPoint
from models.rows import book_columns, decimal_of, time_of, time_text
from models.schema import BalanceResetRow, CashFlowRow, EquityPointRow, ExecutionRow
from models.statements import Insert, Query, of_any_book, slot
from models.trade import Fill

_ADD_RESET = Insert(BalanceResetRow, "ABORT")
_ADD_POINT = Insert(EquityPointRow, "ABORT")
_ADD_FLOW = Insert(CashFlowRow, "ABORT")
_OF_LEDGER = tuple(
    Query(table.select(table.id).where(of_any_book(table)).limit(1))
    for table in (BalanceResetRow, ExecutionRow)
)
_NEWEST_EXECUTION = Query(ExecutionRow.select(peewee.fn.MAX(ExecutionRow.id)))
_NEWEST_RESET = Query(
    BalanceResetRow.select().where(of_any_book(BalanceResetRow)).order_by(BalanceResetRow.id.desc()).limit(1)
)
_NETS = Query(
    ExecutionRow.select(ExecutionRow.net).where(
        of_any_book(ExecutionRow),
        ExecutionRow.id > slot("after"),
        ExecutionRow.net.is_null(is_null=False),
        ExecutionRow.execution_id != slot("without"),
    )
)
_FORGET_POINT = Query(
    EquityPointRow.delete().where(
        of_any_book(EquityPointRow), EquityPointRow.execution_id == slot("execution_id")
    )
)
_WITH_RESULT = Query(
    ExecutionRow.select().where(
        of_any_book(ExecutionRow),
        ExecutionRow.execution_id == slot("execution_id"),
        ExecutionRow.net.is_null(is_null=False),
    )
)

log = logging.getLogger(__name__)


class Ledgers:
    """Adds a point to the equity curve with each fill; used inside the transaction that keeps the fill.

    Args:
        database: Open database.
        start_balance: Dollars that a ledger starts with.
    """

    def __init__(self, database: peewee.SqliteDatabase, start_balance: Decimal) -> None:
        self._database = database
        self._start_balance = start_balance
        # Summed from the rows once, then carried along.
        self._balances: dict[Book, Decimal] = {}

    def forget(self) -> None:
        """Sum anew next time: what was carried along may have been rolled back."""
        self._balances.clear()

    def start(self, book: Book, at: datetime) -> None:
        """Give a ledger its start balance before its first fill, unless it was started before."""
        if book in self._balances:
            return
        if all(query.first(self._database, **book_columns(book)) is None for query in _OF_LEDGER):
            self.reset(book, self._start_balance, at, "first fill")

    def reset(  # noqa: PLR0913, PLR0917 - what a reset has
        self,
        book: Book,
        balance: Decimal,
        at: datetime,
        reason: str,
        flow: Decimal = Decimal(0),
        later: Sequence[str] = (),
    ) -> None:
        """Start a ledger anew; trades and fills stay, and what flows in is no result.

        Fills that belong to the new ledger, and are kept already, are added to it again.
        """
        behind = self._taken_out(book, later)
        newest = _NEWEST_EXECUTION.first(self._database)
        if behind:
            newest = behind[0]["id"] - 1
        row = {
            **book_columns(book),
            "time": time_text(at),
            "balance": f"{balance:f}",
            "reason": reason,
            "after_execution": newest or 0,
        }
        _ADD_RESET.run(self._database, row)
        add_point(self._database, book, EquityPoint(at=at, balance=balance))
        if flow:
            add_flow(self._database, book, CashFlow(at=at, amount=flow))
        self._balances[book] = balance
        for row in behind:
            self._balances[book] += decimal_of(row["net"])
            point = EquityPoint(at=max(at, time_of(row["time"])), balance=self._balances[book])
            add_point(self._database, book, point, row["execution_id"])

    def extend(self, book: Book, fill: Fill, net: Decimal) -> None:
        """Add the balance after a fill that was just kept: start + sum of the results since the reset."""
        before = self._balances.get(book)
        try:
            balance = (self._summed(book, fill.execution_id) if before is None else before) + net
        except ValueError as error:
            # The fill itself is kept; no point is better than a wrong one, and other books must not suffer.
            log.error("damaged ledger of %s, balance not stored until it is reset: %s", book, error)  # noqa: TRY400 - the text says it all
            return
        add_point(self._database, book, EquityPoint(at=fill.at, balance=balance), fill.execution_id)
        self._balances[book] = balance

    def _taken_out(self, book: Book, later: Sequence[str]) -> list[dict[str, Any]]:
        """Take the points of fills out of the curve; return those fills that have a result, oldest first."""
        rows: list[dict[str, Any]] = []
        for execution_id in dict.fromkeys(later):
            key = {**book_columns(book), "execution_id": execution_id}
            _FORGET_POINT.run(self._database, **key)
            rows += _WITH_RESULT.rows(self._database, **key)
        return sorted(rows, key=lambda row: int(row["id"]))

    def _summed(self, book: Book, without: str) -> Decimal:
        """Return the balance of a ledger as it was before its newest fill.

        Raises:
            ValueError: A row of it is damaged.
        """
        start, after = f"{self._start_balance:f}", 0
        for row in _NEWEST_RESET.rows(self._database, **book_columns(book)):
            start, after = row["balance"], row["after_execution"]
        nets = _NETS.run(self._database, **book_columns(book), after=after, without=without)
        return sum((decimal_of(net) for (net,) in nets), decimal_of(start))


def add_point(
    database: peewee.SqliteDatabase, book: Book, point: EquityPoint, execution_id: str | None = None
) -> None:
    """Add a point to the stored curve of a book."""
    row = {
        **book_columns(book),
        "time": time_text(point.at),
        "balance": f"{point.balance:f}",
        "execution_id": execution_id,
    }
    _ADD_POINT.run(database, row)


def add_flow(database: peewee.SqliteDatabase, book: Book, flow: CashFlow) -> None:
    """Add a cash flow to those of a book."""
    row = {**book_columns(book), "time": time_text(flow.at), "amount": f"{flow.amount:f}"}
    _ADD_FLOW.run(database, row)
