"""Which price counts for a position: that of its symbol from the server, or the file's, which names none."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

import msgspec

from models.book import Symbol
from models.figures import price_fits
from models.holidays import Calendar
from models.market_hours import CHICAGO, OPENS, market_open
from models.quote import Quote
from models.trade import Position

AT_THE_CLOSE: Final = timedelta(minutes=1)
"""A source that falls silent so long before the close is silent because of it."""
_LONGEST_CLOSURE: Final = timedelta(days=7)


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

    def again(self, at: datetime) -> "ServedPrice":
        """Return the newest price as of a moment, its extremes not told once more.

        They were told, and perhaps before the position was opened that hears of it now.
        """
        return ServedPrice(last=self.last, low=self.last, high=self.last, at=at)

    def steps(self) -> Iterator["ServedPrice"]:
        """Yield what must be looked at: the extremes on the way, where they are others, then the newest."""
        for extreme in (self.low, self.high):
            if extreme != self.last:
                yield msgspec.structs.replace(self, last=extreme)
        yield self


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
    by_server = by_file = None
    if served is not None:
        by_server = MarketPrice(served.last, PriceSource.SERVER, served.at, served_is_fresh)
    if by_server is not None and served_is_fresh:
        return by_server
    if quote is not None and price_fits(position, quote.last):
        by_file = MarketPrice(quote.last, PriceSource.FILE, quote.read_at, quote_is_fresh)
    if by_server is None or by_file is None:
        return by_server or by_file
    return by_file if quote_is_fresh or by_file.at > by_server.at else by_server


class LastPrices:
    """The last prices of both sources, of whoever follows positions with them.

    Attributes:
        quote: The newest snapshot; None while it is old.
        served: What the server sent last of each symbol that it sends, as long as it does.
    """

    def __init__(self) -> None:
        self.quote: Quote | None = None
        self.served: dict[Symbol, ServedPrice] = {}
        self._old_quote: Quote | None = None
        self._old_served: dict[Symbol, ServedPrice] = {}

    def lose_quote(self, read_at: datetime | None) -> None:
        """Note that the newest snapshot is old, and when it was read on the clock as it is set now."""
        quote = self.quote or self._old_quote
        self.quote = None
        if quote is not None:
            self._old_quote = msgspec.structs.replace(quote, read_at=read_at or quote.read_at)

    def is_old(self, quote: Quote) -> bool:
        """Return whether a snapshot is the one that was noted as old."""
        return quote == self._old_quote

    def lose_served(self, symbol: Symbol, price: ServedPrice) -> None:
        """Note that what the server sent of a symbol is old."""
        self.served.pop(symbol, None)
        self._old_served[symbol] = price

    def price_of(self, position: Position | None) -> MarketPrice | None:
        """Return the price that counts for a position, perhaps an old one; None while there is none."""
        if position is None:
            return None
        symbol = position.symbol
        return market_price(
            position,
            quote=self.quote or self._old_quote,
            quote_is_fresh=self.quote is not None,
            served=self.served.get(symbol) or self._old_served.get(symbol),
            served_is_fresh=symbol in self.served,
        )

    def value_of(self, position: Position, now: datetime, calendar: Calendar) -> Decimal | None:
        """Return the price that values a position; an old one while there can be no newer."""
        price = self.price_of(position)
        if price is None or not (price.is_fresh or closed_since(price.at, now, calendar)):
            return None
        return price.last

    def last_of(self, position: Position | None) -> Decimal | None:
        """Return the fresh price that counts for a position; None while there is none."""
        price = self.price_of(position)
        return price.last if price is not None and price.is_fresh else None

    def file_counts(self, position: Position | None) -> bool:
        """Return whether it is the snapshot file's price that counts for a position."""
        price = self.price_of(position)
        return price is not None and price.is_fresh and price.source is PriceSource.FILE


def closed_since(at: datetime, now: datetime, calendar: Calendar) -> bool:
    """Tell whether the exchange has not traded since a price came, so that there can be no newer one.

    A source that fell silent while the exchange traded is old, and stays so when it closes.
    """
    first = at + AT_THE_CLOSE
    if (
        now - at > _LONGEST_CLOSURE
        or market_open(now, calendar)
        or (first < now and market_open(first, calendar))
    ):
        return False
    # What is closed at both ends was open in between only if a session began there.
    start = first.astimezone(CHICAGO).date()
    days = (now.astimezone(CHICAGO).date() - start).days
    openings = (
        datetime.combine(start + timedelta(days=day), OPENS, tzinfo=CHICAGO) for day in range(days + 1)
    )
    return not any(first < opening < now and market_open(opening, calendar) for opening in openings)
