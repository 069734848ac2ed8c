"""The row of timeframe pills."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from actors.messages import Cell
from models.timeframe import Timeframe
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import Theme, theme_of


class Pill(QAbstractButton):
    """One timeframe; the chosen one is filled with the colour of the P&L's sign."""

    def __init__(self, timeframe: Timeframe, key: int, parent: QWidget | None = None) -> None:
        """Create the pill of a timeframe with its number key."""
        super().__init__(parent)
        self.timeframe = timeframe
        self._theme = theme_of(None)
        self._fill = ""
        self.setText(timeframe.value)
        self.setCheckable(True)
        self.setFont(font_of(TextSize.BODY))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Timeframe {timeframe.value}")
        self.setToolTip(f"Show {timeframe.value} of the equity curve (key {key})")

    def restyle(self, theme: Theme, fill: str) -> None:
        """Take the colours of a theme; `fill` is the colour of the chosen pill."""
        if theme is not self._theme or fill != self._fill:
            self._theme, self._fill = theme, fill
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the text needs."""
        metrics = QFontMetricsF(self.font())
        return QSize(
            round(metrics.horizontalAdvance(self.text()) + metrics.height() * 1.3),
            round(metrics.height() * 1.6),
        )

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a pill is never clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        fill = self._fill if chosen else theme.elevated if self.underMouse() else theme.window
        painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else fill if chosen else theme.border), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        # Every role colour reads on the window's colour, hence the window's colour reads on every role.
        painter.setPen(QColor(theme.window if chosen else theme.dim))
        painter.setFont(self.font())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())


class TimeframePills(QWidget):
    """All timeframes in a row, one chosen.

    Attributes:
        chosen: Carries the `Timeframe` that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the row."""
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._group = QButtonGroup(self)
        self._pills = {frame: Pill(frame, key, self) for key, frame in enumerate(Timeframe, start=1)}
        for pill in self._pills.values():
            layout.addWidget(pill)
            self._group.addButton(pill)
        self._group.buttonClicked.connect(self._clicked)

    def show_timeframe(self, timeframe: Timeframe, cell: Cell, theme: Theme) -> None:
        """Mark a timeframe as chosen, in the colour of the cell's role."""
        self._pills[timeframe].setChecked(True)
        for pill in self._pills.values():
            pill.restyle(theme, theme.colour(cell.role))

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, Pill):
            self.chosen.emit(button.timeframe)
