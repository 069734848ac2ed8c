"""Open positions: fills make them, the server's reports reconcile them."""

from decimal import Decimal

import msgspec
import pytest

from actors.messages import (
    AccountsListed,
    ActorRestarted,
    Announce,
    BookConfirmed,
    ConnectionState,
    ContractDefined,
    ContractRequested,
    FillBooked,
    FillReported,
    FillsListed,
    LoadPositions,
    Message,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    PositionChanged,
    PositionReported,
    PositionsListed,
    TradeClosed,
)
from actors.positions import RECONCILE_S, PositionsActor
from actors.symbol_state import CONTEXT_DELAY
from models.book import Book, Symbol
from models.order import OrderKind, Side
from models.reconcile import ADOPTED, ESTIMATED_EXIT, RECONCILED, RESTORED
from models.trade import Position, Trade
from tests.actors.builders import (
    LIVE,
    NOTHING_LOADED,
    NOW,
    SIM,
    SIM2,
    STALE,
    SYMBOL,
    a_quote,
    a_report,
    all_of,
    last_of,
    later,
    link,
    reported,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.fakes import FakeIds
from tests.models.builders import a_fill, a_position, an_order

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])
KNOWN = AccountsListed(books=(SIM, SIM2, LIVE))
LONG_ENOUGH_S = RECONCILE_S + 0.1


@pytest.fixture
def positions(stage: Stage) -> Played:
    """Give the actor, with nothing stored and three accounts of the server."""
    played = stage.start(PositionsActor, ids=FakeIds(), contracts={})
    played.tell(NOTHING_LOADED, KNOWN)
    return played


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
@pytest.mark.parametrize("report_first", [True, False])
def test_report_and_its_fill_make_one_position(positions: Played, side: int, *, report_first: bool) -> None:
    """A fill and the report of what it made are the same event, in any order."""
    pair: list[Message] = [told(2 * side), reported(2 * side)]
    posted = positions.tell(*(pair if report_first else reversed(pair)))
    posted += positions.wait(LONG_ENOUGH_S)
    assert open_in(positions).quantity == 2 * side
    assert len(all_of(posted, FillBooked)) == 1
    assert all_of(posted, NoticeRaised) == []


@BOTH_SIDES
def test_same_report_again_changes_nothing(positions: Played, side: int) -> None:
    """The server repeats reports; a repetition is silent."""
    positions.tell(reported(2 * side), told(2 * side))
    before = open_in(positions)
    assert positions.tell(told(2 * side), told(2 * side)) == []
    assert open_in(positions) == before


@BOTH_SIDES
def test_reported_position_shows_at_once_and_is_told_of_after_the_wait(positions: Played, side: int) -> None:
    """A position of the server is shown at once; that no fill explains it is said when the wait is over."""
    positions.tell(told(3 * side, "6751.00"))
    position = open_in(positions)
    assert (position.quantity, position.average_price) == (Decimal(3 * side), Decimal(6751))
    assert ADOPTED in position.notes
    assert positions.wait(RECONCILE_S - 0.1) == []
    notice = last_of(positions.wait(0.2), NoticeRaised)
    assert "SIM Sim1" in notice.text
    assert SYMBOL in notice.text
    assert f"{3 * side}" in notice.text


@BOTH_SIDES
def test_fills_that_explain_a_shown_report_are_not_added(positions: Played, side: int) -> None:
    """Fills that come within the wait are what opened the position; only what exceeds it adds to it."""
    positions.tell(told(2 * side, "6750.25"))
    positions.tell(reported(side, 6750, number=1), reported(side, "6750.50", number=2))
    position = open_in(positions)
    assert position.quantity == 2 * side
    assert [execution.execution_id for execution in position.executions] == ["e1", "e2"]
    assert all_of(positions.wait(LONG_ENOUGH_S), NoticeRaised) == []
    positions.tell(reported(side, number=3))
    assert open_in(positions).quantity == 3 * side


