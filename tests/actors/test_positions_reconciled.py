# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

"""Open positions: the server's reports confirm, correct and end them, now and after a restart."""

from decimal import Decimal

import msgspec
import pytest

from actors.messages import (
    BookConfirmed,
    ConnectionState,
    FillBooked,
    FillReported,
    FillsListed,
    FillsRequested,
    Message,
    NoticeRaised,
    TradeClosed,
)
from actors.positions import ANSWER_S, RECONCILE_S, PositionsActor
from models.trade import ADOPTED, ESTIMATED_EXIT, RECONCILED, RESTORED
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
from tests.actors.conftest import Played, Stage
from tests.actors.holdings import BOTH_SIDES, LONG_ENOUGH_S, held, listed, open_in, the_trade, told
from tests.fakes import FakeIds
from tests.models.builders import a_fill, a_position


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
    assert positions.wait(0.2) == [FillsRequested(book=SIM, agreed_at=None)]
    assert positions.wait(ANSWER_S - 0.2) == []
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
    positions.tell(reported(side, number=3, at=later(60)))
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
    """An exit that nobody reported is estimated from the last valid price, marked, and no result."""
    positions.tell(reported(2 * side, 6750), a_quote(6758))
    assert all_of(positions.tell(told(0)), TradeClosed) == []
    posted = positions.wait(LONG_ENOUGH_S)
    trade = the_trade(posted)
    assert (trade.average_exit, trade.gross, trade.net) == (6758, None, None)
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
def test_average_of_fills_that_are_still_to_come_is_not_taken_over(positions: Played, side: int) -> None:
    """Another average at the same quantity is theirs: booked on top of it they would count twice."""
    unknown = FillsListed(book=SIM, fills=(), complete=False)
    positions.tell(reported(side, 6750), unknown, told(side, 6751))
    assert open_in(positions).average_price == 6750
    fills = (a_fill(side, 6752, number=2, at=later(1)), a_fill(-side, 6753, number=3, at=later(1)))
    posted = positions.tell(FillsListed(book=SIM, fills=fills, complete=True))
    nets = [fact.booked.net for fact in all_of(posted, FillBooked)]
    assert nets == [Decimal("-0.62"), side * 2 * 5 - Decimal("0.62")]
    positions.tell(told(side, "6751.25"))
    assert open_in(positions).average_price == Decimal("6751.25")


@BOTH_SIDES
def test_fills_that_come_behind_all_reports_of_them_count_once(positions: Played, side: int) -> None:
    """In and out again, both positions told first: the last average is made by the fills to come."""
    positions.tell(reported(3 * side, 6753), told(4 * side, "6751.25"), told(3 * side, "6751.25"))
    assert open_in(positions).average_price == 6753
    fills = (a_fill(side, 6746, number=2, at=later(1)), a_fill(-side, 6750, number=3, at=later(1)))
    posted = positions.tell(*(FillReported(fill=fill) for fill in fills))
    assert last_of(posted, FillBooked).booked.net == side * Decimal("-6.25") - Decimal("0.62")
    assert open_in(positions).average_price == Decimal("6751.25")
    assert all_of(positions.wait(LONG_ENOUGH_S), FillsRequested) == []


def test_another_average_that_nothing_explains_is_taken_over_after_the_question(positions: Played) -> None:
    """The fills are asked for; where there are none, the server knows better."""
    positions.tell(reported(3, 6753), told(4, "6751.25"), told(3, "6751.25"))
    assert len(all_of(positions.wait(RECONCILE_S + 0.1), FillsRequested)) == 1
    positions.tell(FillsListed(book=SIM, fills=(), complete=True))
    assert open_in(positions).average_price == Decimal("6751.25")


def test_average_of_a_server_that_lists_no_fills_is_taken_over(positions: Played) -> None:
    """What was asked for twice in vain will not come; then the server knows better."""
    unknown = FillsListed(book=SIM, fills=(), complete=False)
    positions.tell(reported(1, 6750), unknown, unknown, told(1, 6751))
    assert open_in(positions).average_price == 6751


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
    positions.tell(reported(2 * side), told(2 * side), a_quote("6751.00"))
    assert all_of(positions.tell(listed()), TradeClosed) == []
    posted = positions.wait(LONG_ENOUGH_S)
    assert ESTIMATED_EXIT in the_trade(posted).notes
    assert held(positions) is None


