"""Figures of an open position; each is None where it is not defined, never 0."""

from decimal import Decimal

from models.contract import Contract, fee_of
from models.order import Protection
from models.trade import Position

_ZERO = Decimal(0)
_ONE = Decimal(1)
# A price this far from the entry belongs to another market: the snapshot file does not name its symbol.
_FOREIGN_PRICE = Decimal("0.2")


def points(position: Position, last: Decimal) -> Decimal:
    """Return the profit of one contract, points."""
    return (last - position.average_price) * position.direction


def open_pnl(position: Position, contract: Contract, last: Decimal) -> Decimal | None:
    """Return the profit of all contracts held, dollars before fees."""
    return worth(position, contract, points(position, last))


def worth(position: Position, contract: Contract, distance: Decimal) -> Decimal | None:
    """Return what points of one contract are for all contracts held, dollars before fees."""
    if contract.point_value is None:
        return None
    return distance * abs(position.quantity) * contract.point_value


def planned_risk(position: Position, contract: Contract, protection: Protection) -> Decimal | None:
    """Return what the current stop would cost, fees of both sides included, dollars."""
    if protection.stop is None or contract.point_value is None:
        return None
    held = abs(position.quantity)
    loss = planned_points(position, protection.stop)
    return loss * held * contract.point_value + 2 * fee_of(contract, held)


def planned_points(position: Position, stop: Decimal) -> Decimal:
    """Return what a stop would cost one contract before fees, points >= 0."""
    return max(_ZERO, -points(position, stop))


def r_open(position: Position, last: Decimal) -> Decimal | None:
    """Return the open profit in units of the initial risk of the contracts still held."""
    return in_initial_risk(position, points(position, last))


def in_initial_risk(position: Position, distance: Decimal) -> Decimal | None:
    """Return points of one contract in units of the initial risk of the contracts still held."""
    if not position.initial_risk:
        return None
    return distance * abs(position.quantity) / position.initial_risk


def range_to_target(position: Position, protection: Protection, last: Decimal) -> Decimal | None:
    """Return the points left to the target; negative once it was passed."""
    if protection.target is None:
        return None
    return (protection.target - last) * position.direction


def mae_points(position: Position) -> Decimal:
    """Return the worst excursion from the average entry, points <= 0."""
    worst = position.low if position.direction > 0 else position.high
    return min(_ZERO, points(position, worst))


def mfe_points(position: Position) -> Decimal:
    """Return the best excursion from the average entry, points >= 0."""
    best = position.high if position.direction > 0 else position.low
    return max(_ZERO, points(position, best))


def efficiency(position: Position, contract: Contract, last: Decimal) -> Decimal | None:
    """Return the share of the best open profit that is still there, at most 1."""
    profit = open_pnl(position, contract, last)
    if profit is None or not position.best_open:
        return None
    return min(Decimal(1), profit / position.best_open)


def stop_distance(position: Position, protection: Protection, last: Decimal) -> Decimal | None:
    """Return the points from the price to the stop; negative once the price is beyond it."""
    if protection.stop is None:
        return None
    return (last - protection.stop) * position.direction


def way_done(position: Position, protection: Protection, last: Decimal) -> Decimal | None:
    """Return how much of the way from the entry to the target is done; 0 to 1."""
    if protection.target is None:
        return None
    way = points(position, protection.target)
    return min(_ONE, max(_ZERO, points(position, last) / way)) if way > 0 else None


def stop_is_near(distance: Decimal | None, near: Decimal | None) -> bool:
    """Return whether the stop alarm is due, the boundary and the far side included."""
    return distance is not None and near is not None and distance <= near


def price_fits(position: Position, last: Decimal) -> bool:
    """Return whether a price can belong to the market of a position at all."""
    return near_entry(position.average_price, last)


def near_entry(entry: Decimal, last: Decimal) -> bool:
    """Return whether a price can belong to a market that was traded at another."""
    return abs(last - entry) <= abs(entry) * _FOREIGN_PRICE
