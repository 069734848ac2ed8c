"""Working orders and the protection that they give to a position."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

import msgspec

from models.book import Book, Symbol
from models.trade import UNSEEN_ENTRY, Position


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


def protection_of(position: Position | None, orders: Iterable[Order]) -> Protection:
    """Return the stop and the target that working orders give to a position.

    Args:
        position: What is open; a flat book has no protection.
        orders: Orders of any book and symbol; those of other positions do not count.

    Returns:
        The stop and the target nearest to the market. An order whose quantity is not known covers nothing: a
        position that looks partly protected is the safe error.
    """
    if position is None:
        return NO_PROTECTION
    stops: list[tuple[Decimal, Decimal]] = []
    targets: list[tuple[Decimal, Decimal]] = []
    for order in orders:
        kind = role_of(position, order) if order.working else None
        if order.price is None or kind is None:
            continue
        side = stops if kind is OrderKind.STOP else targets
        side.append((order.price, order.quantity or Decimal(0)))
    # The market lies between stop and target, so the nearest stop of a long is its highest one.
    nearest_stop, nearest_target = (max, min) if position.direction > 0 else (min, max)
    return Protection(
        stop=nearest_stop((price for price, _ in stops), default=None),
        stop_quantity=sum((quantity for _, quantity in stops), Decimal(0)),
        target=nearest_target((price for price, _ in targets), default=None),
        target_quantity=sum((quantity for _, quantity in targets), Decimal(0)),
    )


def with_initial_stop(
    position: Position, protection: Protection, at: datetime, limit_s: float = 60
) -> Position:
    """Return the position with its first stop frozen, if there is one to freeze.

    Args:
        position: What is open.
        protection: What works for it now.
        at: Moment at which the stop was seen working, UTC.
        limit_s: How long after the entry a stop still counts as the initial one, seconds.

    Returns:
        The same object when nothing changed.
    """
    stop = protection.stop
    too_late = at - position.entry_time > timedelta(seconds=limit_s)
    unseen = UNSEEN_ENTRY in position.notes and not position.executions
    if position.initial_stop is not None or stop is None or too_late or unseen:
        return position
    return msgspec.structs.replace(
        position,
        initial_stop=stop,
        initial_risk=abs(position.average_price - stop) * abs(position.quantity),
        entered_risk=abs(position.entry_value - stop * position.entered),
    )


def role_of(position: Position, order: Order) -> OrderKind | None:
    """Return what an order is to a position, whether it still works or not.

    Returns:
        STOP or LIMIT for an order that protects it or is its target, None for any other.
    """
    closes = order.side.value == -position.direction
    if not closes or (order.book, order.symbol) != (position.book, position.symbol):
        return None
    if order.kind is OrderKind.MARKET or order.price is None:
        return None
    if order.kind is not OrderKind.UNKNOWN:
        return order.kind
    gain = (order.price - position.average_price) * position.direction
    if gain == 0:
        return None
    return OrderKind.STOP if gain < 0 else OrderKind.LIMIT
