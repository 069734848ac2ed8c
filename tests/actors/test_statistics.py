"""Statistics of closed trades while books are looked at."""

from datetime import timedelta

import msgspec
import pytest

from actors.messages import (
    Announce,
    CalendarSet,
    ExportTrades,
    ListTrades,
    LoadTrades,
    Message,
    NoticeRaised,
    ScopeChanged,
    Severity,
    StatisticsChanged,
    Ticked,
    TradeClosed,
    TradesListed,
    TradesLoaded,
)
from actors.statistics import MOST_LISTED, StatisticsActor
from models.book import Book, TradeAccount, TradeMode
from models.holidays import CME_CALENDAR
from models.statistics import Statistics
from models.timeframe import Timeframe
from models.trade import Trade
from tests.actors.builders import LIVE, NOW, SIM, all_of, last_of
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.results import a_result, results

OVERFLOW = "result of another kind"


class Files:
    """Files in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def write(self, path: str, text: str) -> None:
        """Keep a text; nothing fits under /full."""
        if path.startswith("/full"):
            raise OSError(28, "No space left on device", path)
        self.texts[path] = text


def looking_at(book: Book, epoch: int = 1) -> ScopeChanged:
    """Return the scope of a book."""
    return ScopeChanged(epoch=epoch, mode=book.mode, account=book.account, known=(book,), reason="test")


def closed(*trades: Trade) -> list[TradeClosed]:
    """Return trades as they are told."""
    return [TradeClosed(trade=trade) for trade in trades]


def of_live(trade: Trade) -> Trade:
    """Return a trade in the book of real money."""
    return msgspec.structs.replace(trade, book=LIVE)


def shown(posted: list[Message], timeframe: Timeframe = Timeframe.DAY) -> Statistics:
    """Return the newest statistics of a timeframe."""
    return dict(last_of(posted, StatisticsChanged).by_timeframe)[timeframe]


@pytest.fixture
def files() -> Files:
    """Give files in memory."""
    return Files()


@pytest.fixture
def actor(stage: Stage, files: Files) -> Played:
    """Give the actor while the SIM book is on the screen, with two stored trades."""
    played = stage.start(StatisticsActor, files=files)
    played.tell(looking_at(SIM), TradesLoaded(book=SIM, trades=tuple(results(["100", "-40"]))))
    return played


def test_trades_are_read_when_a_book_is_looked_at_first(stage: Stage, files: Files) -> None:
    """A book costs nothing before it is on the screen, and is read once."""
    played = stage.start(StatisticsActor, files=files)
    assert played.tell(looking_at(SIM)) == [LoadTrades(book=SIM)]
    assert played.tell(looking_at(LIVE, 2)) == [LoadTrades(book=LIVE)]
    assert played.tell(looking_at(SIM, 3)) == []


def test_stored_trades_are_told_in_every_timeframe(stage: Stage, files: Files) -> None:
    """The answer of the database becomes one fact with all timeframes."""
    played = stage.start(StatisticsActor, files=files)
    trades = tuple(results(["100", "-40"]))
    posted = played.tell(looking_at(SIM), TradesLoaded(book=SIM, trades=trades))
    told = last_of(posted, StatisticsChanged)
    assert [timeframe for timeframe, _ in told.by_timeframe] == list(Timeframe)
    assert {statistics.net for _, statistics in told.by_timeframe} == {60}


def test_closed_trade_is_counted_at_once(actor: Played) -> None:
    """The figures follow each close."""
    posted = actor.tell(*closed(a_result(9, "250", exit_time=NOW)))
    assert shown(posted).net == 310
    assert shown(posted).max_drawdown == -40


def test_trade_is_counted_once_however_often_it_is_told(actor: Played) -> None:
    """A repeated close, or one that was stored already, changes nothing."""
    assert actor.tell(*closed(*results(["100", "-40"]))) == []


def test_trade_that_closes_while_the_database_reads_is_counted_once(stage: Stage, files: Files) -> None:
    """Neither the order of the two messages nor an overlap of both matters."""
    played = stage.start(StatisticsActor, files=files)
    first, second = results(["100", "-40"])
    posted = played.tell(looking_at(SIM), *closed(first, second), TradesLoaded(book=SIM, trades=(first,)))
    assert shown(posted).net == 60


def test_books_are_never_mixed(actor: Played) -> None:
    """A trade of another book reaches neither the figures of this one nor the screen."""
    assert actor.tell(*closed(of_live(a_result(9, "-500", exit_time=NOW)))) == []
    live = (of_live(a_result(9, "-500", exit_time=NOW)),)
    posted = actor.tell(looking_at(LIVE, 2), TradesLoaded(book=LIVE, trades=live))
    assert last_of(posted, StatisticsChanged).book == LIVE
    assert shown(posted).net == -500
    again = all_of(actor.tell(Announce()), StatisticsChanged)
    assert {fact.book: dict(fact.by_timeframe)[Timeframe.ALL].net for fact in again} == {SIM: 60, LIVE: -500}


def test_unreadable_trades_are_not_zero(stage: Stage, files: Files) -> None:
    """Without the stored trades nothing is added up; a minute later they are asked for again."""
    played = stage.start(StatisticsActor, files=files)
    played.tell(looking_at(SIM), Ticked(at=NOW))
    posted = played.tell(TradesLoaded(book=SIM, trades=(), problem="the disk is gone"))
    assert posted == [StatisticsChanged(book=SIM, by_timeframe=(), problem="the disk is gone")]
    assert played.tell(*closed(a_result(1, "10"))) == []
    assert played.tell(Ticked(at=NOW + timedelta(minutes=1))) == [LoadTrades(book=SIM)]
    assert shown(played.tell(TradesLoaded(book=SIM, trades=tuple(results(["1"]))))).net == 11


def test_unanswered_question_is_asked_again(stage: Stage, files: Files) -> None:
    """What got lost is not waited for forever; a second answer changes nothing, and one of a part neither."""
    played = stage.start(StatisticsActor, files=files)
    assert played.tell(looking_at(SIM), Ticked(at=NOW)) == [LoadTrades(book=SIM)]
    assert played.tell(Ticked(at=NOW + timedelta(minutes=1))) == [LoadTrades(book=SIM)]
    answer = TradesLoaded(book=SIM, trades=tuple(results(["1"])))
    assert played.tell(TradesLoaded(book=SIM, trades=(), since=NOW)) == []
    assert len(played.tell(answer, answer)) == 1
    assert played.tell(Ticked(at=NOW + timedelta(minutes=2))) == []


def test_session_change_starts_the_day_anew(actor: Played) -> None:
    """At 17:00 in Chicago 1D is empty again, without any trade."""
    actor.tell(Ticked(at=NOW))
    posted = actor.tell(Ticked(at=NOW + timedelta(hours=8)))
    assert shown(posted).trades == 0
    assert shown(posted, Timeframe.WEEK).trades == 2


def test_corrected_calendar_counts_all_trades_anew(actor: Played) -> None:
    """What traded on a holiday belongs to the session after it, in every book."""
    friday = a_result(9, "10", exit_time=NOW - timedelta(days=3))
    assert shown(actor.tell(TradeClosed(trade=friday))).trades == 2
    calendar = CME_CALENDAR.with_days({"2026-11-20": "holiday 12:00"})
    assert actor.tell(CalendarSet(calendar=CME_CALENDAR)) == []
    assert shown(actor.tell(CalendarSet(calendar=calendar))).trades == 3
    stored = TradesLoaded(book=LIVE, trades=(of_live(friday),))
    assert shown(actor.tell(looking_at(LIVE, 2), stored)).trades == 1


def test_ticks_within_a_minute_cost_nothing(actor: Played) -> None:
    """The clock beats twice a second; figures are looked at once a minute, and told if they changed."""
    actor.tell(Ticked(at=NOW))
    assert actor.tell(Ticked(at=NOW + timedelta(seconds=30)), Ticked(at=NOW + timedelta(seconds=61))) == []


def test_trades_behind_the_figures_are_listed(actor: Played) -> None:
    """Whoever asks gets the trades of the timeframe, oldest exit first."""
    (answer,) = actor.tell(ListTrades(book=SIM, timeframe=Timeframe.DAY))
    assert isinstance(answer, TradesListed)
    assert [trade.net for trade in answer.trades] == [100, -40]
    assert answer.left_out == 0
    assert actor.tell(ListTrades(book=LIVE, timeframe=Timeframe.DAY)) == []


def test_long_lists_keep_the_newest(actor: Played) -> None:
    """More trades than anybody reads are counted, not listed."""
    trades = [a_result(number, "1", exit_time=NOW) for number in range(10, MOST_LISTED + 20)]
    actor.tell(looking_at(LIVE, 2), TradesLoaded(book=LIVE, trades=tuple(trades)))
    answer = last_of(actor.tell(ListTrades(book=LIVE, timeframe=Timeframe.ALL)), TradesListed)
    assert answer.left_out == 10
    assert answer.trades[-1] == trades[-1]


def test_export_writes_the_timeframe_and_says_so(actor: Played, files: Files) -> None:
    """The file holds a heading and each trade; the notice says how many went where."""
    (notice,) = actor.tell(ExportTrades(book=SIM, timeframe=Timeframe.DAY, path="/tmp/t.csv"))
    assert isinstance(notice, NoticeRaised)
    assert (notice.severity, "2 exported to /tmp/t.csv" in notice.text) == (Severity.INFO, True)
    assert len(files.texts["/tmp/t.csv"].splitlines()) == 3


def test_export_that_fails_says_why(actor: Played, allow_log: AllowLog) -> None:
    """A full disk is told with the path and what to do; the actor goes on."""
    allow_log("export failed")
    (notice,) = actor.tell(ExportTrades(book=SIM, timeframe=Timeframe.DAY, path="/full/t.csv"))
    assert isinstance(notice, NoticeRaised)
    assert notice.severity is Severity.WARNING
    assert notice.text == (
        "Export to /full/t.csv failed: No space left on device. Choose another place for it."
    )
    assert shown(actor.tell(*closed(a_result(9, "1", exit_time=NOW)))).net == 61


def test_export_of_an_unknown_book_says_so(actor: Played, files: Files) -> None:
    """Trades that were never read are not exported as an empty file."""
    (notice,) = actor.tell(ExportTrades(book=LIVE, timeframe=Timeframe.DAY, path="/tmp/t.csv"))
    assert isinstance(notice, NoticeRaised)
    assert "not known yet" in notice.text
    assert not files.texts


def test_restarted_actor_reads_again(actor: Played, allow_log: AllowLog) -> None:
    """After a failure the books that were looked at are read again, and their figures are told."""
    allow_log("actor failed")
    broken = msgspec.structs.replace(a_result(9, "1"), exit_time=OVERFLOW)
    posted = actor.tell(*closed(broken))
    assert LoadTrades(book=SIM) in posted
    assert shown(actor.tell(TradesLoaded(book=SIM, trades=tuple(results(["7"]))))).net == 7


def test_restarted_actor_reads_in_the_order_of_looking(actor: Played, allow_log: AllowLog) -> None:
    """The same run asks in the same order in every process."""
    allow_log("actor failed")
    books = [SIM, *(Book(TradeMode.SIM, TradeAccount(f"Sim{number}")) for number in range(2, 9))]
    for epoch, book in enumerate(books[1:], start=2):
        actor.tell(looking_at(book, epoch))
    posted = actor.tell(*closed(msgspec.structs.replace(a_result(9, "1"), exit_time=OVERFLOW)))
    assert [message.book for message in posted if isinstance(message, LoadTrades)] == books
