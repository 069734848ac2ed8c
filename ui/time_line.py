"""The line of a recording: where it is, what happened on it; a drag goes anywhere."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from ui.painting import painting
from ui.plain_tip import plain_tip
from ui.tape_line import SECOND_US, Mark, TapeView, exchange_text, mark_text, moment_at, share_of
from ui.theme import theme_of

_MARGIN_PX: Final = 8
_NEAR_PX: Final = 5
_HEIGHT_PX: Final = 34
_LINE_PX: Final = 6
_MOST_TOLD: Final = 6
_ROLES: Final = {
    "trade": "profit",
    "alarm": "warning",
    "link": "alert",
    "failure": "critical",
    "book": "info",
    "panel": "neutral",
}
_LANES: Final = {"trade": 0, "book": 0, "panel": 0, "alarm": 1, "link": 1, "failure": 1}
"""Above the line, or below it."""


class TimeLine(QSlider):
    """A slider that knows moments; `wanted` carries the one that a hand has chosen, UNIX microseconds."""

    wanted = Signal(object)

    def __init__(self, view: TapeView, parent: QWidget | None = None) -> None:
        """Create the line."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._view = view
        self._theme = theme_of(None)
        self.setAccessibleName("Time line of the recording, seconds")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_view(view)

    def show_view(self, view: TapeView) -> None:
        """Show where the recording is."""
        changed = view != self._view
        self._view = view
        self.setRange(0, max(1, (view.ends_us - view.begins_us) // SECOND_US))
        self.setValue((view.at_us - view.begins_us) // SECOND_US)
        if changed:
            self.update()

    def sizeHint(self) -> QSize:
        """Return a height with room for marks above and below the line."""
        return QSize(400, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least."""
        return QSize(200, _HEIGHT_PX)

    def marks_near(self, x: float) -> list[Mark]:
        """Return the marks at a place."""
        return [mark for mark in self._view.marks if abs(self._x(mark.utc_us) - x) <= _NEAR_PX]

    def event(self, event: QEvent) -> bool:
        """Tell what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            x = event.pos().x()
            near = self.marks_near(x)
            lines = [mark_text(mark) for mark in near[:_MOST_TOLD]]
            if len(near) > _MOST_TOLD:
                lines.append(f"and {len(near) - _MOST_TOLD} more")
            tip = plain_tip("\n".join(lines)) or exchange_text(self._moment(x))
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the window: they mean the same wherever the focus is."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place of the mouse."""
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where it is."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line, marks and place."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, view = self._theme, self._view
        painter.setPen(Qt.PenStyle.NoPen)
        left, middle, right = self._x(view.begins_us), self.height() / 2, self._x(view.ends_us)
        line = QRectF(left, middle - _LINE_PX / 2, right - left, _LINE_PX)
        painter.setBrush(QColor(theme.border))
        painter.drawRect(line)
        painter.setBrush(QColor(theme.stale))
        painter.drawRect(line.adjusted(0, 0, self._x(view.known_us) - right, 0))
        for mark in view.marks:
            below = _LANES[mark.kind] == 1
            top = middle + _LINE_PX / 2 + 1 if below else middle - _LINE_PX / 2 - 9
            painter.setBrush(QColor(theme.colour(_ROLES[mark.kind])))
            painter.drawRect(QRectF(self._x(mark.utc_us) - 1, top, 2, 8))
        painter.setBrush(QColor(theme.badge_text))
        painter.setPen(QPen(QColor(theme.window), 1))
        painter.drawRoundedRect(QRectF(self._x(view.at_us) - 3, middle - 12, 6, 24), 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.info), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _x(self, utc_us: int) -> float:
        return _MARGIN_PX + share_of(self._view, utc_us) * (self.width() - 2 * _MARGIN_PX)

    def _moment(self, x: float) -> int:
        return moment_at(self._view, (x - _MARGIN_PX) / max(1, self.width() - 2 * _MARGIN_PX))

    def _drag(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.wanted.emit(self._moment(event.position().x()))
        event.accept()
