"""Rows of the database <-> values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import msgspec

from models.alarm import AlarmRecord
from models.book import Book, Symbol
from models.cash_flow import CashFlow
from models.errors import StorageError
from models.gaps import Gap
from models.trade import BookedFill, Position, Trade

Row = dict[str, Any]
_Value = TypeVar("_Value", bound=msgspec.Struct)
_Read = TypeVar("_Read")

# Columns that carry a word of the trade instead of the name that the value has in the program.
_POSITION_WORDS = {"worst_open": "mae", "best_open": "mfe"}
_JSON_COLUMNS = ("entry_context", "exit_context", "notes", "executions")
_WITHOUT_ZONE = len("2026-11-22T14:30:00.000000")
_SIDES = {1: "LONG", -1: "SHORT"}


class StoredPositions(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the database knows of positions.

    Attributes:
        execution_ids: Identities that must not count again, with their book.
        last_fill_at: UTC of the newest known fill per book.
        quiet_since: UTC of the first sight of each book of which no fill and no trade is known.
        last_seen: UTC moment of the last `touch`; None on a first start.
        findings: What could not be read, in words.
    """

    positions: tuple[Position, ...] = ()
    execution_ids: tuple[tuple[Book, str], ...] = ()
    last_fill_at: tuple[tuple[Book, datetime], ...] = ()
    quiet_since: tuple[tuple[Book, datetime], ...] = ()
    last_seen: datetime | None = None
    findings: tuple[str, ...] = ()


