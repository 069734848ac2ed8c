"""Whether a stop was moved away from the entry."""

from decimal import Decimal

import msgspec

from models.contract import Contract
from models.order import Protection
from models.trade import Position

_ZERO = Decimal(0)


class StopReference(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the stop of a position is compared with.

    Attributes:
        trade_id: Trade that it belongs to.
        quantity: Signed contracts that were held then.
        tightest: Stop with the least risk so far; None while there was none.
        widest: The farthest that it was moved away since; None while it was not.
        moves: How often it was moved away since.
    """

    trade_id: str
    quantity: Decimal
    tightest: Decimal | None
    widest: Decimal | None = None
    moves: int = 0


def follow_stop(
    before: StopReference | None, position: Position, protection: Protection, contract: Contract
) -> StopReference:
    """Return the reference after a change of the position or its stop.

    Another trade or another quantity starts anew: where a part of the contracts is gone, another stop is the
    nearest, and nobody moved it. A stop that was cancelled and placed again elsewhere was moved.
    """
    stop = protection.stop
    start = StopReference(trade_id=position.trade_id, quantity=position.quantity, tightest=stop)
    if before is None or (before.trade_id, before.quantity) != (position.trade_id, position.quantity):
        return start
    if stop is None:
        return before
    if before.tightest is None or _risk(position, stop) <= _risk(position, before.tightest):
        return start
    farthest = before.tightest if before.widest is None else before.widest
    if _risk(position, stop) - _risk(position, farthest) < (contract.tick or _ZERO) or stop == farthest:
        return before
    return msgspec.structs.replace(before, widest=stop, moves=before.moves + 1)


def _risk(position: Position, stop: Decimal) -> Decimal:
    """Return the points of one contract that a stop gives away, from the entry on."""
    return max(_ZERO, (position.average_price - stop) * position.direction)
