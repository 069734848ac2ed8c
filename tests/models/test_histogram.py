"""Histograms of durations."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.histogram import Histogram, Tally, merged, unpacked

DURATIONS = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=200)


def of(*seconds: float) -> Histogram:
    """Return the histogram of durations."""
    tally = Tally()
    for each in seconds:
        tally.add(each)
    return tally.take()


def test_nothing_has_no_percentile() -> None:
    """Absent is never zero."""
    assert (of().count, of().percentile(50), of().longest_ms) == (0, None, None)


@given(DURATIONS, st.sampled_from([1.0, 50.0, 99.0, 100.0]))
def test_percentile_is_never_below_the_truth_and_two_percent_above_at_most(
    seconds: list[float], percent: float
) -> None:
    """A gate that passes on it would pass on the truth."""
    rank = max(1, -(-len(seconds) * int(percent) // 100))
    true_ms = sorted(seconds)[rank - 1] * 1000
    found = of(*seconds).percentile(percent)
    assert found is not None
    assert true_ms * (1 - 1e-9) <= found <= max(true_ms * 1.02, 0.01) * (1 + 1e-9)


def test_longest_is_exact() -> None:
    """The worst frame is told as it was."""
    assert of(0.001, 0.0123456, 0.002).longest_ms == pytest.approx(12.3456)
    assert of(0.001, 0.0123456, 0.002).percentile(100) == pytest.approx(12.3456)


@given(DURATIONS, DURATIONS)
def test_merging_is_counting_together(one: list[float], two: list[float]) -> None:
    """A day is the same whether it was measured in one piece or in many."""
    assert merged([of(*one), of(), of(*two)]) == of(*one, *two)


@given(st.one_of(DURATIONS, st.just([])))
def test_packed_buckets_come_back(seconds: list[float]) -> None:
    """The database gives back what it was given."""
    histogram = of(*seconds)
    assert unpacked(histogram.packed(), histogram.longest_ms) == histogram


def test_packed_buckets_are_small() -> None:
    """A usual minute takes a few hundred bytes."""
    chance = random.Random(1)
    minute = of(*(chance.lognormvariate(-7, 0.8) for _ in range(1_000)))
    assert len(minute.packed()) < 600


@pytest.mark.parametrize(
    ("data", "longest"), [(b"\x01", 1.0), (b"\x81", 1.0), (b"", 1.0), (b"\x01\x01", None)]
)
def test_damaged_buckets_are_refused(data: bytes, longest: float | None) -> None:
    """Half a bucket, or a longest duration of nothing, is no measurement."""
    with pytest.raises(ValueError, match="bucket"):
        unpacked(data, longest)


def test_tally_starts_anew() -> None:
    """An interval holds nothing of the one before."""
    tally = Tally()
    tally.add(0.5)
    assert tally.take().count == 1
    assert tally.take() == Histogram()
