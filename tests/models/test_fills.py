# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fills import apply_fill, mark
from models.order import with_initial_stop
from models.trade import Fill, MarketContext, Position, Trade
from tests.models.builders import (
    ES,
    LIVE,
    MES,
    NOW,
    UNKNOWN,
    a_fill,
    a_position,
    booked_after,
    later,
    protection,
)

_CONTEXT = MarketContext(vwap=Decimal(6749), cum_delta=Decimal(-19), poc=Decimal(6748))

quantities = st.integers(-5, 5).filter(bool)
ticks = st.integers(26_000, 28_000)
fill_lists = st.lists(st.tuples(quantities, ticks), min_size=1, max_size=30).map(
    lambda rows: [
        a_fill(quantity, tick * Decimal("0.25"), number=number)
        for number, (quantity, tick) in enumerate(rows)
    ]
)


def test_first_fill_opens_a_position() -> None:
    """Buying 2 MES costs the fee of two sides and nothing else."""
    (booked,) = booked_after([a_fill(2, "6750.25")])
    position = booked.position
    assert position is not None
    assert (position.quantity, position.average_price, position.entry_time) == (2, Decimal("6750.25"), NOW)
    assert (position.low, position.high) == (Decimal("6750.25"), Decimal("6750.25"))
    assert (booked.net, booked.fee, booked.closed) == (Decimal("-1.24"), Decimal("1.24"), None)


def test_golden_session_of_the_sim_book() -> None:
    """Scenario A: stop-protected long, short with stop, reversal, scaling out; 91.30 net in three trades."""
    fills = [
        a_fill(2, "6750.25", number=1),
        a_fill(-2, "6757.00", number=2),
        a_fill(-1, "6757.00", number=3),
        a_fill(3, "6756.00", number=4),
        a_fill(-1, "6758.00", number=5),
        a_fill(-1, "6759.00", number=6),
    ]
    stops = {1: "6745.25", 3: "6762.00"}
    position: Position | None = None
    trades: list[Trade] = []
    balance = Decimal(10_000)
    balances = []
    for number, fill in enumerate(fills, start=1):
        booked = apply_fill(position, fill, MES, None, f"t{number}")
        position = booked.position
        assert booked.net is not None
        balance += booked.net
        balances.append(str(balance))
        trades += [booked.closed] if booked.closed else []
        if position is not None and number in stops:
            position = with_initial_stop(position, protection(stops[number]), NOW)
    assert balances == ["9998.76", "10065.02", "10064.40", "10067.54", "10076.92", "10091.30"]
    assert [(trade.gross, trade.fees, trade.net) for trade in trades] == [
        (Decimal("67.50"), Decimal("2.48"), Decimal("65.02")),
        (Decimal("5.00"), Decimal("1.24"), Decimal("3.76")),
        (Decimal("25.00"), Decimal("2.48"), Decimal("22.52")),
    ]
    multiples = [trade.r_multiple and round(trade.r_multiple, 2) for trade in trades]
    assert multiples == [Decimal("1.30"), Decimal("0.15"), None]
    assert (trades[1].direction, trades[2].contracts, trades[2].average_exit) == (-1, 2, Decimal("6758.5"))
    assert position is None


def test_golden_trade_of_the_live_book() -> None:
    """Scenario A: one ES makes 50.00 gross, 4.50 fees, 45.50 net."""
    trade = booked_after([a_fill(1, 6757, book=LIVE), a_fill(-1, 6758, book=LIVE, number=2)], ES)[-1].closed
    assert trade is not None
    assert (trade.book, trade.gross, trade.fees, trade.net) == (LIVE, 50, Decimal("4.50"), Decimal("45.50"))


