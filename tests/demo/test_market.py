"""The simulated market."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.market import Market
from demo.session_figures import Print


def tape_of(seed: int, steps: int) -> list[Print]:
    """Return all trades of the first steps."""
    market = Market(seed)
    return [trade for _ in range(steps) for trade in market.advance()]


def test_the_same_seed_prints_the_same_tape() -> None:
    """Two markets of one seed print the same trades; another seed prints others."""
    assert tape_of(3, 500) == tape_of(3, 500)
    assert tape_of(3, 500) != tape_of(4, 500)


@settings(max_examples=20)
@given(st.integers(0, 10**9))
def test_prices_walk_the_tick_grid_without_gaps(seed: int) -> None:
    """Every trade lies at most one tick from the one before, and every step prints at least 3."""
    market = Market(seed)
    last = market.figures.last
    for _ in range(400):
        tape = market.advance()
        assert len(tape) >= 3
        for trade in tape:
            assert abs(trade.price - last) <= 1
            assert trade.quantity >= 1
            last = trade.price


@settings(max_examples=20)
@given(st.integers(0, 10**9))
def test_a_market_that_rises_was_lifted_by_buyers(seed: int) -> None:
    """A trade above the one before hit the ask, one below hit the bid."""
    market = Market(seed)
    last = market.figures.last
    for _ in range(100):
        for trade in market.advance():
            if trade.price != last:
                assert trade.aggressor == (1 if trade.price > last else -1)
            last = trade.price


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2, 5])
def test_prices_stay_within_sight_of_the_opening(seed: int) -> None:
    """Six hours of demo time neither run more than 100 points away nor stand still."""
    market = Market(seed)
    start = market.figures.last
    for _ in range(43_200):
        market.advance()
    assert market.figures.high - start < 400
    assert start - market.figures.low < 400
    assert market.figures.high - market.figures.low > 80