def time_text(at: datetime) -> str:
    """Return a moment as the tables hold it: in UTC, and of one length, so that texts sort like moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:_WITHOUT_ZONE] + "Z"


def time_of(text: str) -> datetime:
    """Return the moment, UTC, that a column holds.

    Raises:
        ValueError: The text is not a time in UTC.
    """
    try:
        at = datetime.fromisoformat(text)
    except TypeError as error:
        message = f"{text!r} is not a time"
        raise ValueError(message) from error
    if at.tzinfo is None:
        message = f"time {text!r} has no zone"
        raise ValueError(message)
    return at.astimezone(UTC)


def decimal_of(text: str) -> Decimal:
    """Return the number that a column holds.

    Raises:
        ValueError: The text is not a finite decimal number.
    """
    try:
        value = Decimal(text)
    except (ArithmeticError, TypeError) as error:
        message = f"{text!r} is not a decimal number"
        raise ValueError(message) from error
    if not value.is_finite():
        message = f"{text!r} is not a finite number"
        raise ValueError(message)
    return value


def book_columns(book: Book) -> Row:
    """Return the key that all tables share."""
    return {"mode": book.mode.value, "account": book.account}


def book_of(row: Mapping[str, Any]) -> Book:
    """Return the book that a row belongs to.

    Raises:
        StorageError: The mode is none.
    """
    return _convert(row, Book, "account")


def position_row(position: Position) -> Row:
    """Return the columns of `open_positions`."""
    row = _row(position)
    for name, word in _POSITION_WORDS.items():
        row[word] = row.pop(name)
    return row


def position_of(row: Mapping[str, Any]) -> Position:
    """Return the position that a row of `open_positions` holds.

    Raises:
        StorageError: A column does not hold what it should.
    """
    names = {word: name for name, word in _POSITION_WORDS.items()}
    position = _convert(
        {names.get(key, key): value for key, value in row.items()}, Position, "open_positions"
    )
    if position.quantity == 0:
        raise _damaged("open_positions", row, "quantity is 0")
    return position


def trade_row(trade: Trade) -> Row:
    """Return the columns of `trades`."""
    row = _row(trade)
    row["side"] = _SIDES[row.pop("direction")]
    return row


def trade_of(row: Mapping[str, Any]) -> Trade:
    """Return the trade that a row of `trades` holds.

    Raises:
        StorageError: A column does not hold what it should.
    """
    directions = {side: direction for direction, side in _SIDES.items()}
    if row["side"] not in directions:
        raise _damaged("trades", row, f"side is {row['side']!r}")
    return _convert({**row, "direction": directions[row["side"]]}, Trade, "trades")


def sound_values(
    rows: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], _Read], findings: list[str]
) -> list[_Read]:
    """Return what the sound rows hold; a damaged one becomes a finding."""
    values = []
    for row in rows:
        try:
            values.append(read(row))
        except (StorageError, ValueError) as error:
            findings.append(str(error))
    return values


def flow_of(row: Mapping[str, Any]) -> tuple[Book, CashFlow]:
    """Return the cash flow that a row holds, with its book.

    Raises:
        ValueError: Time or amount are damaged.
    """
    return book_of(row), CashFlow(at=time_of(row["time"]), amount=decimal_of(row["amount"]))


def gap_of(row: Mapping[str, Any]) -> Gap:
    """Return the gap that a row holds.

    Raises:
        ValueError: A time is damaged.
    """
    return Gap(start=time_of(row["start"]), end=None if row["end"] is None else time_of(row["end"]))


def execution_row(booked: BookedFill) -> Row:
    """Return the columns of `executions`."""
    fill = booked.fill
    return {
        **book_columns(booked.book),
        "execution_id": fill.execution_id,
        "symbol": booked.symbol,
        "order_id": fill.order_id,
        "time": time_text(fill.at),
        "quantity": f"{fill.quantity:f}",
        "price": f"{fill.price:f}",
        "fee": f"{booked.fee:f}",
        "net": None if booked.net is None else f"{booked.net:f}",
    }


def known_fill_of(row: Mapping[str, Any]) -> tuple[Book, str, datetime]:
    """Return whose fill a row of `executions` holds, its identity and its time.

    Raises:
        StorageError: The mode is none.
        ValueError: The time is none.
    """
    return book_of(row), row["execution_id"], time_of(row["time"])


def heat_of(row: Mapping[str, Any]) -> tuple[Book, Symbol, datetime]:
    """Return whose drawdown a row of `heat` holds, and since when.

    Raises:
        StorageError: The mode is none.
        ValueError: The time is none.
    """
    return book_of(row), Symbol(row["symbol"]), time_of(row["since"])


def alarm_row(record: AlarmRecord) -> Row:
    """Return the columns of `alarms`; mode and account are null where every book is concerned."""
    row = {"mode": None, "account": None} | _row(record)
    row.pop("book", None)
    return row


def alarm_of(row: Mapping[str, Any]) -> AlarmRecord:
    """Return the line of the alarm log that a row of `alarms` holds.

    Raises:
        StorageError: A column does not hold what it should.
    """
    return _convert(row, AlarmRecord, "alarms")


def _row(value: Position | Trade | AlarmRecord) -> Row:
    row: Row = {}
    for name, item in msgspec.structs.asdict(value).items():
        if isinstance(item, Book):
            row.update(book_columns(item))
        else:
            row[name] = _column(item)
    return row


def _column(item: object) -> object:
    match item:
        case Decimal():
            return f"{item:f}"
        case datetime():
            return time_text(item)
        case msgspec.Struct() | tuple():
            return msgspec.json.encode(item).decode()
        case bool():
            return int(item)
        case Enum():
            return item.value
        case _:
            return item


def _convert(row: Mapping[str, Any], kind: type[_Value], table: str) -> _Value:
    """Return the value that the columns of a row make."""
    try:
        columns: Row = {
            key: msgspec.json.decode(value) if key in _JSON_COLUMNS and value is not None else value
            for key, value in row.items()
        }
        has_book = row["mode"] is not None
        columns["book"] = {"mode": row["mode"], "account": row["account"]} if has_book else None
        value = msgspec.convert(columns, kind, strict=False)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise _damaged(table, row, str(error)) from error
    for name in value.__struct_fields__:
        number = getattr(value, name)
        if isinstance(number, Decimal) and not number.is_finite():
            raise _damaged(table, row, f"{name} is {number}")
    return value


def _damaged(table: str, row: Mapping[str, Any], reason: str) -> StorageError:
    key = " ".join(str(row[name]) for name in ("mode", "account", "symbol", "trade_id") if name in row)
    return StorageError(
        f"damaged row in {table}: {reason}", key, "It is left out, and stays in the database for inspection."
    )
