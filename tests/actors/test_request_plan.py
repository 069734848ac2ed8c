"""The order of requests."""

import pytest

from actors.request_plan import RequestPlan
from dtc.messages import (
    AccountBalanceRequest,
    CurrentPositionsRequest,
    HistoricalOrderFillsRequest,
    OpenOrdersRequest,
    TradeAccountsRequest,
)

ACCOUNTS, ORDERS = TradeAccountsRequest(), OpenOrdersRequest(RequestAllOrders=1)
POSITIONS, BALANCES = CurrentPositionsRequest(), AccountBalanceRequest()


def test_requests_come_in_their_order_each_once() -> None:
    """What is planned already is not planned again; what is put first comes before all that waits."""
    plan = RequestPlan(lambda: 1.0)
    assert plan.add(ACCOUNTS)
    assert plan.add(BALANCES)
    assert not plan.add(ACCOUNTS)
    plan.put_first([ORDERS, POSITIONS])
    assert [plan.take() for _ in range(5)] == [ORDERS, POSITIONS, ACCOUNTS, BALANCES, None]


def test_all_wait_for_the_answer_that_was_asked_for() -> None:
    """Another answer, and one that nobody waits for, changes nothing."""
    plan = RequestPlan(lambda: 1.0)
    plan.add(ACCOUNTS)
    plan.await_answer(7)
    assert plan.take() is None
    assert not plan.is_answered(OpenOrdersRequest(RequestID=6))
    assert plan.take() is None
    assert plan.is_answered(OpenOrdersRequest(RequestID=7))
    assert not plan.is_answered(OpenOrdersRequest(RequestID=7))
    assert plan.take() == ACCOUNTS


def test_a_new_beginning_forgets_all() -> None:
    """What an earlier connection was asked is not answered by the next."""
    plan = RequestPlan(lambda: 1.0)
    plan.add(POSITIONS)
    plan.await_answer(7)
    plan.begin([ACCOUNTS])
    assert [plan.take(), plan.take()] == [ACCOUNTS, None]


def test_what_failed_is_asked_again_later_each_time() -> None:
    """A refusal is waited out, once or often, until there is an answer; each request has its own wait."""
    plan = RequestPlan(lambda: 1.0)
    numbered = CurrentPositionsRequest(RequestID=3)
    assert plan.fail(numbered, now_s=10.0)
    assert plan.due(10.9) == []
    assert plan.due(11.0) == [POSITIONS]
    assert plan.due(11.0) == []
    assert not plan.fail(numbered, now_s=11.0)
    assert plan.fail(BALANCES, now_s=11.0)
    assert plan.due(12.0) == [BALANCES]
    assert plan.due(13.0) == [POSITIONS]
    plan.succeed(CurrentPositionsRequest(RequestID=4))
    assert plan.fail(numbered, now_s=20.0)
    assert plan.due(21.0) == [POSITIONS]


@pytest.mark.parametrize("brings_them", [True, False])
def test_positions_are_asked_behind_fills_that_were_asked_again(*, brings_them: bool) -> None:
    """The list that came before them was compared without them; the first question changes nothing."""
    plan = RequestPlan(lambda: 1.0)
    fills = HistoricalOrderFillsRequest(TradeAccount="Sim1", RequestID=2)
    plan.succeed(fills)
    plan.fail(fills, now_s=10.0)
    assert plan.take() is None
    if brings_them:
        plan.succeed(fills)
    else:
        plan.fail(fills, now_s=11.0)
    assert [plan.take(), plan.take()] == [POSITIONS, None]


def test_a_new_connection_is_asked_anew() -> None:
    """What the last one refused is not waited out on the next."""
    plan = RequestPlan(lambda: 1.0)
    plan.fail(POSITIONS, now_s=10.0)
    plan.begin()
    assert plan.due(99.0) == []
