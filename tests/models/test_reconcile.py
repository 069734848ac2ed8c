# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest
from msgspec import structs

from models.figures import open_pnl
from models.fills import apply_fill
from models.reconcile import adopt, close_estimated, explained, reaveraged, resized
from models.trade import MarketContext
from tests.models.builders import MES, NOW, SIM, SYMBOL, a_fill, a_position, later, protection


def test_adopted_position_has_the_reports_extremes_and_no_fills() -> None:
    """What only the server knew is marked, and its excursions start from the server's extremes."""
    position = adopt(
        SIM, SYMBOL, Decimal(-2), Decimal(6750), NOW, MES, trade_id="t", low=Decimal(6748), high=Decimal(6751)
    )
    assert (position.quantity, position.executions, position.notes) == (-2, (), ("adopted",))
    assert (position.worst_open, position.best_open) == (-10, 20)


def test_flat_report_is_no_position() -> None:
    """Quantity 0 cannot be adopted."""
    with pytest.raises(ValueError, match="flat"):
        adopt(SIM, SYMBOL, Decimal(0), Decimal(6750), NOW, MES, trade_id="t")


def test_fill_that_explains_an_adopted_position_adds_only_its_fee() -> None:
    """The report came first: the fill is what opened it, not more of it."""
    adopted = adopt(SIM, SYMBOL, Decimal(2), Decimal(6750), later(1), MES, trade_id="t")
    booked = explained(adopted, a_fill(2, 6750), MES)
    position = booked.position
    assert position is not None
    assert (position.quantity, position.entry_time, len(position.executions)) == (2, NOW, 1)
    assert (booked.net, position.fees) == (Decimal("-1.24"), Decimal("1.24"))


def test_fill_that_explains_an_adopted_position_brings_the_market_at_the_entry() -> None:
    """The report knew of no market; the fill that opened the position does, once."""
    context = MarketContext(vwap=Decimal(6749), cum_delta=Decimal(-19), poc=Decimal(6748))
    adopted = adopt(SIM, SYMBOL, Decimal(2), Decimal(6750), later(1), MES, trade_id="t")
    first = explained(adopted, a_fill(1, 6750), MES, context).position
    assert first is not None
    assert first.entry_context == context
    later_one = structs.replace(context, vwap=Decimal(6751))
    second = explained(first, a_fill(1, 6750, number=2), MES, later_one).position
    assert second is not None
    assert second.entry_context == context


def test_servers_average_price_changes_what_the_trade_earns() -> None:
    """The gross result follows the average price that the server gives."""
    position = reaveraged(a_position(2, 6750), Decimal("6750.50"))
    trade = apply_fill(position, a_fill(-2, 6751, number=2), MES, None, "").closed
    assert position.average_price == Decimal("6750.50")
    assert trade is not None
    assert trade.gross == 5


def test_more_contracts_than_the_fills_made_are_averaged_in() -> None:
    """Missed fills enter at their price; the trade is marked once."""
    position = resized(resized(a_position(1, 6750), Decimal(2), Decimal(6752)), Decimal(3), Decimal(6751))
    assert (position.quantity, position.average_price, position.entered) == (3, 6751, 3)
    assert position.notes == ("reconciled",)


@pytest.mark.parametrize("side", [1, -1])
def test_result_of_a_trade_with_an_unseen_exit_is_unknown(side: int) -> None:
    """The fill that ends it realises its own contracts alone; no guess gets into the books."""
    position = resized(a_position(3 * side, 6750), Decimal(side), Decimal(6752))
    booked = apply_fill(position, a_fill(-side, 6751, number=2), MES, None, "")
    assert booked.closed is not None
    assert booked.net == side * 5 - Decimal("0.62")
    assert (booked.closed.contracts, booked.closed.gross, booked.closed.net) == (3, None, None)
    assert booked.closed.notes == ("reconciled", "estimated_exit")


@pytest.mark.parametrize("quantity", [0, -1])
def test_flat_or_turned_position_is_not_resized(quantity: int) -> None:
    """Another side is another trade."""
    with pytest.raises(ValueError, match="resized"):
        resized(a_position(1), Decimal(quantity), Decimal(6750))


def test_estimated_exit_takes_the_last_price_and_says_so() -> None:
    """The last price is the exit, the trade is marked, and its result is unknown: a guess is no result."""
    trade = close_estimated(a_position(1, 6750), Decimal(6748), later(9), MES, protection=protection("6748"))
    assert (trade.average_exit, trade.fees, trade.mae) == (6748, Decimal("1.24"), -10)
    assert (trade.gross, trade.net, trade.r_multiple, trade.efficiency) == (None, None, None, None)
    assert (trade.notes, trade.exit_time, trade.last_stop) == (("estimated_exit",), later(9), 6748)


def test_estimated_exit_without_any_price_has_no_result() -> None:
    """An unknown result is unknown: never 0, never the entry price."""
    trade = close_estimated(a_position(1, 6750), None, later(9), MES)
    assert (trade.average_exit, trade.gross, trade.net) == (None, None, None)


def test_adopted_position_is_valued_like_any_other() -> None:
    """Open profit of an adopted short counts from the server's average price."""
    position = adopt(SIM, SYMBOL, Decimal(-1), Decimal(6750), NOW, MES, trade_id="t")
    assert open_pnl(position, MES, Decimal(6748)) == 10
