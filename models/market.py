"""Which price counts for a position: that of its symbol from the server, or the file's, which names none."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

import msgspec

from models.figures import price_fits
from models.quote import Quote
from models.trade import Position


class PriceSource(Enum):
    """Where a price comes from, in words."""

    FILE = "snapshot file"
    SERVER = "Sierra Chart DTC"


class ServedPrice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Trades of one symbol that the server sent.

    Attributes:
        last: The newest.
        low: The lowest since the one told before; all of them count for extremes.
        high: The highest.
        at: When the newest was received, UTC.
    """

    last: Decimal
    low: Decimal
    high: Decimal
    at: datetime


class MarketPrice(NamedTuple):
    """The last price of a position's market.

    Attributes:
        at: When it was received, UTC.
        is_fresh: Its source still delivers; else the price is as old as it is.
    """

    last: Decimal
    source: PriceSource
    at: datetime
    is_fresh: bool


def market_price(
    position: Position,
    *,
    quote: Quote | None,
    quote_is_fresh: bool,
    served: ServedPrice | None,
    served_is_fresh: bool,
) -> MarketPrice | None:
    """Return the price that counts for a position; None while there is none.

    The server's counts as long as it comes: it is surely of this symbol. Then the file's, if it can belong to
    the position at all. Of two old ones the newer.
    """
    prices = []
    if served is not None:
        prices.append(MarketPrice(served.last, PriceSource.SERVER, served.at, served_is_fresh))
    if quote is not None and price_fits(position, quote.last):
        prices.append(MarketPrice(quote.last, PriceSource.FILE, quote.read_at, quote_is_fresh))
    fresh = [price for price in prices if price.is_fresh]
    if fresh:
        return fresh[0]
    return max(prices, key=lambda price: price.at, default=None)