def test_complete_list_confirms_books_of_which_nothing_is_in_doubt(positions: Played) -> None:
    """A book is confirmed by a complete list, one with an open question only when it is settled."""
    positions.tell(reported(1), told(1))
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
    played.tell(link(ConnectionState.READY), listed(told(server, 6750)))
    played.wait(LONG_ENOUGH_S)
    position = open_in(played)
    assert (position.quantity, position.confirmed) == (Decimal(server), True)


@pytest.mark.parametrize("server", [0, 1, 3, -2])
def test_nobody_says_that_the_server_agrees_when_it_does_not(
    restored: tuple[Played, list[Message]], server: int
) -> None:
    """After a correction no notice claims that what was restored was right."""
    played, _ = restored
    posted = played.tell(link(ConnectionState.READY), listed(told(server, 6750))) + played.wait(LONG_ENOUGH_S)
    assert "the server corrected it" in last_of(posted, NoticeRaised).text
    assert not [notice.text for notice in all_of(posted, NoticeRaised) if "agrees" in notice.text]


def test_fills_since_the_last_start_explain_the_server(restored: tuple[Played, list[Message]]) -> None:
    """What happened while the monitor was away is booked, and then the server agrees."""
    played, _ = restored
    missed = FillsListed(book=SIM, fills=(a_fill(-2, 6755, number=7, at=later(-30)),), complete=True)
    posted = played.tell(missed, listed())
    assert the_trade(posted).average_exit == 6755
    assert played.wait(LONG_ENOUGH_S) == []


@BOTH_SIDES
def test_a_report_from_before_the_list_says_nothing_more(positions: Played, side: int) -> None:
    """While the past is read a position was opened, reported and closed: the list of now says flat."""
    opening, closing = reported(side), reported(-side, number=2)
    history = FillsListed(book=SIM, fills=(opening.fill, closing.fill), complete=True)
    positions.tell(link(ConnectionState.SYNCING), opening, told(side), closing, history, listed())
    positions.tell(link(ConnectionState.READY))
    positions.wait(LONG_ENOUGH_S)
    assert held(positions) is None


@BOTH_SIDES
def test_fills_between_history_and_list_are_booked_before_the_list_is_compared(
    positions: Played, side: int
) -> None:
    """What the list already holds still has its fills, and their results."""
    history = FillsListed(book=SIM, fills=(), complete=True)
    positions.tell(link(ConnectionState.SYNCING), history, reported(-3 * side), reported(2 * side, number=2))
    posted = positions.tell(listed(told(-side)), link(ConnectionState.READY))
    posted += positions.wait(LONG_ENOUGH_S)
    assert len(all_of(posted, FillBooked)) == 2
    assert all_of(posted, NoticeRaised) == []
    assert open_in(positions).quantity == -side


def test_a_closing_fill_of_an_unseen_account_is_in_its_first_list(positions: Played) -> None:
    """Nobody was asked for the fills before it, so the list alone says what is left: nothing."""
    posted = positions.tell(link(ConnectionState.SYNCING), reported(1), listed(), link(ConnectionState.READY))
    posted += positions.wait(LONG_ENOUGH_S)
    assert all_of(posted, FillBooked) == []
    assert held(positions) is None


@BOTH_SIDES
def test_a_fill_without_its_history_waits_for_the_next_link(positions: Played, side: int) -> None:
    """The link was lost before the fills in front of it were listed: alone it makes a wrong position."""
    closing = reported(-2 * side, number=2)
    posted = positions.tell(link(ConnectionState.SYNCING), closing, link(ConnectionState.WAITING))
    assert all_of(posted, FillBooked) == []
    assert held(positions) is None
    history = FillsListed(book=SIM, fills=(reported(2 * side).fill, closing.fill), complete=True)
    posted = positions.tell(link(ConnectionState.SYNCING), history, listed(), link(ConnectionState.READY))
    assert len(all_of(posted, FillBooked)) == 2
    assert held(positions) is None
