"""One figure over time; loads pyqtgraph, which takes 0.2 s."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize, font_of
from ui.panel1.axis import time_ticks
from ui.performance_view import PROCESS, PerfPlot
from ui.theme import Theme

_ROLES: Final = {"panel1": "info", "panel2": "warning", PROCESS: "neutral"}
STYLES: Final = {
    "new": Qt.PenStyle.SolidLine,
    "legacy": Qt.PenStyle.DashLine,
    "mixed": Qt.PenStyle.DotLine,
}
_TICK_PX: Final = 90
_SMALLEST_PX: Final = 90
_HEAD_ROOM: Final = 1.15
_SMALLEST_RANGE: Final = 4.0
_DOT_PX: Final = 4
_FEW: Final = 130
"""Of more values the dots would hide the lines."""
_LEFT_DIGITS: Final = "0,000"


def pen_of(of: str, generation: str, theme: Theme) -> QPen:
    """Return how the line of a panel, or of the process, is drawn: colour by what, dashes by generation."""
    pen = QPen(QColor(theme.colour(_ROLES[of])), 1.0, STYLES[generation])
    pen.setCosmetic(True)
    return pen


class _TimeAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Round moments on the clock of this computer."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where the ticks are."""
        ticks = time_ticks(low, high, None, int(size // _TICK_PX))
        self._texts = {tick.at: tick.text for tick in ticks}
        return [(1.0, list(self._texts))]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        """Return what stands at them."""
        return [self._texts.get(value, "") for value in values]


class PerformancePlot(QWidget):
    """Title, newest values and lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create an empty plot."""
        super().__init__(parent)
        self._title = CellLabel("Figure", TextSize.SMALL, self)
        self._latest = CellLabel("Newest values", TextSize.SMALL, self)
        for label in (self._title, self._latest):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._axes = {"bottom": _TimeAxis("bottom"), "left": pg.AxisItem("left")}
        self._plot = pg.PlotWidget(axisItems=self._axes)
        self._set_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for widget in (self._title, self._latest, self._plot):
            column.addWidget(widget)

    def show_plot(self, view: PerfPlot, start: float, end: float, theme: Theme) -> None:
        """Show a figure between two moments, UNIX seconds."""
        self._title.show_cell(Cell(text=view.title, role="neutral"), theme)
        self._latest.show_cell(Cell(text=view.latest, role="dim"), theme)
        self._latest.setToolTip(view.latest)
        self._plot.setAccessibleName(view.title)
        self._plot.setAccessibleDescription(view.latest)
        self._plot.setBackground(theme.chart)
        for axis in self._axes.values():
            axis.setPen(QPen(QColor(theme.border), 1.0))
            axis.setTextPen(QColor(theme.dim))
        self._draw(view, theme)
        self._plot.setXRange(start, end, padding=0.0)

    def _draw(self, view: PerfPlot, theme: Theme) -> None:
        item = self._plot.getPlotItem()
        item.clear()
        if view.target is not None:
            pen = QPen(QColor(theme.dim), 1.0, Qt.PenStyle.DashDotLine)
            pen.setCosmetic(True)
            item.addItem(pg.InfiniteLine(view.target, angle=0, pen=pen))
        for curve in view.curves:
            pen = pen_of(curve.of, curve.generation, theme)
            item.plot(
                np.array(curve.times),
                np.array(curve.values),
                pen=pen,
                connect="finite",
                symbol="o" if len(curve.times) <= _FEW else None,
                symbolSize=_DOT_PX,
                symbolPen=None,
                symbolBrush=pen.color(),
            )
        # From zero up: a curve that is cut off below makes a small change look like a large one.
        largest = max((np.nanmax(curve.values) for curve in view.curves), default=0.0)
        self._plot.setYRange(0.0, _HEAD_ROOM * max(largest, view.target or _SMALLEST_RANGE), padding=0.0)

    def _set_up(self) -> None:
        plot = self._plot
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.setMinimumHeight(_SMALLEST_PX)
        # There is nothing to do in it; a stop there would only be in the way.
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for axis in self._axes.values():
            axis.setStyle(tickFont=font_of(TextSize.SMALL))
        self._axes["left"].setStyle(maxTickLevel=0)
        # Of one width in all plots, so that the same moment stands below itself.
        self._axes["left"].setWidth(
            QFontMetricsF(font_of(TextSize.SMALL)).horizontalAdvance(_LEFT_DIGITS) + 12
        )
        plot.getPlotItem().setContentsMargins(0, 6, 12, 0)
