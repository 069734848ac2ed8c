"""The step line and its thinning."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ui.panel1.envelope import stepped


def test_a_value_holds_until_the_next() -> None:
    """The line goes level to the next point, then upright, and level on to the right edge."""
    seconds, dollars = stepped(np.array([100.0, 110.0]), np.array([5.0, 7.0]), 100.0, 120.0, 50)
    assert list(zip(seconds, dollars, strict=True)) == [(0.0, 5.0), (10.0, 5.0), (10.0, 7.0), (20.0, 7.0)]


def test_the_value_carried_in_starts_at_the_left_edge() -> None:
    """A first point from before the window is drawn from the left edge on."""
    seconds, _ = stepped(np.array([50.0]), np.array([5.0]), 100.0, 120.0, 50)
    assert list(seconds) == [0.0, 20.0]


@given(st.integers(1, 3000), st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_thinning_keeps_extremes_and_the_newest_value(count: int, columns: int, seed: int) -> None:
    """However many points there are: few corners, and the lowest, highest and last value among them."""
    random = np.random.default_rng(seed)
    times = np.sort(random.uniform(0.0, 1000.0, count))
    balances = random.normal(10_000.0, 50.0, count)
    seconds, dollars = stepped(times, balances, 0.0, 1000.0, columns)
    assert len(seconds) == len(dollars) <= max(4 * columns, 6 * columns) + 2
    assert dollars.min() == balances.min()
    assert dollars.max() == balances.max()
    assert dollars[-1] == balances[-1]
    assert seconds[-1] == 1000.0
    assert np.all(np.diff(seconds) >= 0)