@BOTH_SIDES
def test_report_from_before_the_exit_opens_nothing(positions: Played, side: int) -> None:
    """Right after a fill a report may be older than it: the next one puts that right without a trace."""
    positions.tell(reported(2 * side, number=1), reported(-2 * side, number=2))
    positions.tell(told(2 * side))
    assert held(positions) is None
    positions.tell(told(0))
    assert positions.wait(LONG_ENOUGH_S) == []
    assert held(positions) is None


@BOTH_SIDES
@pytest.mark.parametrize("server", [1, 5], ids=["fewer", "more"])
def test_other_quantity_is_taken_over_after_the_wait(positions: Played, side: int, server: int) -> None:
    """Of an open position the server's quantity wins, and the position says that it was reconciled."""
    positions.tell(reported(3 * side, 6750))
    positions.tell(told(server * side, 6750))
    assert open_in(positions).quantity == 3 * side
    positions.wait(LONG_ENOUGH_S)
    position = open_in(positions)
    assert position.quantity == server * side
    assert RECONCILED in position.notes


@BOTH_SIDES
def test_other_side_closes_and_opens(positions: Played, side: int) -> None:
    """A report of the other side ends one trade with an estimate and adopts another."""
    positions.tell(reported(1 * side, 6750), a_quote(6752))
    positions.tell(told(-2 * side, 6753))
    posted = positions.wait(LONG_ENOUGH_S)
    assert ESTIMATED_EXIT in the_trade(posted).notes
    assert open_in(positions).quantity == -2 * side


@BOTH_SIDES
def test_fill_within_the_wait_explains_the_report(positions: Played, side: int) -> None:
    """A difference that a fill explains in time is no reconciliation."""
    positions.tell(reported(1 * side, number=1), told(3 * side))
    positions.wait(RECONCILE_S / 2)
    positions.tell(reported(2 * side, number=2))
    posted = positions.wait(LONG_ENOUGH_S)
    assert all_of(posted, NoticeRaised) == []
    position = open_in(positions)
    assert position.quantity == 3 * side
    assert not position.notes


@BOTH_SIDES
def test_fill_that_comes_after_its_report_was_adopted_is_not_added(positions: Played, side: int) -> None:
    """What the server's quantity already holds does not count a second time when its fill comes late."""
    positions.tell(told(2 * side))
    positions.wait(LONG_ENOUGH_S)
    positions.tell(reported(2 * side, at=NOW))
    assert open_in(positions).quantity == 2 * side


@BOTH_SIDES
@pytest.mark.parametrize("server", [0, 1, 5], ids=["flat", "fewer", "more"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "history"])
def test_late_fill_of_a_settled_difference_is_not_added(
    positions: Played, side: int, server: int, *, live: bool
) -> None:
    """A fill from before the server's word was taken is part of it, however it comes to be known."""
    positions.tell(reported(3 * side, 6750, number=1), a_quote(6751), told(server * side, 6750))
    positions.wait(LONG_ENOUGH_S)
    late = a_fill((server - 3) * side, 6751, number=2, at=NOW)
    posted = positions.tell(
        FillReported(fill=late) if live else FillsListed(book=SIM, fills=(late,), complete=True)
    )
    assert all_of(posted, TradeClosed) == []
    position = held(positions)
    assert (0 if position is None else position.quantity) == server * side


@BOTH_SIDES
def test_new_fill_after_an_adoption_counts(positions: Played, side: int) -> None:
    """Only fills from before the adoption are held in it."""
    positions.tell(told(2 * side))
    positions.wait(LONG_ENOUGH_S)
    history = (a_fill(2 * side, number=1, at=NOW), a_fill(1 * side, number=2, at=later(60)))
    positions.tell(FillsListed(book=SIM, fills=history, complete=True))
    assert open_in(positions).quantity == 3 * side


@BOTH_SIDES
def test_flat_report_without_fill_closes_at_the_last_price(positions: Played, side: int) -> None:
    """An exit that nobody reported is estimated from the last valid price and marked as an estimate."""
    positions.tell(reported(2 * side, 6750), a_quote(6758))
    assert all_of(positions.tell(told(0)), TradeClosed) == []
    posted = positions.wait(LONG_ENOUGH_S)
    trade = the_trade(posted)
    assert trade.average_exit == 6758
    assert trade.gross == side * 8 * 2 * 5
    assert ESTIMATED_EXIT in trade.notes
    assert held(positions) is None


