"""Counts what the gates of the rollout ask for, while the monitor is used."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from actors.base import Actor, Ports, handles
from actors.messages import (
    AlarmsChanged,
    BookConfirmed,
    CalendarSet,
    CellsCompared,
    ConnectionChanged,
    ConnectionState,
    KeepCounts,
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
from models.book import Book, Symbol, TradeMode
from models.holidays import CME_CALENDAR
from models.order import NO_PROTECTION, Protection
from models.rollout import tally
from models.rollout.handover import counts_of
from models.rollout.tally import Interval, stop_moved, transition
from models.timeframe import session_day
from models.trade import Position

KEEP_S: Final = 60.0
_BEAT_S: Final = 2.0
"""Beats further apart have sleep, or a clock that was set, between them: nobody used the monitor then."""
_AUTOMATIC: Final = "automatic"
_LEGACY: Final = "legacy"


class _Circumstances(NamedTuple):
    """What stays the same within an interval; see `Interval`."""

    day: str
    source: str
    panels: str
    compares: bool


class EvidenceActor(Actor):
    """Owns the counts that wait to be kept.

    Args:
        version: Of this program.
        simulated: Whether the market is a made one, which never is use.
        panels: Generations that this start shows, by panel.
        crashed: Whether the run before this one did not end properly.
    """

    name = "evidence"

    def __init__(
        self, *, ports: Ports, version: str, simulated: bool, panels: Mapping[str, str], crashed: bool
    ) -> None:
        super().__init__(ports=ports)
        self._version = version
        self._simulated = simulated
        # All of it outlives a failure: what was counted once must not be counted again.
        self._panels = dict(panels)
        self._counts = Counter({tally.CRASHES: int(crashed)})
        self._use_s = 0.0
        self._compares = False
        self._calendar = CME_CALENDAR
        self._scope: ScopeChanged | None = None
        self._ready: bool | None = None
        self._beat: datetime | None = None
        self._loaded = False
        self._positions: dict[tuple[Book, Symbol], tuple[Position, Protection]] = {}
        self._confirmed: dict[Book, bool] = {}
        self._judgement = ""
        self._alarmed = False

    def begin(self) -> None:
        """Begin an interval."""
        self._began = self.clock.utc()
        self._now = self._circumstances(self._began)
        self.clock.every(self.name, KEEP_S, KeepCounts())
        self._judge()

    def release(self) -> None:
        """Keep what was counted; the database stops later."""
        self.clock.cancel(self.name)
        if self.has_begun:
            self._keep()

    @handles(KeepCounts)
    def keep(self, _command: KeepCounts) -> None:
        """Keep what was counted."""
        self._keep()

    @handles(CalendarSet)
    def set_calendar(self, fact: CalendarSet) -> None:
        """Count session days by another calendar."""
        self._calendar = fact.calendar

    @handles(Ticked)
    def tick(self, fact: Ticked) -> None:
        """Count the time in use, and the sessions that end in it."""
        before, self._beat = self._beat, fact.at
        day = self._now.day
        self._turn()
        if before is None or not self._ready:
            return
        passed_s = (fact.at - before).total_seconds()
        if 0 < passed_s <= _BEAT_S:
            self._use_s += passed_s
        if self._now.day > day:
            self._counts[tally.SESSION_ROLL] += 1

    @handles(ScopeChanged)
    def change_scope(self, fact: ScopeChanged) -> None:
        """Count the switches of the mode."""
        switched = self._scope is not None and self._scope.mode is not fact.mode
        self._scope = fact
        self._turn()
        if switched:
            self._counts[tally.MODE_SWITCH] += 1

    @handles(ConnectionChanged)
    def change_link(self, fact: ConnectionChanged) -> None:
        """Count that a lost link came back."""
        ready = fact.state is ConnectionState.READY
        if ready and self._ready is False:
            self._counts[tally.RECONNECT] += 1
        # Before the first READY there is nothing to come back to.
        self._ready = True if ready else (False if self._ready is not None else None)
        self._judge()

    @handles(PositionsLoaded)
    def load(self, fact: PositionsLoaded) -> None:
        """Count that the monitor began in a position; the first answer is that of the start."""
        if self._loaded:
            return
        self._loaded = True
        for position in fact.positions:
            self._positions[position.book, position.symbol] = (position, NO_PROTECTION)
        if any(position.book.mode is not TradeMode.DEBUG for position in fact.positions):
            self._counts[tally.RESTART] += 1
        self._judge()

    @handles(PositionChanged)
    def change_position(self, fact: PositionChanged) -> None:
        """Count what happened to a position."""
        key = (fact.book, fact.symbol)
        before, protection = self._positions.get(key, (None, NO_PROTECTION))
        if fact.position is None:
            self._positions.pop(key, None)
        else:
            self._positions[key] = (fact.position, fact.protection)
        if fact.book.mode is not TradeMode.DEBUG:
            happened = transition(before, fact.position)
            if happened:
                self._counts[happened] += 1
            elif fact.position is not None and stop_moved(protection, fact.protection):
                self._counts[tally.STOP_MOVED] += 1
        self._judge()

    @handles(BookConfirmed)
    def confirm(self, fact: BookConfirmed) -> None:
        """Know whether flat means flat."""
        self._confirmed[fact.book] = fact.confirmed
        self._judge()

    @handles(AlarmsChanged)
    def change_alarms(self, fact: AlarmsChanged) -> None:
        """Know whether an alarm is active."""
        self._alarmed = any(alarm.is_open for alarm in fact.alarms)

    @handles(TradeClosed)
    def close(self, fact: TradeClosed) -> None:
        """Count a trade."""
        if fact.trade.book.mode is not TradeMode.DEBUG:
            self._counts[tally.TRADES] += 1

    @handles(CellsCompared)
    def compare(self, fact: CellsCompared) -> None:
        """Count what the generations agreed on."""
        self._compares = fact.compares
        self._turn()
        self._counts.update(dict(fact.counts))

    @handles(PanelSwapped)
    def swap(self, fact: PanelSwapped) -> None:
        """Count automatic rollbacks and drills."""
        if (fact.who, fact.new) == (_AUTOMATIC, _LEGACY):
            self._counts[tally.ROLLBACKS] += 1
        if fact.handover is not None and fact.position_open and self._alarmed:
            self._counts += counts_of(fact.panel, fact.new, fact.handover)
        self._panels[fact.panel] = fact.new
        self._turn()

    @handles(PanelFailed)
    def fail_panel(self, _fact: PanelFailed) -> None:
        """Count an error of a panel."""
        self._counts[tally.PANEL_ERRORS] += 1

    def _circumstances(self, now: datetime) -> _Circumstances:
        source = tally.UNKNOWN
        if self._simulated:
            source = tally.DEMO
        elif self._scope is not None and self._scope.account is not None:
            source = self._scope.mode.value
        return _Circumstances(
            session_day(now, self._calendar).isoformat(),
            source,
            f"{self._panels['panel1']} {self._panels['panel2']}",
            self._compares,
        )

    def _turn(self) -> None:
        """Begin another interval where the circumstances are not those of the one that runs."""
        now = self._circumstances(self.clock.utc())
        if now == self._now:
            return
        # What happened before the first account was known belongs to that account's use.
        if self._now.source != tally.UNKNOWN:
            self._keep()
        self._now = now

    def _keep(self) -> None:
        now = self.clock.utc()
        began, self._began = self._began, now
        seconds = int(self._use_s)
        self._use_s -= seconds
        counts = +(self._counts + Counter({tally.USE_S: seconds}))
        if not counts:
            return
        self._counts = Counter()
        interval = Interval(
            began=began,
            ended=now,
            day=self._now.day,
            version=self._version,
            source=self._now.source,
            panels=self._now.panels,
            compares=self._now.compares,
            counts=tuple(sorted(counts.items())),
        )
        self.post(SaveCounts(interval=interval))

    def _judge(self) -> None:
        """Tell whether any position is open, as soon as the answer is another one."""
        judgement = "open"
        if not self._positions:
            known = self._loaded and self._ready and self._confirmed and all(self._confirmed.values())
            judgement = "flat" if known else "unknown"
        if judgement != self._judgement:
            self._judgement = judgement
            self.post(PositionsJudged(judgement=judgement))
