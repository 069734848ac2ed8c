"""One cell of the grid: label above, value below, in a rounded frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from actors.messages import Cell
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import Theme, theme_of
from ui.wording import UNKNOWN

_WIDEST_USUAL_VALUE = "10 @ 26750.25"
_RADIUS_PX = 8.0
_FLASH_OPACITY = 0.35
_SMALLEST_SHARE = 0.4


class ValueCell(QWidget):
    """Custom painted: a grid of labels with style sheets costs ten times as much per change."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Create the cell with the label that it carries on the screen."""
        super().__init__(parent)
        self._label = label
        self._cell = Cell(text=UNKNOWN, role="dim")
        self._theme = theme_of(None)
        self._direction = 0
        self._bright = True
        self._label_font = font_of(TextSize.LABEL)
        self._value_font = font_of(TextSize.VALUE)
        self.setAccessibleName(label)
        self.setAccessibleDescription(UNKNOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # The frame does not fill the corners, so the parent's surface must show.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)

    def show_cell(self, cell: Cell, theme: Theme, *, tip: str, direction: int = 0) -> None:
        """Show a cell.

        Args:
            cell: What to show.
            theme: Colours.
            tip: What it says under the mouse.
            direction: +1 paints an arrow up, -1 an arrow down beside the label, 0 none.
        """
        if (cell, direction) != (self._cell, self._direction) or theme is not self._theme:
            if cell.text != self._cell.text:
                self.setAccessibleDescription(cell.text)
            self._cell, self._theme, self._direction = cell, theme, direction
            self.update()
        if tip != self.toolTip():
            self.setToolTip(tip)

    def blink(self, *, bright: bool) -> None:
        """Show one half of the flash; a cell that does not flash stays bright."""
        if bright != self._bright:
            self._bright = bright
            if self._cell.flash:
                self.update()

    def sizeHint(self) -> QSize:
        """Return the size for usual values, from the fonts."""
        return self._size(QFontMetricsF(self._value_font).horizontalAdvance(_WIDEST_USUAL_VALUE))

    def minimumSizeHint(self) -> QSize:
        """Return the size in which the label fits; wider values are painted smaller."""
        return self._size(0.0)

    def text_fits(self) -> bool:
        """Tell whether label and value are inside the cell, whole."""
        label, value = (QFontMetricsF(font) for font in self._fitted_fonts())
        room = self._room()
        width = max(label.horizontalAdvance(self._label), value.horizontalAdvance(self._cell.text))
        return width <= room.width() + 0.5 and label.height() + value.height() <= room.height() + 0.5

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, label, arrow and value."""
        with painting(self) as painter:
            self._paint(painter)

    def _size(self, value_width: float) -> QSize:
        label = QFontMetricsF(self._label_font)
        width = max(label.horizontalAdvance(self._label), value_width)
        return QSize(round(width) + 18, round(label.height() + QFontMetricsF(self._value_font).height()) + 14)

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(8, 6, -8, -6)

    def _fitted_fonts(self) -> tuple[QFont, QFont]:
        """Return the fonts of label and value, smaller where they would not fit: text is never clipped."""
        room = self._room()
        value_font = QFont(self._value_font)
        value_font.setItalic(self._cell.role == "stale")
        label, value = QFontMetricsF(self._label_font), QFontMetricsF(value_font)
        upright = room.height() / (label.height() + value.height())
        label_share = room.width() / label.horizontalAdvance(self._label)
        value_share = room.width() / max(1.0, value.horizontalAdvance(self._cell.text))
        return (
            _shrunk(self._label_font, min(upright, label_share)),
            _shrunk(value_font, min(upright, value_share)),
        )

    def _paint(self, painter: QPainter) -> None:
        theme, cell = self._theme, self._cell
        colour = QColor(theme.colour(cell.role))
        lit = cell.flash and self._bright
        painter.setPen(QPen(colour, 2.0) if lit else QPen(QColor(theme.border), 1.0))
        painter.setBrush(QColor(theme.cell))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)
        room = self._room()
        label_font, font = self._fitted_fonts()
        label_height = QFontMetricsF(label_font).height()
        # A value that is painted smaller must not move the labels of a row out of line.
        value_height = min(QFontMetricsF(self._value_font).height(), room.height() - label_height)
        gap = max(0.0, min(4.0, room.height() - label_height - value_height))
        top = room.top() + (room.height() - label_height - value_height - gap) / 2
        label_area = QRectF(room.left(), top, room.width(), label_height)
        painter.setFont(label_font)
        painter.setPen(QColor(theme.dim))
        painter.drawText(label_area, Qt.AlignmentFlag.AlignCenter, self._label)
        if self._direction:
            self._paint_arrow(painter, label_area, colour)
        painter.setFont(font)
        painter.setOpacity(_FLASH_OPACITY if cell.flash and not self._bright else 1.0)
        painter.setPen(colour)
        value_area = QRectF(room.left(), top + label_height + gap, room.width(), value_height)
        painter.drawText(value_area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, cell.text)

    def _paint_arrow(self, painter: QPainter, beside: QRectF, colour: QColor) -> None:
        side = beside.height() * 0.42
        half_label = QFontMetricsF(painter.font()).horizontalAdvance(self._label) / 2
        left = beside.center().x() + half_label + side * 0.6
        tip = beside.center().y() - self._direction * side / 2
        base = beside.center().y() + self._direction * side / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF([QPointF(left, base), QPointF(left + side, base), QPointF(left + side / 2, tip)])
        )


def _shrunk(font: QFont, share: float) -> QFont:
    if share >= 1.0:
        return font
    smaller = QFont(font)
    # Hinting makes sizes grow in steps, so the exact share could still be a pixel too large.
    smaller.setPointSizeF(font.pointSizeF() * max(_SMALLEST_SHARE, 0.96 * share))
    return smaller
