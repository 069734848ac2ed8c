"""Reports that must not be taken at their word, and positions that nobody reports."""

import msgspec
import pytest

from actors.messages import (
    ConnectionState,
    NoticeCleared,
    NoticeRaised,
    PositionChanged,
    PositionReport,
    PositionReported,
    PositionsListed,
    TradeClosed,
)
from actors.positions import PositionsActor
from actors.symbol_state import REPORTED_WITHIN
from models.book import Symbol
from models.trade import ADOPTED, UNREPORTED
from tests.actors.builders import (
    LIVE,
    NOTHING_LOADED,
    NOW,
    SIM,
    a_report,
    all_of,
    last_of,
    later,
    link,
    reported,
)
from tests.actors.conftest import Played, Stage
from tests.actors.holdings import BOTH_SIDES, LONG_ENOUGH_S, held, listed, open_in, told
from tests.fakes import FakeIds
from tests.models.builders import a_fill, a_position

REPORT_S = REPORTED_WITHIN.total_seconds()
EXPIRED = Symbol("F.US.MESM25")


def of_expired(quantity: int) -> PositionReport:
    """Return the server's row of a contract that is long over."""
    return a_report(quantity, "5996.50", symbol=EXPIRED)


@BOTH_SIDES
def test_expired_contract_is_neither_shown_nor_recorded(positions: Played, side: int) -> None:
    """A report of an expired contract is left out, and one notice names it."""
    report = PositionReported(report=of_expired(side))
    (notice,) = positions.tell(report)
    assert isinstance(notice, NoticeRaised)
    assert f"Sim1 F.US.MESM25 {'long' if side > 0 else 'short'} 1" in notice.text
    again = PositionsListed(reports=(report.report,), complete=True)
    posted = positions.tell(report, again) + positions.wait(LONG_ENOUGH_S) + positions.tell(listed())
    assert all_of(posted, NoticeRaised) + all_of(posted, PositionChanged) + all_of(posted, TradeClosed) == []


def test_all_expired_contracts_are_in_one_notice(positions: Played) -> None:
    """A second one makes the notice longer, not another one."""
    first = last_of(positions.tell(PositionReported(report=of_expired(1))), NoticeRaised)
    other = a_report(-2, 21000, book=LIVE, symbol=Symbol("MNQU5"))
    second = last_of(positions.tell(PositionReported(report=other)), NoticeRaised)
    assert second.key == first.key
    assert "Sim1 F.US.MESM25 long 1, 120005 MNQU5 short 2" in second.text


@BOTH_SIDES
def test_contract_that_is_traded_has_not_expired(positions: Played, side: int) -> None:
    """Fills prove that a contract lives, whatever its name says."""
    fill = msgspec.structs.replace(reported(side, 5996), fill=a_fill(side, 5996, symbol=EXPIRED))
    positions.tell(fill, PositionReported(report=of_expired(side)))
    assert held(positions, SIM, EXPIRED) is not None


def test_stored_position_that_was_only_such_a_report_is_dropped(stage: Stage) -> None:
    """What was adopted before the contract expired, and never traded, is not restored."""
    played = stage.start(PositionsActor, ids=FakeIds(), contracts={})
    ghost = msgspec.structs.replace(a_position(1), symbol=EXPIRED, executions=(), notes=(ADOPTED,))
    posted = played.tell(msgspec.structs.replace(NOTHING_LOADED, positions=(ghost,), last_seen=later(-90)))
    assert [fact.position for fact in all_of(posted, PositionChanged)] == [None]
    assert all_of(posted, NoticeRaised) == []


@BOTH_SIDES
def test_simulated_position_that_is_never_reported_is_explained_once(positions: Played, side: int) -> None:
    """It is shown from its fills; one sentence names the setting that makes the server report it."""
    positions.tell(reported(2 * side))
    assert all_of(positions.wait(REPORT_S - 0.1), NoticeRaised) == []
    (notice,) = all_of(positions.wait(0.2), NoticeRaised)
    assert "Trade >> Trade Simulation Mode On" in notice.text
    assert notice.book == SIM
    assert UNREPORTED in open_in(positions).notes
    posted = positions.tell(reported(-side, number=2)) + positions.wait(2 * REPORT_S)
    assert all_of(posted, NoticeRaised) == []
    assert open_in(positions).quantity == side


@BOTH_SIDES
def test_explanation_goes_when_positions_are_reported(positions: Played, side: int) -> None:
    """As soon as the server reports the position there is nothing to explain."""
    positions.tell(reported(2 * side))
    notice = last_of(positions.wait(REPORT_S), NoticeRaised)
    assert all_of(positions.tell(told(2 * side)), NoticeCleared) == [NoticeCleared(key=notice.key)]
    assert UNREPORTED not in open_in(positions).notes


@BOTH_SIDES
@pytest.mark.parametrize("row", [True, False], ids=["flat row", "no row"])
def test_list_without_it_does_not_close_an_unreported_simulated_position(
    positions: Played, side: int, *, row: bool
) -> None:
    """A server that keeps no simulated positions says nothing by not listing one."""
    positions.tell(reported(2 * side))
    rows = [told(0)] if row else []
    posted = positions.tell(listed(*rows)) + positions.wait(LONG_ENOUGH_S)
    assert all_of(posted, TradeClosed) == []
    assert open_in(positions).quantity == 2 * side
    assert len(all_of(posted, NoticeRaised)) == 1


@pytest.mark.parametrize(
    ("notes", "age_s"), [((UNREPORTED,), 600), ((), 5)], ids=["known before", "ended before it was known"]
)
def test_it_stays_after_a_restart(stage: Stage, notes: tuple[str, ...], age_s: float) -> None:
    """That a position was never reported is stored with it, so the next list does not close it either."""
    played = stage.start(PositionsActor, ids=FakeIds(), contracts={})
    kept = msgspec.structs.replace(a_position(2, at=later(-age_s)), notes=notes)
    played.tell(msgspec.structs.replace(NOTHING_LOADED, positions=(kept,), last_seen=NOW))
    posted = played.tell(listed(), link(ConnectionState.READY)) + played.wait(LONG_ENOUGH_S)
    assert all_of(posted, TradeClosed) == []
    assert not open_in(played).confirmed
    assert not [notice.text for notice in all_of(posted, NoticeRaised) if "agrees" in notice.text]


@BOTH_SIDES
def test_real_money_that_is_not_listed_is_flat(positions: Played, side: int) -> None:
    """Only simulations keep positions to themselves."""
    positions.tell(reported(2 * side, book=LIVE))
    assert all_of(positions.wait(2 * REPORT_S), NoticeRaised) == []
    posted = positions.tell(listed()) + positions.wait(LONG_ENOUGH_S)
    assert len(all_of(posted, TradeClosed)) == 1
