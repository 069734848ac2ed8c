"""The only writer of the database, with a real one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from actors.messages import (
    ActorRestarted,
    AlarmsLoaded,
    BalanceChanged,
    BalanceReset,
    DatabaseWorks,
    EquityLoaded,
    Flush,
    GapsLoaded,
    HeatChanged,
    HeatLoaded,
    ListPerformance,
    LoadAlarms,
    LoadEquity,
    LoadGaps,
    LoadHeat,
    LoadPositions,
    LoadScope,
    LoadTrades,
    Message,
    NoticeCleared,
    NoticeRaised,
    PerformanceListed,
    PositionsLoaded,
    SaveAlarm,
    SaveEquityPoint,
    SaveGap,
    SavePerformance,
    ScopeChanged,
    ScopeLoaded,
    Severity,
    TradeClosed,
    TradesLoaded,
)
from actors.persistence import MIRROR_S, RECENT, RETRY_S, SEEN_S, PersistenceActor
from actors.seams.storage import DiskStorage
from models.alarm import AlarmKind, AlarmPriority, AlarmRecord
from models.book import Book
from models.equity import EquityPoint
from models.gaps import Gap
from models.runtime_state import load_mirror
from tests.actors.builders import (
    DEBUG,
    LIVE,
    NOW,
    SIM,
    SIM2,
    SYMBOL,
    all_of,
    booked,
    changed,
    last_of,
    later,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.builders import a_position, a_trade
from tests.models.measured import an_interval

POISON = SaveEquityPoint(book=LIVE, point=None)  # type: ignore[arg-type]  # what no message should ever hold


@pytest.fixture
def database(stage: Stage, tmp_path: Path) -> Played:
    """Give the actor, with an empty folder."""
    played = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    played.tell()
    return played


def again(stage: Stage, tmp_path: Path) -> Played:
    """Stop everything, and start the actor on what is on the disk."""
    stage.stop()
    played = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    played.tell()
    return played


def count(folder: Path, table: str) -> int:
    """Return how many committed rows another program sees in a table."""
    with closing(sqlite3.connect(folder / "appsierra.db")) as connection:
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(rows)


def point(book: Book, dollars: int, seconds: float = 0) -> SaveEquityPoint:
    """Return a balance to keep."""
    return SaveEquityPoint(book=book, point=EquityPoint(at=later(seconds), balance=Decimal(dollars)))


def scope(book: Book, *known: Book) -> ScopeChanged:
    """Return a change of what is shown."""
    return ScopeChanged(epoch=1, mode=book.mode, account=book.account, known=known or (book,), reason="test")


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Let no file grow beyond what the database's log has now, as on a full disk."""
    resource = pytest.importorskip("resource")
    size = (folder / "appsierra.db-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_burst_is_one_commit(database: Played, tmp_path: Path) -> None:
    """However much waits, it is asked to be committed once, and nothing of it is seen before."""
    posted = database.tell(*booked(*[1] * 50), *[point(LIVE, dollars) for dollars in range(50)])
    assert posted == [Flush()]
    assert count(tmp_path, "executions") == 0
    database.tell(Flush())
    assert (count(tmp_path, "executions"), count(tmp_path, "equity_points")) == (50, 1 + 50 + 50)
    assert database.tell(*booked(1, first=99)) == [Flush()]


def test_fill_is_stored_once(database: Played, tmp_path: Path) -> None:
    """The same fill again changes neither executions nor trades nor the balance."""
    fills = booked(1, -1)
    database.tell(*fills, Flush(), *fills, Flush())
    loaded = last_of(database.tell(LoadEquity()), EquityLoaded)
    assert count(tmp_path, "executions") == 2
    assert count(tmp_path, "trades") == 1
    assert dict(loaded.curves)[SIM].length == 1 + 2


def test_loads_see_everything_told_before(database: Played) -> None:
    """An answer holds what was told before the question, committed or not."""
    (fill,) = booked(2)
    heat = HeatChanged(book=SIM, symbol=SYMBOL, since=later(-5))
    database.tell(fill, changed(fill.booked.position), heat, point(LIVE, 70), scope(LIVE, SIM, LIVE))
    positions = last_of(database.tell(LoadPositions()), PositionsLoaded)
    assert positions.positions == (fill.booked.position,)
    assert positions.execution_ids == ((SIM, "e1"),)
    assert positions.last_fill_at == ((SIM, NOW),)
    assert positions.quiet_since == ((LIVE, NOW),)
    assert last_of(database.tell(LoadHeat()), HeatLoaded).since == ((SIM, SYMBOL, later(-5)),)
    curves = dict(last_of(database.tell(LoadEquity()), EquityLoaded).curves)
    assert curves[LIVE].point(-1).balance == 70


def test_everything_is_there_after_a_restart(stage: Stage, database: Played, tmp_path: Path) -> None:
    """What was told and never flushed is stored by an orderly stop."""
    (fill,) = booked(-3, book=LIVE)
    database.tell(fill, changed(fill.booked.position, book=LIVE), scope(LIVE, SIM, LIVE), point(LIVE, 70))
    database = again(stage, tmp_path)
    loaded = last_of(database.tell(LoadPositions()), PositionsLoaded)
    assert loaded.positions == (fill.booked.position,)
    assert loaded.last_seen == stage.clock.utc()
    shown = last_of(database.tell(LoadScope()), ScopeLoaded)
    assert (set(shown.books), shown.shown) == ({SIM, LIVE}, LIVE)
    assert dict(last_of(database.tell(LoadEquity()), EquityLoaded).curves)[LIVE].length == 1


def test_closed_trade_leaves_no_position_and_no_heat(database: Played, tmp_path: Path) -> None:
    """A trade that is stored takes its position and its drawdown away, in the same commit."""
    opening, closing_fill = booked(1, -1)
    heat = HeatChanged(book=SIM, symbol=SYMBOL, since=NOW)
    database.tell(opening, changed(opening.booked.position), heat, Flush())
    assert (count(tmp_path, "open_positions"), count(tmp_path, "heat")) == (1, 1)
    database.tell(closing_fill, changed(None), Flush())
    assert [count(tmp_path, table) for table in ("open_positions", "heat", "trades")] == [0, 0, 1]


def test_only_the_newest_state_of_a_position_is_written(database: Played) -> None:
    """Of many changes of one position the last one counts, also when it went flat and open again."""
    first, second = a_position(1), a_position(2)
    database.tell(changed(first), changed(None), changed(second), Flush())
    assert last_of(database.tell(LoadPositions()), PositionsLoaded).positions == (second,)


def test_of_a_burst_of_fills_the_last_position_is_kept(database: Played) -> None:
    """Also where the last fill of the burst was known already, and so leads nowhere."""
    fills = booked(1, 1, 1)
    database.tell(fills[0], Flush(), *fills[1:], fills[0], Flush())
    stored = last_of(database.tell(LoadPositions()), PositionsLoaded).positions
    assert stored == (fills[-1].booked.position,)


def test_what_is_told_of_a_position_after_its_fill_is_kept(database: Played) -> None:
    """A stop that came after the fill must not be lost to the position that the fill made."""
    (fill,) = booked(1)
    assert fill.booked.position is not None
    protected = msgspec.structs.replace(fill.booked.position, initial_stop=Decimal(6745))
    database.tell(fill, changed(protected), Flush())
    assert last_of(database.tell(LoadPositions()), PositionsLoaded).positions == (protected,)


def test_trade_that_no_fill_ended_is_stored(database: Played, tmp_path: Path) -> None:
    """A trade with an estimated end comes without a fill."""
    database.tell(TradeClosed(trade=a_trade()), TradeClosed(trade=a_trade()), Flush())
    assert count(tmp_path, "trades") == 1


def test_gap_is_stored_and_the_last_end_known(stage: Stage, database: Played, tmp_path: Path) -> None:
    """The next start learns which gap was running, and when the program ended."""
    database.tell(SaveGap(gap=Gap(start=NOW)), SaveGap(gap=Gap(start=NOW, end=later(3))))
    database.tell(SaveGap(gap=Gap(start=later(9))))
    loaded = last_of(again(stage, tmp_path).tell(LoadGaps()), GapsLoaded)
    assert loaded.gaps == (Gap(start=NOW, end=later(3)), Gap(start=later(9)))
    assert (loaded.last_seen, loaded.problem) == (stage.clock.utc(), "")


def test_reset_of_a_ledger_is_stored(database: Played) -> None:
    """After a reset the stored balance is the new start, and fills add to it."""
    reset = BalanceReset(book=SIM, balance=Decimal(5000), at=NOW, reason="test")
    database.tell(*booked(1), reset, *booked(1, first=9), Flush())
    curves = dict(last_of(database.tell(LoadEquity()), EquityLoaded).curves)
    assert curves[SIM].point(-1).balance == Decimal("4999.38")


@pytest.mark.parametrize(("after", "balance"), [("e1", "4999.38"), ("", "4998.76"), ("e2", "5000")])
def test_reset_counts_from_the_fill_that_it_names(database: Played, after: str, balance: str) -> None:
    """The fill behind it may reach the database first; it belongs to the new ledger all the same."""
    reset = BalanceReset(book=SIM, balance=Decimal(5000), at=NOW, reason="test", after=after)
    database.tell(*booked(1, 1), Flush(), reset, Flush())
    loaded = last_of(database.tell(LoadEquity()), EquityLoaded)
    curve = dict(loaded.curves)[SIM]
    assert curve.point(-1).balance == Decimal(balance)
    assert loaded.booked == ((SIM, "e1"), (SIM, "e2"))
    database.tell(*booked(1, first=3), Flush())
    curve = dict(last_of(database.tell(LoadEquity()), EquityLoaded).curves)[SIM]
    assert curve.point(-1).balance == Decimal(balance) - Decimal("0.62")


def test_debug_money_is_not_stored(database: Played, tmp_path: Path) -> None:
    """The ledger of a DEBUG account lives in memory."""
    database.tell(BalanceReset(book=DEBUG, balance=Decimal(1), at=NOW, reason="t"), point(DEBUG, 5), Flush())
    assert count(tmp_path, "equity_points") == 0


@pytest.mark.parametrize(
    ("away_s", "remembered"), [(RECENT.total_seconds() - 1, True), (RECENT.total_seconds() + 1, False)]
)
def test_what_was_shown_long_ago_is_not_shown_again(
    stage: Stage, database: Played, tmp_path: Path, away_s: float, *, remembered: bool
) -> None:
    """The last screen comes back within a day; the known accounts always do."""
    database.tell(scope(LIVE, SIM, LIVE))
    stage.stop()
    stage.clock.pass_time(away_s, lambda _message: None)
    loaded = last_of(again(stage, tmp_path).tell(LoadScope()), ScopeLoaded)
    assert loaded.shown == (LIVE if remembered else None)
    assert set(loaded.books) == {SIM, LIVE}


def test_first_start_finds_nothing(database: Played) -> None:
    """An empty database is no problem."""
    posted = database.tell(LoadPositions(), LoadHeat(), LoadEquity(), LoadScope())
    assert [type(fact) for fact in posted] == [PositionsLoaded, HeatLoaded, EquityLoaded, ScopeLoaded]
    positions = last_of(posted, PositionsLoaded)
    assert (positions.positions, positions.last_seen, positions.problem) == ((), None, "")


def test_the_time_of_the_end_is_known_within_seconds(stage: Stage, database: Played, tmp_path: Path) -> None:
    """Also where nothing happens the database learns that the monitor lives."""
    database.wait(10 * SEEN_S)
    with closing(sqlite3.connect(tmp_path / "appsierra.db")) as connection:
        (seen,) = connection.execute("SELECT value FROM state WHERE name = 'last_seen'").fetchone()
    assert seen == f"{stage.clock.utc():%Y-%m-%dT%H:%M:%S.%fZ}"


@pytest.mark.parametrize("position", [0, 1, 4, 5])
def test_poisoned_message_is_dropped_alone(
    database: Played, tmp_path: Path, allow_log: AllowLog, position: int
) -> None:
    """A message that cannot be stored costs a restart of the actor, and no other message."""
    allow_log("actor failed")
    burst: list[Message] = [*booked(1, 1, 1), point(LIVE, 1), point(LIVE, 2)]
    burst.insert(position, POISON)
    posted = database.tell(*burst, Flush())
    assert len(all_of(posted, ActorRestarted)) == 1
    database.tell(*booked(1, first=50), Flush())
    assert count(tmp_path, "executions") == 4
    assert count(tmp_path, "equity_points") == 1 + 4 + 2


def test_several_poisoned_messages_are_dropped(database: Played, tmp_path: Path, allow_log: AllowLog) -> None:
    """Each costs one restart at most, and the sound ones between them are stored."""
    allow_log("actor failed")
    allow_log("could not release")
    database.tell(*booked(1), POISON, *booked(1, first=2), POISON, *booked(1, first=3), Flush(), Flush())
    assert count(tmp_path, "executions") == 3
    assert last_of(database.tell(LoadPositions()), PositionsLoaded).execution_ids == (
        (SIM, "e1"),
        (SIM, "e2"),
        (SIM, "e3"),
    )


def test_unusable_file_is_one_notice_and_loses_nothing(
    stage: Stage, tmp_path: Path, allow_log: AllowLog
) -> None:
    """While the database cannot be opened all is kept in memory; once it can, all is stored and said."""
    allow_log("database: ")
    path = tmp_path / "appsierra.db"
    path.mkdir()
    database = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    database.tell(*booked(1, 1), LoadPositions(), LoadEquity())
    database.wait(3 * RETRY_S)
    posted = list(database.posted)
    (notice,) = all_of(posted, NoticeRaised)
    assert notice.severity is Severity.ERROR
    assert str(path) in notice.text
    assert last_of(posted, PositionsLoaded).problem
    assert last_of(posted, EquityLoaded).problem
    path.rmdir()
    posted = database.wait(RETRY_S + SEEN_S)
    assert all_of(posted, NoticeCleared) == [NoticeCleared(key=notice.key)]
    assert len(all_of(posted, DatabaseWorks)) == 1
    assert count(tmp_path, "executions") == 2


def test_full_disk_is_one_notice_and_loses_nothing(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A disk that fills up while the monitor runs stops the storing, not the monitor."""
    allow_log("database: ")
    database.tell(*booked(1), Flush())
    with full_disk(tmp_path):
        posted = database.tell(*booked(1, 1, first=2), Flush(), Flush())
        posted += database.wait(2 * SEEN_S)
        assert len(all_of(posted, NoticeRaised)) == 1
        assert all_of(posted, NoticeCleared) == []
    assert count(tmp_path, "executions") == 1
    posted = database.wait(SEEN_S)
    assert [fact.key for fact in all_of(posted, NoticeCleared)] == [
        last_of(database.posted, NoticeRaised).key
    ]
    assert count(tmp_path, "executions") == 3


def test_no_balance_is_told_without_the_fills_that_wait_for_the_disk(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A full disk can be read, but what it holds is old; once it takes the fills, that is told."""
    allow_log("database: ")
    database.tell(*booked(1), Flush())
    with full_disk(tmp_path):
        answer = last_of(database.tell(*booked(1, first=2), LoadEquity()), EquityLoaded)
        assert (answer.curves, answer.booked) == ((), ((SIM, "e1"), (SIM, "e2")))
        assert "disk" in answer.problem
        assert all_of(database.wait(2 * SEEN_S), DatabaseWorks) == []
    assert len(all_of(database.wait(SEEN_S), DatabaseWorks)) == 1
    answer = last_of(database.tell(LoadEquity()), EquityLoaded)
    assert dict(answer.curves)[SIM].point(-1).balance == Decimal("9998.76")
    assert all_of(database.wait(2 * SEEN_S), DatabaseWorks) == []


def test_end_of_a_trouble_is_told_by_whoever_comes_after_a_failure(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A restart of the actor forgets no trouble that others were told of."""
    allow_log("database|actor failed")
    with full_disk(tmp_path):
        notice = last_of(database.tell(*booked(1), Flush()), NoticeRaised)
    posted = database.tell(POISON, Flush())
    assert len(all_of(posted, ActorRestarted)) == 1
    assert all_of(posted, NoticeCleared) == [NoticeCleared(key=notice.key)]
    assert len(all_of(posted, DatabaseWorks)) == 1


def test_failure_while_the_disk_is_full_loses_nothing(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """Even a restart of the actor in the worst moment keeps what is not on the disk yet."""
    allow_log("database|actor failed")
    with full_disk(tmp_path):
        database.tell(*booked(1, 1), Flush(), POISON, Flush())
        database.wait(RETRY_S)
    database.wait(2 * SEEN_S)
    database.tell(Flush())
    assert count(tmp_path, "executions") == 2


def test_damaged_file_is_set_aside_and_said(stage: Stage, tmp_path: Path, allow_log: AllowLog) -> None:
    """Rubbish in the place of the database is a finding for the trader, and the monitor starts."""
    allow_log("database: ")
    (tmp_path / "appsierra.db").write_bytes(b"rubbish" * 1000)
    database = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    assert len(all_of(database.posted, NoticeRaised)) == 1
    database.tell(*booked(1), Flush())
    assert count(tmp_path, "executions") == 1


def test_mirror_follows_soon_after_a_change(database: Played, tmp_path: Path) -> None:
    """Within a second of a commit the readable copy says what is open, and it is written once."""
    position = a_position(1)
    balance = BalanceChanged(book=SIM, balance=Decimal(10), confirmed=True, at=NOW)
    database.tell(changed(position), balance, Flush())
    assert load_mirror(tmp_path, SIM) is None
    database.wait(MIRROR_S)
    state = load_mirror(tmp_path, SIM)
    assert state is not None
    assert state.positions == (position,)
    assert state.balance == 10
    assert load_mirror(tmp_path, SIM2) is None


def test_mirror_after_a_failure_still_holds_what_is_open(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A restart of the actor does not turn an open position into a flat one in the readable copy."""
    allow_log("actor failed")
    position = a_position(1)
    database.tell(changed(position), Flush())
    database.wait(MIRROR_S)
    database.tell(POISON, Flush())
    database.tell(BalanceChanged(book=SIM, balance=Decimal(10), confirmed=True, at=NOW))
    database.wait(MIRROR_S)
    state = load_mirror(tmp_path, SIM)
    assert state is not None
    assert state.positions == (position,)


def test_stop_writes_the_mirror(stage: Stage, database: Played, tmp_path: Path) -> None:
    """An orderly stop leaves a current readable copy behind."""
    database.tell(changed(a_position(2)))
    stage.stop()
    state = load_mirror(tmp_path, SIM)
    assert state is not None
    assert state.positions[0].quantity == 2


def test_every_day_has_its_copy(database: Played, tmp_path: Path) -> None:
    """The first start of a session day copies the database."""
    database.tell()
    assert len(list((tmp_path / "backup").glob("appsierra-*.db"))) == 1


def test_value_that_the_database_refuses_is_dropped_alone(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A row that breaks the database's rules does not keep the others from being stored."""
    allow_log("actor failed")
    refused = msgspec.structs.replace(a_position(2), trade_id=None)  # NOT NULL in the table
    database.tell(changed(refused), HeatChanged(book=SIM, symbol=SYMBOL, since=NOW), Flush())
    database.tell(Flush())
    assert (count(tmp_path, "heat"), count(tmp_path, "open_positions")) == (1, 0)


def test_trades_of_a_book_are_answered_by_their_exit(database: Played) -> None:
    """Whoever asks gets all trades of that book and of no other, those that were only just told included."""
    late, early = a_trade(2, exit_time=later(60)), a_trade(1)
    other = a_trade(3, book=LIVE)
    posted = database.tell(
        *(TradeClosed(trade=trade) for trade in (late, other, early)), LoadTrades(book=SIM)
    )
    assert last_of(posted, TradesLoaded) == TradesLoaded(book=SIM, trades=(early, late))


def test_trades_are_not_called_none_when_they_cannot_be_read(
    stage: Stage, tmp_path: Path, allow_log: AllowLog
) -> None:
    """Without a database the answer says so."""
    allow_log("database: ")
    (tmp_path / "appsierra.db").mkdir()
    database = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    assert str(tmp_path) in last_of(database.tell(LoadTrades(book=SIM)), TradesLoaded).problem


def test_trades_that_wait_for_the_disk_are_answered_too(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """A trade that closed while the disk is full is not missing from the answer."""
    allow_log("database: ")
    database.tell(*booked(1), Flush())
    with full_disk(tmp_path):
        posted = database.tell(TradeClosed(trade=a_trade(1)), LoadTrades(book=SIM))
    assert [trade.trade_id for trade in last_of(posted, TradesLoaded).trades] == ["t1"]


def test_fills_that_wait_for_the_disk_are_known(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """Whoever starts anew while the disk is full counts no fill twice, and has the newest position."""
    allow_log("database: ")
    database.tell(*booked(1), Flush())
    heat = HeatChanged(book=SIM, symbol=SYMBOL, since=NOW)
    (fill,) = booked(1, first=2)
    with full_disk(tmp_path):
        posted = database.tell(fill, heat, LoadPositions(), LoadHeat())
    loaded = last_of(posted, PositionsLoaded)
    assert [execution_id for _, execution_id in loaded.execution_ids] == ["e1", "e2"]
    assert loaded.last_fill_at == ((SIM, fill.booked.fill.at),)
    assert (len(loaded.positions), loaded.problem) == (1, "")
    assert last_of(posted, HeatLoaded).since == ((SIM, SYMBOL, NOW),)


def test_table_that_cannot_be_read_is_said(database: Played, tmp_path: Path, allow_log: AllowLog) -> None:
    """A database without its trades answers with the reason, and the actor goes on."""
    allow_log("database: ")
    with closing(sqlite3.connect(tmp_path / "appsierra.db")) as connection:
        connection.execute("DROP TABLE trades")
    answer = last_of(database.tell(LoadTrades(book=SIM)), TradesLoaded)
    assert "trades" in answer.problem
    assert answer.trades == ()


def test_rows_that_cannot_be_read_are_said_and_end_nothing(
    database: Played, tmp_path: Path, allow_log: AllowLog
) -> None:
    """Text that is none makes SQLite refuse a table: whoever asks learns why, and gets no empty truth."""
    allow_log("database: ")
    database.tell(*booked(1), point(LIVE, 7), Flush())
    with closing(sqlite3.connect(tmp_path / "appsierra.db")) as connection, connection:
        for table, column in (("executions", "time"), ("equity_points", "mode"), ("gaps", "start")):
            connection.execute(f"UPDATE {table} SET {column} = CAST(x'90' AS TEXT)")
        connection.execute("INSERT INTO gaps (start) VALUES (CAST(x'90' AS TEXT))")
    posted = database.tell(LoadPositions(), LoadEquity(), LoadGaps())
    assert last_of(posted, PositionsLoaded).problem
    assert last_of(posted, EquityLoaded).problem
    assert last_of(posted, GapsLoaded).problem
    assert all_of(posted, NoticeRaised)
    assert not all_of(posted, ActorRestarted)


def test_trades_since_a_moment_are_answered_alone(database: Played) -> None:
    """Whoever wants the day reads no year, and knows from the answer what it holds."""
    old, new = a_trade(1), a_trade(2, exit_time=later(60))
    posted = database.tell(
        TradeClosed(trade=old), TradeClosed(trade=new), LoadTrades(book=SIM, since=later(1))
    )
    assert last_of(posted, TradesLoaded) == TradesLoaded(book=SIM, trades=(new,), since=later(1))


def test_alarm_log_is_kept(database: Played, stage: Stage, tmp_path: Path) -> None:
    """Of an alarm that changes, the newest line counts, also while it waits for the disk."""
    record = AlarmRecord(
        key="connection",
        kind=AlarmKind.CONNECTION_LOST,
        priority=AlarmPriority.HIGH,
        book=None,
        symbol=None,
        text="words",
        raised_at=NOW,
    )
    ended = msgspec.structs.replace(record, cleared_at=later(9))
    posted = database.tell(SaveAlarm(record=record), SaveAlarm(record=ended), LoadAlarms())
    assert last_of(posted, AlarmsLoaded).records == (ended,)
    posted = again(stage, tmp_path).tell(LoadAlarms())
    assert last_of(posted, AlarmsLoaded).records == (ended,)


def test_alarm_log_that_cannot_be_read_is_empty(stage: Stage, tmp_path: Path, allow_log: AllowLog) -> None:
    """Alarms do not wait for a database."""
    allow_log("database: ")
    (tmp_path / "appsierra.db").mkdir()
    database = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    assert last_of(database.tell(LoadAlarms()), AlarmsLoaded).records == ()


def test_performance_is_kept_and_told(database: Played, stage: Stage, tmp_path: Path) -> None:
    """What waits is told as well; a span leaves out what was before it."""
    rows = tuple(row for minute in (0, 30) for row in an_interval(minute))
    database.wait(40 * 60)
    listed = last_of(
        database.tell(SavePerformance(rows=rows), ListPerformance(span_s=None)), PerformanceListed
    )
    assert (len(listed.points), listed.problem, listed.span_s) == (4, "", None)
    assert listed.at == later(40 * 60)
    played = again(stage, tmp_path)
    listed = last_of(played.tell(ListPerformance(span_s=20 * 60.0)), PerformanceListed)
    assert [point.panel for point in listed.points] == ["panel1", "panel2"]


def test_performance_that_cannot_be_read_says_why(stage: Stage, tmp_path: Path, allow_log: AllowLog) -> None:
    """No measurements and no database are two answers."""
    allow_log("database")
    (tmp_path / "appsierra.db").mkdir()
    played = stage.start(PersistenceActor, storage=DiskStorage(tmp_path))
    listed = last_of(played.tell(ListPerformance(span_s=None)), PerformanceListed)
    assert listed.points == ()
    assert listed.problem