def test_golden_scale_in_and_out() -> None:
    """Scenario D: 1 @ 100 and 3 @ 102 average 101.50; selling 2 @ 103 realises 3.00 points."""
    booked = booked_after([a_fill(1, 100), a_fill(3, 102, number=2), a_fill(-2, 103, number=3)])
    scaled, reduced = booked[1].position, booked[2].position
    assert scaled is not None
    assert reduced is not None
    assert (scaled.average_price, reduced.average_price) == (Decimal("101.5"), Decimal("101.5"))
    assert (reduced.quantity, reduced.realised) == (2, Decimal("3.00") * 5)


def test_reversal_splits_the_fee_and_starts_a_new_trade() -> None:
    """Of three contracts bought against a short of one, one closes and two open."""
    booked = booked_after([a_fill(-1, 6757), a_fill(3, 6756, number=2, at=later(60))])[-1]
    position, closed = booked.position, booked.closed
    assert position is not None
    assert closed is not None
    assert (closed.fees, position.fees, booked.fee) == (Decimal("1.24"), Decimal("1.24"), Decimal("1.86"))
    assert (position.quantity, position.entry_time, position.trade_id) == (2, later(60), "t e2")
    assert [part.quantity for part in (closed.executions[-1], position.executions[0])] == [1, 2]


def test_scaling_keeps_entry_time_and_context() -> None:
    """Only the first fill of a trade says when and in which market it began."""
    position = apply_fill(None, a_fill(), MES, _CONTEXT, "t").position
    booked = apply_fill(position, a_fill(number=2, at=later(99)), MES, None, "unused")
    assert booked.position is not None
    assert (booked.position.entry_time, booked.position.entry_context) == (NOW, _CONTEXT)
    assert booked.position.trade_id == "t"


def test_exit_context_is_the_market_at_the_closing_fill() -> None:
    """The trade remembers the market at both of its ends."""
    closed = apply_fill(a_position(), a_fill(-1, number=2), MES, _CONTEXT, "").closed
    assert closed is not None
    assert (closed.entry_context, closed.exit_context) == (None, _CONTEXT)


def test_scale_in_adds_risk_at_the_stop_of_that_moment() -> None:
    """Held risk grows with the new stop, shrinks with a partial exit; the trade's risk only grows."""
    position = with_initial_stop(a_position(2, 6750), protection("6745"), NOW)
    grown = apply_fill(position, a_fill(1, 6752, number=2), MES, None, "", protection("6748")).position
    assert grown is not None
    assert (grown.initial_stop, grown.initial_risk, grown.entered_risk) == (6745, 14, 14)
    reduced = apply_fill(grown, a_fill(-1, 6752, number=3), MES, None, "", protection("6748")).position
    assert reduced is not None
    assert reduced.initial_risk is not None
    assert (round(reduced.initial_risk, 9), reduced.entered_risk) == (round(Decimal(28) / 3, 9), 14)


def test_extremes_take_quotes_and_fills() -> None:
    """The exit price counts for the excursions, also when no quote showed it."""
    position = mark(mark(a_position(1, 6750), Decimal(6749), MES), Decimal(6752), MES)
    trade = apply_fill(position, a_fill(-1, 6755, number=2), MES, None, "").closed
    assert trade is not None
    assert (trade.mae_points, trade.mfe_points, trade.mae, trade.mfe) == (-1, 5, -5, 25)
    assert trade.efficiency == 1


def test_excursions_of_a_short_are_mirrored() -> None:
    """For a short a higher price is adverse."""
    position = mark(mark(a_position(-1, 6750), Decimal(6753), MES), Decimal(6749), MES)
    trade = apply_fill(position, a_fill(1, 6750, number=2), MES, None, "").closed
    assert trade is not None
    assert (trade.mae_points, trade.mfe_points, trade.mae, trade.mfe) == (-3, 1, -15, 5)
    assert trade.efficiency == 0


def test_price_inside_the_extremes_changes_nothing() -> None:
    """A quote that sets no new extreme gives the same object back, so that nothing has to be stored."""
    position = mark(a_position(1, 6750), Decimal(6752), MES)
    assert mark(position, Decimal(6751), MES) is position


