"""The market snapshot that a chart study writes."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from models.contract import is_plausible
from models.errors import SnapshotError, SnapshotHeaderError

COLUMNS: Final = ("last", "high", "low", "vwap", "poc", "cum_delta")
# One header and one row take about 100 bytes; more than this is another file.
LARGEST_SNAPSHOT: Final = 64 * 1024

# ASCII digits alone: Decimal itself would take NaN, 1_000 and digits of other scripts.
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})([eE][+-]?\d{1,2})?", re.ASCII)


class Quote(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One valid snapshot row.

    Attributes:
        last: Last trade price.
        high: Session high; for information only, never for trade extremes.
        low: Session low.
        vwap: Volume weighted average price of the session.
        poc: Point of control of the session.
        cum_delta: Cumulative delta, signed contracts; 0 is a value.
        read_at: When the row was read, UTC.
    """

    last: Decimal
    high: Decimal
    low: Decimal
    vwap: Decimal
    poc: Decimal
    cum_delta: Decimal
    read_at: datetime


def parse_snapshot(data: bytes, read_at: datetime) -> Quote:
    """Return the first data row of a snapshot file.

    Args:
        data: The whole file: a header that names the columns in any order, then rows; UTF-8, with or without
            a byte order mark.
        read_at: When it was read, UTC.

    Raises:
        SnapshotError: The row cannot be trusted. Torn writes look like valid numbers, so a row counts only
            with its line end, all of its fields and low <= last <= high.
    """
    names, fields = _header_and_row(_decode(data))
    if len(fields) != len(names):
        text = (
            f"row has {len(fields)} fields, header has {len(names)}; row is ignored, wait for the next write"
        )
        raise SnapshotError(text)
    row = dict(zip(names, fields, strict=True))
    values = {name: _number(name, row[name]) for name in COLUMNS}
    if not values["low"] <= values["last"] <= values["high"]:
        text = (
            f"last {row['last']} is not between low {row['low']} and high {row['high']}; "
            "row is ignored, check the study that writes the file"
        )
        raise SnapshotError(text)
    return Quote(read_at=read_at, **values)


def _decode(data: bytes) -> str:
    if len(data) > LARGEST_SNAPSHOT:
        text = f"file has {len(data)} bytes, over {LARGEST_SNAPSHOT}; check that the path names the snapshot"
        raise SnapshotError(text)
    if not data:
        raise SnapshotError("file is empty; wait for the study to write, or check that its chart is open")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = f"byte {error.start} is not UTF-8; let the study write plain text"
        raise SnapshotError(text) from error


def _header_and_row(text: str) -> tuple[list[str], list[str]]:
    """Return column names and the fields of the first data row."""
    lines = text.split("\n")
    names = [name.strip() for name in lines[0].split(",")]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        text = f"header lacks {', '.join(missing)}; the first line must name {','.join(COLUMNS)}"
        raise SnapshotHeaderError(text)
    if len(set(names)) != len(names):
        raise SnapshotHeaderError("header names a column twice; each may stand there once")
    # The part behind the last line end is a line that is still being written.
    rows = [line for line in lines[1:-1] if line.strip()]
    if not rows:
        raise SnapshotError("no complete row after the header; a row counts once its line end is written")
    return names, rows[0].split(",")


def _number(name: str, field: str) -> Decimal:
    text = field.strip()
    if not text:
        message = f"{name} is blank; row is ignored, check the study that writes the file"
        raise SnapshotError(message)
    if not _NUMBER.fullmatch(text):
        message = (
            f"{name} {text[:40]!r} is not a number; row is ignored, check the study that writes the file"
        )
        raise SnapshotError(message)
    value = Decimal(text)
    if not is_plausible(value):
        message = f"{name} {text} is no number of any market; row is ignored, check the study"
        raise SnapshotError(message)
    if value <= 0 and name != "cum_delta":
        message = f"{name} {text} is not above 0; row is ignored, check the study that writes the file"
        raise SnapshotError(message)
    return value
