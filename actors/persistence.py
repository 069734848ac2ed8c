"""The only writer of the database."""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from actors.base import Actor, Ports, handles
from actors.messages import (
    AlarmsLoaded,
    BalanceChanged,
    BalanceReset,
    CashSettled,
    DatabaseWorks,
    EquityLoaded,
    EquityViewChosen,
    FillBooked,
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
    NoticeCleared,
    NoticeRaised,
    OpenStore,
    PerformanceListed,
    PositionChanged,
    PositionsJudged,
    PositionsLoaded,
    SaveAlarm,
    SaveCounts,
    SaveEquityPoint,
    SaveGap,
    SaveOpenEquity,
    SavePerformance,
    ScopeChanged,
    ScopeLoaded,
    Severity,
    TradeClosed,
    TradesLoaded,
    WriteMirrors,
)
from actors.mirrors import Mirrors
from actors.seams.storage import Storage
from actors.unsaved import Saved, Unsaved
from models.errors import RowError, StorageError
from models.perf import PerfPoint
from models.rows import StoredPositions
from models.store import Store
from models.timeframe import session_day

log = logging.getLogger(__name__)

RETRY_S = 5.0
SEEN_S = 5.0
"""How exactly the length of an absence is known after a crash."""
MIRROR_S = 1.0
RECENT = timedelta(hours=24)
"""What was on the screen longer ago than this is not shown again by itself."""
_Answer = TypeVar("_Answer")
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


