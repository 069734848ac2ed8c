# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

"""Differences between fills and reports: the fills are asked for before the server's word counts."""

from decimal import Decimal

import msgspec
import pytest

from actors.messages import (
    ConnectionState,
    FillBooked,
    FillReported,
    FillsListed,
    FillsRequested,
    Message,
    NoticeRaised,
    TradeClosed,
)
from actors.positions import ANSWER_S, RECONCILE_S
from models.trade import ADOPTED, ESTIMATED_EXIT, RECONCILED, Fill
from tests.actors.builders import NOW, SIM, SIM2, all_of, last_of, later, link, reported
from tests.actors.conftest import Played
from tests.actors.holdings import BOTH_SIDES, LONG_ENOUGH_S, held, listed, open_in, the_trade, told
from tests.models.builders import a_fill

WAITED_S = RECONCILE_S + 0.1


def history(*fills: Fill, complete: bool = True) -> FillsListed:
    """Return the server's list of fills."""
    return FillsListed(book=SIM, fills=fills, complete=complete)


def asked(posted: list[Message]) -> list[FillsRequested]:
    """Return what was asked."""
    return all_of(posted, FillsRequested)


@BOTH_SIDES
def test_difference_asks_for_the_fills_once(positions: Played, side: int) -> None:
    """After the wait the fills are asked for, from the last agreement on; nothing is concluded meanwhile."""
    positions.tell(reported(side, 6750), told(side, 6750), told(3 * side, 6751))
    posted = positions.wait(WAITED_S)
    assert posted == [FillsRequested(book=SIM, agreed_at=NOW)]
    assert open_in(positions).quantity == side
    posted = positions.tell(told(3 * side, 6751)) + positions.wait(ANSWER_S)
    assert asked(posted) == []
    assert open_in(positions).quantity == 3 * side


@BOTH_SIDES
def test_listed_fill_explains_the_difference(positions: Played, side: int) -> None:
    """A fill that was never told but is listed is booked with its price and fee; nothing is corrected."""
    positions.tell(reported(side, 6750), told(3 * side, 6751))
    positions.wait(WAITED_S)
    fills = (a_fill(side, 6750), a_fill(2 * side, "6751.50", number=2, at=later(1)))
    posted = positions.tell(history(*fills))
    assert len(all_of(posted, FillBooked)) == 1
    position = open_in(positions)
    assert (position.quantity, position.fees, position.notes) == (3 * side, Decimal("1.86"), ())
    assert all_of(posted + positions.wait(LONG_ENOUGH_S), NoticeRaised) == []


@BOTH_SIDES
def test_listed_fill_is_the_exit_of_a_position_that_the_server_says_is_flat(
    positions: Played, side: int
) -> None:
    """The exit has the price of the listed fill, not an estimate."""
    positions.tell(reported(2 * side, 6750), told(0))
    positions.wait(WAITED_S)
    trade = the_trade(positions.tell(history(a_fill(-2 * side, 6753, number=2, at=later(1)))))
    assert (trade.average_exit, trade.gross) == (6753, side * 3 * 2 * 5)
    assert ESTIMATED_EXIT not in trade.notes
    assert held(positions) is None


@BOTH_SIDES
def test_listed_fill_explains_a_shown_report(positions: Played, side: int) -> None:
    """A position that was shown from its report alone gets fee and time of the fill that opened it."""
    positions.tell(told(2 * side, 6750))
    assert asked(positions.wait(WAITED_S)) == [FillsRequested(book=SIM, agreed_at=None)]
    posted = positions.tell(history(a_fill(2 * side, 6750, at=later(-1))))
    assert all_of(posted, NoticeRaised) == []
    position = open_in(positions)
    assert (position.quantity, position.fees, position.entry_time) == (2 * side, Decimal("1.24"), later(-1))


def test_repeated_report_is_no_agreement_while_its_fills_are_looked_for(positions: Played) -> None:
    """The fills that are asked for are those that made it, and not a part of them."""
    positions.tell(told(2, 6750), told(2, 6750))
    assert asked(positions.wait(WAITED_S)) == [FillsRequested(book=SIM, agreed_at=None)]
    positions.tell(history(), told(2, 6750), told(1, 6750))
    assert asked(positions.wait(WAITED_S)) == [FillsRequested(book=SIM, agreed_at=later(WAITED_S))]


