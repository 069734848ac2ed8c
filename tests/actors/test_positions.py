"""Open positions: fills make them, orders protect them, prices mark them."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from actors.messages import (
    ActorRestarted,
    Announce,
    ClockStepped,
    ConnectionState,
    ContractDefined,
    ContractRequested,
    FillBooked,
    FillReported,
    FillsListed,
    LoadPositions,
    Message,
    OrderReported,
    OrdersListed,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    Resynchronise,
    TradeClosed,
)
from actors.symbol_state import CONTEXT_DELAY
from models.book import Symbol
from models.contract import Definition
from models.market import ServedPrice
from models.order import OrderKind, Side
from tests.actors.builders import (
    LIVE,
    NOTHING_LOADED,
    NOW,
    SIM,
    SIM2,
    STALE,
    SYMBOL,
    a_quote,
    all_of,
    last_of,
    later,
    link,
    reported,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.actors.holdings import BOTH_SIDES, LONG_ENOUGH_S, held, listed, open_in, the_trade, told
from tests.fakes import START
from tests.models.builders import a_fill, a_position, an_order


@BOTH_SIDES
def test_fills_open_scale_and_close(positions: Played, side: int) -> None:
    """A trade runs from its first fill to the fill that makes it flat."""
    positions.tell(reported(2 * side, 6750, number=1), reported(1 * side, 6753, number=2))
    position = open_in(positions)
    assert (position.quantity, position.average_price) == (Decimal(3 * side), Decimal(6751))
    positions.tell(reported(-1 * side, 6754, number=3))
    assert open_in(positions).quantity == 2 * side
    posted = positions.tell(reported(-2 * side, 6754, number=4))
    trade = the_trade(posted)
    assert (trade.direction, trade.contracts, trade.average_exit) == (side, Decimal(3), Decimal(6754))
    assert trade.gross == side * 9 * 5
    assert last_of(posted, PositionChanged).position is None


@BOTH_SIDES
def test_fill_that_is_too_large_reverses(positions: Played, side: int) -> None:
    """One fill may end a trade and begin the opposite one, which has another identity."""
    positions.tell(reported(1 * side, 6750, number=1))
    before = open_in(positions)
    posted = positions.tell(reported(-3 * side, 6755, number=2))
    assert the_trade(posted).trade_id == before.trade_id
    after = open_in(positions)
    assert (after.quantity, after.average_price) == (Decimal(-2 * side), Decimal(6755))
    assert after.trade_id != before.trade_id


def test_fill_is_booked_before_anything_shows_it(positions: Played) -> None:
    """What is stored of a fill is told before the trade that it ends and the position that it leaves."""
    positions.tell(reported(1, number=1))
    posted = positions.tell(reported(-1, number=2))
    assert [type(message) for message in posted] == [FillBooked, TradeClosed, PositionChanged]


@BOTH_SIDES
def test_fill_told_three_times_counts_once(positions: Played, side: int) -> None:
    """The identity of a fill counts once, whether it is reported live or listed as history."""
    positions.tell(reported(2 * side))
    assert positions.tell(reported(2 * side)) == []
    again = FillsListed(book=SIM, fills=(a_fill(2 * side),), complete=True)
    assert all_of(positions.tell(again), FillBooked) == []
    assert open_in(positions).quantity == 2 * side


def test_same_identity_in_another_book_is_another_fill(positions: Played) -> None:
    """Books share nothing, not even the identities of fills."""
    positions.tell(reported(1, book=SIM), reported(-2, book=SIM2))
    assert open_in(positions, SIM).quantity == 1
    assert open_in(positions, SIM2).quantity == -2


@BOTH_SIDES
def test_fills_wait_while_the_past_is_read(positions: Played, side: int) -> None:
    """A live fill that arrives during the start is booked after the history, which comes before it."""
    positions.tell(link(ConnectionState.SYNCING))
    assert positions.tell(reported(-2 * side, 6760, number=9, at=later(60)), told(0)) == []
    history = FillsListed(book=SIM, fills=(a_fill(2 * side, 6750, number=8),), complete=True)
    posted = positions.tell(history, listed(), link(ConnectionState.READY))
    numbers = [fact.booked.fill.execution_id for fact in all_of(posted, FillBooked)]
    assert numbers == ["e8", "e9"]
    assert the_trade(posted).direction == side
    assert all_of(positions.wait(LONG_ENOUGH_S), TradeClosed) == []


def test_fills_that_waited_are_booked_when_the_link_is_lost(positions: Played) -> None:
    """A link that breaks while the past is read loses no fill, listed with the next one or not."""
    history = FillsListed(book=SIM, fills=(), complete=True)
    positions.tell(link(ConnectionState.SYNCING), history, reported(1))
    assert len(all_of(positions.tell(link(ConnectionState.WAITING)), FillBooked)) == 1
    positions.tell(link(ConnectionState.SYNCING), reported(1, number=2), link(ConnectionState.WAITING))
    posted = positions.tell(link(ConnectionState.SYNCING), history, listed(told(2)))
    assert len(all_of(posted, FillBooked)) == 1


@BOTH_SIDES
def test_closing_fill_opens_nothing(positions: Played, side: int) -> None:
    """A fill that the server marks as closing never opens a position on a flat book."""
    closing = msgspec.structs.replace(a_fill(side), closing_only=True)
    assert positions.tell(FillReported(fill=closing)) == []
    assert held(positions) is None


@BOTH_SIDES
def test_closing_fill_closes(positions: Played, side: int) -> None:
    """A closing fill ends what is open."""
    positions.tell(reported(side, number=1))
    closing = msgspec.structs.replace(a_fill(-side, number=2), closing_only=True)
    assert the_trade(positions.tell(FillReported(fill=closing))).direction == side


@BOTH_SIDES
def test_working_orders_protect_and_the_first_stop_is_frozen(positions: Played, side: int) -> None:
    """Stop and target follow the working orders; the stop that the risk is measured by does not."""
    positions.tell(reported(side, 6750))
    exit_side = Side(-side)
    stop = an_order(exit_side, OrderKind.STOP, str(6750 - 5 * side))
    target = an_order(exit_side, OrderKind.LIMIT, str(6750 + 10 * side))
    state = last_of(positions.tell(OrderReported(order=stop), OrderReported(order=target)), PositionChanged)
    assert (state.protection.stop, state.protection.target) == (stop.price, target.price)
    moved = msgspec.structs.replace(stop, order_id="moved", previous_id=stop.order_id, price=Decimal(6750))
    state = last_of(positions.tell(OrderReported(order=moved)), PositionChanged)
    assert state.protection.stop == 6750
    assert state.protection.stop_quantity == 1
    assert state.position is not None
    assert state.position.initial_stop == stop.price
    ended = msgspec.structs.replace(moved, working=False)
    assert last_of(positions.tell(OrderReported(order=ended)), PositionChanged).protection.stop is None


def test_order_of_another_book_protects_nothing(positions: Played) -> None:
    """Orders belong to their book."""
    positions.tell(reported(1, 6750))
    order = an_order(Side.SELL, OrderKind.STOP, "6745", book=SIM2)
    assert all(
        state.book == SIM2 for state in all_of(positions.tell(OrderReported(order=order)), PositionChanged)
    )


@pytest.mark.parametrize(("complete", "stop"), [(True, None), (False, Decimal(6745))])
def test_list_of_orders_takes_away_only_when_complete(
    positions: Played, *, complete: bool, stop: Decimal | None
) -> None:
    """What a complete list lacks does not work any more; a broken list proves nothing."""
    positions.tell(reported(1, 6750), OrderReported(order=an_order(Side.SELL, OrderKind.STOP, "6745")))
    target = an_order(Side.SELL, OrderKind.LIMIT, "6760")
    state = last_of(positions.tell(OrdersListed(orders=(target,), complete=complete)), PositionChanged)
    assert (state.protection.stop, state.protection.target) == (stop, Decimal(6760))


def test_quotes_widen_every_fitting_position(positions: Played) -> None:
    """Extremes grow in all books, shown or not, and only in those that the price can belong to."""
    elsewhere = Symbol("F.US.CLEZ25")
    far = msgspec.structs.replace(a_fill(1, 60, number=3), symbol=elsewhere)
    positions.tell(reported(1, 6750, book=SIM), reported(-1, 6750, book=LIVE), FillReported(fill=far))
    positions.tell(a_quote(6745), a_quote(6758))
    for book in (SIM, LIVE):
        position = open_in(positions, book)
        assert (position.low, position.high) == (Decimal(6745), Decimal(6758))
    other = held(positions, SIM, elsewhere)
    assert other is not None
    assert (other.low, other.high) == (Decimal(60), Decimal(60))


def test_session_extremes_are_no_trade_extremes(positions: Played) -> None:
    """High and low of the session say nothing about the time since the entry."""
    positions.tell(reported(1, 6750), a_quote(6750))
    position = open_in(positions)
    assert (position.low, position.high) == (Decimal(6750), Decimal(6750))


def test_fresh_quote_is_the_context_of_an_entry(positions: Played) -> None:
    """The market at the entry is that of the last valid row."""
    positions.tell(a_quote(6750), reported(1, 6750))
    context = open_in(positions).entry_context
    assert context is not None
    assert (context.vwap, context.poc, context.cum_delta) == (
        Decimal("6749.5"),
        Decimal("6748.25"),
        Decimal(-120),
    )
    assert not context.late


@pytest.mark.parametrize("before", [[], [a_quote(6750), STALE]], ids=["none", "stale"])
def test_missing_context_is_caught_up_with_for_some_seconds(positions: Played, before: list[Message]) -> None:
    """A stale row is no market at the entry, but the first fresh one soon after is, marked as late."""
    positions.tell(*before, reported(1, 6750))
    assert open_in(positions).entry_context is None
    positions.tell(a_quote(6750, at=NOW + CONTEXT_DELAY))
    context = open_in(positions).entry_context
    assert context is not None
    assert context.late


def test_context_that_comes_too_late_is_none(positions: Played) -> None:
    """The market some time after the entry is not the market at the entry."""
    positions.tell(reported(1, 6750), a_quote(6750, at=later(CONTEXT_DELAY.total_seconds() + 1)))
    assert open_in(positions).entry_context is None


def test_definition_of_the_server_counts_and_is_asked_for_once(positions: Played) -> None:
    """What a contract is worth is asked for once, and the answer changes what is told."""
    asked = all_of(positions.tell(reported(1, number=1), reported(1, number=2)), ContractRequested)
    assert asked == [ContractRequested(symbol=SYMBOL)]
    answer = ContractDefined(
        symbol=SYMBOL, definition=Definition(tick=Decimal("0.5"), value_per_tick=Decimal(10))
    )
    contract = last_of(positions.tell(answer), PositionChanged).contract
    assert (contract.tick, contract.point_value) == (Decimal("0.5"), Decimal(20))
    assert all_of(positions.tell(reported(1, number=3)), ContractRequested) == []


def test_failure_reads_what_is_stored(positions: Played, allow_log: AllowLog) -> None:
    """An actor that fails asks for its stored state, and keeps back what comes before answer and lists."""
    allow_log("actor failed")
    poison = FillReported(fill=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = positions.tell(poison, reported(1))
    assert [type(message) for message in posted] == [ActorRestarted, LoadPositions, Resynchronise, Announce]
    assert all_of(positions.tell(NOTHING_LOADED), FillBooked) == []
    assert len(all_of(positions.tell(link(ConnectionState.READY)), FillBooked)) == 1


def test_failure_forgets_no_fill(positions: Played, allow_log: AllowLog) -> None:
    """What was booked is booked, be the database able to tell it or not."""
    allow_log("actor failed")
    positions.tell(reported(1))
    positions.tell(FillReported(fill=None), NOTHING_LOADED)  # type: ignore[arg-type]  # as above
    assert positions.tell(link(ConnectionState.READY), reported(1)) == []


@BOTH_SIDES
def test_report_behind_a_failure_waits_for_the_fills_of_it(
    positions: Played, allow_log: AllowLog, side: int
) -> None:
    """Its average is made by fills that got lost with the failure, and that the list brings."""
    allow_log("actor failed")
    stored = msgspec.structs.replace(
        NOTHING_LOADED, positions=(a_position(2 * side, 6750),), execution_ids=((SIM, "e1"),)
    )
    positions.tell(FillReported(fill=None), stored, told(2 * side, 6748))  # type: ignore[arg-type]  # as above
    fills = (a_fill(-side, 6757, number=2, at=later(1)), a_fill(side, 6746, number=3, at=later(1)))
    lists = (FillsListed(book=SIM, fills=fills, complete=True), listed(told(2 * side, 6748)))
    posted = positions.tell(link(ConnectionState.SYNCING), *lists)
    nets = [fact.booked.net for fact in all_of(posted, FillBooked)]
    assert nets == [side * 7 * 5 - Decimal("0.62"), Decimal("-0.62")]
    assert open_in(positions).average_price == 6748


@BOTH_SIDES
def test_the_opening_moves_with_the_clock(positions: Played, stage: Stage, side: int) -> None:
    """Time in the trade goes on when the clock is set; the entry time stays what the server said."""
    posted = positions.tell(reported(side, 6750, at=START))
    assert last_of(posted, PositionChanged).opened_at == START
    stage.clock.set_by(-3600)
    fact = last_of(positions.tell(ClockStepped(by_s=-3600)), PositionChanged)
    assert fact.opened_at == START - timedelta(hours=1)
    assert fact.position is not None
    assert fact.position.entry_time == START


def test_a_trade_never_opens_in_the_future(positions: Played) -> None:
    """Where the server's clock is ahead, time in the trade counts from when the fill was heard of."""
    posted = positions.tell(reported(1, 6750, at=START + timedelta(minutes=5)))
    assert last_of(posted, PositionChanged).opened_at == START


