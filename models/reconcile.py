"""Positions that only the server's report explains."""

from datetime import datetime
from decimal import Decimal

import msgspec

from models.book import Book, Symbol
from models.closing import Ending, closed_trade
from models.contract import Contract, fee_of
from models.fills import Booked, execution_of, mark
from models.order import NO_PROTECTION, Protection
from models.trade import ADOPTED, ESTIMATED_EXIT, RECONCILED, Fill, MarketContext, Position, Trade

_ZERO = Decimal(0)


def adopt(  # noqa: PLR0913, PLR0917 - the fields of a report, which has no value of this package
    book: Book,
    symbol: Symbol,
    quantity: Decimal,
    average_price: Decimal,
    entry_time: datetime,
    contract: Contract,
    *,
    trade_id: str,
    low: Decimal | None = None,
    high: Decimal | None = None,
    context: MarketContext | None = None,
) -> Position:
    """Return a position whose fills nobody saw; it has no executions and no fees.

    Args:
        book: Whose it is.
        symbol: What is held.
        quantity: Signed contracts, not 0.
        average_price: The server's.
        entry_time: The server's, else the moment of the report; UTC.
        contract: What the symbol is worth.
        trade_id: Identity of the trade that runs.
        low: Lowest price since entry, if the server told.
        high: Highest price since entry, if the server told.
        context: Market at the entry, if the position opened just now.

    Raises:
        ValueError: The quantity is 0.
    """
    if quantity == 0:
        message = f"a flat report of {symbol} in {book} cannot be adopted as a position"
        raise ValueError(message)
    nothing = None if contract.point_value is None else _ZERO
    position = Position(
        trade_id=trade_id,
        book=book,
        symbol=symbol,
        quantity=quantity,
        average_price=average_price,
        entry_time=entry_time,
        low=average_price,
        high=average_price,
        worst_open=nothing,
        best_open=nothing,
        entered=abs(quantity),
        entry_value=average_price * abs(quantity),
        exited=_ZERO,
        exit_value=_ZERO,
        realised=nothing,
        fees=_ZERO,
        entry_context=context,
        notes=(ADOPTED,),
    )
    for price in (low, high):
        if price is not None:
            position = mark(position, price, contract)
    return position


def explained(
    position: Position, fill: Fill, contract: Contract, context: MarketContext | None = None
) -> Booked:
    """Book a fill that an adopted position contains already: it opened what the report told of first.

    Args:
        position: What was adopted.
        fill: A fill of the same side, for no more contracts than were adopted without a fill.
        contract: What the symbol is worth.
        context: Market at the fill; that of the entry, unless the position has one.
    """
    fee = fee_of(contract, abs(fill.quantity))
    nothing = None if contract.point_value is None else _ZERO
    known = msgspec.structs.replace(
        mark(position, fill.price, contract),
        entry_time=min(position.entry_time, fill.at),
        fees=position.fees + fee,
        entry_context=position.entry_context or context,
        executions=(*position.executions, execution_of(fill, fill.quantity, nothing, fee)),
    )
    return Booked(position=known, closed=None, net=None if nothing is None else -fee, fee=fee)


def reaveraged(position: Position, average_price: Decimal) -> Position:
    """Return the position at the server's average price, so that the trade is worth what the server says."""
    change = (average_price - position.average_price) * abs(position.quantity)
    return msgspec.structs.replace(
        position, average_price=average_price, entry_value=position.entry_value + change
    )


def resized(position: Position, quantity: Decimal, price: Decimal) -> Position:
    """Return the position with the server's quantity of the same side, noted as reconciled.

    Args:
        position: What the fills had made.
        quantity: The server's signed contracts, same sign, not 0.
        price: Best known price of the fills that were missed: the server's average for more contracts, the
            last price for fewer. What was realised by the latter nobody knows, so the trade has no result.

    Raises:
        ValueError: The quantity is 0 or of the other side.
    """
    if quantity * position.direction <= 0:
        message = (
            f"{position.symbol} in {position.book} cannot be resized from {position.quantity} to {quantity}"
        )
        raise ValueError(message)
    held, wanted = abs(position.quantity), abs(quantity)
    position = noted(position, RECONCILED)
    if wanted >= held:
        added = wanted - held
        return msgspec.structs.replace(
            position,
            quantity=quantity,
            average_price=(held * position.average_price + added * price) / wanted,
            entered=position.entered + added,
            entry_value=position.entry_value + added * price,
            low=min(position.low, price),
            high=max(position.high, price),
        )
    gone = held - wanted
    position = noted(position, ESTIMATED_EXIT)
    risk = position.initial_risk
    return msgspec.structs.replace(
        position,
        quantity=quantity,
        exited=position.exited + gone,
        exit_value=position.exit_value + gone * price,
        initial_risk=None if risk is None else risk * wanted / held,
    )


def noted(position: Position, note: str) -> Position:
    """Return the position with one more note, once."""
    if note in position.notes:
        return position
    return msgspec.structs.replace(position, notes=(*position.notes, note))


def close_estimated(  # noqa: PLR0913 - one argument for each thing that an end has
    position: Position,
    price: Decimal | None,
    at: datetime,
    contract: Contract,
    *,
    context: MarketContext | None = None,
    protection: Protection = NO_PROTECTION,
) -> Trade:
    """Return the trade of a position that the server says is flat, though no fill told how it ended.

    Its result is not known: an estimate is shown as the exit price, and booked nowhere.

    Args:
        position: What was open.
        price: Last valid price, taken as the exit; None where there is none.
        at: Moment at which the end was noticed, UTC.
        contract: What the symbol is worth.
        context: Market at that moment.
        protection: Stop and target that worked last.
    """
    if price is not None:
        position = mark(position, price, contract)
    ending = Ending(
        at=at,
        price=price,
        fee=fee_of(contract, abs(position.quantity)),
        execution=None,
        context=context,
        protection=protection,
    )
    return closed_trade(noted(position, ESTIMATED_EXIT), ending, contract)
