"""How far the last price can be trusted: its source, its age, and whether there can be a newer one; pure."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple

from models.holidays import Calendar
from models.market import MarketPrice, closed_since
from models.market_hours import market_open
from ui.wording import age_text


class PriceState(Enum):
    """What the last price is, in steps that the screen shows."""

    FRESH = "fresh"
    CLOSED = "closed"
    OLD = "old"
    NONE = "none"


ROLE_OF_PRICE = {PriceState.FRESH: "neutral", PriceState.CLOSED: "info", PriceState.OLD: "stale"}


class PriceTrust(NamedTuple):
    """The last price of a position, with what is to be said of it.

    Attributes:
        price: None while there is none.
        words: Source and age in words, with the reason why it is no newer; empty while nothing is known.
    """

    price: MarketPrice | None
    state: PriceState
    words: str


def trust_in(price: MarketPrice | None, reason: str, now: datetime | None, calendar: Calendar) -> PriceTrust:
    """Return what a price is worth.

    Args:
        price: The price that counts.
        reason: Why its source delivers no other, in words; empty while it does.
        now: The newest tick, UTC; None before the first.
        calendar: When the exchange trades: a price is not old if there can be no newer one.
    """
    if price is None:
        closed = now is not None and not market_open(now, calendar)
        words = f"No price: {reason}" if reason else ""
        return PriceTrust(None, PriceState.NONE, f"Market closed. {words}" if closed and words else words)
    age = "" if now is None else f"{age_text((now - price.at).total_seconds())} old"
    source = price.source.value
    if price.is_fresh:
        return PriceTrust(price, PriceState.FRESH, f"Price from {source}, {age or 'just read'}")
    if now is not None and closed_since(price.at, now, calendar):
        return PriceTrust(price, PriceState.CLOSED, f"Market closed. Last price is {age} (from {source})")
    return PriceTrust(price, PriceState.OLD, f"Price is {age or 'old'} (from {source}): {reason}")
