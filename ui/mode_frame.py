"""The frame around the window: colour, width and line of the mode."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import ModeShape, Theme, palette_of, theme_of
from ui.veil import Veil

# Room for the widest frame, so that nothing moves when the mode changes.
FRAME_ROOM_PX = 9


class ModeFrame(QWidget):
    """Holds the content and paints the frame around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the frame of an unknown mode."""
        super().__init__(parent)
        self._theme = theme_of(None)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(FRAME_ROOM_PX, FRAME_ROOM_PX, FRAME_ROOM_PX, FRAME_ROOM_PX)
        self.column.setSpacing(0)
        self.setAutoFillBackground(True)
        self._veil = Veil(self)

    def show_theme(self, theme: Theme) -> None:
        """Take the frame of a theme."""
        if theme is not self._theme:
            self._theme = theme
            self.setPalette(palette_of(theme))
            self._veil.pass_over()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        width = theme.frame_width
        area = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = theme.shape is ModeShape.DASHED
        pen = QPen(QColor(theme.frame), width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(area)
        if theme.shape is ModeShape.BEVELLED:
            stripes = QPen(
                QColor(theme.window), width - 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap
            )
            stripes.setDashPattern([2.0, 2.0])
            painter.setPen(stripes)
            painter.drawRect(area)
