"""The world as DTC messages."""

import pytest

from demo.orders import OrderChange
from demo.reports import order_update, position_update, reports_of
from demo.world import DEBUG, LIVE, SIM, World
from dtc.codec import Decoder, encode
from dtc.enums import BuySell, Encoding, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate, Message, OrderUpdate, PositionUpdate

STARTED_AT = 1_795_000_000.0


def told_until(world: World, step: int, account: str) -> list[list[Message]]:
    """Return what is told after each change of an account's orders."""
    told: list[list[Message]] = []

    def report(change: OrderChange) -> None:
        if change.order.account == account:
            told.append(reports_of(world, change))

    world.advance_to(step, report)
    return told


@pytest.mark.parametrize(("account", "step", "balances"), [(SIM, 10, 0), (LIVE, 110, 1), (DEBUG, 60, 1)])
def test_a_fill_is_an_order_two_equal_positions_and_a_balance(account: str, step: int, balances: int) -> None:
    """The order comes first, then the position twice, then the balance, which simulation accounts lack."""
    told = told_until(World(1, STARTED_AT), step, account)
    after_fills = [messages for messages in told if len(messages) > 1]
    assert after_fills
    for order, position, again, *rest in after_fills:
        assert isinstance(order, OrderUpdate)
        assert order.LastFillExecutionID
        assert isinstance(position, PositionUpdate)
        assert position == again
        assert (position.RequestID, position.Unsolicited) == (0, 1)
        assert [type(message) for message in rest] == [AccountBalanceUpdate] * balances


def test_a_fill_carries_all_that_a_fill_needs() -> None:
    """Price on the tick grid, quantity, id, milliseconds and status are in the message of the first fill."""
    world = World(1, STARTED_AT)
    told = told_until(world, 1, SIM)
    fill = told[-1][0]
    assert isinstance(fill, OrderUpdate)
    execution = world.ledgers[SIM].executions[0][0]
    assert fill.OrderStatus == OrderStatus.FILLED
    assert fill.OrderUpdateReason == OrderUpdateReason.ORDER_FILLED
    assert fill.LastFillPrice == fill.AverageFillPrice == execution.price * 0.25
    assert (fill.LastFillQuantity, fill.FilledQuantity, fill.RemainingQuantity) == (1.0, 1.0, 0.0)
    assert fill.LastFillDateTime == 1_795_000_000_500
    assert fill.LastFillExecutionID == execution.execution_id
    assert (fill.BuySell, fill.TradeAccount, fill.Symbol) == (BuySell.BUY, SIM, "MESZ26-CME")
    assert fill.Price1 is None


def test_a_bracket_names_its_entry_and_its_partner() -> None:
    """Stop and target carry the id of the entry and each other's id."""
    world = World(1, STARTED_AT)
    world.advance_to(6, lambda _change: None)
    stop, target = (order_update(world, order) for order in world.exchange.working(SIM))
    assert (stop.OrderType, target.OrderType) == (OrderType.STOP, OrderType.LIMIT)
    assert stop.ParentServerOrderID == target.ParentServerOrderID != ""
    assert stop.OCOLinkedOrderServerOrderID == target.ServerOrderID
    assert target.OCOLinkedOrderServerOrderID == stop.ServerOrderID


def test_a_short_position_has_a_negative_quantity() -> None:
    """The sign of the wire quantity is the side of the position."""
    world = World(1, STARTED_AT)
    ledger = world.ledgers[SIM]
    while ledger.quantity >= 0:
        world.advance_to(world.step + 1, lambda _change: None)
    assert position_update(world, ledger).Quantity == ledger.quantity < 0


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_report_survives_every_encoding(encoding: Encoding) -> None:
    """Whatever four minutes of three accounts bring can be sent, and arrives as it was meant."""
    for account in (SIM, LIVE, DEBUG):
        told = told_until(World(2, STARTED_AT), 480, account)
        for message in (message for messages in told for message in messages):
            assert Decoder(encoding).feed(encode(message, encoding)) == [message]
