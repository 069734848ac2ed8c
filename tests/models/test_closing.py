# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

from models.closing import Ending, closed_trade, gross_of
from models.order import with_initial_stop
from models.reconcile import adopt, noted, reaveraged
from models.trade import ESTIMATED_EXIT
from tests.models.builders import (
    MES,
    NOW,
    SIM,
    SYMBOL,
    UNKNOWN,
    a_fill,
    a_position,
    booked_after,
    later,
    protection,
)


def an_ending(price: str | None) -> Ending:
    """Return the end of a position."""
    return Ending(
        at=later(60),
        price=None if price is None else Decimal(price),
        fee=Decimal("0.62"),
        execution=None,
        context=None,
        protection=protection("6745", "6760"),
    )


def test_record_holds_what_the_trade_was() -> None:
    """Side, prices, times, stop, target, risk and multiple stand in the record."""
    position = with_initial_stop(a_position(1, 6750), protection("6745"), NOW)
    trade = closed_trade(position, an_ending("6760"), MES)
    assert (trade.direction, trade.contracts, trade.root) == (1, 1, "MES")
    assert (trade.average_entry, trade.average_exit) == (6750, 6760)
    assert (trade.entry_time, trade.exit_time) == (NOW, later(60))
    assert (trade.initial_stop, trade.last_stop, trade.last_target) == (6745, 6745, 6760)
    assert (trade.initial_risk, trade.net) == (25, Decimal("48.76"))
    assert trade.r_multiple == Decimal("48.76") / 25


def test_without_initial_stop_there_is_no_multiple() -> None:
    """Risk that was never defined is absent, not 0."""
    trade = closed_trade(a_position(1, 6750), an_ending("6760"), MES)
    assert (trade.initial_risk, trade.r_multiple) == (None, None)


def test_unknown_exit_price_leaves_the_result_unknown() -> None:
    """Nobody knows the price, so there is no result and no price; certainly not 0."""
    trade = closed_trade(a_position(1, 6750), an_ending(None), MES)
    assert (trade.average_exit, trade.gross, trade.net, trade.efficiency) == (None, None, None, None)


def test_efficiency_needs_a_profit_that_was_open() -> None:
    """A trade that never was in profit has no efficiency."""
    assert closed_trade(a_position(1, 6750), an_ending("6750"), MES).efficiency is None


def test_efficiency_is_at_most_one() -> None:
    """Scaled out on the way up, a trade earns more than was ever open at once."""
    fills = [a_fill(2, 100), a_fill(-1, 110, number=2), a_fill(-1, 125, number=3)]
    trade = booked_after(fills)[-1].closed
    assert trade is not None
    assert (trade.gross, trade.mfe, trade.efficiency) == (175, 125, 1)


def test_excursions_are_clamped_where_the_average_was_corrected() -> None:
    """An average price outside of the traded range makes no negative best and no positive worst."""
    for average, edge in ((6740, "6760"), (6760, "6740")):
        trade = closed_trade(reaveraged(a_position(1, 6750), Decimal(average)), an_ending(edge), MES)
        assert trade.mae_points <= 0 <= trade.mfe_points


def test_each_note_stands_once() -> None:
    """A note that the position had already is not repeated, and the trade keeps them all."""
    position = adopt(SIM, SYMBOL, Decimal(1), Decimal(6750), NOW, MES, trade_id="t")
    position = noted(noted(position, "adopted"), "x")
    assert closed_trade(position, an_ending("6750"), MES).notes == ("adopted", "x")


def test_result_with_an_estimated_exit_is_unknown() -> None:
    """A guess is no result, even where the last fill is known."""
    position = noted(a_position(2, 6750), ESTIMATED_EXIT)
    trade = closed_trade(position, an_ending("6751"), MES)
    assert (trade.average_exit, trade.gross, trade.net) == (6751, None, None)


def test_gross_is_unknown_without_price_or_point_value() -> None:
    """Both are needed for dollars."""
    assert gross_of(a_position(1, 6750), None, MES) is None
    assert gross_of(a_position(1, 6750), Decimal(6751), UNKNOWN) is None
    assert gross_of(a_position(-2, 6750), Decimal(6751), MES) == -10