class PersistenceActor(Actor):
    """Owns the database; commits all that waits at once, so that a burst costs one commit.

    Args:
        storage: Where state is kept.
    """

    name = "database"

    def __init__(self, *, ports: Ports, storage: Storage) -> None:
        super().__init__(ports=ports)
        self._storage = storage
        # All outlive a restart of the actor: what is not on the disk yet, what the readable copies say, and
        # what others were told of a trouble.
        self._unsaved = Unsaved()
        self._mirrors = Mirrors()
        self._problem = ""

    def begin(self) -> None:
        """Open the database."""
        self._store: Store | None = None
        self._last_seen: datetime | None = None
        self._mirror_is_due = False
        self.clock.every("database seen", SEEN_S, Flush())
        self._open()
        if self._unsaved:
            self.post(Flush())

    def release(self) -> None:
        """Commit what waits, write the runtime state files, close the database."""
        for key in ("database seen", "database retry", "database mirrors"):
            self.clock.cancel(key)
        if not self.has_begun or self._store is None:
            return
        store, self._store = self._store, None
        try:
            self._unsaved.commit(store, self.clock.utc())
            self._write_mirrors()
            store.close()
        except StorageError as error:
            log.error("database not closed properly: %s", error)  # noqa: TRY400 - the text says it all

    @handles(OpenStore)
    def open_again(self, _command: OpenStore) -> None:
        """Try again to open the database."""
        if self._store is None:
            self._open()

    @handles(LoadPositions)
    def load_positions(self, _command: LoadPositions) -> None:
        """Answer with open positions and known fills, those that wait for the disk too."""
        stored, problem = self._asked(Store.load_positions)
        if stored is not None:
            self._report(stored.findings)
        loaded = self._unsaved.with_positions(stored or StoredPositions())
        self.post(
            PositionsLoaded(
                positions=loaded.positions,
                execution_ids=loaded.execution_ids,
                last_fill_at=loaded.last_fill_at,
                quiet_since=loaded.quiet_since,
                last_seen=None if stored is None else self._last_seen,
                problem=problem,
            )
        )

    @handles(LoadHeat)
    def load_heat(self, _command: LoadHeat) -> None:
        """Answer with the running drawdowns, as they are told and not only stored."""
        since, _ = self._asked(Store.load_heat)
        self.post(HeatLoaded(since=self._unsaved.with_heat(since or ())))

    @handles(LoadAlarms)
    def load_alarms(self, _command: LoadAlarms) -> None:
        """Answer with the alarm log."""
        records, _ = self._asked(lambda store: store.alarms.load())
        self.post(AlarmsLoaded(records=records or ()))

    @handles(LoadEquity)
    def load_equity(self, _command: LoadEquity) -> None:
        """Answer with balances and curves; where they cannot be read, no balance may be assumed.

        The database counts: as long as it does not take what it was told, what it holds is old.
        """
        loaded: EquityLoaded | None = None
        self.flush(Flush())
        problem = self._problem
        if not problem:
            loaded, problem = self._asked(self._equity)
        self.post(loaded or EquityLoaded(curves=(), booked=self._unsaved.booked, problem=problem))

    @handles(LoadGaps)
    def load_gaps(self, _command: LoadGaps) -> None:
        """Answer with the stored gaps, and when the monitor last ran."""
        gaps, problem = self._asked(Store.load_gaps)
        self.post(GapsLoaded(gaps=gaps or (), last_seen=self._last_seen, problem=problem))

    @handles(LoadScope)
    def load_scope(self, _command: LoadScope) -> None:
        """Answer with the known books, and the one that was on the screen not long ago."""
        books, _ = self._asked(Store.load_accounts)
        shown, _ = self._asked(lambda store: store.state.load_shown())
        recent = self._last_seen is not None and self.clock.utc() - self._last_seen <= RECENT
        self.post(ScopeLoaded(books=tuple(books or ()), shown=shown if recent else None))

    @handles(LoadTrades)
    def load_trades(self, command: LoadTrades) -> None:
        """Answer with the trades of a book; where they cannot be read, with the reason."""
        store, book, since = self._readable(), command.book, command.since
        if store is None:
            self.post(TradesLoaded(book=book, trades=(), since=since, problem=self._problem))
            return
        try:
            trades, findings = store.load_trades(book, since or _EVER[0], _EVER[1])
        except StorageError as error:
            self._suffer(error)
            self.post(TradesLoaded(book=book, trades=(), since=since, problem=str(error)))
            return
        self._report(findings)
        # On a full disk, what closed since is known here alone.
        trades += self._unsaved.trades_of(book, since or _EVER[0])
        self.post(TradesLoaded(book=book, trades=tuple(trades), since=since))

    @handles(ListPerformance)
    def list_performance(self, command: ListPerformance) -> None:
        """Answer with what the program costs; where it cannot be read, with the reason."""
        store, now, problem = self._readable(), self.clock.utc(), self._problem
        points: tuple[PerfPoint, ...] = ()
        if store is not None:
            try:
                since = None if command.span_s is None else now - timedelta(seconds=command.span_s)
                points, problem = store.perf.load_points(since, now), ""
            except StorageError as error:
                self._suffer(error)
                problem = str(error)
        self.post(PerformanceListed(span_s=command.span_s, points=points, at=now, problem=problem))

    @handles(
        FillBooked,
        TradeClosed,
        PositionChanged,
        HeatChanged,
        SaveEquityPoint,
        SaveGap,
        SaveOpenEquity,
        EquityViewChosen,
        CashSettled,
        SaveAlarm,
        SavePerformance,
        SaveCounts,
        PositionsJudged,
        BalanceReset,
        ScopeChanged,
    )
    def save(self, message: Saved) -> None:
        """Keep a change; it is committed with everything else that waits now."""
        self._unsaved.add(message)
        if isinstance(message, PositionChanged | HeatChanged):
            self._mirrors.note(message)
        if len(self._unsaved) == 1:
            # To the end of the mailbox: what is in it already goes into the same commit.
            self.post(Flush())

    @handles(BalanceChanged)
    def note_balance(self, fact: BalanceChanged) -> None:
        """Keep a balance for the runtime state file; the database derives it."""
        self._mirrors.note(fact)
        self._mirror_soon()

    @handles(Flush)
    def flush(self, _command: Flush) -> None:
        """Commit what waits, and that the monitor is alive."""
        if self._store is None:
            return
        try:
            self._unsaved.commit(self._store, self.clock.utc())
        except RowError:
            raise
        except StorageError as error:
            self._suffer(error)
        else:
            self._recover()
            self._mirror_soon()

    @handles(WriteMirrors)
    def write_mirrors(self, _command: WriteMirrors) -> None:
        """Write the runtime state files of the books that changed."""
        self._mirror_is_due = False
        try:
            self._write_mirrors()
        except StorageError as error:
            self._suffer(error)

    def _open(self) -> None:
        now = self.clock.utc()
        try:
            self._store, findings = self._storage.open(now)
            self._last_seen = self._store.state.load_last_seen()
            self._store.backup(session_day(now))
            self._store.perf.thin(now)
        except StorageError as error:
            self._store = None
            self._suffer(error)
            self.clock.after("database retry", RETRY_S, OpenStore())
        else:
            self._report(findings)
            self._recover()

    def _readable(self) -> Store | None:
        """Return the database with everything in it that was told before."""
        if self._unsaved:
            self.flush(Flush())
        return self._store

    def _asked(self, read: Callable[[Store], _Answer]) -> tuple[_Answer | None, str]:
        """Return what the database answers; where it cannot, None and the reason, which is said as well."""
        store = self._readable()
        if store is None:
            return None, self._problem
        try:
            return read(store), ""
        except StorageError as error:
            self._report([str(error)])
            return None, str(error)

    def _equity(self, store: Store) -> EquityLoaded:
        curves, findings = store.load_curves()
        self._report(findings)
        return EquityLoaded(
            curves=tuple(curves.items()),
            resets=tuple(store.load_resets().items()),
            flows=tuple(store.money.load_flows().items()),
            cash=store.money.load_cash(),
            open_curves=tuple(store.money.load_open_equity().items()),
            with_open=store.state.load_equity_view(),
            booked=self._unsaved.booked,
        )

    def _mirror_soon(self) -> None:
        if not self._mirror_is_due and self._mirrors.has_changed:
            self._mirror_is_due = True
            self.clock.after("database mirrors", MIRROR_S, WriteMirrors())

    def _write_mirrors(self) -> None:
        for state in self._mirrors.take_changed(self.clock.utc()):
            self._storage.mirror(state)

    def _suffer(self, error: StorageError) -> None:
        """Say once that nothing can be stored; everything is kept in memory until it can."""
        if self._problem != str(error):
            self._problem = str(error)
            log.error("database: %s", error)
            text = f"{error} The monitor goes on and keeps in memory what it cannot store yet."
            self.post(NoticeRaised(key=self.name, severity=Severity.ERROR, text=text))

    def _recover(self) -> None:
        if self._problem:
            self._problem = ""
            log.info("database: works again")
            self.post(NoticeCleared(key=self.name))
            self.post(DatabaseWorks())

    def _report(self, findings: Iterable[str]) -> None:
        for text in findings:
            log.warning("database: %s", text)
            self.post(NoticeRaised(key=f"database {text}", severity=Severity.WARNING, text=text))
