"""Balance and equity curve of one book."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import msgspec
import numpy as np

from models.cash_flow import CashFlow, net_flow, paid_in
from models.series import FloatArray, ReadSeries, Series

# What the ledger of a SIM or DEBUG account starts with, dollars.
START_BALANCE: Final = Decimal(10000)


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
        series: What is behind it; entries from `length` on belong to newer values.
        length: Number of points.
    """

    series: Series
    length: int

    @property
    def times(self) -> FloatArray:
        """Return UNIX seconds, shape (n,), oldest first, read-only."""
        return _read_only(self.series.times[: self.length])

    @property
    def balances(self) -> FloatArray:
        """Return dollars, shape (n,), read-only; `repr` of each gives the exact decimal."""
        return _read_only(self.series.values[: self.length])

    def appended(self, point: EquityPoint) -> "Curve":
        """Return the series with one more point; amortised constant time."""
        return self.with_value(point.at.timestamp(), float(point.balance))

    def with_value(self, at: float, value: float) -> "Curve":
        """Return the series with one more point: UNIX seconds, and dollars, which may be NaN."""
        self.series.append(self.length, at, value)
        return Curve(self.series, self.length + 1)

    def continues(self, earlier: "Curve") -> bool:
        """Return whether the first points are those of an earlier value, and only newer ones follow.

        A curve that was read from arrays stands on the memory of the series they are of.
        """
        return self.length >= earlier.length and _stand_on(self.series) == _stand_on(earlier.series)

    def point(self, index: int) -> EquityPoint:
        """Return one point with its exact decimal balance.

        Raises:
            IndexError: The series has no such point.
        """
        place, series = range(self.length)[index], self.series
        return EquityPoint(
            at=datetime.fromtimestamp(series.times.item(place), UTC),
            balance=Decimal(repr(series.values.item(place))),
        )


def curve_of(points: Iterable[EquityPoint]) -> Curve:
    """Return the curve through points, oldest first."""
    rows = [(point.at.timestamp(), float(point.balance)) for point in points]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 2)
    return curve_from_arrays(table[:, 0].copy(), table[:, 1].copy())


def curve_from_arrays(times: FloatArray, balances: FloatArray) -> Curve:
    """Return the curve that takes over two arrays: UNIX seconds, oldest first, and dollars."""
    return Curve(Series(times, balances), len(times))


def curve_to_read(times: FloatArray, balances: FloatArray) -> Curve:
    """Return the curve of two such arrays that one thread reads and nobody appends to."""
    return Curve(ReadSeries(times, balances), len(times))


def curve_bytes(curve: Curve) -> tuple[bytes, bytes]:
    """Return times and balances for a file."""
    return curve.times.astype("<f8").tobytes(), curve.balances.astype("<f8").tobytes()


def curve_from_bytes(times: bytes, balances: bytes) -> Curve:
    """Return the curve that was written.

    Raises:
        ValueError: The bytes are those of no curve.
    """
    first, second = (np.frombuffer(part, "<f8").astype(np.float64) for part in (times, balances))
    if first.shape != second.shape:
        raise ValueError(f"{len(first)} times for {len(second)} balances")
    return curve_from_arrays(first, second)


def baseline(curve: Curve, start: datetime) -> EquityPoint | None:
    """Return what the profit since a moment is measured against.

    Returns:
        The balance valid at the moment, else the first one there is; None for an empty curve. What flows
        later than the point's time is not in it.
    """
    if not curve.length:
        return None
    index = _index_after(curve, start.timestamp())
    if not index:
        return curve.point(0)
    return EquityPoint(at=start, balance=curve.point(index - 1).balance)


def pnl(now: EquityPoint, base: EquityPoint, flows: Iterable[CashFlow]) -> tuple[Decimal, Decimal | None]:
    """Return what was won or lost between two points: the change less what flowed in and out.

    Returns:
        Dollars, and percent of the capital: the baseline and all that was paid in since. Where that is 0,
        percent is None. Money taken out does not make the capital smaller, which would flatter the result.
    """
    flows = tuple(flows)
    amount = now.balance - base.balance - net_flow(flows, base.at, now.at)
    capital = base.balance + paid_in(flows, base.at, now.at)
    return amount, (amount / capital * 100 if capital else None)


def _index_after(curve: Curve, edge: float) -> int:
    """Return the index of the first point that is later than a moment, UNIX seconds."""
    return int(curve.times.searchsorted(edge, side="right"))


def _stand_on(series: Series) -> tuple[int, int]:
    """Return the addresses of times and values; what is there is never written anew."""
    return series.times.ctypes.data, series.values.ctypes.data


def _read_only(values: FloatArray) -> FloatArray:
    view = values.view()
    view.flags.writeable = False
    return view
