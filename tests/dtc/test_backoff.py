"""Delays between attempts to connect."""

import pytest

from dtc.backoff import Backoff


def test_the_delay_doubles_up_to_the_cap_and_starts_again_after_a_reset() -> None:
    """1, 2, 4 .. 30 s; the first delay again after a successful logon."""
    backoff = Backoff(jitter=lambda: 1.0)
    assert [backoff.next_delay() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.next_delay() == 1


@pytest.mark.parametrize(
    ("jitter", "delays"), [(0.0, [0.5, 1]), (0.5, [0.75, 1.5]), (-5.0, [0.5, 1]), (7.0, [1, 2])]
)
def test_the_spread_takes_at_most_half_of_the_delay(jitter: float, delays: list[float]) -> None:
    """A delay is never longer than planned and never shorter than half of it, whatever the source gives."""
    backoff = Backoff(jitter=lambda: jitter)
    assert [backoff.next_delay(), backoff.next_delay()] == delays


def test_the_cap_holds_from_the_first_delay() -> None:
    """A first delay above the cap is cut."""
    assert Backoff(jitter=lambda: 1.0, initial_s=60, cap_s=5).next_delay() == 5
