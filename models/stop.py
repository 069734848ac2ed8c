"""What the working stop of an open position means; each figure is None where it is not defined, never 0."""

from decimal import Decimal
from typing import NamedTuple

from models.contract import Contract, fee_of
from models.figures import points, stop_distance
from models.order import Protection
from models.trade import Position

_ZERO = Decimal(0)
_ONE = Decimal(1)


class StopFilled(NamedTuple):
    """What becomes of a position if its stop fills at its price.

    Attributes:
        contracts: Closed by it, unsigned.
        left: Contracts that stay open.
        dollars: Result of those that are closed, fees of both sides included; None without a point value.
        multiple: The same in units of their initial risk; None without an initial stop or a point value.
    """

    contracts: Decimal
    left: Decimal
    dollars: Decimal | None
    multiple: Decimal | None


def if_stop_fills(position: Position, contract: Contract, protection: Protection) -> StopFilled | None:
    """Return the result if the working stop fills at its price; None without a stop."""
    if protection.stop is None:
        return None
    held = abs(position.quantity)
    contracts = min(held, protection.stop_quantity)
    dollars = multiple = None
    if contract.point_value is not None:
        gross = points(position, protection.stop) * contracts * contract.point_value
        dollars = gross - 2 * fee_of(contract, contracts)
        if position.initial_risk and contracts:
            risk = position.initial_risk * contracts / held * contract.point_value
            multiple = dollars / risk
    return StopFilled(contracts=contracts, left=held - contracts, dollars=dollars, multiple=multiple)


def moved_away(position: Position, protection: Protection) -> Decimal | None:
    """Return how many points farther away the stop is than at first; None if it is not."""
    if position.initial_stop is None or protection.stop is None:
        return None
    moved = (position.initial_stop - protection.stop) * position.direction
    return moved if moved > 0 else None


def room_left(position: Position, protection: Protection, last: Decimal) -> Decimal | None:
    """Return the distance to the stop as a share of the way from the best price so far; 0 to 1."""
    distance = stop_distance(position, protection, last)
    return None if distance is None else room_at(position, protection, distance)


def room_at(position: Position, protection: Protection, distance: Decimal) -> Decimal | None:
    """Return a distance from the stop as a share of the way from the best price so far; 0 to 1."""
    span = _span(position, protection)
    return None if span is None else min(_ONE, max(_ZERO, distance / span))


def _span(position: Position, protection: Protection) -> Decimal | None:
    """Return the points from the best price so far to the stop; None where the stop is beyond it."""
    if protection.stop is None:
        return None
    best = position.high if position.direction > 0 else position.low
    span = (best - protection.stop) * position.direction
    return span if span > 0 else None
