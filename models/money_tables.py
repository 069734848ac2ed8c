"""What the database knows of balances beside the points of their curves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from models.book import Book, TradeMode
from models.broker_cash import BrokerCash
from models.cash_flow import CashFlow
from models.curve_rows import curve_of_rows
from models.equity import Curve
from models.ledger import add_flow
from models.open_equity import OpenSample
from models.rows import book_columns, book_of, decimal_of, flow_of, sound_values, time_text
from models.schema import CashFlowRow, CashMarkRow, ExecutionRow, OpenEquityRow
from models.statements import Insert, Query, of_any_book, slot
from models.store_part import StorePart

MOST_SAMPLES: Final = 200_000
"""Four a minute make 800 hours with an open position: about a year of day trading, and 20 MB."""
_KEEP_MARK: Final = Insert(CashMarkRow, "REPLACE")
_ADD_SAMPLE: Final = Insert(OpenEquityRow, "ABORT")
_EXECUTION: Final = Query(
    ExecutionRow.select(ExecutionRow.id).where(
        of_any_book(ExecutionRow), ExecutionRow.execution_id == slot("execution_id")
    )
)
_FLOWS: Final = Query(CashFlowRow.select().order_by(CashFlowRow.id))
_MARKS: Final = Query(CashMarkRow.select())
_FILLS_FROM: Final = Query(
    ExecutionRow.select()
    .where(of_any_book(ExecutionRow), ExecutionRow.id >= slot("first"))
    .order_by(ExecutionRow.id)
)
_SAMPLED_BOOKS: Final = Query(OpenEquityRow.select(OpenEquityRow.mode, OpenEquityRow.account).distinct())
_NEWEST_TOO_MANY: Final = Query(
    OpenEquityRow.select(OpenEquityRow.id)
    .where(of_any_book(OpenEquityRow))
    .order_by(OpenEquityRow.id.desc())
    .limit(1)
    .offset(slot("most"))
)
_FORGET_SAMPLES: Final = Query(
    OpenEquityRow.delete().where(of_any_book(OpenEquityRow), OpenEquityRow.id <= slot("last"))
)

_OPEN_CURVE = """
    SELECT substr(time, 1, 26), coalesce(equity, 'nan') FROM open_equity
    WHERE mode = ? AND account = ? ORDER BY id
"""


class MoneyTables(StorePart):
    """Cash flows, what explains the balances of brokers, and equity with open P&L."""

    def settle_cash(
        self, book: Book, balance: Decimal, execution_id: str | None, flow: CashFlow | None
    ) -> None:
        """Keep that a broker's balance is explained by all fills up to one, and what no fill explains."""
        with self._transaction():
            if flow is not None:
                add_flow(self._database, book, flow)
            after = _EXECUTION.first(self._database, **book_columns(book), execution_id=execution_id) or 0
            row = {**book_columns(book), "balance": f"{balance:f}", "after_execution": after}
            _KEEP_MARK.run(self._database, row)

    def load_flows(self) -> dict[Book, tuple[CashFlow, ...]]:
        """Return the cash flows of all books, oldest first."""
        flows: dict[Book, tuple[CashFlow, ...]] = {}
        with self._transaction():
            for book, flow in sound_values(_FLOWS.rows(self._database), flow_of, []):
                flows[book] = (*flows.get(book, ()), flow)
        return flows

    def load_cash(self) -> tuple[tuple[Book, BrokerCash, str | None], ...]:
        """Return each broker's balance as it was explained last, with the fills since and the newest one."""
        with self._transaction():
            return tuple(sound_values(_MARKS.rows(self._database), self._cash, []))

    def save_open_equity(self, book: Book, samples: tuple[OpenSample, ...]) -> None:
        """Add samples of equity with open P&L; those of DEBUG books live in memory alone."""
        if book.mode is TradeMode.DEBUG or not samples:
            return
        with self._transaction():
            for sample in samples:
                equity = None if sample.equity is None else f"{sample.equity:f}"
                row = {**book_columns(book), "time": time_text(sample.at), "equity": equity}
                _ADD_SAMPLE.run(self._database, row)

    def load_open_equity(self, most: int = MOST_SAMPLES) -> dict[Book, Curve]:
        """Return the curves with open P&L of all books; all but so many of the newest samples are deleted."""
        with self._transaction():
            found = sound_values(_SAMPLED_BOOKS.rows(self._database), book_of, [])
            return {book: self._open_curve(book, most) for book in found}

    def _cash(self, mark: Mapping[str, Any]) -> tuple[Book, BrokerCash, str | None]:
        book, balance = book_of(mark), decimal_of(mark["balance"])
        cash, newest = BrokerCash(settled=balance, balance=balance), None
        for fill in _FILLS_FROM.rows(self._database, **book_columns(book), first=mark["after_execution"]):
            newest = str(fill["execution_id"])
            if fill["id"] > mark["after_execution"]:
                net = None if fill["net"] is None else decimal_of(fill["net"])
                cash = cash.after_fill(decimal_of(fill["quantity"]), net, decimal_of(fill["fee"]))
        return book, cash, newest

    def _open_curve(self, book: Book, most: int) -> Curve:
        gone = _NEWEST_TOO_MANY.first(self._database, **book_columns(book), most=most)
        if gone is not None:
            _FORGET_SAMPLES.run(self._database, **book_columns(book), last=gone)
        key = (book.mode.value, book.account)
        cursor = self._database.execute_sql(_OPEN_CURVE, key)  # type: ignore[no-untyped-call]  # stubs leave it open
        curve, _ = curve_of_rows(cursor.fetchall(), may_be_unknown=True)
        return curve
