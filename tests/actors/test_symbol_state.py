"""What is known of one symbol in one book."""

from decimal import Decimal

import msgspec
import pytest

from actors.symbol_state import SymbolState
from models.order import NO_PROTECTION, OrderKind, Side
from tests.actors.builders import NOW, a_quote, a_report
from tests.models.builders import MES, a_fill, an_order

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])


def holding(quantity: int, price: int = 6750) -> SymbolState:
    """Return the state after one fill."""
    state = SymbolState()
    if quantity:
        state.book(a_fill(quantity, price), MES, None, "t1")
    return state


@BOTH_SIDES
@pytest.mark.parametrize("before", [-3, -1, 0, 1, 3])
@pytest.mark.parametrize("server", [-2, 0, 2])
def test_giving_in_leaves_the_quantity_of_the_server(side: int, before: int, server: int) -> None:
    """Whatever was held, after giving in it is what the server says, and only a real end is a trade."""
    state = holding(before * side)
    closed = state.give_in(a_report(server * side, 6751 if server else None), MES, None, NOW, trade_id="t2")
    assert state.quantity == server * side
    ended = before != 0 and server * before <= 0
    assert (closed is not None) == ended
    if closed is not None:
        assert closed.average_exit is None


def test_replaced_order_counts_once() -> None:
    """An order that took the place of another is the only one of the two that protects."""
    state = holding(1)
    stop = an_order(Side.SELL, OrderKind.STOP, "6745")
    state.take_order(stop)
    state.take_order(msgspec.structs.replace(stop, order_id="new", previous_id=stop.order_id))
    assert state.protect(NOW)
    assert state.protection.stop_quantity == 1
    assert not state.protect(NOW)


def test_flat_symbol_has_no_protection() -> None:
    """Orders of a flat symbol protect nothing yet, but do so once it is open."""
    state = holding(0)
    state.take_order(an_order(Side.SELL, OrderKind.STOP, "6745"))
    state.protect(NOW)
    assert state.protection == NO_PROTECTION
    state.book(a_fill(1, 6750), MES, None, "t1")
    state.protect(NOW)
    assert state.protection.stop == Decimal(6745)


def test_price_within_the_extremes_changes_nothing() -> None:
    """A price that moves no extreme is nothing to tell."""
    state = holding(1)
    quote = a_quote(6750).quote
    assert state.mark(quote, MES)  # the context of the entry
    assert not state.mark(quote, MES)
    assert state.mark(a_quote(6751).quote, MES)
