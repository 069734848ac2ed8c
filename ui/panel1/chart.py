"""The equity chart; the only module that loads pyqtgraph, which takes 0.2 s."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.fonts import TextSize, font_of
from ui.panel1.envelope import stepped
from ui.panel1.view_model import CurveWindow, HoverMark
from ui.theme import Theme

_LINE_PX = 2.0
_X_PADDING = 0.02
_Y_PADDING = 0.12
_FLAT_SHARE = 0.01
_LABEL_INSET = 0.03
_HOVER_TOP = 0.88
# Up to this many corners joins are drawn properly; beyond, separate segments are ten times faster.
_JOINED_CORNERS = 400


class _Dot(pg.ScatterPlotItem):  # type: ignore[misc]  # pyqtgraph has no types
    """One point with a rim.

    WORKAROUND for pyqtgraph 0.14: it keeps a picture for every pen and brush that it was ever given, so a dot
    that is given its colours with each point grows without end.
    """

    def __init__(self) -> None:
        super().__init__(size=9, pxMode=True)
        self._colours = ("", "")

    def place(self, x: float, y: float, ink: str, rim: str) -> None:
        """Move the point, and colour it where its colours changed."""
        if self._colours != (ink, rim):
            self._colours = (ink, rim)
            self.setBrush(QColor(ink))
            self.setPen(_pen(QColor(rim), 2.0))
        self.setData([x], [y])


class EquityChart(QWidget):
    """The curve as steps, its baseline, its end, and the line under the mouse.

    Attributes:
        hovered: Carries UNIX seconds under the mouse, or None when it left.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create an empty chart."""
        super().__init__(parent)
        self._window: CurveWindow | None = None
        self._theme: Theme | None = None
        self._plot = _plot()
        self._plot.viewport().setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._curve = pg.PlotCurveItem(antialias=True, skipFiniteCheck=True)
        self._area = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        # Moving the hover line would otherwise stroke the curve again.
        for item in (self._area, self._curve):
            item.setCacheMode(pg.QtWidgets.QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._baseline = pg.InfiniteLine(angle=0, movable=False)
        self._hover_line = pg.InfiniteLine(angle=90, movable=False, span=(0, _HOVER_TOP))
        self._end_dot = _Dot()
        self._hover_dot = _Dot()
        for item in (
            self._area,
            self._baseline,
            self._curve,
            self._end_dot,
            self._hover_line,
            self._hover_dot,
        ):
            self._plot.addItem(item, ignoreBounds=True)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setFont(font_of(TextSize.BODY))
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.setMargin(4)
        self._label.hide()

    def draw(self, window: CurveWindow, theme: Theme) -> None:
        """Draw a part of the curve; the same part and theme again cost nothing."""
        if window is not self._window or theme is not self._theme:
            self._window, self._theme = window, theme
            self._stroke(window, theme)

    def _stroke(self, window: CurveWindow, theme: Theme) -> None:
        columns = max(1, self._plot.width() // 2)
        seconds, dollars = stepped(window.times, window.balances, window.start, window.end, columns)
        colour = QColor(theme.colour(window.role))
        low, high = _value_range(float(dollars.min()), float(dollars.max()))
        self._plot.setBackground(theme.chart)
        self._curve.setSegmentedLineMode("off" if len(seconds) <= _JOINED_CORNERS else "on")
        self._curve.setData(seconds, dollars, pen=_pen(colour, _LINE_PX))
        # Filling costs by corners too; below the line nobody sees that the area has fewer.
        area = stepped(window.times, window.balances, window.start, window.end, max(1, columns // 4))
        self._area.setData(*area, pen=None, brush=_veil(colour), fillLevel=low)
        self._baseline.setPen(_pen(QColor(theme.border), 1.0, Qt.PenStyle.DashLine))
        self._baseline.setValue(window.baseline)
        self._end_dot.place(seconds[-1], dollars[-1], colour.name(), theme.chart)
        self._plot.setRange(
            xRange=(0.0, window.end - window.start), yRange=(low, high), padding=0.0, disableAutoRange=True
        )
        self._plot.getViewBox().setXRange(0.0, window.end - window.start, padding=_X_PADDING)

    def mark(self, mark: HoverMark | None, theme: Theme) -> None:
        """Show the line under the mouse, or take it away."""
        visible = mark is not None and self._window is not None
        for item in (self._hover_line, self._hover_dot):
            item.setVisible(visible)
        self._label.setVisible(visible)
        if mark is None or self._window is None:
            return
        x = mark.at - self._window.start
        ink = QColor(theme.primary)
        self._hover_line.setPen(_pen(QColor(theme.dim), 1.0))
        self._hover_line.setValue(x)
        self._hover_dot.place(x, mark.balance, theme.primary, theme.chart)
        palette = self._label.palette()
        palette.setColor(self._label.foregroundRole(), ink)
        self._label.setPalette(palette)
        self._label.setText(mark.text)
        self._label.adjustSize()
        self._place_label(x)

    def label_text(self) -> str:
        """Return the text at the line under the mouse; empty when there is none."""
        return self._label.text() if not self._label.isHidden() else ""

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Follow the mouse over the plot."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self.tell_place(event.position().toPoint())
        elif event.type() == QEvent.Type.Leave:
            self.hovered.emit(None)
        return False

    def tell_place(self, place: QPoint) -> None:
        """Report the moment that is drawn at a place of the plot."""
        if self._window is not None:
            seconds = self._plot.getViewBox().mapSceneToView(self._plot.mapToScene(place)).x()
            self.hovered.emit(self._window.start + seconds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin the curve out anew: other pixels show other points."""
        super().resizeEvent(event)
        if self._window is not None and self._theme is not None:
            self._stroke(self._window, self._theme)

    def _place_label(self, x: float) -> None:
        scene = self._plot.getViewBox().mapViewToScene(pg.Point(x, 0.0))
        middle = self._plot.mapFromScene(scene).x()
        inset = round(self.width() * _LABEL_INSET)
        left = round(middle - self._label.width() / 2)
        self._label.move(max(inset, min(left, self.width() - inset - self._label.width())), 2)


def _plot() -> pg.PlotWidget:
    plot = pg.PlotWidget()
    plot.hideAxis("left")
    plot.hideAxis("bottom")
    plot.hideButtons()
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(x=False, y=False)
    plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
    plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
    plot.setAccessibleName("Equity curve")
    return plot


def _value_range(low: float, high: float) -> tuple[float, float]:
    flat_room = max(1.0, abs(high) * _FLAT_SHARE)
    room = (high - low) * _Y_PADDING if high > low else flat_room
    return low - room, high + room


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen


def _veil(colour: QColor) -> QColor:
    veil = QColor(colour)
    veil.setAlphaF(0.12)
    return veil
