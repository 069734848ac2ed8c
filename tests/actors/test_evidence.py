"""Counting for the gates of the rollout."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
import pytest

from actors.evidence import KEEP_S, EvidenceActor
from actors.messages import (
    AlarmsChanged,
    BookConfirmed,
    CalendarSet,
    CellsCompared,
    ConnectionState,
    KeepCounts,
    Message,
    PanelFailed,
    PanelSwapped,
    PositionChanged,
    PositionsJudged,
    PositionsLoaded,
    SaveCounts,
    ScopeChanged,
    Ticked,
    TradeClosed,
)
from models.book import Book
from models.holidays import CME_CALENDAR
from models.order import NO_PROTECTION, Protection
from models.rollout.handover import Handover
from models.rollout.tally import Interval
from models.trade import Position
from tests.actors.builders import DEBUG, LIVE, NOTHING_LOADED, NOW, SIM, all_of, changed, later, link
from tests.actors.conftest import Played, Stage
from tests.models.builders import a_position, a_trade, protection
from tests.ui.alarms import an_alarm

NEW_PANELS = {"panel1": "new", "panel2": "new"}
CLEAN = Handover(took_ms=5.0, alarms_lost=0, alarms_doubled=0, heat_kept=True)


def begin(stage: Stage, **others: object) -> Played:
    """Start the actor."""
    arguments = {"version": "1.0.0", "simulated": False, "panels": NEW_PANELS, "crashed": False}
    return stage.start(EvidenceActor, **(arguments | others))


@pytest.fixture
def evidence(stage: Stage) -> Played:
    """Give the actor with an account of a real server on the screen."""
    played = begin(stage)
    played.tell(NOTHING_LOADED, a_scope(), link(ConnectionState.READY))
    return played


def a_scope(book: Book = SIM, epoch: int = 1) -> ScopeChanged:
    """Return that a book is shown."""
    return ScopeChanged(epoch=epoch, mode=book.mode, account=book.account, known=(book,), reason="test")


def holds(
    quantity: int,
    *,
    book: Book = SIM,
    protected: Protection = NO_PROTECTION,
    position: Position | None = None,
) -> PositionChanged:
    """Return the state of a symbol; flat where the quantity is 0."""
    held = msgspec.structs.replace(position or a_position(book=book), quantity=Decimal(quantity))
    return changed(held if quantity else None, book=book, protection=protected)


def a_swap(*, who: str = "user", new: str = "legacy", is_open: bool = True) -> PanelSwapped:
    """Return a swap of Panel 2."""
    return PanelSwapped(
        panel="panel2",
        old="legacy" if new == "new" else "new",
        new=new,
        who=who,
        why="test",
        mode=SIM.mode,
        position_open=is_open,
        at=NOW,
        handover=CLEAN,
    )


def use(played: Played, stage: Stage, seconds: int) -> None:
    """Let time pass with a beat each second."""
    for _ in range(seconds):
        stage.clock.pass_time(1, played.ref.tell)
        played.tell(Ticked(at=stage.clock.utc()))


def kept(played: Played) -> list[Interval]:
    """Return all intervals, the running one included."""
    played.tell(KeepCounts())
    return [saved.interval for saved in all_of(played.posted, SaveCounts)]


def counted(played: Played) -> dict[str, int]:
    """Return all counts together."""
    found: dict[str, int] = {}
    for interval in kept(played):
        for name, count in interval.counts:
            found[name] = found.get(name, 0) + count
    return found


def test_time_in_use_is_counted_while_the_link_is_up(evidence: Played, stage: Stage) -> None:
    """Neither sleep nor a clock that is set is use, nor is a lost link."""
    use(evidence, stage, 10)
    stage.clock.sleep(3_600)
    use(evidence, stage, 5)
    evidence.tell(link(ConnectionState.WAITING))
    use(evidence, stage, 20)
    (interval,) = kept(evidence)
    assert interval.counts == (("use_s", 13),)
    assert (interval.day, interval.source, interval.panels) == ("2026-11-23", "SIM", "new new")
    assert (interval.version, interval.compares) == ("1.0.0", False)


def test_what_was_counted_is_kept_every_minute_and_at_the_end(evidence: Played, stage: Stage) -> None:
    """A crash costs a minute, an orderly end nothing."""
    evidence.tell(holds(1))
    assert [type(message) for message in evidence.wait(KEEP_S)] == [SaveCounts]
    assert evidence.wait(KEEP_S) == []
    evidence.tell(holds(0))
    stage.stop()
    assert [saved.interval.counts for saved in all_of(evidence.posted, SaveCounts)] == [
        (("open", 1),),
        (("close", 1),),
    ]


def test_each_change_of_a_position_has_its_name(evidence: Played) -> None:
    """A change of price, or of the server's confirmation, is none."""
    for quantity in (1, 3, 3, 2, -2, 0):
        evidence.tell(holds(quantity))
    assert counted(evidence) == {"open": 1, "scale in": 1, "scale out": 1, "reverse": 1, "close": 1}


def test_a_stop_that_moves_is_counted(evidence: Played) -> None:
    """Not the one that comes with the entry, and not one that stays."""
    for price in ("6740", "6740", "6742"):
        evidence.tell(holds(1, protected=protection(price)))
    assert counted(evidence) == {"open": 1, "stop moved": 1}


