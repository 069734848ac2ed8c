"""A panel in LIVE that nobody touches: prints the share of a core that it takes, percent, as JSON.

3,600 points in the hour on the screen, a new one each second with its balance and the clock, a snapshot twice
a second; the new generation pulses meanwhile.
"""

import gc
import json
import sys
import time
from datetime import timedelta
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from actors.messages import QuoteRead
from benchmarks.chart_curves import NOW, PANEL_SIZE, facts, open_session, tell, walk, with_point
from models.quote import Quote
from models.timeframe import Timeframe
from ui.legacy.panel1 import LegacyPanel1
from ui.panel import Panel
from ui.panel1.widget import Panel1Widget

RUNS = 3
RUN_S = 5.0
POINTS = 3_600
_SNAPSHOT_MS = 500


class Watched:
    """Feeds a panel as a session would."""

    def __init__(self, panel: Panel) -> None:
        """Open the session."""
        self._panel = panel
        self._curve = walk(POINTS, 3600 / 86_400)
        self._at = NOW
        self._snapshots = 0
        open_session(panel, self._curve)

    def snapshot(self) -> None:
        """Tell a price, and every second time a point."""
        self._snapshots += 1
        price = Decimal(6750) + Decimal(self._snapshots % 8) / 4
        quote = Quote(
            last=price, high=price, low=price, vwap=price, poc=price, cum_delta=Decimal(1), read_at=self._at
        )
        tell(self._panel, QuoteRead(quote=quote))
        if self._snapshots % 2 == 0:
            self._at += timedelta(seconds=1)
            self._curve = with_point(self._curve, self._at)
            tell(self._panel, *facts(self._curve, self._at))


def main(platform: str, generation: str) -> None:
    """Watch a panel of a generation."""
    qt = QApplication(["chart", "-platform", platform])
    panel = Panel1Widget() if generation == "new" else LegacyPanel1()
    panel.choose_timeframe(Timeframe.LIVE)
    panel.resize(*PANEL_SIZE)
    panel.show()
    panel.build_heavy_parts()
    watched = Watched(panel)
    timer = QTimer()
    timer.setInterval(_SNAPSHOT_MS)
    timer.timeout.connect(watched.snapshot)
    timer.start()
    gc.disable()
    shares: list[float] = []
    for run in range(RUNS + 1):
        used, began = time.process_time(), time.perf_counter()
        # `quit` would close the window.
        QTimer.singleShot(round(RUN_S * 1000), partial(qt.exit, 0))
        qt.exec()
        if run:
            # The first one warms up.
            shares.append(100 * (time.process_time() - used) / (time.perf_counter() - began))
    sys.stdout.write(json.dumps(shares))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
