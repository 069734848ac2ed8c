"""The banner above the panels: the most severe notice, and how many others wait."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from actors.messages import Cell, NoticeRaised, Severity
from ui.fonts import TextSize, font_of
from ui.notices import Notices
from ui.painting import painting
from ui.roles import ROLES_OF_NOTICES
from ui.theme import Theme, palette_of, theme_of

NO_BANNER = Cell(text="", role="dim")

_NARROWEST: Final = 160


class SeveritySign(QWidget):
    """A square for information, a triangle for a warning, an octagon for an error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the sign of an information."""
        super().__init__(parent)
        self._severity = Severity.INFO
        self._colour = QColor(theme_of(None).info)
        self._ink = QColor(theme_of(None).window)
        self.setFont(font_of(TextSize.STRONG))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_severity(self, severity: Severity, theme: Theme) -> None:
        """Show a severity."""
        self._severity = severity
        self._colour = QColor(theme.colour(ROLES_OF_NOTICES[severity]))
        self._ink = QColor(theme.window)
        self.setAccessibleName(severity.value)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square as high as a line of text."""
        side = round(QFontMetricsF(self.font()).height() * 1.15)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape and its mark."""
        with painting(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour)
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawPolygon(_shape(self._severity, area))
            painter.setPen(QPen(self._ink))
            painter.setFont(self.font())
            if self._severity is Severity.WARNING:
                area = area.adjusted(0, area.height() * 0.2, 0, 0)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignCenter, "i" if self._severity is Severity.INFO else "!"
            )


class BannerBar(QWidget):
    """Hidden while there is no notice.

    Attributes:
        dismissed: Carries the key of the notice that the trader has read.
    """

    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the hidden banner."""
        super().__init__(parent)
        self._notice: NoticeRaised | None = None
        self._sign = SeveritySign(self)
        self._text = QLabel(self)
        self._others = QLabel(self)
        self._button = QPushButton("Dismiss (Esc)", self)
        for label in (self._text, self._others):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(font_of(TextSize.BODY))
        self._text.setWordWrap(True)
        # A word that never ends must not widen the window.
        self._text.setMinimumWidth(_NARROWEST)
        self._text.setAccessibleName("Notice")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button.setFont(font_of(TextSize.SMALL))
        self._button.setAccessibleName("Dismiss the notice")
        self._button.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(10)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._others)
        layout.addWidget(self._button)
        self.setAutoFillBackground(True)
        self.hide()

    def show_notices(self, notices: Notices, theme: Theme) -> None:
        """Show the most severe notice; hide when there is none."""
        top = notices.top
        self._notice = top
        if top is not None:
            self._sign.show_severity(top.severity, theme)
            self._text.setText(top.text)
            others = len(notices.raised) - 1
            self._others.setText(f"+{others} more" if others else "")
            self._colour(theme, theme.colour(ROLES_OF_NOTICES[top.severity]))
        self.setVisible(top is not None)

    def cell(self) -> Cell:
        """Return the canonical cell: the text of the notice that is shown."""
        if self._notice is None:
            return NO_BANNER
        return Cell(text=self._notice.text, role=ROLES_OF_NOTICES[self._notice.severity])

    @Slot()
    def dismiss(self) -> None:
        """Report that the trader has read the notice that is shown."""
        if self._notice is not None:
            self.dismissed.emit(self._notice.key)

    def _colour(self, theme: Theme, ink: str) -> None:
        palette = palette_of(theme)
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.elevated))
        self.setPalette(palette)
        text = QPalette(palette)
        text.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        self._text.setPalette(text)


def _shape(severity: Severity, area: QRectF) -> QPolygonF:
    if severity is Severity.WARNING:
        return QPolygonF([QPointF(area.center().x(), area.top()), area.bottomRight(), area.bottomLeft()])
    cut = area.width() * (0.3 if severity is Severity.ERROR else 0.0)
    if not cut:
        return QPolygonF(area)
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    corners = ((left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut))
    others = ((right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut))
    return QPolygonF([QPointF(x, y) for x, y in (*corners, *others)])
