"""Closed trades as comma-separated text that a spreadsheet cannot be tricked with."""

import csv
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

from models.trade import Trade

# A spreadsheet takes text that begins with one of these for a formula.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What ends a field for a spreadsheet with another separator than ours, and would begin the next one.
_HIDDEN_FORMULA = re.compile(r"([;,|\t\r\n]\s*\"?\s*)(?=[=+\-@])")
_HEADINGS = (
    "trade_id",
    "mode",
    "account",
    "symbol",
    "side",
    "contracts",
    "entry_time_utc",
    "exit_time_utc",
    "entry_price",
    "exit_price",
    "gross",
    "fees",
    "net",
    "initial_risk",
    "r_multiple",
    "mae",
    "mfe",
    "notes",
)


def trades_csv(trades: Iterable[Trade]) -> str:
    """Return a heading and one line for each trade; what is not known is empty.

    Times are UTC in ISO 8601, amounts dollars with a point, prices decimal for bonds as well. Text that a
    spreadsheet would take for a formula gets an apostrophe in front, also behind a separator inside of it:
    some spreadsheets separate fields by semicolons or tabs.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    writer.writerows(_row(trade) for trade in trades)
    return text.getvalue()


def _row(trade: Trade) -> tuple[str, ...]:
    return (
        _safe(trade.trade_id),
        trade.book.mode.value,
        _safe(trade.book.account),
        _safe(trade.symbol),
        "LONG" if trade.direction > 0 else "SHORT",
        _number(trade.contracts),
        _time(trade.entry_time),
        _time(trade.exit_time),
        _number(trade.average_entry),
        _number(trade.average_exit),
        _number(trade.gross),
        _number(trade.fees),
        _number(trade.net),
        _number(trade.initial_risk),
        _number(trade.r_multiple),
        _number(trade.mae),
        _number(trade.mfe),
        _safe(" ".join(trade.notes)),
    )


def _safe(text: str) -> str:
    text = _HIDDEN_FORMULA.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
