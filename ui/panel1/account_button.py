"""The button that names the account on the screen, and opens the menu of all."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import Theme, theme_of

_LEFT_PX = 10.0
_ARROW_PX = 8.0
_ARROW_ROOM_PX = 22.0
_RADIUS_PX = 4.0


class AccountButton(QToolButton):
    """A name and a small arrow; a ground under the mouse, a line around it with the keyboard's attention.

    Painted here: Qt alone would put its arrow where an index stands, and a style sheet costs more with each
    switch of the mode than painting does.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the button of an unknown account."""
        super().__init__(parent)
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.STRONG))
        self.setAccessibleName("Account")
        self.setToolTip("Choose the account on the screen")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_account(self, account: str, theme: Theme) -> None:
        """Name an account, in the colours of its mode."""
        if theme is not self._theme:
            self._theme = theme
            self.update()
        if account != self.accessibleDescription():
            # An ampersand in a name would be taken for a shortcut.
            self.setText(account.replace("&", "&&"))
            self.setAccessibleDescription(account)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size that name and arrow need."""
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.accessibleDescription())
        return QSize(round(_LEFT_PX + width + _ARROW_ROOM_PX), round(metrics.height() * 1.5))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a name is never clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.hasFocus():
            line = QPen(QColor(theme.border), 1.0) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
            painter.setPen(line)
            painter.setBrush(QColor(theme.elevated) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, _RADIUS_PX, _RADIUS_PX)
        painter.setPen(QColor(theme.primary))
        painter.setFont(self.font())
        name = area.adjusted(_LEFT_PX, 0, -_ARROW_ROOM_PX, 0)
        painter.drawText(
            name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.accessibleDescription()
        )
        tip = QPointF(area.right() - _ARROW_ROOM_PX / 3, area.center().y() + _ARROW_PX / 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.dim))
        half, high = _ARROW_PX / 2, _ARROW_PX * 0.55
        painter.drawPolygon(QPolygonF([tip + QPointF(-half, -high), tip + QPointF(half, -high), tip]))
