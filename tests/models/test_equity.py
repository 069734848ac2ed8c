from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cash_flow import CashFlow
from models.equity import (
    Curve,
    EquityPoint,
    baseline,
    curve_bytes,
    curve_from_arrays,
    curve_from_bytes,
    curve_of,
    pnl,
)
from tests.models.builders import NOW, later

EMPTY = curve_of(())


def a_curve(*points: tuple[float, str]) -> Curve:
    """Return a curve through (seconds after NOW, dollars)."""
    return curve_of(EquityPoint(at=later(second), balance=Decimal(balance)) for second, balance in points)


CURVE = a_curve((0, "10000"), (10, "10050.25"), (20, "9990"))


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=200))
def test_appended_points_come_back_exactly(balances: list[Decimal]) -> None:
    """Balances survive the way through floats to the cent."""
    curve = EMPTY
    for second, balance in enumerate(balances):
        curve = curve.appended(EquityPoint(at=later(second), balance=balance))
    assert [curve.point(index).balance for index in range(curve.length)] == balances


def test_older_value_does_not_change_when_points_are_appended() -> None:
    """What was handed to another thread stays what it was."""
    before = CURVE.balances.copy()
    CURVE.appended(EquityPoint(at=later(30), balance=Decimal(1)))
    assert CURVE.length == 3
    assert np.array_equal(CURVE.balances, before)


def test_arrays_of_a_curve_cannot_be_written() -> None:
    """Nobody changes a series that others read."""
    with pytest.raises(ValueError, match="read-only"):
        CURVE.balances[0] = 1


def test_missing_point_is_an_index_error() -> None:
    """An empty curve has no last point."""
    with pytest.raises(IndexError):
        EMPTY.point(-1)


def test_a_curve_continues_what_it_was_appended_to() -> None:
    """Older values of a series are told from other series, even from equal ones."""
    later_value = CURVE.appended(EquityPoint(at=later(30), balance=Decimal(1)))
    assert later_value.continues(CURVE)
    assert not CURVE.continues(later_value)
    assert not curve_of(()).continues(EMPTY)


def test_a_curve_that_was_read_from_arrays_continues_the_one_before() -> None:
    """In its dict form a curve is two arrays: a longer one of the same series goes on, a copy does not."""
    later_value = CURVE.appended(EquityPoint(at=later(30), balance=Decimal(1)))
    before, after = (curve_from_arrays(each.times, each.balances) for each in (CURVE, later_value))
    assert after.continues(before)
    assert not before.continues(after)
    assert not curve_from_arrays(after.times.copy(), after.balances.copy()).continues(before)


def since(start: datetime, curve: Curve = CURVE, *flows: CashFlow) -> tuple[Decimal, Decimal | None]:
    """Return the profit from a moment to the end of a curve."""
    base = baseline(curve, start)
    assert base is not None
    return pnl(curve.point(-1), base, flows)


def test_profit_counts_from_the_balance_at_the_start() -> None:
    """Amount and percent refer to the last balance at or before the start."""
    assert since(later(15)) == (Decimal("-60.25"), Decimal("-60.25") / Decimal("10050.25") * 100)
    assert baseline(CURVE, later(15)) == EquityPoint(at=later(15), balance=Decimal("10050.25"))


def test_profit_of_a_young_curve_counts_from_its_first_point() -> None:
    """Where no balance is as old as the timeframe, the first one is the baseline."""
    assert since(NOW - timedelta(days=9)) == (Decimal(-10), Decimal("-0.1"))


def test_percent_of_nothing_is_undefined() -> None:
    """A baseline of 0 has no percent, only an amount."""
    assert since(NOW, a_curve((0, "0"), (1, "50"))) == (Decimal(50), None)


def test_empty_curve_has_no_baseline() -> None:
    """Unknown is not 0."""
    assert baseline(EMPTY, NOW) is None


def test_deposit_is_capital_and_no_profit() -> None:
    """The percentage counts against all that was put in."""
    curve = a_curve((0, "10000"), (10, "15000"), (20, "15300"))
    deposit = CashFlow(at=later(10), amount=Decimal(5000))
    assert since(NOW, curve, deposit) == (Decimal(300), Decimal(2))
    assert since(later(10), curve, deposit) == (Decimal(300), Decimal(2))


def test_withdrawal_is_no_loss_and_flatters_nothing() -> None:
    """What was taken out had been at risk."""
    curve = a_curve((0, "10000"), (10, "10500"), (20, "500"))
    withdrawal = CashFlow(at=later(20), amount=Decimal(-10000))
    assert since(NOW, curve, withdrawal) == (Decimal(500), Decimal(5))


_STEPS = st.lists(st.tuples(st.booleans(), st.integers(-5000, 5000)), min_size=1, max_size=20)


@given(_STEPS, st.integers(0, 20))
def test_profit_is_the_sum_of_the_results_alone(steps: list[tuple[bool, int]], start: int) -> None:
    """Whatever flows in between, and wherever the timeframe begins."""
    balance, points, flows, results = Decimal(10000), [], [], Decimal(0)
    points.append(EquityPoint(at=NOW, balance=balance))
    for second, (is_flow, amount) in enumerate(steps, start=1):
        balance += amount
        points.append(EquityPoint(at=later(second), balance=balance))
        if is_flow:
            flows.append(CashFlow(at=later(second), amount=Decimal(amount)))
        elif second > start:
            results += amount
    assert since(later(start), curve_of(points), *flows)[0] == results


def test_a_curve_survives_the_way_through_a_file() -> None:
    """Every time and balance comes back to the bit; the copy can be appended to."""
    curve = curve_of([EquityPoint(at=NOW, balance=Decimal("10000.07"))])
    copy = curve_from_bytes(*curve_bytes(curve))
    assert (copy.length, copy.point(0)) == (1, curve.point(0))
    assert copy.with_value(1.0, 2.0).length == 2
    with pytest.raises(ValueError, match="1 times for 0 balances"):
        curve_from_bytes(curve_bytes(curve)[0], b"")
