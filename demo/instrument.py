"""The one future that the simulated exchange lists."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

_QUARTERS: Final = {3: "H", 6: "M", 9: "U", 12: "Z"}
_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What one contract is; prices inside the exchange are whole ticks.

    Attributes:
        symbol: As Sierra Chart names it today, for example `MESZ26-CME`.
        previous_symbol: The contract that was traded a quarter earlier.
        description: Name in words.
        tick: Smallest price step.
        point_value: Dollars per point of one contract.
        fee_per_side: Dollars per contract and side.
    """

    symbol: str
    previous_symbol: str
    description: str
    tick: Decimal
    point_value: Decimal
    fee_per_side: Decimal

    @property
    def tick_value(self) -> Decimal:
        """Return dollars per tick of one contract."""
        return self.tick * self.point_value

    def price(self, ticks: Fraction | int) -> float:
        """Return a price as it goes on the wire."""
        return float(ticks * Fraction(self.tick))

    def dollars(self, ticks: Fraction | int) -> Fraction:
        """Return the worth of ticks x contracts, exactly."""
        return ticks * Fraction(self.tick_value)


def front_future(at: datetime) -> Instrument:
    """Return the Micro E-mini S&P 500 future that has the nearest expiry.

    A symbol fixed in the code would one day be an expired contract, which monitors rightly refuse to show.

    Args:
        at: UTC.
    """
    expiries = _expiries_around(at.date())
    coming = next(index for index, day in enumerate(expiries) if day > at.date())
    return Instrument(
        symbol=_symbol(expiries[coming]),
        previous_symbol=_symbol(expiries[coming - 1]),
        description="Micro E-mini S&P 500 (simulated)",
        tick=Decimal("0.25"),
        point_value=Decimal(5),
        fee_per_side=Decimal("0.62"),
    )


def _expiries_around(day: date) -> list[date]:
    years = (day.year - 1, day.year, day.year + 1)
    return [_third_friday(year, month) for year in years for month in _QUARTERS]


def _third_friday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_FRIDAY - first.weekday()) % 7 + 14)


def _symbol(expiry: date) -> str:
    return f"MES{_QUARTERS[expiry.month]}{expiry.year % 100:02d}-CME"
