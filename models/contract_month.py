"""The month that a dated contract is named for, and whether it is surely over."""

from datetime import UTC, datetime, timedelta
from typing import Final

from models.contract import dated_parts
from models.contract_table import SPECIFICATIONS

_MONTHS: Final = "FGHJKMNQUVXZ"
_CENTURY: Final = 2000
_YEARS_BACK: Final = 4
"""A year of one digit is the one that lies so far back at most, else it is still to come."""
_MARGIN: Final = timedelta(days=2)
"""The month ends later in Chicago than in Greenwich, and clocks may be wrong."""


def contract_month(symbol: str, now: datetime) -> datetime | None:
    """Return the first moment of the month that a symbol is named for, UTC; None without month and year.

    Args:
        symbol: As the server sends it.
        now: UTC, for a year of one digit.
    """
    parts = dated_parts(symbol)
    if parts is None:
        return None
    digits = parts.year
    year = _CENTURY + int(digits)
    if len(digits) == 1:
        first = now.year - _YEARS_BACK
        year = first + (int(digits) - first) % 10
    return datetime(year, _MONTHS.index(parts.month) + 1, 1, tzinfo=UTC)


def is_expired(symbol: str, now: datetime) -> bool:
    """Return whether a contract has surely expired.

    Every root of the built-in table stops trading within the month that it is named for, or before. Others
    may not (three-month SOFR trades for three months more), or be no futures at all: they never count as
    expired.

    Args:
        symbol: As the server sends it; a continuous or undated one never expires.
        now: UTC.
    """
    parts, month = dated_parts(symbol), contract_month(symbol, now)
    if parts is None or month is None or parts.root not in SPECIFICATIONS:
        return False
    following = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return now >= following + _MARGIN
