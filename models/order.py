"""Working orders and the protection that they give to a position."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec

from models.book import Book, Symbol


class Side(Enum):
    """Side of an order."""

    BUY = 1
    SELL = -1


class OrderKind(Enum):
    """Kind of an order, as far as protection asks for it."""

    UNKNOWN = "unknown"
    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"


class Order(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One order as the server last described it.

    Attributes:
        order_id: The server's id.
        previous_id: Id that this order had before a cancel and replace; empty when none.
        price: Trigger of a stop or price of a limit; None for market orders.
        quantity: Contracts still to be filled; None while the server has not said.
        working: False once it is filled, cancelled or rejected.
    """

    book: Book
    symbol: Symbol
    order_id: str
    previous_id: str
    side: Side
    kind: OrderKind
    price: Decimal | None
    quantity: Decimal | None
    working: bool
    at: datetime


class Protection(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Working stop and target of a position.

    Attributes:
        stop: Price of the protective stop nearest to the market; None when there is none.
        stop_quantity: Contracts that all protective stops cover together.
        target: Price of the nearest target; None when there is none.
        target_quantity: Contracts that all targets cover together.
    """

    stop: Decimal | None
    stop_quantity: Decimal
    target: Decimal | None
    target_quantity: Decimal


NO_PROTECTION = Protection(stop=None, stop_quantity=Decimal(0), target=None, target_quantity=Decimal(0))
