"""Frames of the equity curve; prints how long each took, milliseconds, as JSON."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from unittest.mock import patch

import pyqtgraph as pg
from msgspec import structs
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.chart_curves import NOW, PANEL_SIZE, facts, open_session, tell, walk, with_point
from models.timeframe import Timeframe
from ui.legacy.panel1 import LegacyPanel1
from ui.panel import Panel
from ui.panel1.chart import EquityChart
from ui.panel1.picture import Picture
from ui.panel1.view_model import CurveWindow, HoverMark
from ui.panel1.widget import Panel1Widget
from ui.theme import theme_of

SIZE = (1100, 420)
FRAMES = 400
LEGACY_FRAMES = 40
MANY, FEW = 1_000_000, 2_200
_DAYS = 400.0
_WARM_UP = 20
_LONGEST_S = 10.0
_THEME = theme_of(None)


class Empty(QWidget):
    """The plain reference: fills itself with one colour."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint nothing but the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_THEME.chart))
        painter.end()


class Frames(QObject):
    """Measures from a change to the paint that it caused."""

    def __init__(self, view: QWidget) -> None:
        """Watch a widget paint."""
        super().__init__()
        self._view = view
        self._painted = False
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a paint event."""
        if watched is self._view and event.type() == QEvent.Type.Paint:
            self._painted = True
        return False

    def measure(self, change: Callable[[], object], count: int = FRAMES) -> list[float]:
        """Return the milliseconds of so many frames, one after the other."""
        for _ in range(_WARM_UP):
            self._frame(change)
        # As in the application, garbage is not collected in the middle of a frame.
        gc.collect()
        gc.disable()
        try:
            return [self._frame(change) for _ in range(count)]
        finally:
            gc.enable()

    def _frame(self, change: Callable[[], object]) -> float:
        QApplication.processEvents()
        self._painted = False
        began = time.perf_counter()
        change()
        while not self._painted:
            QApplication.processEvents()
            if time.perf_counter() - began > _LONGEST_S:
                raise TimeoutError("nothing was painted")
        return 1000 * (time.perf_counter() - began)


def main(platform: str) -> None:
    """Measure everything on a platform."""
    QApplication(["chart", "-platform", platform])
    samples = {"empty": _empty()}
    for name, count in (("few", FEW), ("many", MANY)):
        samples |= {f"{key}_{name}": values for key, values in _chart(count).items()}
    samples["beat"] = samples.pop("beat_many")
    samples |= {f"panel_{key}": values for key, values in _panel(Panel1Widget(), FRAMES).items()}
    samples |= {f"legacy_{key}": values for key, values in _panel(LegacyPanel1(), LEGACY_FRAMES).items()}
    sys.stdout.write(json.dumps(samples))


def _empty() -> list[float]:
    widget = Empty()
    _show(widget, SIZE)
    samples = Frames(widget).measure(widget.update)
    widget.close()
    return samples


def _chart(count: int) -> dict[str, list[float]]:
    chart = EquityChart()
    _show(chart, SIZE)
    end = NOW.timestamp()
    curve = walk(count, _DAYS)
    window = CurveWindow(
        curve=curve, start=end - _DAYS * 86_400, end=end, baseline=10_000.0, role="profit", moves=False
    )
    others = cycle([structs.replace(window, role="loss"), window])
    chart.draw(window, _THEME)
    frames = Frames(_view_of(chart))

    def redraw() -> None:
        chart.draw(next(others), _THEME)

    samples = {"full": frames.measure(redraw)}
    with patch.object(Picture, "_paint_light"):
        samples["plain"] = frames.measure(redraw)
    chart.draw(window, _THEME)
    marks = _marks(window)
    samples["hover"] = frames.measure(lambda: chart.mark(next(marks)))
    chart.mark(None)
    growing = _growing(window)
    samples["append"] = frames.measure(lambda: chart.draw(next(growing), _THEME))
    samples["beat"] = frames.measure(chart.beat)
    chart.close()
    return samples


def _marks(window: CurveWindow) -> Iterator[HoverMark]:
    span = window.end - window.start
    for step in cycle(range(0, 1000, 7)):
        yield HoverMark(
            window.start + span * step / 1000, float(window.curve.balances[-1]), f"9:{step:03} AM"
        )


def _growing(window: CurveWindow) -> Iterator[CurveWindow]:
    # So slowly that all frames fit the room behind the end.
    step = (window.end - window.start) / 1000 / 40
    while True:
        end = window.end + step
        curve = with_point(window.curve, datetime.fromtimestamp(end, NOW.tzinfo))
        window = structs.replace(window, curve=curve, end=end)
        yield window


def _panel(panel: Panel, count: int) -> dict[str, list[float]]:
    # The legacy chart takes seconds for a frame of a million points.
    curve, at = walk(FEW, _DAYS), NOW
    _show(panel, PANEL_SIZE)
    panel.build_heavy_parts()
    panel.choose_timeframe(Timeframe.ALL)
    open_session(panel, curve)
    view = _view_of(panel)
    frames = Frames(view)
    timeframes = cycle([Timeframe.YEAR, Timeframe.ALL])
    # Each place is another week, to which ALL snaps.
    places = cycle(range(50, 1000, 50))

    def append() -> None:
        nonlocal curve, at
        at += timedelta(seconds=20)
        curve = with_point(curve, at)
        tell(panel, *facts(curve, at))

    samples = {
        "full": frames.measure(lambda: panel.choose_timeframe(next(timeframes)), count),
        "hover": frames.measure(lambda: _move_mouse(view, next(places)), count),
    }
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    samples["append"] = frames.measure(append, count)
    panel.close()
    return samples


def _view_of(widget: QWidget) -> QWidget:
    plot = widget.findChild(pg.PlotWidget)
    if plot is None:
        raise LookupError("no plot")
    view: QWidget = plot.viewport()
    return view


def _move_mouse(view: QWidget, x: int) -> None:
    place = QPointF(x, 100)
    button, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), button, button, none)
    QApplication.sendEvent(view, event)


def _show(widget: QWidget, size: tuple[int, int]) -> None:
    widget.resize(*size)
    widget.show()
    QApplication.processEvents()


if __name__ == "__main__":
    main(sys.argv[1])
