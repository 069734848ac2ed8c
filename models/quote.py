"""The market snapshot that a chart study writes."""

from datetime import datetime
from decimal import Decimal

import msgspec


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