@BOTH_SIDES
@pytest.mark.parametrize(
    "quotes", [[], [a_quote(6758), STALE], [a_quote(90)]], ids=["none", "stale", "foreign"]
)
def test_flat_report_without_a_price_has_no_result(
    positions: Played, side: int, quotes: list[Message]
) -> None:
    """Where no price can be trusted the exit is unknown; it is never the entry price."""
    positions.tell(reported(2 * side, 6750), *quotes)
    positions.tell(told(0))
    trade = the_trade(positions.wait(LONG_ENOUGH_S))
    assert (trade.average_exit, trade.gross, trade.net) == (None, None, None)


def test_average_of_the_server_is_taken_over_from_half_a_tick_on(positions: Played) -> None:
    """Less than half a tick is noise; more is the server knowing better."""
    positions.tell(reported(2, "6750.00"))
    assert positions.tell(told(2, "6750.12")) == []
    assert open_in(positions).average_price == Decimal("6750.00")
    positions.tell(told(2, "6750.125"))
    assert open_in(positions).average_price == Decimal("6750.125")


@BOTH_SIDES
def test_incomplete_list_concludes_nothing(positions: Played, side: int) -> None:
    """What is missing from a list that broke off may well be there."""
    positions.tell(reported(2 * side))
    posted = positions.tell(listed(complete=False)) + positions.wait(LONG_ENOUGH_S)
    assert posted == []
    assert open_in(positions).quantity == 2 * side


@BOTH_SIDES
def test_complete_list_without_the_symbol_closes_after_the_wait(positions: Played, side: int) -> None:
    """What a complete list does not hold is flat, unless a fill still explains it."""
    positions.tell(reported(2 * side), a_quote("6751.00"))
    assert all_of(positions.tell(listed()), TradeClosed) == []
    posted = positions.wait(LONG_ENOUGH_S)
    assert ESTIMATED_EXIT in the_trade(posted).notes
    assert held(positions) is None


def test_complete_list_confirms_books_of_which_nothing_is_in_doubt(positions: Played) -> None:
    """A book is confirmed by a complete list, one with an open question only when it is settled."""
    positions.tell(reported(1))
    posted = positions.tell(listed())
    assert {fact.book for fact in all_of(posted, BookConfirmed)} == {SIM2, LIVE}
    posted = positions.wait(LONG_ENOUGH_S)
    assert [(fact.book, fact.confirmed) for fact in all_of(posted, BookConfirmed)] == [(SIM, True)]


def test_lost_link_takes_the_confirmation_away_until_the_next_complete_list(positions: Played) -> None:
    """Without a link nobody can say that a book is flat."""
    positions.tell(listed())
    lost = positions.tell(link(ConnectionState.WAITING))
    assert {(fact.book, fact.confirmed) for fact in all_of(lost, BookConfirmed)} == {
        (SIM, False),
        (SIM2, False),
        (LIVE, False),
    }
    assert all_of(positions.tell(link(ConnectionState.CONNECTING)), BookConfirmed) == []
    assert all_of(positions.tell(link(ConnectionState.SYNCING), listed(complete=False)), BookConfirmed) == []
    again = positions.tell(listed())
    assert {fact.book for fact in all_of(again, BookConfirmed) if fact.confirmed} == {SIM, SIM2, LIVE}


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
    """A link that breaks while the past is read loses no fill."""
    positions.tell(link(ConnectionState.SYNCING), reported(1))
    posted = positions.tell(link(ConnectionState.WAITING))
    assert len(all_of(posted, FillBooked)) == 1


@BOTH_SIDES
def test_closing_fill_opens_nothing(positions: Played, side: int, allow_log: AllowLog) -> None:
    """A fill that the server marks as closing never opens a position on a flat book."""
    allow_log("closing fill on a flat book")
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