def test_a_late_snapshot_is_measured_on_this_computers_clock(positions: Played) -> None:
    """A server whose clock is ahead does not stretch the time in which a snapshot belongs to the entry."""
    positions.tell(reported(1, 6750, at=START + timedelta(hours=1)))
    positions.tell(a_quote(6750, at=START + CONTEXT_DELAY + timedelta(seconds=1)))
    assert open_in(positions).entry_context is None


def a_price(last: int, *, low: int | None = None, high: int | None = None) -> PriceReceived:
    """Return what the server sent of the symbol."""
    price = ServedPrice(last=Decimal(last), low=Decimal(low or last), high=Decimal(high or last), at=NOW)
    return PriceReceived(symbol=SYMBOL, price=price)


@BOTH_SIDES
def test_extremes_are_those_of_the_source_that_counts(positions: Played, side: int) -> None:
    """All trades that the server sent count, and no price of the file, until the server's stop coming."""
    positions.tell(reported(side, 6750))
    positions.tell(a_price(6751, low=6741, high=6755))
    assert (open_in(positions).low, open_in(positions).high) == (Decimal(6741), Decimal(6755))
    positions.tell(a_quote(6700))
    assert open_in(positions).low == 6741
    positions.tell(PriceMissed(symbol=SYMBOL, price=a_price(6751).price, reason="silent"), a_quote(6700))
    assert open_in(positions).low == 6700


def test_an_estimated_exit_is_at_the_price_that_counts(positions: Played) -> None:
    """Where the server says flat and nobody saw the exit, the server's price is the better estimate."""
    positions.tell(reported(1, 6750), listed(), a_quote(6760), a_price(6752))
    positions.tell(told(0, 0))
    posted = positions.wait(LONG_ENOUGH_S)
    assert the_trade(posted).average_exit == 6752


def test_a_file_of_another_market_is_no_context(positions: Played) -> None:
    """The market at the entry is not that of another chart."""
    positions.tell(a_quote("4012.3"), reported(1, 6750))
    assert open_in(positions).entry_context is None
