"""The matching engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.exchange import Exchange
from demo.orders import Bracket, Execution, OrderChange, Ticket
from demo.session_figures import Print
from dtc.enums import OrderStatus, OrderType, OrderUpdateReason
from tests.demo.scripted_market import ScriptedMarket

LOTS = 100


def an_exchange(*tapes: list[Print]) -> Exchange:
    """Return an exchange on which the tapes will be printed."""
    return Exchange(ScriptedMarket(tapes), "w")


def run(exchange: Exchange, steps: int) -> list[OrderChange]:
    """Return all changes of the next steps."""
    changes = exchange.take_changes()
    for _ in range(steps):
        exchange.advance()
        changes += exchange.take_changes()
    return changes


def fills(changes: list[OrderChange]) -> list[Execution]:
    """Return the executions among changes."""
    return [change.execution for change in changes if change.execution]


def test_a_market_order_lives_through_sent_open_filled() -> None:
    """The changes of a market order are pending, open, filled, in that order."""
    exchange = an_exchange([Print(100, LOTS, 1)])
    exchange.submit(Ticket(account="A", side=1, quantity=2))
    told = [(change.order.status, change.reason) for change in run(exchange, 1)]
    assert told == [
        (OrderStatus.PENDING_OPEN, OrderUpdateReason.GENERAL_ORDER_UPDATE),
        (OrderStatus.OPEN, OrderUpdateReason.NEW_ORDER_ACCEPTED),
        (OrderStatus.FILLED, OrderUpdateReason.ORDER_FILLED),
    ]
    assert exchange.working() == []


@pytest.mark.parametrize(
    ("side", "aggressor", "price"), [(1, 1, 100), (1, -1, 101), (-1, -1, 100), (-1, 1, 99)]
)
def test_market_orders_pay_the_spread(side: int, aggressor: int, price: int) -> None:
    """A buyer pays the ask and a seller gets the bid, whoever made the last trade."""
    exchange = an_exchange([Print(100, LOTS, aggressor)])
    exchange.submit(Ticket(account="A", side=side, quantity=1))
    assert [fill.price for fill in fills(run(exchange, 1))] == [price]


def test_an_order_larger_than_the_trade_is_filled_in_parts() -> None:
    """Each trade fills what it has, and the sum is the order."""
    exchange = an_exchange([Print(100, 2, 1), Print(101, 9, 1)])
    exchange.submit(Ticket(account="A", side=1, quantity=5))
    changes = run(exchange, 1)
    assert [(fill.quantity, fill.price) for fill in fills(changes)] == [(2, 100), (3, 101)]
    assert [change.reason for change in changes[-2:]] == [
        OrderUpdateReason.ORDER_FILLED_PARTIALLY,
        OrderUpdateReason.ORDER_FILLED,
    ]
    assert changes[-1].order.filled_value == 2 * 100 + 3 * 101


def test_a_limit_at_the_traded_price_shares_with_others() -> None:
    """At the limit a third of the trade is ours, through it the rest is."""
    exchange = an_exchange([Print(100, 6, -1)], [Print(99, 1, -1)])
    exchange.submit(Ticket(account="A", side=1, quantity=5, kind=OrderType.LIMIT, price=100))
    assert [(fill.quantity, fill.price) for fill in fills(run(exchange, 2))] == [(2, 100), (3, 100)]


def test_a_stop_waits_for_its_price_and_then_slips() -> None:
    """A sell stop sleeps above its price and is filled at the market once it is reached."""
    exchange = an_exchange([Print(97, LOTS, -1)], [Print(95, LOTS, 1)])
    exchange.submit(Ticket(account="A", side=-1, quantity=1, kind=OrderType.STOP, price=96))
    assert fills(run(exchange, 1)) == []
    assert [fill.price for fill in fills(run(exchange, 1))] == [94]


def bracket_entry(quantity: int = 3) -> Ticket:
    """Return a long market entry with its stop at 90 and its target at 110."""
    return Ticket(
        account="A", side=1, quantity=quantity, bracket=Bracket(quantity=quantity, stop=90, target=110)
    )


def test_a_bracket_wakes_when_its_entry_is_filled() -> None:
    """Stop and target are pending children until the entry is filled completely."""
    exchange = an_exchange([Print(100, 1, 1)], [Print(100, LOTS, 1)])
    number = exchange.submit(bracket_entry())
    run(exchange, 1)
    assert [order.status for order in exchange.working()] == [
        OrderStatus.PARTIALLY_FILLED,
        OrderStatus.PENDING_CHILD,
        OrderStatus.PENDING_CHILD,
    ]
    run(exchange, 1)
    assert exchange.order(number) is None
    assert [order.status for order in exchange.working()] == [OrderStatus.OPEN, OrderStatus.OPEN]


@pytest.mark.parametrize(("trade", "left"), [(Print(90, LOTS, -1), "stop"), (Print(111, LOTS, 1), "target")])
def test_one_side_of_a_bracket_cancels_the_other(trade: Print, left: str) -> None:
    """When stop or target is filled, the other one is cancelled in the same step."""
    exchange = an_exchange([Print(100, LOTS, 1)], [trade])
    exchange.submit(bracket_entry())
    changes = run(exchange, 2)
    filled, cancelled = changes[-2], changes[-1]
    assert filled.order.kind is (OrderType.STOP if left == "stop" else OrderType.LIMIT)
    assert cancelled.reason is OrderUpdateReason.ORDER_CANCELED
    assert exchange.working() == []


def test_a_part_filled_target_shrinks_the_stop() -> None:
    """What the target has closed is not protected by the stop any more."""
    exchange = an_exchange([Print(100, LOTS, 1)], [Print(110, 6, 1)])
    exchange.submit(bracket_entry())
    run(exchange, 2)
    assert [(order.kind, order.remaining) for order in exchange.working()] == [
        (OrderType.STOP, 1),
        (OrderType.LIMIT, 1),
    ]


def test_a_cancelled_entry_takes_its_bracket_along() -> None:
    """Without a fill there is nothing to protect."""
    exchange = an_exchange()
    entry = Ticket(
        account="A",
        side=1,
        quantity=1,
        kind=OrderType.LIMIT,
        price=50,
        bracket=Bracket(quantity=1, stop=40, target=60),
    )
    exchange.cancel(exchange.submit(entry))
    assert exchange.working() == []


def test_a_part_filled_entry_leaves_protection_for_what_it_got() -> None:
    """Cancelling the rest of an entry wakes the bracket with the filled quantity."""
    exchange = an_exchange([Print(50, 6, -1)])
    entry = Ticket(
        account="A",
        side=1,
        quantity=5,
        kind=OrderType.LIMIT,
        price=50,
        bracket=Bracket(quantity=5, stop=40, target=60),
    )
    number = exchange.submit(entry)
    run(exchange, 1)
    exchange.cancel(number)
    assert [(order.status, order.remaining) for order in exchange.working()] == [(OrderStatus.OPEN, 2)] * 2


def test_a_moved_order_gets_a_new_id_and_names_the_old_one() -> None:
    """A replacement keeps the order's identity for us and changes it for the client."""
    exchange = an_exchange()
    number = exchange.submit(Ticket(account="A", side=-1, quantity=1, kind=OrderType.STOP, price=96))
    before = exchange.order(number)
    exchange.take_changes()
    exchange.modify(number, price=97)
    after = exchange.order(number)
    assert before is not None
    assert after is not None
    assert (after.previous_id, after.price) == (before.order_id, 97)
    assert after.order_id != before.order_id
    reasons = [change.reason for change in exchange.take_changes()]
    assert reasons == [OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE]


