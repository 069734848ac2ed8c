"""Messages for tests of actors; every argument that a test does not care about has a plain default."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from actors.messages import (
    ConnectionChanged,
    ConnectionState,
    FillBooked,
    FillReported,
    Message,
    PositionChanged,
    PositionReport,
    PositionsLoaded,
    QuoteMissed,
    QuoteRead,
)
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.order import NO_PROTECTION, Protection
from models.quote import Quote
from models.trade import BookedFill, Position
from tests.models.builders import DEBUG, LIVE, LIVE2, MES, NOW, SIM, SIM2, SYMBOL, a_fill, booked_fills, later

__all__ = ["DEBUG", "LIVE", "LIVE2", "NOTHING_LOADED", "NOW", "SIM", "SIM2", "STALE", "SYMBOL", "later"]

Kind = TypeVar("Kind", bound=Message)

NOTHING_LOADED = PositionsLoaded(positions=(), execution_ids=(), last_fill_at=(), last_seen=None)
"""The database on a first start."""
STALE = QuoteMissed(last_read_at=None, reason="the snapshot file does not change")


def all_of(posted: Iterable[Message], kind: type[Kind]) -> list[Kind]:
    """Return the messages of one kind, in order."""
    return [message for message in posted if isinstance(message, kind)]


def last_of(posted: Iterable[Message], kind: type[Kind]) -> Kind:
    """Return the last message of one kind; there must be one."""
    return all_of(posted, kind)[-1]


def a_book(name: str, mode: TradeMode = TradeMode.SIM) -> Book:
    """Return a book."""
    return Book(mode, TradeAccount(name))


def a_quote(last: str | int = "6750.25", *, at: datetime = NOW) -> QuoteRead:
    """Return a new snapshot row."""
    price = Decimal(last)
    quote = Quote(
        last=price,
        high=price + 100,
        low=price - 100,
        vwap=Decimal("6749.5"),
        poc=Decimal("6748.25"),
        cum_delta=Decimal(-120),
        read_at=at,
    )
    return QuoteRead(quote=quote)


def a_report(
    quantity: str | int = 1,
    price: str | int | None = "6750.25",
    *,
    book: Book = SIM,
    symbol: Symbol = SYMBOL,
    entered_at: datetime | None = None,
) -> PositionReport:
    """Return a row of the server's position list."""
    average = None if price is None else Decimal(price)
    return PositionReport(
        book=book, symbol=symbol, quantity=Decimal(quantity), average_price=average, entered_at=entered_at
    )


def reported(
    quantity: int = 1, price: str | int = "6750.25", *, number: int = 1, book: Book = SIM, at: datetime = NOW
) -> FillReported:
    """Return the server's report of a fill."""
    return FillReported(fill=a_fill(quantity, price, number=number, book=book, at=at))


def booked(*quantities: int, book: Book = SIM, price: str = "6750.25", first: int = 1) -> list[FillBooked]:
    """Return fills in a row, as the positions actor tells them."""
    fills = [
        a_fill(quantity, price, number=first + index, book=book) for index, quantity in enumerate(quantities)
    ]
    return [FillBooked(booked=fill) for fill in booked_fills(fills)]


def booked_with(book: Book, net: str | None, *, number: int = 1, at: datetime = NOW) -> FillBooked:
    """Return a fill that changed the balance by some dollars."""
    fill = a_fill(1, number=number, book=book, at=at)
    return FillBooked(
        booked=BookedFill(
            book=book,
            symbol=fill.symbol,
            fill=fill,
            position=None,
            closed=None,
            net=None if net is None else Decimal(net),
            fee=Decimal(0),
        )
    )


def changed(
    position: Position | None,
    *,
    book: Book = SIM,
    symbol: Symbol = SYMBOL,
    protection: Protection = NO_PROTECTION,
) -> PositionChanged:
    """Return the state of a symbol."""
    return PositionChanged(
        book=book,
        symbol=symbol,
        contract=MES,
        position=position,
        protection=protection,
        opened_at=position.entry_time if position else None,
    )


def link(state: ConnectionState) -> ConnectionChanged:
    """Return a state of the link."""
    return ConnectionChanged(state=state, endpoint="127.0.0.1:11099", detail="", at=NOW)
