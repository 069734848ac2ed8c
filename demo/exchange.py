"""The matching engine: market, limit and stop orders against the trades that the market prints."""

from collections.abc import Iterator
from dataclasses import replace

from demo.market import Market
from demo.orders import Bracket, Execution, Order, OrderChange, Ticket
from demo.session_figures import Print
from dtc.enums import OrderStatus, OrderType, OrderUpdateReason

_MATCHED = (OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED)


class Exchange:
    """Keeps the working orders and fills them, step by step.

    Attributes:
        market: The market whose trades fill the orders.
        step: Number of the present step; orders placed now meet the trades of the next one.
    """

    def __init__(self, market: Market, world_id: str) -> None:
        self.market = market
        self.step = 0
        self._world_id = world_id
        self._orders: dict[int, Order] = {}
        self._brackets: dict[int, Bracket] = {}
        self._changes: list[OrderChange] = []
        self._last_number = 0
        self._last_id = 0
        self._last_execution = 0

    def working(self, account: str = "") -> list[Order]:
        """Return the working orders of an account, oldest first; of all accounts for an empty name."""
        return [order for order in self._orders.values() if account in ("", order.account)]

    def order(self, number: int) -> Order | None:
        """Return a working order; None once it is filled or cancelled."""
        return self._orders.get(number)

    def take_changes(self) -> list[OrderChange]:
        """Return what has happened since the last call, in order, and forget it."""
        changes, self._changes = self._changes, []
        return changes

    def submit(self, ticket: Ticket) -> int:
        """Place an order, with its bracket waiting behind it.

        Returns:
            The number of the order.

        Raises:
            ValueError: No contracts, or a price that is missing or out of place.
        """
        if ticket.quantity < 1:
            raise ValueError(f"an order needs at least 1 contract, got {ticket.quantity}")
        if (ticket.price is None) != (ticket.kind is OrderType.MARKET):
            raise ValueError(f"{ticket.kind.name} order with price {ticket.price}")
        order = self._new_order(ticket)
        self._note(order, OrderUpdateReason.GENERAL_ORDER_UPDATE)
        order = replace(order, status=OrderStatus.OPEN)
        self._note(order, OrderUpdateReason.NEW_ORDER_ACCEPTED)
        if ticket.bracket is not None:
            self._place_children(order, ticket.bracket)
        return order.number

    def cancel(self, number: int) -> None:
        """Cancel a working order; nothing happens to one that is filled or cancelled already."""
        order = self._orders.get(number)
        if order is None:
            return
        self._note(replace(order, status=OrderStatus.CANCELED), OrderUpdateReason.ORDER_CANCELED)
        self._settle_children(order)

    def modify(self, number: int, *, price: int | None = None, quantity: int | None = None) -> None:
        """Move a working order or change its size; it gets a new id, as cancel and replace does.

        Args:
            number: The order; nothing happens to one that is filled or cancelled already.
            price: Ticks; None keeps the price.
            quantity: Contracts still to be filled; None keeps the size.
        """
        order = self._orders.get(number)
        if order is None:
            return
        order = replace(
            order,
            order_id=self._next_id(),
            previous_id=order.order_id,
            price=order.price if price is None else price,
            quantity=order.quantity if quantity is None else order.filled + quantity,
        )
        self._note(order, OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE)

    def advance(self) -> list[Print]:
        """Let the market trade one step and fill what its trades reach; return the trades."""
        self.step += 1
        tape = self.market.advance()
        if self._orders:
            for trade in tape:
                self._match(trade)
        return tape

    def _match(self, trade: Print) -> None:
        for number in tuple(self._orders):
            order = self._orders.get(number)
            if order is None or order.status not in _MATCHED:
                continue
            quantity = min(order.remaining, _offered(order, trade))
            if quantity > 0:
                self._fill(order, quantity, _fill_price(order, trade))

    def _fill(self, order: Order, quantity: int, price: int) -> None:
        self._last_execution += 1
        complete = quantity == order.remaining
        execution = Execution(
            execution_id=f"{self._world_id}.x{self._last_execution}",
            order_id=order.order_id,
            account=order.account,
            quantity=order.side * quantity,
            price=price,
            opens=order.opens,
            step=self.step,
        )
        order = replace(
            order,
            filled=order.filled + quantity,
            filled_value=order.filled_value + price * quantity,
            status=OrderStatus.FILLED if complete else OrderStatus.PARTIALLY_FILLED,
        )
        reason = OrderUpdateReason.ORDER_FILLED if complete else OrderUpdateReason.ORDER_FILLED_PARTIALLY
        self._note(order, reason, execution)
        self._shrink_partner(order, quantity)
        if complete:
            self._settle_children(order)

    def _shrink_partner(self, order: Order, quantity: int) -> None:
        """Take contracts that one side of a bracket has closed from the other side."""
        partner = None if order.partner is None else self._orders.get(order.partner)
        if partner is None:
            return
        if partner.remaining <= quantity:
            self.cancel(partner.number)
        else:
            smaller = replace(partner, quantity=partner.quantity - quantity)
            self._note(smaller, OrderUpdateReason.GENERAL_ORDER_UPDATE)

    def _place_children(self, parent: Order, bracket: Bracket) -> None:
        self._brackets[parent.number] = bracket
        for child in self._children_of(parent, bracket):
            self._note(child, OrderUpdateReason.NEW_ORDER_ACCEPTED)

    def _children_of(self, parent: Order, bracket: Bracket) -> Iterator[Order]:
        prices = [(OrderType.STOP, bracket.stop)]
        if bracket.target is not None:
            prices.append((OrderType.LIMIT, bracket.target))
        first = self._last_number + 1
        for index, (kind, price) in enumerate(prices):
            ticket = Ticket(
                account=parent.account,
                side=-parent.side,
                quantity=bracket.quantity,
                kind=kind,
                price=price,
                opens=False,
            )
            partner = first + 1 - index if len(prices) > 1 else None
            yield replace(
                self._new_order(ticket),
                parent=parent.number,
                parent_id=parent.order_id,
                partner=partner,
                status=OrderStatus.PENDING_CHILD,
            )

    def _settle_children(self, parent: Order) -> None:
        """Wake the bracket of an entry that is done; without a fill there is nothing to protect."""
        if self._brackets.pop(parent.number, None) is None:
            return
        for child in self.working(parent.account):
            if child.parent != parent.number or child.status is not OrderStatus.PENDING_CHILD:
                continue
            if parent.filled == 0:
                self.cancel(child.number)
                continue
            quantity = min(child.quantity, parent.filled)
            awake = replace(child, quantity=quantity, status=OrderStatus.OPEN)
            self._note(awake, OrderUpdateReason.GENERAL_ORDER_UPDATE)

    def _new_order(self, ticket: Ticket) -> Order:
        self._last_number += 1
        return Order(
            number=self._last_number,
            order_id=self._next_id(),
            account=ticket.account,
            side=ticket.side,
            kind=ticket.kind,
            price=ticket.price,
            quantity=ticket.quantity,
            opens=ticket.opens,
            status=OrderStatus.PENDING_OPEN,
            received_step=self.step,
        )

    def _next_id(self) -> str:
        self._last_id += 1
        return f"{self._world_id}.{self._last_id}"

    def _note(self, order: Order, reason: OrderUpdateReason, execution: Execution | None = None) -> None:
        if order.status.is_terminal:
            self._orders.pop(order.number, None)
        else:
            self._orders[order.number] = order
        self._changes.append(OrderChange(order=order, reason=reason, step=self.step, execution=execution))


def _offered(order: Order, trade: Print) -> int:
    """Return how many contracts of an order one trade fills at most."""
    if order.kind is OrderType.MARKET or order.price is None:
        return trade.quantity
    # > 0: the trade lies beyond the order's price, in the direction in which the order buys or sells.
    beyond = (trade.price - order.price) * order.side
    if order.kind is OrderType.STOP:
        # A triggered stop is a market order: what one trade leaves over is filled by the next.
        return trade.quantity if beyond >= 0 or order.filled else 0
    if beyond < 0:
        return order.remaining
    # At the limit itself others stand in the queue before us.
    return trade.quantity // 3 if beyond == 0 else 0


def _fill_price(order: Order, trade: Print) -> int:
    """Return the price of a fill: a limit gets its price, all others pay the spread."""
    if order.kind is OrderType.LIMIT and order.price is not None:
        return order.price
    return trade.price if trade.aggressor == order.side else trade.price + order.side
