"""Values for tests; every argument that a test does not care about has a plain default."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from models.book import Book, Symbol, TradeAccount, TradeMode
from models.contract import Contract, contract_of
from models.fills import Booked, apply_fill
from models.order import NO_PROTECTION, Order, OrderKind, Protection, Side
from models.trade import BookedFill, Fill, Position, Trade

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, 9:00 in Chicago."""
SIM = Book(TradeMode.SIM, TradeAccount("Sim1"))
SIM2 = Book(TradeMode.SIM, TradeAccount("Sim2"))
LIVE = Book(TradeMode.LIVE, TradeAccount("120005"))
LIVE2 = Book(TradeMode.LIVE, TradeAccount("999999"))
DEBUG = Book(TradeMode.DEBUG, TradeAccount("Test"))
SYMBOL = Symbol("F.US.MESZ26")
MES = contract_of("F.US.MESZ26", {}, None)
ES = contract_of("F.US.EPZ26", {}, None)
UNKNOWN = contract_of("AAPL", {}, None)


def later(seconds: float) -> datetime:
    """Return a moment after NOW."""
    return NOW + timedelta(seconds=seconds)


def a_fill(  # noqa: PLR0913 - a builder has an argument for each field
    quantity: str | int | Decimal = 1,
    price: str | int | Decimal = "6750.25",
    *,
    number: int = 1,
    book: Book = SIM,
    symbol: Symbol = SYMBOL,
    at: datetime = NOW,
) -> Fill:
    """Return a fill with an identity from its number."""
    return Fill(
        book=book,
        symbol=symbol,
        execution_id=f"e{number}",
        order_id=f"o{number}",
        quantity=Decimal(quantity),
        price=Decimal(price),
        at=at,
    )


def booked_after(
    fills: Sequence[Fill], contract: Contract = MES, protection: Protection = NO_PROTECTION
) -> list[Booked]:
    """Return what each of some fills in a row made of the position."""
    position: Position | None = None
    results = []
    for fill in fills:
        booked = apply_fill(position, fill, contract, None, f"t {fill.execution_id}", protection)
        position = booked.position
        results.append(booked)
    return results


def a_position(
    quantity: str | int = 1,
    price: str | int = "6750.25",
    *,
    contract: Contract = MES,
    book: Book = SIM,
    at: datetime = NOW,
) -> Position:
    """Return a position that one fill opened."""
    position = apply_fill(None, a_fill(quantity, price, book=book, at=at), contract, None, "t0").position
    assert position is not None
    return position


def a_trade(number: int = 1, *, book: Book = SIM, exit_time: datetime = NOW) -> Trade:
    """Return a closed trade."""
    fills = [
        a_fill(1, 6750, number=2 * number, book=book),
        a_fill(-1, 6755, number=2 * number + 1, book=book, at=exit_time),
    ]
    position = apply_fill(None, fills[0], MES, None, f"t{number}").position
    closed = apply_fill(position, fills[1], MES, None, "").closed
    assert closed is not None
    return closed


def booked_fills(fills: Sequence[Fill], contract: Contract = MES) -> list[BookedFill]:
    """Return fills of one book and symbol in a row, as they are stored."""
    return [
        BookedFill(
            book=fill.book,
            symbol=fill.symbol,
            fill=fill,
            position=booked.position,
            closed=booked.closed,
            net=booked.net,
            fee=booked.fee,
        )
        for fill, booked in zip(fills, booked_after(fills, contract), strict=True)
    ]


def protection(stop: str | None = None, target: str | None = None) -> Protection:
    """Return a stop and a target over one contract each."""
    return Protection(
        stop=None if stop is None else Decimal(stop),
        stop_quantity=Decimal(0 if stop is None else 1),
        target=None if target is None else Decimal(target),
        target_quantity=Decimal(0 if target is None else 1),
    )


def an_order(  # noqa: PLR0913 - a builder has an argument for each field
    side: Side,
    kind: OrderKind,
    price: str | None,
    *,
    quantity: str | None = "1",
    working: bool = True,
    book: Book = SIM,
    symbol: Symbol = SYMBOL,
) -> Order:
    """Return an order."""
    return Order(
        book=book,
        symbol=symbol,
        order_id=f"{side} {kind} {price}",
        previous_id="",
        side=side,
        kind=kind,
        price=None if price is None else Decimal(price),
        quantity=None if quantity is None else Decimal(quantity),
        working=working,
        at=NOW,
    )