def test_the_account_for_debugging_counts_for_nothing(evidence: Played) -> None:
    """Neither its position nor its trades."""
    evidence.tell(holds(1, book=DEBUG), holds(0, book=DEBUG), TradeClosed(trade=a_trade(book=DEBUG)))
    assert counted(evidence) == {}


def test_trades_switches_reconnects_and_errors_are_counted(evidence: Played) -> None:
    """The first READY is no reconnect, the same mode no switch."""
    evidence.tell(
        TradeClosed(trade=a_trade()),
        link(ConnectionState.WAITING),
        link(ConnectionState.CONNECTING),
        link(ConnectionState.READY),
        PanelFailed(panel="panel1", generation="new", why="test"),
    )
    evidence.tell(a_scope(SIM, 2), a_scope(LIVE, 3))
    assert counted(evidence) == {"trades": 1, "reconnect": 1, "panel error": 1, "mode switch": 1}


def test_another_source_is_another_interval(evidence: Played) -> None:
    """What happened in SIM stays with SIM."""
    evidence.tell(holds(1), a_scope(LIVE, 2), holds(0))
    sources = [(interval.source, dict(interval.counts)) for interval in kept(evidence)]
    assert sources == [("SIM", {"open": 1}), ("LIVE", {"close": 1, "mode switch": 1})]


def test_a_session_that_ends_in_use_is_a_roll(evidence: Played, stage: Stage) -> None:
    """17:00 in Chicago; the next day has its own interval."""
    stage.clock.set_by(8 * 3_600 - 3)
    evidence.tell(CalendarSet(calendar=CME_CALENDAR))
    use(evidence, stage, 6)
    days = [(interval.day, dict(interval.counts)) for interval in kept(evidence)]
    assert [day for day, _ in days] == ["2026-11-23", "2026-11-24"]
    assert days[1][1]["session roll"] == 1


def test_a_start_in_a_position_is_counted_once(stage: Stage) -> None:
    """It belongs to the account that is shown first, and is no opening."""
    played = begin(stage)
    loaded = PositionsLoaded(
        positions=(a_position(),), execution_ids=(), last_fill_at=(), last_seen=later(-60)
    )
    played.tell(loaded, holds(1), a_scope(), loaded, holds(1))
    (interval,) = kept(played)
    assert (interval.source, interval.counts) == ("SIM", (("restart in position", 1),))


def test_a_run_that_did_not_end_is_a_crash_of_the_next(stage: Stage) -> None:
    """Counted once."""
    played = begin(stage, crashed=True)
    played.tell(a_scope())
    assert counted(played) == {"crash": 1}


def test_a_made_market_is_marked_as_what_it_is(stage: Stage) -> None:
    """Its days are nobody's use, whatever mode its accounts have."""
    played = begin(stage, simulated=True)
    played.tell(NOTHING_LOADED, a_scope(LIVE), link(ConnectionState.READY))
    use(played, stage, 5)
    assert {interval.source for interval in kept(played)} == {"demo"}


def test_what_was_compared_is_kept_apart(evidence: Played) -> None:
    """Only what happened while the generations were compared is parallel testing."""
    evidence.tell(holds(1))
    evidence.tell(CellsCompared(compares=True, counts=(("compared", 9), ("matched", 9))), holds(0))
    evidence.tell(CellsCompared(compares=False, counts=()), holds(1))
    assert [(interval.compares, dict(interval.counts)) for interval in kept(evidence)] == [
        (False, {"open": 1}),
        (True, {"compared": 9, "matched": 9, "close": 1}),
        (False, {"open": 1}),
    ]


@pytest.mark.parametrize(
    ("before", "swap", "counts"),
    [
        ([AlarmsChanged(alarms=(an_alarm(),))], a_swap(), {"drill panel2 to legacy": 1}),
        ([AlarmsChanged(alarms=(an_alarm(),))], a_swap(is_open=False), {}),
        ([AlarmsChanged(alarms=(an_alarm(),)), AlarmsChanged(alarms=())], a_swap(), {}),
        ([], a_swap(who="automatic"), {"automatic rollback": 1}),
        ([], a_swap(who="automatic", new="new"), {}),
    ],
)
def test_swaps_are_drills_or_rollbacks(
    evidence: Played, before: Iterable[Message], swap: PanelSwapped, counts: dict[str, int]
) -> None:
    """A drill has a position open and an alarm active; a legacy panel that fails is no rollback."""
    evidence.tell(*before, swap)
    assert counted(evidence) == counts


def test_a_swap_is_another_interval(evidence: Played) -> None:
    """From then on other panels are in use."""
    evidence.tell(holds(1), a_swap(), holds(0))
    assert [interval.panels for interval in kept(evidence)] == ["new new", "new legacy"]


def judgements(played: Played) -> list[str]:
    """Return what was judged, in order."""
    return [fact.judgement for fact in all_of(played.posted, PositionsJudged)]


def test_flat_is_known_when_every_book_is_confirmed(evidence: Played) -> None:
    """Unknown is neither open nor flat; a book that is not confirmed any more makes it so."""
    confirmed = BookConfirmed(book=SIM, confirmed=True, at=NOW)
    evidence.tell(confirmed, holds(1), holds(0))
    evidence.tell(BookConfirmed(book=LIVE, confirmed=False, at=NOW))
    evidence.tell(BookConfirmed(book=LIVE, confirmed=True, at=NOW), link(ConnectionState.WAITING))
    assert judgements(evidence) == ["unknown", "flat", "open", "flat", "unknown", "flat", "unknown"]
