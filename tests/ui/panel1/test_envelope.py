"""The curve in columns."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.equity import Curve, curve_from_arrays
from ui.panel1.envelope import columns_of, range_of


def a_curve(*points: tuple[float, float]) -> Curve:
    """Return a curve through (seconds, dollars)."""
    table = np.array(points)
    return curve_from_arrays(table[:, 0].copy(), table[:, 1].copy())


CURVE = a_curve((10.0, 5.0), (20.0, 9.0), (21.0, 1.0), (22.0, 7.0), (40.0, 3.0))


def test_a_value_holds_until_the_next() -> None:
    """A column without a point shows what the one before it ended with."""
    columns = columns_of(CURVE, np.array([20.0, 30.0, 40.0, 50.0]))
    assert list(columns.highs) == [9.0, 7.0, 7.0]
    assert list(columns.lows) == [1.0, 7.0, 3.0]
    assert list(columns.lasts) == [7.0, 7.0, 3.0]


def test_before_the_first_point_there_is_nothing() -> None:
    """No balance is invented where none was known."""
    columns = columns_of(CURVE, np.array([0.0, 5.0, 15.0]))
    assert np.isnan(columns.lows[0])
    assert np.isnan(columns.lasts[0])
    assert (columns.lows[1], columns.highs[1], columns.lasts[1]) == (5.0, 5.0, 5.0)


def test_the_balance_valid_at_an_edge_is_carried_in() -> None:
    """The first column knows what was valid before it."""
    columns = columns_of(CURVE, np.array([21.5, 30.0]))
    assert (columns.lows[0], columns.highs[0]) == (1.0, 7.0)


@given(
    st.lists(st.floats(0.0, 1000.0), min_size=1, max_size=400),
    st.integers(1, 120),
    st.floats(0.0, 900.0),
    st.integers(0, 2**32 - 1),
)
def test_columns_are_those_of_every_point(moments: list[float], count: int, start: float, seed: int) -> None:
    """However points and columns lie: each column has exactly its extremes."""
    times = np.sort(np.array(moments))
    balances = np.random.default_rng(seed).normal(10_000.0, 50.0, len(times))
    edges = np.linspace(start, 1001.0, count + 1)
    columns = columns_of(curve_from_arrays(times, balances), edges)
    for column in range(count):
        before = balances[times < edges[column]][-1:]
        inside = balances[(times >= edges[column]) & (times < edges[column + 1])]
        values = np.concatenate((before, inside))
        assert np.isnan(columns.lows[column]) == (len(values) == 0)
        if len(values):
            assert columns.lows[column] == values.min()
            assert columns.highs[column] == values.max()
            assert columns.lasts[column] == values[-1]
    assert columns.lasts[-1] == balances[-1]


def test_the_range_counts_what_was_valid_at_the_start() -> None:
    """Older balances do not stretch the scale, the one that still held does."""
    assert range_of(CURVE, 0.0) == (1.0, 9.0)
    assert range_of(CURVE, 21.0) == (1.0, 7.0)
    assert range_of(CURVE, 30.0) == (3.0, 7.0)
