"""Balance and equity curve of one book."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import numpy as np
from numpy.typing import NDArray

_FIRST_CAPACITY = 64


class EquityPoint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The balance from one moment on.

    Attributes:
        at: UTC.
        balance: Dollars.
    """

    at: datetime
    balance: Decimal


class Curve(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An append-only series of balances that is cheap to hand on.

    Appending writes behind the end that older values can see, so a `Curve` that another thread holds never
    changes. Only its newest value may be appended to: one writer owns the series.

    Attributes:
        length: Number of points.
    """

    _times: NDArray[np.float64]
    _balances: NDArray[np.float64]
    length: int

    @property
    def times(self) -> NDArray[np.float64]:
        """Return UNIX seconds, shape (n,), oldest first, read-only."""
        return _read_only(self._times[: self.length])

    @property
    def balances(self) -> NDArray[np.float64]:
        """Return dollars, shape (n,), read-only; `repr` of each gives the exact decimal."""
        return _read_only(self._balances[: self.length])

    def appended(self, point: EquityPoint) -> "Curve":
        """Return the series with one more point; amortised constant time."""
        times, balances = self._times, self._balances
        if self.length == len(times):
            times = np.concatenate([times, np.empty(max(_FIRST_CAPACITY, self.length))])
            balances = np.concatenate([balances, np.empty(max(_FIRST_CAPACITY, self.length))])
        times[self.length] = point.at.timestamp()
        balances[self.length] = float(point.balance)
        return Curve(times, balances, self.length + 1)

    def point(self, index: int) -> EquityPoint:
        """Return one point with its exact decimal balance.

        Raises:
            IndexError: The series has no such point.
        """
        return EquityPoint(
            at=datetime.fromtimestamp(float(self.times[index]), UTC),
            balance=Decimal(repr(float(self.balances[index]))),
        )


def curve_of(points: Iterable[EquityPoint]) -> Curve:
    """Return the curve through points, oldest first."""
    rows = [(point.at.timestamp(), float(point.balance)) for point in points]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 2)
    return Curve(table[:, 0].copy(), table[:, 1].copy(), len(rows))


def _read_only(values: NDArray[np.float64]) -> NDArray[np.float64]:
    view = values.view()
    view.flags.writeable = False
    return view
