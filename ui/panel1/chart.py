"""The equity chart; with its item the only modules that load pyqtgraph, which takes 0.2 s."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.panel1.curve_item import CurveItem
from ui.panel1.view_model import CurveWindow, HoverMark
from ui.theme import Theme

BEAT_MS: Final = 80
"""Twice as often would look the same: in one beat a ring grows by a tenth of a pixel."""
_LATER: Final = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINTING: Final = Qt.EventPriority.LowEventPriority.value - 1
"""Qt itself asks for a repaint with the low priority."""


class EquityChart(QWidget):
    """A pyqtgraph plot with the curve, and the mouse over it.

    The end of the curve pulses while somebody can see it.

    Attributes:
        hovered: Carries UNIX seconds under the mouse, or None when it left.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create an empty chart."""
        super().__init__(parent)
        self._window: CurveWindow | None = None
        self._theme: Theme | None = None
        self._mark: HoverMark | None = None
        self._is_awaited = False
        self._plot = _plot()
        self._plot.viewport().setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        self._curve = CurveItem()
        self._plot.scene().addItem(self._curve)
        self._pulse = QTimer(self)
        self._pulse.setInterval(BEAT_MS)
        self._pulse.timeout.connect(self.beat)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)

    def draw(self, window: CurveWindow, theme: Theme) -> None:
        """Draw a part of the curve; the same part and theme again cost nothing.

        Where the same curve goes on, it is drawn once everything else has been painted: a price need not
        wait for a picture that takes longer than all cells.
        """
        may_wait = theme is self._theme and self._window is not None and _may_lag(self._window, window)
        self._window, self._theme = window, theme
        if may_wait:
            self._show_later()
        else:
            self._show()
        self._pulse_if_seen()

    def mark(self, mark: HoverMark | None) -> None:
        """Show the line under the mouse, or take it away."""
        self._mark = mark
        self._curve.show_mark(mark)

    def label_text(self) -> str:
        """Return the text at the line under the mouse; empty when there is none."""
        return self._mark.text if self._mark else ""

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Follow the mouse over the plot."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self.tell_place(event.position().toPoint())
        elif event.type() == QEvent.Type.Leave:
            self.hovered.emit(None)
        elif isinstance(event, QPaintEvent):
            if event.rect().contains(self._plot.viewport().rect()):
                # A picture that is taken of the window shows the newest curve.
                self._show()
            # Only what is seen is painted, so this is where a covered chart finds out that it is seen again.
            self._pulse_if_seen()
        return False

    def tell_place(self, place: QPoint) -> None:
        """Report the moment that is drawn at a place of the plot."""
        if self._curve.frame is not None:
            self.hovered.emit(self._curve.frame.moment(place.x()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Read the curve anew: other pixels show other points."""
        super().resizeEvent(event)
        self._show()

    def event(self, event: QEvent) -> bool:
        """Follow the window to a screen of another scale, and draw what was left for later."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._show()
        elif event.type() == _LATER:
            self._is_awaited = False
            self._show()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the pulse go on."""
        super().showEvent(event)
        self._pulse_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the pulse."""
        super().hideEvent(event)
        self._pulse.stop()

    def _show_later(self) -> None:
        if not self._is_awaited:
            self._is_awaited = True
            QCoreApplication.postEvent(self, QEvent(_LATER), _AFTER_PAINTING)

    def _show(self) -> None:
        if self._window is None or self._theme is None:
            return
        view = self._plot.viewport()
        size = (float(view.width()), float(view.height()), self.devicePixelRatioF())
        if self._curve.show_curve(self._window, self._theme, *size):
            self._set_range()

    def _set_range(self) -> None:
        """Give pyqtgraph the same scales, so that other items of the plot would lie right."""
        frame = self._curve.frame
        if frame is None:
            return
        box = self._plot.getViewBox()
        place = box.mapRectToScene(box.rect())
        seconds = (frame.moment(place.left()) - frame.start, frame.moment(place.right()) - frame.start)
        dollars = (frame.balance(place.bottom()), frame.balance(place.top()))
        self._plot.setRange(xRange=seconds, yRange=dollars, padding=0.0, disableAutoRange=True)

    def _is_seen(self) -> bool:
        handle = self.window().windowHandle()
        return self.isVisible() and handle is not None and handle.isExposed()

    def _pulse_if_seen(self) -> None:
        window = self._window
        pulses = window is not None and window.moves and self._is_seen()
        if pulses != self._pulse.isActive():
            (self._pulse.start if pulses else self._pulse.stop)()

    @Slot()
    def beat(self) -> None:
        """Let the pulse go on, or stop where nobody can see it."""
        if not self._is_seen() or self._plot.viewport().visibleRegion().isEmpty():
            self._pulse.stop()
            return
        self._curve.beat()


def _may_lag(old: CurveWindow, new: CurveWindow) -> bool:
    """Tell whether nothing of a picture is wrong while a later one is not painted yet."""
    return new.curve.continues(old.curve) and new.is_private == old.is_private


def _plot() -> pg.PlotWidget:
    plot = pg.PlotWidget()
    for name in ("left", "bottom", "right", "top"):
        plot.hideAxis(name)
        # Hidden or not, it would write its texts anew with each new scale.
        plot.getAxis(name).unlinkFromView()
    plot.hideButtons()
    plot.setMenuEnabled(False)
    plot.setMouseEnabled(x=False, y=False)
    plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
    plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
    # The curve's picture covers all of it.
    plot.setBackground(None)
    plot.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    plot.setAccessibleName("Equity curve")
    return plot
