"""From fills to positions and trades, with Decimal money from end to end."""

from decimal import Decimal

import msgspec

from models.closing import Ending, closed_trade, gross_of
from models.contract import Contract, fee_of
from models.order import NO_PROTECTION, Protection
from models.trade import Execution, Fill, MarketContext, Position, Trade

_ZERO = Decimal(0)
# A partial exit from an average price is rounded; the last exit takes what is left, so that trades are exact.
_CENT = Decimal("0.01")
_EXACT = Decimal("1e-12")


class Booked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one fill made of a position.

    Attributes:
        position: What is open after it; None when flat.
        closed: The trade that it ended, if it did.
        net: Change of the balance: realised dollars less the fee; None without a known point value.
        fee: Dollars, at least 0.
    """

    position: Position | None
    closed: Trade | None
    net: Decimal | None
    fee: Decimal


def apply_fill(  # noqa: PLR0913, PLR0917 - one argument for each thing that a fill meets
    position: Position | None,
    fill: Fill,
    contract: Contract,
    context: MarketContext | None,
    trade_id: str,
    protection: Protection = NO_PROTECTION,
) -> Booked:
    """Book one fill: open, scale in, scale out, close, or reverse.

    Args:
        position: What is open in the fill's book and symbol; None when flat.
        fill: A fill that has not been booked yet; whether it may open a position is decided before.
        contract: What the symbol is worth.
        context: Market at the fill, None where it is not known; kept as entry or exit context.
        trade_id: Identity of the trade that the fill opens, if it opens one.
        protection: Stop and target that worked when the fill came.

    Raises:
        ValueError: The fill has no quantity.
    """
    if fill.quantity == 0:
        message = f"fill {fill.execution_id!r} of {fill.symbol} in {fill.book} has quantity 0"
        raise ValueError(message)
    if position is None:
        return _opening(fill, fill.quantity, contract, context, trade_id)
    position = mark(position, fill.price, contract)
    if fill.quantity * position.direction > 0:
        return _scale_in(position, fill, contract, protection)
    if abs(fill.quantity) <= abs(position.quantity):
        return _reduce(position, fill, fill.quantity, contract, context, protection)
    closing = _reduce(position, fill, -position.quantity, contract, context, protection)
    opening = _opening(fill, fill.quantity + position.quantity, contract, context, trade_id)
    return Booked(
        position=opening.position,
        closed=closing.closed,
        net=_sum(closing.net, opening.net),
        fee=closing.fee + opening.fee,
    )


def mark(position: Position, price: Decimal, contract: Contract) -> Position:
    """Return the position after a valid price; the same object when no extreme moved.

    Args:
        position: What is open.
        price: Last trade or a fill; session extremes never get here.
        contract: What the symbol is worth.
    """
    low, high = min(position.low, price), max(position.high, price)
    worst, best = position.worst_open, position.best_open
    profit = _profit(position, price, abs(position.quantity), contract)
    if profit is not None:
        worst = min(_ZERO if worst is None else worst, profit)
        best = max(_ZERO if best is None else best, profit)
    if (low, high, worst, best) == (position.low, position.high, position.worst_open, position.best_open):
        return position
    return msgspec.structs.replace(position, low=low, high=high, worst_open=worst, best_open=best)


def _opening(
    fill: Fill, quantity: Decimal, contract: Contract, context: MarketContext | None, trade_id: str
) -> Booked:
    """Open a position with all or the rest of a fill."""
    size = abs(quantity)
    fee = fee_of(contract, size)
    nothing = None if contract.point_value is None else _ZERO
    position = Position(
        trade_id=trade_id,
        book=fill.book,
        symbol=fill.symbol,
        quantity=quantity,
        average_price=fill.price,
        entry_time=fill.at,
        low=fill.price,
        high=fill.price,
        worst_open=nothing,
        best_open=nothing,
        entered=size,
        entry_value=fill.price * size,
        exited=_ZERO,
        exit_value=_ZERO,
        realised=nothing,
        fees=fee,
        entry_context=context,
        executions=(execution_of(fill, quantity, nothing, fee),),
    )
    return Booked(position=position, closed=None, net=None if nothing is None else -fee, fee=fee)


def _scale_in(position: Position, fill: Fill, contract: Contract, protection: Protection) -> Booked:
    size, held = abs(fill.quantity), abs(position.quantity)
    fee = fee_of(contract, size)
    realised = None if contract.point_value is None else _ZERO
    added = _added_risk(position, fill, protection)
    average = (held * position.average_price + size * fill.price) / (held + size)
    scaled = msgspec.structs.replace(
        position,
        quantity=position.quantity + fill.quantity,
        average_price=average,
        entered=position.entered + size,
        entry_value=position.entry_value + fill.price * size,
        fees=position.fees + fee,
        initial_risk=_sum(position.initial_risk, added),
        entered_risk=_sum(position.entered_risk, added),
        executions=(*position.executions, execution_of(fill, fill.quantity, realised, fee)),
    )
    return Booked(position=scaled, closed=None, net=None if realised is None else -fee, fee=fee)


def _reduce(  # noqa: PLR0913, PLR0917 - one argument for each thing that a fill meets
    position: Position,
    fill: Fill,
    quantity: Decimal,
    contract: Contract,
    context: MarketContext | None,
    protection: Protection,
) -> Booked:
    """Scale out, or close when the quantity is all that is held.

    Args:
        position: What is open, marked with the price of the fill.
        fill: Its price and identity count.
        quantity: The part of it that belongs to this position, signed like the fill.
        contract: What the symbol is worth.
        context: Market at the fill.
        protection: Stop and target that work.
    """
    size, held = abs(quantity), abs(position.quantity)
    fee = fee_of(contract, size)
    if size == held:
        gross = gross_of(position, fill.price, contract)
        # The last exit takes what rounding left, unless the sums hold an estimate: no guess is booked.
        rest = None if gross is None else gross - (position.realised or _ZERO)
        realised = _realised(position, fill.price, size, contract) if rest is None else rest
        execution = execution_of(fill, quantity, realised, fee)
        ending = Ending(
            at=fill.at, price=fill.price, fee=fee, execution=execution, context=context, protection=protection
        )
        trade = closed_trade(position, ending, contract)
        return Booked(position=None, closed=trade, net=None if realised is None else realised - fee, fee=fee)
    realised = _realised(position, fill.price, size, contract)
    risk = position.initial_risk
    reduced = msgspec.structs.replace(
        position,
        quantity=position.quantity + quantity,
        exited=position.exited + size,
        exit_value=position.exit_value + fill.price * size,
        realised=_sum(position.realised, realised),
        fees=position.fees + fee,
        initial_risk=None if risk is None else risk * (held - size) / held,
        executions=(*position.executions, execution_of(fill, quantity, realised, fee)),
    )
    return Booked(position=reduced, closed=None, net=None if realised is None else realised - fee, fee=fee)


def _added_risk(position: Position, fill: Fill, protection: Protection) -> Decimal | None:
    """Return the risk that a scale-in adds, from the stop valid at that fill, points x contracts."""
    if position.initial_stop is None:
        return None
    stop = position.initial_stop if protection.stop is None else protection.stop
    return abs(fill.price - stop) * abs(fill.quantity)


def _profit(position: Position, price: Decimal, contracts: Decimal, contract: Contract) -> Decimal | None:
    if contract.point_value is None:
        return None
    return (price - position.average_price) * position.direction * contracts * contract.point_value


def _realised(position: Position, price: Decimal, contracts: Decimal, contract: Contract) -> Decimal | None:
    """Return what an exit of some contracts realises, to the cent."""
    profit = _profit(position, price, contracts, contract)
    # In two steps: an average of 28 digits leaves a half cent a hair above or below a half.
    return None if profit is None else profit.quantize(_EXACT).quantize(_CENT)


def execution_of(fill: Fill, quantity: Decimal, realised: Decimal | None, fee: Decimal) -> Execution:
    """Return what a position keeps of a fill.

    Args:
        fill: Its identity, moment and price count.
        quantity: The part of it that belongs to the position, signed contracts.
        realised: Dollars before the fee; None without a known point value.
        fee: Dollars, at least 0.
    """
    return Execution(
        execution_id=fill.execution_id,
        order_id=fill.order_id,
        at=fill.at,
        quantity=quantity,
        price=fill.price,
        realised=realised,
        fee=fee,
    )


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """Return the sum, None where a part is unknown."""
    return None if first is None or second is None else first + second
