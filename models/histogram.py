"""How often which duration occurred: small, mergeable, and exact enough for percentiles."""

from collections import Counter
from collections.abc import Iterable
from math import ceil, log
from typing import Final

import msgspec

_SHORTEST_MS: Final = 0.01
_GROWTH: Final = 1.02
"""A percentile is at most 2 % above the truth, never below it."""
_LOG_GROWTH: Final = log(_GROWTH)
_MORE: Final = 0x80


class Histogram(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Durations, counted in buckets of which each is 2 % longer than the one before.

    Attributes:
        buckets: Number and count of each bucket that holds any, ascending.
        longest_ms: The longest of all, exactly; None where there are none.
    """

    buckets: tuple[tuple[int, int], ...] = ()
    longest_ms: float | None = None

    @property
    def count(self) -> int:
        """Return how many durations there are."""
        return sum(count for _, count in self.buckets)

    def percentile(self, percent: float) -> float | None:
        """Return the milliseconds that so many percent of the durations do not exceed; None without any."""
        if self.longest_ms is None:
            return None
        left = max(1, ceil(self.count * percent / 100))
        for number, count in self.buckets:
            left -= count
            if left <= 0:
                return min(_SHORTEST_MS * _GROWTH**number, self.longest_ms)
        return self.longest_ms

    def packed(self) -> bytes:
        """Return the buckets as bytes: distances and counts, seven bits a byte."""
        data, before = bytearray(), 0
        for number, count in self.buckets:
            for value in (number - before, count):
                _append(data, value)
            before = number
        return bytes(data)


def unpacked(data: bytes, longest_ms: float | None) -> Histogram:
    """Return the histogram of packed buckets.

    Raises:
        ValueError: The bytes are none.
    """
    values = list(_values(data))
    if len(values) % 2 or (not values) != (longest_ms is None):
        raise ValueError(f"{len(values)} values of buckets, longest {longest_ms}")
    buckets, number = [], 0
    for step, count in zip(values[::2], values[1::2], strict=True):
        number += step
        buckets.append((number, count))
    return Histogram(buckets=tuple(buckets), longest_ms=longest_ms)


def merged(histograms: Iterable[Histogram]) -> Histogram:
    """Return all durations of several histograms."""
    counts: Counter[int] = Counter()
    longest: float | None = None
    for histogram in histograms:
        for number, count in histogram.buckets:
            counts[number] += count
        if histogram.longest_ms is not None:
            longest = max(histogram.longest_ms, longest or 0.0)
    return Histogram(buckets=tuple(sorted(counts.items())), longest_ms=longest)


class Tally:
    """Counts durations as they occur; adding one takes less than a microsecond."""

    def __init__(self) -> None:
        """Start with none."""
        self._counts: dict[int, int] = {}
        self._longest_ms: float | None = None

    def add(self, took_s: float) -> None:
        """Count a duration, seconds."""
        took_ms = took_s * 1000
        number = ceil(log(took_ms / _SHORTEST_MS) / _LOG_GROWTH) if took_ms > _SHORTEST_MS else 0
        self._counts[number] = self._counts.get(number, 0) + 1
        if self._longest_ms is None or took_ms > self._longest_ms:
            self._longest_ms = max(0.0, took_ms)

    def take(self) -> Histogram:
        """Return what was counted, and start anew."""
        histogram = Histogram(buckets=tuple(sorted(self._counts.items())), longest_ms=self._longest_ms)
        self._counts, self._longest_ms = {}, None
        return histogram


def _append(data: bytearray, value: int) -> None:
    while value >= _MORE:
        data.append(value % _MORE | _MORE)
        value //= _MORE
    data.append(value)


def _values(data: bytes) -> Iterable[int]:
    value, scale = 0, 1
    for byte in data:
        value += byte % _MORE * scale
        scale *= _MORE
        if byte < _MORE:
            yield value
            value, scale = 0, 1
    if scale > 1:
        raise ValueError("a bucket breaks off")