@BOTH_SIDES
@pytest.mark.parametrize("complete", [True, False], ids=["nothing", "refused"])
def test_without_a_listed_fill_the_server_counts_at_once(
    positions: Played, side: int, *, complete: bool
) -> None:
    """An empty list or a refusal ends the wait: the server's quantity is taken over, with a notice."""
    positions.tell(reported(side, 6750), told(3 * side, 6750))
    positions.wait(WAITED_S)
    posted = positions.tell(history(complete=complete))
    assert "as the server says" in last_of(posted, NoticeRaised).text
    assert RECONCILED in open_in(positions).notes


@BOTH_SIDES
def test_server_that_never_answers_holds_nothing_up(positions: Played, side: int) -> None:
    """When the list of fills does not come in time, the server's word counts."""
    positions.tell(reported(2 * side, 6750), told(0))
    posted = positions.wait(RECONCILE_S + ANSWER_S - 0.1)
    assert all_of(posted, TradeClosed) == []
    assert ESTIMATED_EXIT in the_trade(positions.wait(0.2)).notes
    late = history(a_fill(-2 * side, 6753, number=2, at=NOW))
    assert positions.tell(late) == []


def test_fills_of_another_book_answer_nothing(positions: Played) -> None:
    """A list of one book settles no question of another."""
    positions.tell(reported(2), told(0))
    positions.wait(WAITED_S)
    assert positions.tell(FillsListed(book=SIM2, fills=(), complete=True)) == []
    assert open_in(positions).quantity == 2


@BOTH_SIDES
def test_question_of_a_lost_link_is_settled_by_the_next_one(positions: Played, side: int) -> None:
    """A report from before the loss concludes nothing; the fills that come with the next link do."""
    positions.tell(reported(2 * side, 6750), told(0))
    positions.tell(link(ConnectionState.WAITING))
    assert all_of(positions.wait(LONG_ENOUGH_S), TradeClosed) == []
    positions.tell(link(ConnectionState.SYNCING))
    posted = positions.tell(history(a_fill(-2 * side, 6753, number=2, at=later(1))), listed())
    assert the_trade(posted).average_exit == 6753
    assert asked(positions.tell(link(ConnectionState.READY)) + positions.wait(LONG_ENOUGH_S)) == []


def test_shown_report_of_a_lost_link_is_told_of_after_the_next_one(positions: Played) -> None:
    """What nothing explained before the loss is asked for again, and then told."""
    positions.tell(told(2, 6750), link(ConnectionState.WAITING), link(ConnectionState.SYNCING))
    assert asked(positions.wait(LONG_ENOUGH_S)) == []
    positions.tell(history(), listed(told(2, 6750)), link(ConnectionState.READY))
    posted = positions.wait(LONG_ENOUGH_S)
    assert len(asked(posted)) == 1
    assert len(all_of(posted, NoticeRaised)) == 1
    assert ADOPTED in open_in(positions).notes


@BOTH_SIDES
def test_listed_fill_that_was_told_without_an_identity_is_not_added(positions: Played, side: int) -> None:
    """One fill that was told live and is listed under another name is still one."""
    live = msgspec.structs.replace(a_fill(side, 6750), execution_id="o1:1")
    positions.tell(FillReported(fill=live))
    listed_fill = msgspec.structs.replace(a_fill(side, 6750), execution_id="x", alias="o1:1")
    assert positions.tell(history(listed_fill)) == []
    assert open_in(positions).quantity == side


@BOTH_SIDES
def test_late_fill_of_a_closed_position_is_no_part_of_the_next(positions: Played, side: int) -> None:
    """The fill of an adopted position that has ended changes nothing of what was opened since."""
    positions.tell(told(side, 6750))
    positions.tell(
        reported(-side, 6751, number=2, at=later(1)), reported(3 * side, 6752, number=3, at=later(2))
    )
    before = open_in(positions)
    positions.wait(WAITED_S)
    assert positions.tell(history(a_fill(side, 6750, at=later(-1)))) == []
    assert open_in(positions) == before
