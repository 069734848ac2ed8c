"""Where the equity curve goes: a designed placeholder until there is something to draw with and to draw."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.panel1.view_model import CurveWindow, HoverMark, Panel1View
from ui.theme import Theme, theme_of

if TYPE_CHECKING:
    from ui.panel1.chart import EquityChart

_RADIUS_PX = 8.0
_GRID_LINES = 3


class ChartArea(QWidget):
    """A frame with quiet grid lines and one sentence; the chart covers it when there is a curve.

    Attributes:
        hovered: Carries UNIX seconds under the mouse, or None when it left.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the placeholder; the chart comes with `build_chart`."""
        super().__init__(parent)
        self._theme = theme_of(None)
        self._text = ""
        self._window: CurveWindow | None = None
        self._mark: HoverMark | None = None
        self._chart: EquityChart | None = None
        self.setFont(font_of(TextSize.BODY))
        self.setAccessibleName("Equity curve")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)

    def build_chart(self) -> None:
        """Load the plotting library and put the chart in; until then the placeholder stands."""
        if self._chart is not None:
            return
        # Loading takes 0.2 s, which the first paint must not wait for.
        from ui.panel1.chart import EquityChart  # noqa: PLC0415

        chart = EquityChart(self)
        chart.hovered.connect(self.hovered)
        chart.hide()
        self._chart = chart
        box = self.layout()
        if box is not None:
            box.addWidget(chart)
        self._show()

    def show_curve(self, view: Panel1View, theme: Theme) -> None:
        """Show the curve of a view, or its sentence where there is none."""
        if (view.empty_text, theme) != (self._text, self._theme):
            self._text, self._theme = view.empty_text, theme
            self.update()
        self._window, self._mark = view.window, view.mark
        self.setAccessibleDescription(f"{view.points.text} points" if view.window else view.empty_text)
        self._show()

    def hover_text(self) -> str:
        """Return the text at the line under the mouse; empty when there is none."""
        return self._chart.label_text() if self._chart else ""

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(480, 180)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which a curve can be read."""
        return QSize(240, round(QFontMetricsF(self.font()).height() * 5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, grid lines and sentence."""
        with painting(self) as painter:
            self._paint(painter)

    def _show(self) -> None:
        chart = self._chart
        if chart is None:
            return
        chart.setVisible(self._window is not None)
        if self._window is not None:
            chart.draw(self._window, self._theme)
            chart.mark(self._mark)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.border), 1.0))
        painter.setBrush(QColor(theme.chart))
        painter.drawRoundedRect(area, _RADIUS_PX, _RADIUS_PX)
        if self._window is not None:
            return
        line = QColor(theme.border)
        line.setAlphaF(0.5)
        painter.setPen(QPen(line, 1.0, Qt.PenStyle.DotLine))
        for number in range(1, _GRID_LINES + 1):
            y = area.top() + area.height() * number / (_GRID_LINES + 1)
            painter.drawLine(QPointF(area.left() + 12, y), QPointF(area.right() - 12, y))
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        plate = metrics.boundingRect(self._text).adjusted(-14, -6, 14, 6)
        plate.moveCenter(area.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        painter.setPen(QColor(theme.dim))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._text)