def test_unknown_contract_has_points_but_no_dollars() -> None:
    """Without a point value there is no gross, no net, and no change of the balance."""
    booked = booked_after([a_fill(1, 100), a_fill(-1, 101, number=2)], UNKNOWN)
    trade = booked[1].closed
    assert trade is not None
    assert (trade.gross, trade.net, trade.mfe, trade.mfe_points) == (None, None, None, 1)
    assert [result.net for result in booked] == [None, None]


def test_fill_without_quantity_is_refused() -> None:
    """A fill of nothing is an error of its sender."""
    with pytest.raises(ValueError, match="quantity 0"):
        apply_fill(None, a_fill(0), MES, None, "")


@given(fill_lists)
def test_balance_is_the_sum_of_trades_and_of_what_is_open(fills: list[Fill]) -> None:
    """Net of all trades + realised - fees of the open one = change of the balance, exactly."""
    results = booked_after(fills)
    change = sum((booked.net for booked in results if booked.net is not None), Decimal(0))
    closed = sum((booked.closed.net or 0 for booked in results if booked.closed), Decimal(0))
    position = results[-1].position
    still_open = Decimal(0) if position is None else (position.realised or 0) - position.fees
    assert change == closed + still_open


@given(fill_lists)
def test_held_quantity_is_the_sum_of_all_fills(fills: list[Fill]) -> None:
    """No contract is lost or invented, and every execution belongs to exactly one trade."""
    results = booked_after(fills)
    position = results[-1].position
    assert (position.quantity if position else 0) == sum(fill.quantity for fill in fills)
    parts = [part for booked in results if booked.closed for part in booked.closed.executions]
    parts += position.executions if position else ()
    assert sum(part.quantity for part in parts) == sum(fill.quantity for fill in fills)
    assert sum(part.fee for part in parts) == sum(booked.fee for booked in results)


@given(fill_lists)
def test_mirrored_fills_make_the_mirrored_result(fills: list[Fill]) -> None:
    """Prices mirrored and sides swapped, a short earns what the long earned."""
    mirrored = [
        a_fill(-fill.quantity, 14_000 - fill.price, number=number) for number, fill in enumerate(fills)
    ]
    for booked, other in zip(booked_after(fills), booked_after(mirrored), strict=True):
        assert booked.net == other.net
        if booked.closed and other.closed:
            # An average of a third is rounded in its 28th digit, and not the same way from below.
            assert booked.closed.mae == pytest.approx(other.closed.mae, abs=Decimal("1e-18"))
            assert booked.closed.mfe == pytest.approx(other.closed.mfe, abs=Decimal("1e-18"))


@given(fill_lists)
def test_gross_of_a_flat_book_is_what_was_paid_and_received(fills: list[Fill]) -> None:
    """Once flat, gross is the value of all fills: no average price leaves a rounding behind."""
    last = a_fill(-sum(fill.quantity for fill in fills), 6750, number=999)
    everything = [*fills, last] if last.quantity else fills
    trades = [booked.closed for booked in booked_after(everything) if booked.closed]
    paid = sum((-fill.quantity * fill.price for fill in everything), Decimal(0)) * 5
    assert sum((trade.gross or 0 for trade in trades), Decimal(0)) == paid


@given(fill_lists, st.lists(ticks, max_size=5))
def test_excursions_enclose_the_result(fills: list[Fill], quotes: list[int]) -> None:
    """The worst open result is never positive, the best never negative, and efficiency never above one."""
    position: Position | None = None
    for number, fill in enumerate(fills):
        booked = apply_fill(position, fill, MES, None, str(number))
        position = booked.position
        for quote in quotes if position else ():
            position = mark(position, quote * Decimal("0.25"), MES) if position else None
        trade = booked.closed
        if trade is not None:
            assert trade.mae_points <= 0 <= trade.mfe_points
            assert trade.mae is not None
            assert trade.mfe is not None
            assert trade.mae <= 0 <= trade.mfe
            assert trade.efficiency is None or trade.efficiency <= 1
