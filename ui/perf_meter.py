"""Measures what the panels and the GUI thread cost, an interval after the other, while the flag is on."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from actors.messages import (
    Fact,
    IntervalMeasured,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    TrackingSet,
)
from models.perf import INTERVAL_S, STALL_S
from ui.paint_watch import Mark, PaintWatch, shares
from ui.panel_host import PanelHost
from ui.place_meter import PlaceMeter

_BEAT_MS: Final = 25
_ASLEEP_S: Final = 30.0
"""So late is a beat only if the computer slept."""
_MOST_MARKS: Final = 2_000
"""More paint events than a frame has; what is painted outside of frames must not pile up."""


class PerfMeter(QObject):
    """Posts an `IntervalMeasured` a minute, at each swap and at the end.

    While the flag is off it has no timer, filter or counter; it only hears facts, to learn of the flag.
    """

    def __init__(
        self,
        hosts: Iterable[PanelHost],
        post: Callable[[Fact], None],
        utc: Callable[[], datetime],
        parent: QObject,
        *,
        elapsed: Callable[[], float] = perf_counter,
    ) -> None:
        """Measure nothing yet.

        Args:
            hosts: The places of the window.
            post: Takes what was measured.
            utc: Returns UTC.
            parent: Owner.
            elapsed: Returns monotonic seconds.
        """
        super().__init__(parent)
        self._hosts = tuple(hosts)
        self._post = post
        self._utc = utc
        self._elapsed = elapsed
        self._places: tuple[PlaceMeter, ...] = ()
        self._watches: tuple[PaintWatch, ...] = ()
        self._timers: tuple[QTimer, ...] = ()
        self._marks: deque[Mark] = deque(maxlen=_MOST_MARKS)
        self._arrived: list[datetime] = []
        self._has_row = False

    @property
    def is_on(self) -> bool:
        """Tell whether anything is measured."""
        return bool(self._places)

    def receive(self, fact: Fact) -> None:
        """Take a fact before the panels do."""
        if isinstance(fact, TrackingSet):
            self._switch(on=fact.on)
        elif not self._places:
            return
        elif isinstance(fact, QuoteRead):
            self._arrived.append(fact.quote.read_at)
            self._has_row = True
        elif isinstance(fact, PriceReceived):
            self._arrived.append(fact.price.at)
        elif isinstance(fact, QuoteMissed | ScopeChanged):
            for place in self._places:
                place.forget_prices()

    def after_drain(self) -> None:
        """Take what a batch of facts has cost; call it once the panels have rendered."""
        for place in self._places:
            place.note_batch(self._arrived, self._elapsed(), has_row=self._has_row)
        self._arrived, self._has_row = [], False

    def end_frame(self, took_s: float) -> None:
        """Take the end of a frame of any window.

        Args:
            took_s: How long painting the window took, seconds.
        """
        if not self._places:
            return
        now_s = self._elapsed()
        took = shares(self._marks, now_s - took_s, now_s)
        self._marks.clear()
        for place in self._places:
            if place.host in took:
                place.note_painted(took[place.host], now_s, self._utc())

    def note_failure(self, host: PanelHost) -> None:
        """Count that the panel of a place failed; call it before another one takes its place."""
        for place in self._places:
            if place.host is host:
                place.failures += 1

    @Slot()
    def follow_swaps(self) -> None:
        """End the interval if another generation is on the screen: no row is of two."""
        if any(place.was_swapped for place in self._places):
            self._end_interval()

    def finish(self) -> None:
        """Tell what was measured last, and measure no more."""
        self._switch(on=False)

    def _switch(self, *, on: bool) -> None:
        if on == self.is_on:
            return
        if on:
            self._places = tuple(PlaceMeter(host) for host in self._hosts)
            self._watches = tuple(PaintWatch(host, self._marks.append, self._elapsed) for host in self._hosts)
            self._timers = (
                self._timer(_BEAT_MS, self._beat),
                self._timer(round(INTERVAL_S * 1000), self._end_interval),
            )
            self._begin_interval()
            return
        self._end_interval()
        for watch in self._watches:
            watch.stop()
        for timer in self._timers:
            timer.stop()
            timer.deleteLater()
        self._places, self._watches, self._timers = (), (), ()
        self._marks.clear()

    def _timer(self, interval_ms: int, reached: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(reached)
        timer.start(interval_ms)
        return timer

    def _begin_interval(self) -> None:
        self._began_at = self._utc()
        self._beat_s = self._elapsed()
        self._stalls = 0
        self._longest_stall_s = 0.0

    @Slot()
    def _beat(self) -> None:
        before_s, self._beat_s = self._beat_s, self._elapsed()
        late_s = self._beat_s - before_s - _BEAT_MS / 1000
        if STALL_S < late_s < _ASLEEP_S:
            self._stalls += 1
            self._longest_stall_s = max(self._longest_stall_s, late_s)

    @Slot()
    def _end_interval(self) -> None:
        self._post(
            IntervalMeasured(
                began_at=self._began_at,
                ended_at=self._utc(),
                panels=tuple(place.take() for place in self._places),
                stalls=self._stalls,
                longest_stall_ms=self._longest_stall_s * 1000 if self._stalls else None,
            )
        )
        self._begin_interval()
