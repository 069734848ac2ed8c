from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import contract_of
from models.equity import curve_of
from models.measures import max_drawdown
from models.open_equity import OpenEquity, OpenSample, known_part, open_profit
from tests.models.builders import MES, NOW, SYMBOL, UNKNOWN, a_position, later

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])


def dollars(value: int | None) -> Decimal | None:
    """Return an amount."""
    return None if value is None else Decimal(value)


def told(equity: OpenEquity) -> list[tuple[float, int | None]]:
    """Return the samples of the running minute, in seconds after NOW."""
    return [
        ((sample.at - NOW).total_seconds(), None if sample.equity is None else int(sample.equity))
        for sample in equity.tail
    ]


@BOTH_SIDES
def test_open_profit_is_that_of_all_positions(side: int) -> None:
    """Two MES at five dollars a point; without a position it is 0."""
    held = [(a_position(2 * side, 6750), MES), (a_position(-side, 6752), MES)]
    assert open_profit(held[:1], lambda _: Decimal(6751)) == 10 * side
    assert open_profit(held, lambda _: Decimal(6751)) == 15 * side
    assert open_profit([], lambda _: None) == 0


@BOTH_SIDES
def test_open_profit_without_a_price_of_one_market_is_unknown(side: int) -> None:
    """One unknown position makes the sum unknown, and never 0."""
    known, unknown = a_position(side, 6750), a_position(side, 6740)
    last = {id(known): Decimal(6750)}
    held = [(known, MES), (unknown, MES)]
    assert open_profit(held[:1], lambda position: last.get(id(position))) == 0
    assert open_profit(held, lambda position: last.get(id(position))) is None


def test_open_profit_of_an_unknown_contract_is_unknown() -> None:
    """Nobody knows what a point of it is worth."""
    assert contract_of(SYMBOL, {}, None).point_value is not None
    assert open_profit([(a_position(1, 6750), UNKNOWN)], lambda _: Decimal(6750)) is None


def test_a_minute_keeps_its_extremes_and_ends() -> None:
    """First, lowest, highest and last stay, each at its own moment."""
    equity = OpenEquity()
    for second, profit in enumerate((0, 5, -7, 3, 9, 4, 2)):
        assert equity.take(later(second), Decimal(100), Decimal(profit)) == ()
    assert told(equity) == [(0, 100), (2, 93), (4, 109), (6, 102)]
    assert equity.take(later(7), Decimal(100), Decimal(2)) is None
    finished = equity.take(later(61), Decimal(100), Decimal(1))
    assert [sample.equity for sample in finished or ()] == [100, 93, 109, 102]
    assert told(equity) == [(61, 101)]
    assert list(equity.curve.balances) == [100, 93, 109, 102]


def test_every_change_of_the_balance_is_kept() -> None:
    """What was won from flat to flat is not thinned out, however many trades a minute has."""
    equity = OpenEquity()
    for second, balance in enumerate((100, 90, 130, 80, 120)):
        equity.take(later(second), Decimal(balance), Decimal(0))
    equity.finish()
    assert list(equity.curve.balances) == [100, 90, 130, 80, 120]


def test_unknown_is_kept_to_the_moment() -> None:
    """A gap begins where the price went, and ends where it came back; the same again is no news."""
    equity = OpenEquity()
    for second, profit in enumerate((None, 1, None, None, 2)):
        equity.take(later(second), Decimal(100), dollars(profit))
    equity.take(later(9), None, Decimal(0))
    equity.finish()
    assert [None if np.isnan(value) else value for value in equity.curve.balances] == [101, None, 102, None]
    assert list(equity.curve.times - NOW.timestamp()) == [1, 2, 4, 9]


_STEPS = st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.integers(-50, 50)), min_size=1, max_size=60)


@given(_STEPS)
def test_drawdown_with_open_profit_is_never_below_the_closed_one(steps: list[tuple[int, bool, int]]) -> None:
    """From flat to flat the closed curve only goes where the open one goes, thinned or not."""
    equity, balance, profit, second = OpenEquity(), 1000, 0, 0
    closed = [balance]
    equity.take(NOW, Decimal(balance), Decimal(0))
    for wait, closes, amount in steps:
        second += wait
        profit = amount
        if closes:
            balance, profit = balance + amount, 0
            closed.append(balance)
        equity.take(later(second), Decimal(balance), Decimal(profit))
    equity.finish()
    values = equity.curve.balances
    assert max_drawdown(np.diff(values)) >= max_drawdown(np.diff(np.array(closed, dtype=float)))


@given(_STEPS)
def test_a_minute_holds_four_samples_a_balance(steps: list[tuple[int, bool, int]]) -> None:
    """However fast prices come, one minute with one balance is four samples at most."""
    equity, second = OpenEquity(), 0
    for wait, _, amount in steps:
        second += wait
        equity.take(later(second), Decimal(1000), Decimal(amount))
        assert len(equity.tail) <= 4
    equity.finish()
    assert equity.curve.length <= 4 * (second // 60 + 2)


def part(start: float, *tail: OpenSample) -> tuple[list[float], list[float], list[tuple[float, float]], int]:
    """Return what is known of a curve with an unknown stretch, in seconds after NOW."""
    curve = curve_of(())
    for second, value in ((0, 100.0), (10, float("nan")), (20, 90.0)):
        curve = curve.with_value(later(second).timestamp(), value)
    found = known_part(curve, tail, later(start))
    base = NOW.timestamp()
    unknown = [(a - base, b - base) for a, b in found.unknown]
    return list(found.times - base), list(found.values), unknown, found.count


def sample(second: float, equity: int | None) -> OpenSample:
    """Return a sample."""
    return OpenSample(at=later(second), equity=dollars(equity))


def test_window_holds_what_is_known() -> None:
    """Unknown samples become stretches; the running minute belongs to it."""
    assert part(-5, sample(30, 95)) == ([0, 20, 30], [100, 90, 95], [(10, 20)], 3)
    assert part(5) == ([5, 20], [100, 90], [(10, 20)], 1)
    assert part(25, sample(40, None)) == ([25], [90], [(40, float("inf"))], 0)


def test_window_that_starts_inside_of_the_unknown_carries_the_last_known() -> None:
    """It is drawn as a gap, up to where the next sample is."""
    assert part(15) == ([15, 20], [100, 90], [(10, 20)], 1)


def test_time_never_goes_back() -> None:
    """A clock that was set back makes no curve that cannot be searched."""
    equity = OpenEquity()
    moments: list[datetime] = [later(5), later(2), later(3)]
    for number, at in enumerate(moments):
        equity.take(at, Decimal(100 + number), Decimal(0))
    equity.finish()
    assert list(equity.curve.times) == [later(5).timestamp()] * 3


def test_time_never_goes_back_behind_what_was_stored() -> None:
    """The clock was set back by an hour, and what is stored is read again."""
    before = OpenEquity()
    before.take(NOW, Decimal(10), Decimal(0))
    before.finish()
    equity = OpenEquity(before.curve)
    equity.take(later(-3600), Decimal(12), Decimal(0))
    assert told(equity) == [(0, 12)]
