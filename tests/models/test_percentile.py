"""What nearly all of a series stays below."""

import pytest

from models.percentile import p99


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, 1), (2, 2), (99, 99), (100, 99), (199, 198), (200, 198), (1_000, 990)],
)
def test_one_in_a_hundred_may_be_larger(count: int, expected: int) -> None:
    """Of fewer than a hundred none may, whatever their order."""
    assert p99([float(number) for number in range(count, 0, -1)]) == expected
