"""A series that only grows, and the lowest and highest value of any stretch of it, however long."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.intp]

BLOCK: Final = 8
"""Entries of one level that make one entry of the next."""

_FIRST_CAPACITY = 64
# Below so many entries in each stretch, or in all of them, reading all is faster than another level.
_FEW = 16
_FEW_IN_ALL = 16_384


class Series:
    """Times and values with a pyramid of extremes over the values: each level holds those of eight below.

    Appending writes behind the end that earlier readers know of, and only whole blocks enter a level. So who
    remembers a length sees the same first entries for ever, from any thread, while one writer appends.
    """

    __slots__ = ("_highs", "_lows", "times", "values")

    def __init__(self, times: FloatArray, values: FloatArray) -> None:
        """Take over two arrays of the same length, oldest first."""
        self.times = times
        self.values = values
        self._lows: list[FloatArray] = []
        self._highs: list[FloatArray] = []
        self._build()

    def _build(self) -> None:
        lows = highs = self.values
        while len(lows) >= BLOCK:
            firsts = np.arange(0, len(lows) // BLOCK * BLOCK, BLOCK)
            end = len(firsts) * BLOCK
            lows = np.minimum.reduceat(lows[:end], firsts)
            highs = np.maximum.reduceat(highs[:end], firsts)
            self._lows.append(lows)
            self._highs.append(highs)

    def append(self, length: int, time: float, value: float) -> None:
        """Write an entry behind the first `length`; amortised constant time."""
        if length == len(self.times):
            self.times, self.values = _grown(self.times, length), _grown(self.values, length)
        self.times[length] = time
        self.values[length] = value
        lows = highs = self.values
        level, count = 0, length + 1
        while count % BLOCK == 0:
            block = slice(count - BLOCK, count)
            count //= BLOCK
            if level == len(self._lows):
                self._lows.append(np.empty(_FIRST_CAPACITY))
                self._highs.append(np.empty(_FIRST_CAPACITY))
            elif count > len(self._lows[level]):
                self._lows[level] = _grown(self._lows[level], count - 1)
                self._highs[level] = _grown(self._highs[level], count - 1)
            low, high = lows[block].min(), highs[block].max()
            lows, highs = self._lows[level], self._highs[level]
            lows[count - 1], highs[count - 1] = low, high
            level += 1

    def extremes(self, firsts: IndexArray, ends: IndexArray) -> tuple[FloatArray, FloatArray]:
        """Return the lowest and the highest value of stretches.

        Args:
            firsts: Index of the first entry of each stretch, ascending.
            ends: Index behind the last entry of each, larger than the first.

        Returns:
            Shape of `firsts`, each.
        """
        return self._extremes(-1, firsts, ends)

    def _extremes(self, level: int, firsts: IndexArray, ends: IndexArray) -> tuple[FloatArray, FloatArray]:
        lows = self.values if level < 0 else self._lows[level]
        highs = self.values if level < 0 else self._highs[level]
        if not len(firsts) or ends[-1] - firsts[0] <= max(_FEW * len(firsts), _FEW_IN_ALL):
            return _reduced(np.minimum, lows, firsts, ends), _reduced(np.maximum, highs, firsts, ends)
        # Both ends of a stretch up to the next whole block; where it is shorter, entries are read twice.
        near = np.arange(BLOCK)[:, None]
        edges = np.concatenate((np.minimum(firsts + near, ends - 1), np.maximum(ends - 1 - near, firsts)))
        low, high = lows[edges].min(axis=0), highs[edges].max(axis=0)
        inner_firsts, inner_ends = -(-firsts // BLOCK), ends // BLOCK
        inner = np.flatnonzero(inner_ends > inner_firsts)
        inner_low, inner_high = self._extremes(level + 1, inner_firsts[inner], inner_ends[inner])
        low[inner] = np.minimum(low[inner], inner_low)
        high[inner] = np.maximum(high[inner], inner_high)
        return low, high


class ReadSeries(Series):
    """A series that nobody appends to; its pyramid is built by whoever asks for long stretches first.

    For one thread: whoever draws the last few of a million entries again and again must not read all of them.
    """

    __slots__ = ()

    def _build(self) -> None:
        """Wait until somebody asks."""

    def _extremes(self, level: int, firsts: IndexArray, ends: IndexArray) -> tuple[FloatArray, FloatArray]:
        if level >= 0 and not self._lows:
            super()._build()
        return super()._extremes(level, firsts, ends)


def _grown(values: FloatArray, length: int) -> FloatArray:
    return np.concatenate([values[:length], np.empty(max(_FIRST_CAPACITY, length))])


def _reduced(extreme: np.ufunc, values: FloatArray, firsts: IndexArray, ends: IndexArray) -> FloatArray:
    if not len(firsts):
        return np.empty(0)
    start = firsts[0]
    # What lies between two stretches is reduced too, and left out; the last one ends with the slice.
    places = np.column_stack((firsts - start, ends - start)).ravel()[:-1]
    reduced: FloatArray = extreme.reduceat(values[start : ends[-1]], places)
    return reduced[::2]
