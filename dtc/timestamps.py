"""Dates of the wire to aware UTC datetimes."""

import math
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2101, 1, 1, tzinfo=UTC)

# Units changed inside protocol version 8 (LastFillDateTime was seconds, then milliseconds), so the magnitude
# decides: 1e11 seconds is the year 5138, 1e14 milliseconds the same.
_SECONDS_BELOW: Final = 1e11
_MILLISECONDS_BELOW: Final = 1e14
_MICROSECONDS_BELOW: Final = 1e17


def utc_datetime(value: float | None) -> datetime | None:
    """Return the moment a DTC date field means, or None where it is not set or absurd.

    Args:
        value: UNIX time in seconds (with or without a fraction), milliseconds or microseconds.

    Returns:
        An aware UTC datetime of the years 1990 to 2100.
    """
    if not value or not math.isfinite(value) or not 0 < value < _MICROSECONDS_BELOW:
        return None
    if value < _SECONDS_BELOW:
        since = timedelta(seconds=value)
    elif value < _MILLISECONDS_BELOW:
        since = timedelta(milliseconds=value)
    else:
        since = timedelta(microseconds=value)
    moment = _EPOCH + since
    return moment if _FIRST <= moment < _LAST else None
