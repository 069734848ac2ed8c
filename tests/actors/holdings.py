"""Asking the positions actor what it holds, and the words of the server that it listens to."""

import pytest

from actors.messages import (
    Announce,
    Message,
    PositionChanged,
    PositionReported,
    PositionsListed,
    TradeClosed,
)
from actors.positions import ANSWER_S, RECONCILE_S
from models.book import Book, Symbol
from models.trade import Position, Trade
from tests.actors.builders import (
    SIM,
    SYMBOL,
    a_report,
    all_of,
)
from tests.actors.conftest import Played

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])
LONG_ENOUGH_S = RECONCILE_S + ANSWER_S + 0.1
"""When a report has waited for its fill, and for a list of fills that nobody sends, long enough."""


def told(quantity: int, price: str | int = "6750.25", *, book: Book = SIM) -> PositionReported:
    """Return an unasked report of a position."""
    return PositionReported(report=a_report(quantity, price, book=book))


def listed(*reports: PositionReported, complete: bool = True) -> PositionsListed:
    """Return the server's list of positions."""
    return PositionsListed(reports=tuple(each.report for each in reports), complete=complete)


def held(played: Played, book: Book = SIM, symbol: Symbol = SYMBOL) -> Position | None:
    """Return what the actor holds now."""
    states = {
        (state.book, state.symbol): state.position
        for state in all_of(played.tell(Announce()), PositionChanged)
    }
    return states.get((book, symbol))


def open_in(played: Played, book: Book = SIM) -> Position:
    """Return what the actor holds now; it must not be flat."""
    position = held(played, book)
    assert position is not None
    return position


def the_trade(posted: list[Message]) -> Trade:
    """Return the one trade that was closed."""
    (closed,) = all_of(posted, TradeClosed)
    return closed.trade
