"""Up to where the balances of brokers are explained, in the database."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import peewee

from models.book import Book
from models.broker_cash import BrokerCash
from models.rows import book_columns, book_of, decimal_of
from models.schema import CashMarkRow, ExecutionRow, of_book


def keep_mark(
    database: peewee.SqliteDatabase, book: Book, balance: Decimal, execution_id: str | None
) -> None:
    """Keep that a balance is explained by all fills up to one; None where there was none."""
    rows = ExecutionRow.select(ExecutionRow.id).where(
        of_book(ExecutionRow, book), ExecutionRow.execution_id == execution_id
    )
    after = rows.scalar(database) or 0
    row = {**book_columns(book), "balance": f"{balance:f}", "after_execution": after}
    CashMarkRow.insert(row).on_conflict_replace().execute(database)


def marked_cash(
    database: peewee.SqliteDatabase, mark: Mapping[str, Any]
) -> tuple[Book, BrokerCash, str | None]:
    """Return a balance as it was explained last, with the fills since, and the newest fill.

    Raises:
        ValueError: A row is damaged.
    """
    book, balance = book_of(mark), decimal_of(mark["balance"])
    cash, newest = BrokerCash(settled=balance, balance=balance), None
    fills = ExecutionRow.select().where(
        of_book(ExecutionRow, book), ExecutionRow.id >= mark["after_execution"]
    )
    for fill in fills.order_by(ExecutionRow.id).dicts().execute(database):
        newest = str(fill["execution_id"])
        if fill["id"] > mark["after_execution"]:
            net = None if fill["net"] is None else decimal_of(fill["net"])
            cash = cash.after_fill(decimal_of(fill["quantity"]), net, decimal_of(fill["fee"]))
    return book, cash, newest
