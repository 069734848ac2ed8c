"""The record that a position leaves behind when it ends."""

from datetime import datetime
from decimal import Decimal

import msgspec

from models.contract import Contract
from models.order import Protection
from models.trade import ESTIMATED_EXIT, Execution, MarketContext, Position, Trade

_ZERO = Decimal(0)


class Ending(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a position went flat.

    Attributes:
        at: UTC.
        price: Price of the last exit; None when nobody knows it.
        fee: Dollars of the last exit.
        execution: The last fill; None when no fill told of the end.
        context: Market at the exit; None where it is not known.
        protection: Stop and target that worked last.
    """

    at: datetime
    price: Decimal | None
    fee: Decimal
    execution: Execution | None
    context: MarketContext | None
    protection: Protection


def gross_of(position: Position, price: Decimal | None, contract: Contract) -> Decimal | None:
    """Return the gross dollars of the whole trade if all that is left goes at a price; None where unknown.

    They come from the sums of entries and exits, so that a rounded average price leaves no trace in them.
    Where one of the exits is an estimate, so would the sum be: then the result is unknown.
    """
    if price is None or contract.point_value is None or ESTIMATED_EXIT in position.notes:
        return None
    exit_value = position.exit_value + price * abs(position.quantity)
    return (exit_value - position.entry_value) * position.direction * contract.point_value


def closed_trade(position: Position, ending: Ending, contract: Contract) -> Trade:
    """Return the trade that a position was.

    Args:
        position: What was open before it ended; its extremes include the last price.
        ending: How it ended.
        contract: What the symbol is worth.
    """
    gross = gross_of(position, ending.price, contract)
    fees = position.fees + ending.fee
    net = None if gross is None else gross - fees
    risk = _risk(position, contract)
    entry = position.entry_value / position.entered
    below, above = min(_ZERO, position.low - entry), max(_ZERO, position.high - entry)
    mae_points, mfe_points = (below, above) if position.direction > 0 else (-above, -below)
    return Trade(
        trade_id=position.trade_id,
        book=position.book,
        symbol=position.symbol,
        root=contract.root,
        direction=position.direction,
        contracts=position.entered,
        average_entry=entry,
        average_exit=_average_exit(position, ending.price),
        entry_time=position.entry_time,
        exit_time=ending.at,
        gross=gross,
        fees=fees,
        net=net,
        initial_stop=position.initial_stop,
        last_stop=ending.protection.stop,
        last_target=ending.protection.target,
        initial_risk=risk,
        r_multiple=None if net is None or not risk else net / risk,
        mae_points=mae_points + _ZERO,
        mfe_points=mfe_points + _ZERO,
        mae=position.worst_open,
        mfe=position.best_open,
        efficiency=_efficiency(gross, position.best_open),
        entry_context=position.entry_context,
        exit_context=ending.context,
        notes=position.notes,
        executions=position.executions + (() if ending.execution is None else (ending.execution,)),
    )


def _risk(position: Position, contract: Contract) -> Decimal | None:
    if position.entered_risk is None or contract.point_value is None:
        return None
    return position.entered_risk * contract.point_value


def _average_exit(position: Position, price: Decimal | None) -> Decimal | None:
    if price is None:
        return None
    left = abs(position.quantity)
    return (position.exit_value + price * left) / (position.exited + left)


def _efficiency(gross: Decimal | None, best_open: Decimal | None) -> Decimal | None:
    if gross is None or not best_open:
        return None
    return min(Decimal(1), gross / best_open)
