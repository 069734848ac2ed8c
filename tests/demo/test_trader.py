"""Traders at the exchange."""

from datetime import UTC, datetime
from fractions import Fraction

from demo.exchange import Exchange
from demo.instrument import front_future
from demo.ledger import Ledger
from demo.orders import OrderChange
from demo.plans import Action, Deed, Plan, PlanBag
from demo.session_figures import Print
from demo.trader import Trader
from dtc.enums import OrderStatus, OrderType, OrderUpdateReason
from tests.demo.scripted_market import ScriptedMarket

LOTS = 100


class Desk:
    """A trader with one plan on a market that stands at the given prices, one per step."""

    def __init__(self, plan: Plan, prices: list[int], lots: int = LOTS) -> None:
        self.exchange = Exchange(ScriptedMarket([Print(price, lots, 1)] for price in prices), "w")
        self.exchange.market.figures.last = prices[0]
        instrument = front_future(datetime(2026, 11, 22, tzinfo=UTC))
        self.ledger = Ledger("A", instrument, Fraction(0))
        self.trader = Trader(self.exchange, self.ledger, PlanBag(0, "A"), first_step=0)
        self.trader.prepare([plan])
        self.changes: list[OrderChange] = []

    def run(self, steps: int) -> None:
        """Let the trader act and the market trade."""
        for _ in range(steps):
            self.trader.act()
            self.exchange.advance()
            for change in self.exchange.take_changes():
                self.changes.append(change)
                if change.execution:
                    self.ledger.apply(change.execution)

    def exits(self) -> list[tuple[OrderType, int | None, int]]:
        """Return kind, price and size of what protects the position."""
        return [(order.kind, order.price, order.remaining) for order in self.exchange.working()]


def a_plan(*actions: Action, quantity: int = 2, limit: int | None = None) -> Plan:
    """Return a long plan with stop 10 and target 10."""
    return Plan(side=1, quantity=quantity, stop=10, target=10, limit=limit, actions=actions, rest=1000)


def test_an_entry_is_protected_by_stop_and_target() -> None:
    """After the entry both orders stand at the planned distance from the market."""
    desk = Desk(a_plan(), [100] * 5)
    desk.run(1)
    assert desk.exits() == [(OrderType.STOP, 90, 2), (OrderType.LIMIT, 110, 2)]


def test_protection_follows_the_size_of_the_position() -> None:
    """After scaling in and after scaling out stop and target cover exactly what is held."""
    desk = Desk(a_plan(Action(2, Deed.ADD, 3), Action(5, Deed.TRIM, 1)), [100] * 9)
    desk.run(4)
    assert (desk.ledger.quantity, [size for *_, size in desk.exits()]) == (5, [5, 5])
    desk.run(3)
    assert (desk.ledger.quantity, [size for *_, size in desk.exits()]) == (4, [4, 4])


def test_a_reversal_crosses_zero_in_one_fill() -> None:
    """From long 2 one fill of 3 leads to short 1, with new protection on the other side."""
    desk = Desk(a_plan(Action(2, Deed.REVERSE, 1)), [100] * 6)
    desk.run(3)
    executions = [change.execution.quantity for change in desk.changes if change.execution]
    assert executions == [2, -3]
    assert desk.ledger.quantity == -1
    assert desk.exits() == [(OrderType.STOP, 110, 1), (OrderType.LIMIT, 90, 1)]


def test_a_moved_stop_is_told_as_a_replacement() -> None:
    """The stop goes to its new distance from the average price."""
    desk = Desk(a_plan(Action(2, Deed.MOVE_STOP, 4)), [100] * 5)
    desk.run(3)
    assert desk.exits()[0] == (OrderType.STOP, 96, 2)
    assert OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE in [change.reason for change in desk.changes]


def test_a_stop_is_not_moved_beyond_the_market() -> None:
    """A stop that would fill at once stays where it is."""
    desk = Desk(a_plan(Action(2, Deed.MOVE_STOP, -3)), [100] * 5)
    desk.run(3)
    assert desk.exits()[0] == (OrderType.STOP, 90, 2)


def test_a_closed_trade_leaves_no_orders() -> None:
    """Closing cancels the protection first, so that nothing can open a position by accident."""
    desk = Desk(a_plan(Action(2, Deed.CLOSE)), [100] * 5)
    desk.run(4)
    assert (desk.ledger.quantity, desk.exits()) == (0, [])


def test_a_limit_entry_that_is_not_filled_is_given_up() -> None:
    """After its patience the trader cancels the entry and its bracket."""
    desk = Desk(a_plan(limit=5), [100] * 60)
    desk.run(55)
    assert desk.ledger.quantity == 0
    assert desk.exits() == []
    assert [change.order.status for change in desk.changes[-3:]] == [OrderStatus.CANCELED] * 3


def test_a_trade_in_the_middle_of_filling_is_left_alone() -> None:
    """A market entry that is filled contract by contract is waited for."""
    desk = Desk(a_plan(Action(1, Deed.CLOSE), quantity=3), [100] * 8, lots=1)
    desk.run(3)
    assert desk.ledger.quantity == 3
    desk.run(4)
    assert desk.ledger.quantity == 0
