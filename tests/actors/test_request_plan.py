"""The order of requests."""

from actors.request_plan import RequestPlan
from dtc.messages import (
    AccountBalanceRequest,
    CurrentPositionsRequest,
    OpenOrdersRequest,
    TradeAccountsRequest,
)

ACCOUNTS, ORDERS = TradeAccountsRequest(), OpenOrdersRequest(RequestAllOrders=1)
POSITIONS, BALANCES = CurrentPositionsRequest(), AccountBalanceRequest()


def test_requests_come_in_their_order_each_once() -> None:
    """What is planned already is not planned again; what is put first comes before all that waits."""
    plan = RequestPlan()
    assert plan.add(ACCOUNTS)
    assert plan.add(BALANCES)
    assert not plan.add(ACCOUNTS)
    plan.put_first([ORDERS, POSITIONS])
    assert [plan.take() for _ in range(5)] == [ORDERS, POSITIONS, ACCOUNTS, BALANCES, None]


def test_all_wait_for_the_answer_that_was_asked_for() -> None:
    """Another answer, and one that nobody waits for, changes nothing."""
    plan = RequestPlan()
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
    plan = RequestPlan()
    plan.add(POSITIONS)
    plan.await_answer(7)
    plan.begin([ACCOUNTS])
    assert [plan.take(), plan.take()] == [ACCOUNTS, None]
