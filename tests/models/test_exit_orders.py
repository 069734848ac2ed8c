"""Which stops and targets were filled."""

import msgspec
import pytest

from models.alarm import AlarmKind
from models.exit_orders import ExitOrders
from models.order import Order, OrderKind, Side
from models.trade import Fill
from tests.models.builders import LIVE, a_fill, a_position, an_order

STOP = an_order(Side.SELL, OrderKind.STOP, "6745")
TARGET = an_order(Side.SELL, OrderKind.LIMIT, "6760")
ENTRY = an_order(Side.BUY, OrderKind.LIMIT, "6750")
LONG = a_position(2, 6750)


def fill_of(order: Order, number: int = 1) -> Fill:
    """Return a fill of an order."""
    return msgspec.structs.replace(a_fill(-1, 6745, number=number, book=order.book), order_id=order.order_id)


@pytest.mark.parametrize(
    ("order", "kind"), [(STOP, AlarmKind.STOP_FILLED), (TARGET, AlarmKind.TARGET_FILLED), (ENTRY, None)]
)
def test_fill_of_an_exit_is_told_once_per_order(order: Order, kind: AlarmKind | None) -> None:
    """However many parts a fill has, it is one event; an entry is none."""
    exits = ExitOrders()
    exits.take(order)
    assert exits.filled(fill_of(order), LONG) is kind
    assert exits.filled(fill_of(order, 2), LONG) is None


def test_two_orders_are_two_events() -> None:
    """Each of several targets is told."""
    exits = ExitOrders()
    other = an_order(Side.SELL, OrderKind.LIMIT, "6770")
    for order in (TARGET, other):
        exits.take(order)
    assert exits.filled(fill_of(TARGET), LONG) is AlarmKind.TARGET_FILLED
    assert exits.filled(fill_of(other), LONG) is AlarmKind.TARGET_FILLED


def test_order_that_has_ended_is_still_known() -> None:
    """The server says that an order has ended before anybody books its fill."""
    exits = ExitOrders()
    exits.take(STOP)
    exits.take(msgspec.structs.replace(STOP, working=False))
    assert exits.filled(fill_of(STOP), LONG) is AlarmKind.STOP_FILLED


def test_stop_that_became_a_market_order_is_still_a_stop() -> None:
    """What triggers a stop may turn it into another type of order."""
    exits = ExitOrders()
    exits.take(STOP)
    exits.take(msgspec.structs.replace(STOP, kind=OrderKind.MARKET, price=None, working=False))
    assert exits.filled(fill_of(STOP), LONG) is AlarmKind.STOP_FILLED


def test_replaced_order_is_the_same_order() -> None:
    """A cancel and replace changes the id, not what has been told."""
    exits = ExitOrders()
    exits.take(STOP)
    assert exits.filled(fill_of(STOP), LONG) is AlarmKind.STOP_FILLED
    replaced = msgspec.structs.replace(STOP, order_id="new", previous_id=STOP.order_id)
    exits.take(replaced)
    assert exits.filled(fill_of(replaced, 2), LONG) is None


def test_fill_without_order_or_position_is_no_exit() -> None:
    """Nothing is guessed."""
    exits = ExitOrders()
    assert exits.filled(fill_of(STOP), LONG) is None
    exits.take(STOP)
    assert exits.filled(fill_of(STOP), None) is None
    assert exits.filled(fill_of(msgspec.structs.replace(STOP, book=LIVE)), LONG) is None


def test_memory_is_bounded() -> None:
    """Orders of long ago are forgotten."""
    exits = ExitOrders()
    exits.take(STOP)
    for number in range(2_000):
        exits.take(msgspec.structs.replace(STOP, order_id=str(number)))
    assert exits.filled(fill_of(STOP), LONG) is None