def test_nothing_happens_to_orders_that_are_gone() -> None:
    """Cancelling or moving a filled order changes nothing and reports nothing."""
    exchange = an_exchange([Print(100, LOTS, 1)])
    number = exchange.submit(Ticket(account="A", side=1, quantity=1))
    run(exchange, 1)
    exchange.cancel(number)
    exchange.modify(number, price=3)
    assert exchange.take_changes() == []


@pytest.mark.parametrize(
    "ticket",
    [
        Ticket(account="A", side=1, quantity=0),
        Ticket(account="A", side=1, quantity=1, price=100),
        Ticket(account="A", side=1, quantity=1, kind=OrderType.STOP),
    ],
)
def test_impossible_orders_are_refused(ticket: Ticket) -> None:
    """No contracts, a market order with a price and a stop without one are errors of the caller."""
    with pytest.raises(ValueError, match=r"order"):
        an_exchange().submit(ticket)


prints = st.builds(Print, st.integers(95, 105), st.integers(1, 9), st.sampled_from((-1, 1)))
tapes = st.lists(st.lists(prints, min_size=1, max_size=4), min_size=1, max_size=12)
sides = st.sampled_from((-1, 1))


@given(tapes, sides, st.integers(1, 8), st.integers(95, 105))
def test_a_limit_is_never_filled_through_its_price(
    tapes: list[list[Print]], side: int, quantity: int, price: int
) -> None:
    """No fill of a limit order is worse than its limit, and none exceeds the order."""
    exchange = an_exchange(*tapes)
    exchange.submit(Ticket(account="A", side=side, quantity=quantity, kind=OrderType.LIMIT, price=price))
    done = fills(run(exchange, len(tapes)))
    assert all((price - fill.price) * side >= 0 for fill in done)
    assert sum(abs(fill.quantity) for fill in done) <= quantity


@given(tapes, sides, st.integers(1, 8), st.integers(1, 5), st.integers(1, 5))
def test_a_bracket_never_closes_more_than_it_protects(
    tapes: list[list[Print]], side: int, quantity: int, risk: int, reward: int
) -> None:
    """Stop and target together close at most the entry; once it is closed nothing works on."""
    exchange = an_exchange(*tapes)
    bracket = Bracket(quantity=quantity, stop=100 - side * risk, target=100 + side * reward)
    exchange.submit(Ticket(account="A", side=side, quantity=quantity, bracket=bracket))
    held = 0
    for fill in fills(run(exchange, len(tapes))):
        held += fill.quantity
        assert 0 <= held * side <= quantity
    working = exchange.working()
    if held == 0 and not any(order.opens for order in working):
        assert working == []
    exits = [order for order in working if order.status in (OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED)]
    assert all(order.remaining == abs(held) for order in exits if not order.opens)
