"""What the panel in one place of the window costs, and how fresh what it shows is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from actors.messages import Cell
from models.histogram import Tally
from models.perf import PanelFigures
from ui.panel import PanelName
from ui.panel_host import PanelHost

_STALE_S: Final = 5.0
"""After so long without a row it is the snapshot that stood still, not the panel."""
_LONGEST_LATENCY_S: Final = 60.0
"""More than this is a clock that was set."""
_WITH_PRICES: Final = PanelName.PANEL2


class PlaceMeter:
    """Counts frames, refreshes and latencies of the generation that is on the screen.

    Attributes:
        failures: How often it failed.
    """

    def __init__(self, host: PanelHost) -> None:
        """Begin with nothing counted.

        Args:
            host: The place.
        """
        self.host = host
        self.failures = 0
        self._frames, self._refresh, self._latency = Tally(), Tally(), Tally()
        self._generation = host.generation
        self._is_accompanied = False
        self._batch_s = 0.0
        self._cells: Mapping[str, Cell] = {}
        self.forget_prices()

    @property
    def was_swapped(self) -> bool:
        """Tell whether another generation is on the screen than at the begin of the interval."""
        return self.host.generation != self._generation

    def forget_prices(self) -> None:
        """Measure nothing between the last price and the next one: there was none, or nobody to see it."""
        self._arrived: tuple[datetime, ...] = ()
        self._row_waits = False
        self._refreshed_s: float | None = None

    def note_batch(self, arrived: Sequence[datetime], now_s: float, *, has_row: bool) -> None:
        """Take what a batch of facts has cost, and which prices it brought.

        Args:
            arrived: When each price arrived, UTC.
            now_s: Monotonic seconds.
            has_row: Whether a snapshot row was among them.
        """
        batch = self.host.watch.batch
        # Most batches change nothing in a panel: of several before a frame the dearest counts.
        self._batch_s = max(self._batch_s, batch.shown_s)
        self._is_accompanied = self._is_accompanied or batch.spare_s > 0
        if self.host.name is not _WITH_PRICES:
            return
        if not self.host.position_is_open or not self._is_seen():
            self.forget_prices()
        else:
            self._take_prices(arrived, now_s, has_row=has_row)

    def note_painted(self, took_s: float, now_s: float, utc: datetime) -> None:
        """Take the end of a frame.

        Args:
            took_s: How long this place was painted, seconds.
            now_s: Monotonic seconds.
            utc: The same moment.
        """
        self._frames.add(self._batch_s + took_s)
        self._batch_s = 0.0
        for at in self._arrived:
            latency_s = (utc - at).total_seconds()
            if 0 <= latency_s < _LONGEST_LATENCY_S:
                self._latency.add(latency_s)
        self._arrived = ()
        if self._row_waits:
            self._note_refresh(now_s)

    def take(self) -> PanelFigures:
        """Return what was counted, and start anew."""
        figures = PanelFigures(
            panel=self.host.name.value,
            generation=self._generation,
            is_accompanied=self._is_accompanied,
            frames=self._frames.take(),
            refresh=self._refresh.take(),
            latency=self._latency.take(),
            failures=self.failures,
        )
        self._generation = self.host.generation
        self._is_accompanied = False
        self.failures = 0
        return figures

    def _take_prices(self, arrived: Sequence[datetime], now_s: float, *, has_row: bool) -> None:
        before, self._cells = self._cells, self.host.cells()
        if self._arrived or self._cells != before:
            self._arrived = (*self._arrived, *arrived)
            self._row_waits = self._row_waits or has_row
        elif has_row:
            # The same price again: what is on the screen is true from now on, without a stroke.
            self._note_refresh(now_s)

    def _note_refresh(self, now_s: float) -> None:
        if self._refreshed_s is not None and now_s - self._refreshed_s < _STALE_S:
            self._refresh.add(now_s - self._refreshed_s)
        self._refreshed_s = now_s
        self._row_waits = False

    def _is_seen(self) -> bool:
        handle = self.host.window().windowHandle()
        return self.host.isVisible() and handle is not None and handle.isExposed()