@pytest.fixture
def restored(stage: Stage) -> tuple[Played, list[Message]]:
    """Give an actor that found a long of 2 in the database, 90 s old, and what it said about that."""
    played = stage.start(PositionsActor, ids=FakeIds(), contracts={})
    loaded = msgspec.structs.replace(
        NOTHING_LOADED,
        positions=(a_position(2, 6750, at=later(-600)),),
        execution_ids=((SIM, "e1"),),
        last_seen=later(-90),
    )
    return played, played.tell(loaded)


def test_restored_position_waits_for_the_server(restored: tuple[Played, list[Message]]) -> None:
    """What was stored is shown at once, unconfirmed, and one line says for how long nobody looked."""
    played, posted = restored
    position = open_in(played)
    assert (position.quantity, position.confirmed) == (Decimal(2), False)
    assert RESTORED in position.notes
    assert position.entry_time == later(-600)
    (notice,) = all_of(posted, NoticeRaised)
    assert "\n" not in notice.text
    assert "1 min 30 s" in notice.text
    assert "long 2" in notice.text
    assert played.tell(reported(2, number=1)) == []


def test_restored_position_is_confirmed_by_the_list(restored: tuple[Played, list[Message]]) -> None:
    """The server's agreement replaces the notice, once."""
    played, posted = restored
    first = last_of(posted, NoticeRaised)
    second = last_of(played.tell(listed(told(2, 6750))), NoticeRaised)
    assert second.key == first.key
    assert "the server agrees" in second.text
    assert open_in(played).confirmed
    assert all_of(played.tell(listed(told(2, 6750))), NoticeRaised) == []


@pytest.mark.parametrize("server", [1, 3], ids=["fewer", "more"])
def test_restored_position_that_the_server_corrects_is_confirmed(
    restored: tuple[Played, list[Message]], server: int
) -> None:
    """A position with the server's own quantity is backed by the server."""
    played, _ = restored
    played.tell(listed(told(server, 6750)))
    played.wait(LONG_ENOUGH_S)
    position = open_in(played)
    assert (position.quantity, position.confirmed) == (Decimal(server), True)


@pytest.mark.parametrize("server", [0, 1, 3, -2])
def test_nobody_says_that_the_server_agrees_when_it_does_not(
    restored: tuple[Played, list[Message]], server: int
) -> None:
    """After a correction no notice claims that what was restored was right."""
    played, _ = restored
    posted = played.tell(listed(told(server, 6750))) + played.wait(LONG_ENOUGH_S)
    assert not [notice.text for notice in all_of(posted, NoticeRaised) if "agrees" in notice.text]


def test_fills_since_the_last_start_explain_the_server(restored: tuple[Played, list[Message]]) -> None:
    """What happened while the monitor was away is booked, and then the server agrees."""
    played, _ = restored
    missed = FillsListed(book=SIM, fills=(a_fill(-2, 6755, number=7, at=later(-30)),), complete=True)
    posted = played.tell(missed, listed())
    assert the_trade(posted).average_exit == 6755
    assert played.wait(LONG_ENOUGH_S) == []


def test_definition_of_the_server_counts_and_is_asked_for_once(positions: Played) -> None:
    """What a contract is worth is asked for once, and the answer changes what is told."""
    asked = all_of(positions.tell(reported(1, number=1), reported(1, number=2)), ContractRequested)
    assert asked == [ContractRequested(symbol=SYMBOL)]
    answer = ContractDefined(symbol=SYMBOL, tick=Decimal("0.5"), value_per_tick=Decimal(10))
    contract = last_of(positions.tell(answer), PositionChanged).contract
    assert (contract.tick, contract.point_value) == (Decimal("0.5"), Decimal(20))
    assert all_of(positions.tell(reported(1, number=3)), ContractRequested) == []


def test_failure_reads_what_is_stored(positions: Played, allow_log: AllowLog) -> None:
    """An actor that fails asks for its stored state, and keeps back what comes before the answer."""
    allow_log("actor failed")
    poison = FillReported(fill=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = positions.tell(poison, reported(1))
    assert [type(message) for message in posted] == [ActorRestarted, LoadPositions]
    assert len(all_of(positions.tell(NOTHING_LOADED), FillBooked)) == 1
