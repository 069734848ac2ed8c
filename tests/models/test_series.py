"""The series that only grows."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.series import BLOCK, ReadSeries, Series


def a_series(count: int, seed: int) -> Series:
    """Return a series of random values, one second apart."""
    return Series(np.arange(float(count)), np.random.default_rng(seed).normal(0.0, 50.0, count))


@given(st.integers(1, 60_000), st.integers(0, 700), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_extremes_are_those_of_every_entry(count: int, appended: int, stretches: int, seed: int) -> None:
    """However an entry came in and wherever a stretch begins: no entry is missed, none is added."""
    series, random = a_series(count, seed), np.random.default_rng(seed)
    for number in range(appended):
        series.append(count + number, float(count + number), random.normal(0.0, 80.0))
    length = count + appended
    edges = np.unique(np.append(random.integers(0, length, stretches), length))
    if len(edges) == 1:
        edges = np.array([0, length])
    lows, highs = series.extremes(edges[:-1], edges[1:])
    values = series.values[:length]
    assert list(lows) == [values[first:end].min() for first, end in pairwise(edges)]
    assert list(highs) == [values[first:end].max() for first, end in pairwise(edges)]


@given(st.integers(1, 60_000), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_a_series_to_read_has_the_same_extremes(count: int, stretches: int, seed: int) -> None:
    """Asked for its end first, and then for stretches anywhere, as a chart does."""
    series = a_series(count, seed)
    read = ReadSeries(series.times, series.values)
    edges = np.unique(np.append(np.random.default_rng(seed).integers(0, count, stretches), [0, count]))
    for firsts, ends in ((edges[-2:-1], edges[-1:]), (edges[:-1], edges[1:])):
        asked, expected = read.extremes(firsts, ends), series.extremes(firsts, ends)
        assert [list(part) for part in asked] == [list(part) for part in expected]


def test_one_crowded_stretch_among_empty_ones_is_read_as_well() -> None:
    """A burst of entries in one stretch, and single entries around it."""
    series = a_series(100_000, 1)
    firsts, ends = np.array([0, 5, 99_990, 99_999]), np.array([1, 99_985, 99_991, 100_000])
    lows, highs = series.extremes(firsts, ends)
    assert list(lows) == [series.values[a:b].min() for a, b in zip(firsts, ends, strict=True)]
    assert list(highs) == [series.values[a:b].max() for a, b in zip(firsts, ends, strict=True)]


def test_no_stretch_has_no_extremes() -> None:
    """Nothing in, nothing out."""
    nothing = np.empty(0, np.intp)
    assert [len(part) for part in a_series(9, 1).extremes(nothing, nothing)] == [0, 0]


def test_what_was_read_stays_what_it_was() -> None:
    """Entries behind a remembered length change nothing before it, whatever grows meanwhile."""
    count = 3 * BLOCK**5
    series = a_series(count, 2)
    whole = (np.array([0]), np.array([count]))
    before = [part.copy() for part in series.extremes(*whole)]
    for number in range(1000):
        series.append(count + number, 100.0 + number, 1e6 * (-1) ** number)
    assert [list(part) for part in series.extremes(*whole)] == [list(part) for part in before]
