"""Balance and open P&L together: what an account would be worth if everything were closed now."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from math import inf, nan

import msgspec
import numpy as np

from models.contract import Contract
from models.equity import Curve, curve_of
from models.figures import open_pnl
from models.series import FloatArray
from models.trade import Position


class OpenSample(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Equity from one moment on.

    Attributes:
        at: UTC.
        equity: Dollars; None where the open P&L cannot be known.
    """

    at: datetime
    equity: Decimal | None


def open_profit(
    held: Iterable[tuple[Position, Contract]], last_of: Callable[[Position], Decimal | None]
) -> Decimal | None:
    """Return the open P&L of positions, dollars; 0 without any, None where one of them has none.

    Args:
        held: Open positions and what they are worth.
        last_of: Gives the price that values a position; None while there is none.
    """
    total = Decimal(0)
    for position, contract in held:
        last = last_of(position)
        profit = None if last is None else open_pnl(position, contract, last)
        if profit is None:
            return None
        total += profit
    return total


class OpenEquity:
    """Equity of one book with its open P&L, thinned out; one owner, one thread.

    Of every minute with one balance stay the first, the lowest, the highest and the last sample: no extreme
    is lost, and neither is what was won or lost from flat to flat, yet a day with open positions has some
    thousand samples instead of a hundred thousand. What is unknown stays unknown to the moment.

    Attributes:
        curve: Finished minutes; a balance of NaN is unknown from there on.
        tail: The samples of the minute that is running, oldest first; empty before the first.
    """

    def __init__(self, curve: Curve | None = None) -> None:
        self.curve = curve_of(()) if curve is None else curve
        self.tail: tuple[OpenSample, ...] = ()
        self._minute: datetime | None = None
        self._balance: Decimal | None = None

    def take(
        self, at: datetime, balance: Decimal | None, profit: Decimal | None
    ) -> tuple[OpenSample, ...] | None:
        """Take what is true from a moment on.

        Returns:
            The samples that are finished with it, to be kept; None when nothing has changed.
        """
        equity = None if balance is None or profit is None else balance + profit
        last = self.tail[-1] if self.tail else None
        same_balance = balance == self._balance
        if last is not None and last.equity == equity and (same_balance or equity is None):
            return None
        if equity is None and last is None and not self.curve.length:
            return None
        sample = OpenSample(at=max(at, self._newest_at or at), equity=equity)
        minute = sample.at.replace(second=0, microsecond=0)
        known = last is not None and last.equity is not None and equity is not None
        if known and same_balance and minute == self._minute:
            self.tail = _thinned((*self.tail, sample))
            return ()
        finished = self.finish()
        self._minute, self._balance, self.tail = minute, balance, (sample,)
        return finished

    @property
    def _newest_at(self) -> datetime | None:
        """Return when the newest sample began; a clock that was set back makes none that is older."""
        if self.tail:
            return self.tail[-1].at
        return datetime.fromtimestamp(float(self.curve.times[-1]), UTC) if self.curve.length else None

    def finish(self) -> tuple[OpenSample, ...]:
        """Move the running minute into the curve, and return its samples."""
        finished, self.tail = self.tail, ()
        for sample in finished:
            value = nan if sample.equity is None else float(sample.equity)
            self.curve = self.curve.with_value(sample.at.timestamp(), value)
        return finished


def _thinned(samples: tuple[OpenSample, ...]) -> tuple[OpenSample, ...]:
    """Return the first, the lowest, the highest and the last of known samples, in their order."""
    values = [sample.equity or Decimal(0) for sample in samples]
    kept = {0, values.index(min(values)), values.index(max(values)), len(values) - 1}
    return tuple(samples[index] for index in sorted(kept))


class KnownPart(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What of a curve with open P&L lies in a window.

    Attributes:
        times: UNIX seconds, oldest first; what was known last before the left edge stands at the edge.
        values: Dollars, none of them unknown; each holds until the next, but for the stretches.
        count: How many known points lie inside of the window.
        unknown: Stretches without a value, UNIX seconds; the last may never end.
    """

    times: FloatArray
    values: FloatArray
    count: int
    unknown: tuple[tuple[float, float], ...]


def known_part(curve: Curve, tail: Iterable[OpenSample], start: datetime) -> KnownPart:
    """Return what of a curve and its running minute is known from a moment on."""
    samples = tuple(tail)
    late = [sample.at.timestamp() for sample in samples]
    times = np.concatenate([curve.times, late])
    values = np.concatenate(
        [curve.balances, [nan if sample.equity is None else float(sample.equity) for sample in samples]]
    )
    edge = start.timestamp()
    first = max(0, int(np.searchsorted(times, edge, side="right")) - 1)
    while first > 0 and np.isnan(values[first]):
        first -= 1
    times, values = times[first:], values[first:]
    missing = np.isnan(values)
    ends = np.append(times[1:], inf)
    unknown = tuple((float(a), float(b)) for a, b in zip(times[missing], ends[missing], strict=True))
    known = times[~missing]
    count = int(np.count_nonzero(known >= edge))
    return KnownPart(np.maximum(known, edge), values[~missing], count, unknown)
