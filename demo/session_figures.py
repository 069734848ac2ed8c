"""Figures of the trading session, computed from every simulated trade."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Print(NamedTuple):
    """One trade of the simulated market.

    Attributes:
        price: Ticks.
        quantity: Contracts, at least 1.
        aggressor: +1 when the buyer hit the ask, -1 when the seller hit the bid.
    """

    price: int
    quantity: int
    aggressor: int


@dataclass(slots=True)
class SessionFigures:
    """High, low, volume weighted price, point of control and delta of the session so far.

    Attributes:
        last: Ticks.
        high: Ticks.
        low: Ticks.
        poc: The price with the largest volume, ticks; of equals the one that got there first.
        cum_delta: Contracts bought at the ask less contracts sold at the bid.
    """

    last: int
    high: int = field(init=False)
    low: int = field(init=False)
    poc: int = field(init=False)
    cum_delta: int = 0
    _volume: int = 0
    _turnover: int = 0
    _profile: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the session at the first price."""
        self.high = self.low = self.poc = self.last

    @property
    def vwap(self) -> float:
        """Return the volume weighted average price, ticks."""
        return self._turnover / self._volume if self._volume else float(self.last)

    def record(self, trade: Print) -> None:
        """Count one trade."""
        price, quantity, aggressor = trade
        self.last = price
        self.high = max(self.high, price)
        self.low = min(self.low, price)
        self.cum_delta += aggressor * quantity
        self._volume += quantity
        self._turnover += price * quantity
        volume = self._profile[price] = self._profile.get(price, 0) + quantity
        if volume > self._profile.get(self.poc, 0):
            self.poc = price
