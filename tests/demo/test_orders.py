"""Orders as values."""

from demo.orders import Order
from dtc.enums import OrderStatus, OrderType


def test_remaining_is_what_is_not_filled_yet() -> None:
    """An order of 5 with 2 filled has 3 to go."""
    order = Order(
        number=1,
        order_id="1",
        account="Sim1",
        side=1,
        kind=OrderType.MARKET,
        price=None,
        quantity=5,
        filled=2,
        opens=True,
        status=OrderStatus.PARTIALLY_FILLED,
        received_step=0,
    )
    assert order.remaining == 3
