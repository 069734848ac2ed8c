"""Accounts whose every value says whose it is: no two of them ever share a price, a quantity or a balance."""

from typing import Final, NamedTuple

TICK: Final = 0.25
TICK_VALUE: Final = 2.5
POINT_VALUE: Final = 10.0
WOBBLE: Final = 4.0
"""So far the price moves around its distance from the entry, points."""
STOP_POINTS: Final = 100.0
TARGET_POINTS: Final = 200.0
_BALANCE_STEP: Final = 100_000.0
_START: Final = 10_000.0
"""What the monitor gives a simulated account to begin with, dollars."""


class LoadBook(NamedTuple):
    """One account, and the values that are its own.

    The position is long and never flat. Its price stands at one of two distances from the entry, above or
    below; no other account has that distance, and what follows from it is nobody else's either.
    """

    number: int
    mode: str
    account: str

    @property
    def root(self) -> str:
        """Return the root of what is held."""
        return "ABCDEFGH"[self.number] * 3

    @property
    def symbol(self) -> str:
        """Return what is held."""
        return f"{self.root}Z26"

    @property
    def past_symbol(self) -> str:
        """Return what the trade was in that made the account's balance its own."""
        return f"{self.root[0]}YYZ26"

    @property
    def entry(self) -> float:
        """Return the price of all fills of the position."""
        return 1_000.0 * self.number

    @property
    def contracts(self) -> float:
        """Return the fewest that are held; one more is taken in and given back in turn."""
        return 10.0 * self.number

    @property
    def distance(self) -> float:
        """Return how far the price stands from the entry, points, give or take `WOBBLE`."""
        return 10.0 * self.number

    @property
    def stop(self) -> float:
        """Return the price of the stop."""
        return self.entry - STOP_POINTS

    @property
    def target(self) -> float:
        """Return the price of the target."""
        return self.entry + TARGET_POINTS

    @property
    def profit(self) -> float:
        """Return the dollars that the past trade made, or that the broker's balance has grown by."""
        return _BALANCE_STEP * self.number

    @property
    def has_broker_balance(self) -> bool:
        """Tell whether the balance is the broker's word."""
        return self.mode == "LIVE"

    @property
    def start(self) -> float:
        """Return the balance before the past trade, dollars."""
        return _START


BOOKS: Final = tuple(
    LoadBook(number, mode, account)
    for number, (mode, account) in enumerate(
        [
            ("SIM", "Sim1"),
            ("SIM", "Sim2"),
            ("LIVE", "120005"),
            ("LIVE", "120006"),
            ("DEBUG", "Debug1"),
            ("DEBUG", "Debug2"),
        ],
        start=1,
    )
)
