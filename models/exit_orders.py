"""Which stops and targets were filled, each once, however many parts the fill had."""

from collections import OrderedDict

from models.alarm import AlarmKind
from models.book import Book
from models.order import Order, OrderKind, role_of
from models.trade import Fill, Position

# Far above what works at any moment; an order that was forgotten is only not announced.
_MOST_ORDERS = 2_000
_KINDS = {OrderKind.STOP: AlarmKind.STOP_FILLED, OrderKind.LIMIT: AlarmKind.TARGET_FILLED}

_Id = tuple[Book, str]


class ExitOrders:
    """Orders as they were described last, and those whose fill was told; one owner, one thread."""

    def __init__(self) -> None:
        self._orders: OrderedDict[_Id, Order] = OrderedDict()
        self._told: OrderedDict[_Id, None] = OrderedDict()

    def take(self, order: Order) -> None:
        """Keep what an order is; a market order that it turns into does not make it another one."""
        identity = (order.book, order.order_id)
        before = self._orders.pop(identity, None) or self._orders.pop((order.book, order.previous_id), None)
        if (order.book, order.previous_id) in self._told:
            self._told[identity] = None
        if before is not None and (order.kind is OrderKind.MARKET or order.price is None):
            order = before
        self._orders[identity] = order
        if len(self._orders) > _MOST_ORDERS:
            self._orders.popitem(last=False)

    def filled(self, fill: Fill, position: Position | None) -> AlarmKind | None:
        """Return what the first fill of an order means to the position that was open before it.

        Returns:
            None where it is no exit, the order is not known, or an earlier part of it was told.
        """
        identity = (fill.book, fill.order_id)
        order = self._orders.get(identity)
        if order is None or position is None or identity in self._told:
            return None
        role = role_of(position, order)
        if role is None:
            return None
        self._told[identity] = None
        if len(self._told) > _MOST_ORDERS:
            self._told.popitem(last=False)
        return _KINDS[role]
