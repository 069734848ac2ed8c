"""Orders of the simulated exchange and what can happen to them."""

from dataclasses import dataclass

from dtc.enums import OrderStatus, OrderType, OrderUpdateReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A stop and a target that cancel each other, to be placed once the entry is filled.

    Attributes:
        quantity: Contracts that each of the two covers.
        stop: Ticks.
        target: Ticks; None for a stop alone.
    """

    quantity: int
    stop: int
    target: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An order as a trader writes it.

    Attributes:
        side: +1 buy, -1 sell.
        price: Ticks; None for a market order.
        opens: Whether it is meant to open or widen a position.
    """

    account: str
    side: int
    quantity: int
    kind: OrderType = OrderType.MARKET
    price: int | None = None
    opens: bool = True
    bracket: Bracket | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order as the exchange holds it.

    Attributes:
        number: Identity for life, also across replacements.
        order_id: What the server calls it; every replacement gets a new one.
        previous_id: Id before the last replacement; empty when there was none.
        parent: Number of the entry that a bracket order belongs to; None for others.
        parent_id: Id of that entry; empty for others.
        partner: Number of the order that it cancels when it fills; None for orders that stand alone.
        filled_value: Sum of price x contracts of its fills, ticks.
        received_step: Step in which it was placed.
    """

    number: int
    order_id: str
    previous_id: str = ""
    parent: int | None = None
    parent_id: str = ""
    partner: int | None = None
    account: str
    side: int
    kind: OrderType
    price: int | None
    quantity: int
    filled: int = 0
    filled_value: int = 0
    opens: bool
    status: OrderStatus
    received_step: int

    @property
    def remaining(self) -> int:
        """Return the contracts still to be filled."""
        return self.quantity - self.filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One fill.

    Attributes:
        execution_id: Unique over all worlds.
        quantity: Signed contracts: bought > 0, sold < 0.
        price: Ticks.
    """

    execution_id: str
    order_id: str
    account: str
    quantity: int
    price: int
    opens: bool
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """Something happened to an order.

    Attributes:
        order: The order after the change.
        execution: The fill, for the two fill reasons; else None.
    """

    order: Order
    reason: OrderUpdateReason
    step: int
    execution: Execution | None = None
