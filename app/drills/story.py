"""A made session, the same each time: facts as the bridge hands them to panels."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from actors.messages import (
    BalanceChanged,
    BookConfirmed,
    ConnectionChanged,
    ConnectionState,
    Fact,
    HeatChanged,
    PositionChanged,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.contract import contract_of
from models.fills import apply_fill
from models.order import NO_PROTECTION, Protection
from models.quote import Quote
from models.trade import Fill, Position

BOOKS: Final = (
    Book(TradeMode.DEBUG, TradeAccount("drill")),
    Book(TradeMode.SIM, TradeAccount("drill-sim")),
    Book(TradeMode.LIVE, TradeAccount("drill-live")),
)
_SYMBOL: Final = Symbol("MESZ25")
_CONTRACT: Final = contract_of(_SYMBOL, {}, None)
_BEGIN: Final = datetime(2025, 11, 17, 15, 30, tzinfo=UTC)
_TICK: Final = Decimal("0.25")
_FILLS: Final = (2, 1, -1, -4, 1, 1, 3, -3, -1, 1)
"""Open, in, out, turn, out, close; and again both ways."""
_BEATS: Final = 12
_SEED: Final = 7


class Story:
    """Facts of three accounts, one after the other, each with every change that a position knows."""

    def __init__(self) -> None:
        """Begin at the first fact."""
        self._chance = Random(_SEED)  # noqa: S311 - the same market each time, no secret
        self._at = _BEGIN
        self._price = Decimal(6_750)
        self._position: Position | None = None
        self._number = 0

    def facts(self) -> Iterator[Shown]:
        """Yield the whole session."""
        for epoch, book in enumerate(BOOKS, start=1):
            self._position = None
            for fact in self._of_book(book, epoch):
                yield Shown(epoch=epoch, fact=fact)

    def open_position(self) -> Iterator[Shown]:
        """Yield as much as it takes until a position is open."""
        for shown in self.facts():
            yield shown
            if isinstance(shown.fact, PositionChanged) and shown.fact.position is not None:
                return

    def _of_book(self, book: Book, epoch: int) -> Iterator[Fact]:
        yield ScopeChanged(epoch=epoch, mode=book.mode, account=book.account, known=BOOKS, reason="drill")
        yield ConnectionChanged(state=ConnectionState.READY, endpoint="drill", detail="", at=self._at)
        yield BookConfirmed(book=book, confirmed=True, at=self._at)
        for quantity in _FILLS:
            yield self._fill(book, quantity)
            yield BalanceChanged(
                book=book, balance=Decimal(10_000) + self._number, confirmed=True, at=self._at
            )
            yield from self._market(book)

    def _market(self, book: Book) -> Iterator[Fact]:
        """Yield the market until the next fill, with a drawdown that comes and goes."""
        for beat in range(_BEATS):
            self._at += timedelta(seconds=self._chance.choice((0.5, 0.5, 30)))
            self._price += self._chance.randint(-6, 6) * _TICK
            yield QuoteRead(quote=self._quote())
            yield Ticked(at=self._at)
            if beat % 4 == 1:
                since = self._at if beat % 8 == 1 and self._position is not None else None
                yield HeatChanged(book=book, symbol=_SYMBOL, since=since)

    def _fill(self, book: Book, quantity: int) -> PositionChanged:
        self._number += 1
        fill = Fill(
            book=book,
            symbol=_SYMBOL,
            execution_id=f"e{self._number}",
            order_id=f"o{self._number}",
            quantity=Decimal(quantity),
            price=self._price,
            at=self._at,
        )
        booked = apply_fill(self._position, fill, _CONTRACT, None, f"t{self._number}")
        self._position = position = booked.position
        stop = self._price - 20 * _TICK
        return PositionChanged(
            book=book,
            symbol=_SYMBOL,
            contract=_CONTRACT,
            position=position,
            protection=_protected(position, stop) if position is not None else NO_PROTECTION,
            opened_at=position.entry_time if position is not None else None,
        )

    def _quote(self) -> Quote:
        return Quote(
            last=self._price,
            high=self._price + 10,
            low=self._price - 10,
            vwap=self._price - _TICK,
            poc=self._price + _TICK,
            cum_delta=Decimal(self._number),
            read_at=self._at,
        )


def _protected(position: Position, stop: Decimal) -> Protection:
    size = abs(position.quantity)
    return Protection(stop=stop, stop_quantity=size, target=None, target_quantity=Decimal(0))
