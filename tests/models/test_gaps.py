from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.gaps import Gap, clipped, stretches

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def gap(start: float, end: float | None) -> Gap:
    """Return a gap between seconds after `NOW`."""
    return Gap(
        start=NOW + timedelta(seconds=start), end=None if end is None else NOW + timedelta(seconds=end)
    )


def seen(*gaps: Gap, left: float = 0, right: float = 100) -> list[tuple[float, float]]:
    """Return what a window shows, in seconds after `NOW`."""
    base = NOW.timestamp()
    return [(a - base, b - base) for a, b in clipped(stretches(gaps), base + left, base + right)]


def test_a_gap_is_cut_to_the_window() -> None:
    """What lies outside is not shown, and a running gap reaches to the right edge."""
    assert seen(gap(-50, -10), gap(-5, 5), gap(20, 30), gap(90, None)) == [(0, 5), (20, 30), (90, 100)]


def test_gaps_that_touch_are_one() -> None:
    """After a crash the stored gaps may overlap."""
    assert seen(gap(40, 50), gap(10, 30), gap(20, 25), gap(30, 35)) == [(10, 35), (40, 50)]


_PAIRS = st.lists(st.tuples(st.integers(-50, 150), st.integers(0, 80)), max_size=8)


@given(_PAIRS, st.integers(-20, 120))
def test_a_moment_is_in_a_gap_exactly_when_it_was_in_one_of_them(
    pairs: list[tuple[int, int]], moment: int
) -> None:
    """Cutting and joining changes what is shown at no moment inside of the window."""
    stretches = [(start, start + length) for start, length in pairs]
    shown = seen(*(gap(start, end) for start, end in stretches))
    at = moment + 0.5
    assert any(a < at < b for a, b in shown) == (
        0 < at < 100 and any(start < at < end for start, end in stretches)
    )
    assert shown == sorted(shown)
    assert all(first[1] < second[0] for first, second in pairwise(shown))
