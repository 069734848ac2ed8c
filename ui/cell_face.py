"""How the cells of a grid look at one size, in one theme: places, fonts, colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from actors.messages import Cell
from ui.cell_marks import Alarm, Gauge, Mark
from ui.cell_text import Line, Writer, shrunk
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import Theme

GAP_PX = 8.0
_RADIUS_PX = 8.0
_SIDE_PX = 8.0
_HEAD_PX = 6.0
_BAR_PX = 3
_BAR_FOOT_PX = 3
# The bar is at the foot of some cells; label and value stand a little higher in all of them.
_LIFT_PX = 2.0
_PALE = 0.35
_BORDER_PX = {Alarm.WARNING: 1.0, Alarm.ALERT: 2.0, Alarm.CRITICAL: 2.0}
# An alert differs from a warning of the same colour by its flash; without that, by a border none overlooks.
_STILL_BORDER_PX = {**_BORDER_PX, Alarm.ALERT: 4.0}
_USUAL_VALUE = "10 @ 26750.25"
_ROLES = ("profit", "loss", "neutral", "warning", "alert", "critical", "dim", "stale", "info")


def _height(font: QFont) -> float:
    return QFontMetricsF(font).height()


def minimum_size(labels: Sequence[Sequence[str]]) -> QSize:
    """Return the size in which every label with its arrow and its sign fits; values are painted smaller."""
    metrics = QFontMetricsF(font_of(TextSize.LABEL))
    widest = max(metrics.horizontalAdvance(label) for row in labels for label in row)
    return _grid_size(labels, widest + 2 * _beside(metrics))


def usual_size(labels: Sequence[Sequence[str]]) -> QSize:
    """Return the size in which usual values fit as well."""
    usual = QFontMetricsF(font_of(TextSize.VALUE)).horizontalAdvance(_USUAL_VALUE)
    return minimum_size(labels).expandedTo(_grid_size(labels, usual + 2 * _SIDE_PX))


def _grid_size(labels: Sequence[Sequence[str]], width: float) -> QSize:
    height = _height(font_of(TextSize.LABEL)) + _height(font_of(TextSize.VALUE)) + 2 * _HEAD_PX + 2
    columns, rows = max(len(row) for row in labels), len(labels)
    return QSizeF(
        columns * width + (columns - 1) * GAP_PX,
        rows * height + (rows - 1) * GAP_PX,
    ).toSize()


def _beside(metrics: QFontMetricsF) -> float:
    """Return the room that arrow or sign and the border need at one side of a label."""
    return metrics.height() * 0.75 + 4.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parts of one cell stand, pixels.

    Attributes:
        foot: Base line of the value.
        arrow_left: The arrow is at the right of the label, where a changing value does not move it.
    """

    area: QRectF
    label: QRectF
    centre: float
    foot: int
    left: int
    top: int
    arrow_left: int
    arrow_top: int
    bar: QRect


class CellFace:
    """Everything that painting needs and that does not change with the values."""

    def __init__(
        self,
        labels: Sequence[Sequence[str]],
        size: QSize,
        theme: Theme,
        ratio: float,
        *,
        is_still: bool = False,
    ) -> None:
        """Lay out the cells.

        Args:
            labels: By row.
            size: Of the whole grid, pixels.
            theme: Colours.
            ratio: Device pixels per pixel.
            is_still: What would flash has a steady look instead.
        """
        self.theme = theme
        self._border_px = _STILL_BORDER_PX if is_still else _BORDER_PX
        self.ratio = ratio
        self._size = size
        areas = _areas(labels, size)
        first = next(iter(areas.values()))
        self._room = first.adjusted(_SIDE_PX, _HEAD_PX, -_SIDE_PX, -_HEAD_PX).size()
        label, value = font_of(TextSize.LABEL), font_of(TextSize.VALUE)
        upright = self._room.height() / (_height(label) + _height(value))
        metrics = QFontMetricsF(label)
        widest = max(metrics.horizontalAdvance(text) for text in areas)
        across = first.width() / (widest + 2 * _beside(metrics))
        self._label_font = shrunk(label, min(upright, across))
        self._label_metrics = QFontMetricsF(self._label_font)
        self._value_font = shrunk(value, upright)
        self._value_metrics = QFontMetricsF(self._value_font)
        self._writer = Writer(self._value_font, self._room.width())
        self._arrow_px = self._label_metrics.height() * 0.48
        # Arrows, units and alarms are few and never change: as pictures they cost a third.
        self._stamps: dict[tuple[object, ...], QPixmap] = {}
        self._colours = {role: QColor(theme.colour(role)) for role in _ROLES}
        self._surface, self._line = QColor(theme.cell), QColor(theme.border)
        self._track = _mixed(QColor(theme.dim), self._surface)
        self._pale = {role: _mixed(colour, self._surface) for role, colour in self._colours.items()}
        self._places = {label: self._place(label, area) for label, area in areas.items()}

    def area(self, label: str) -> QRectF:
        """Return where a cell stands."""
        return self._places[label].area

    @cached_property
    def ground(self) -> QPixmap:
        """Return what stands behind the values: surface, frames and labels."""
        pixmap = QPixmap((QSizeF(self._size) * self.ratio).toSize())
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(QColor(self.theme.window))
        with painting(pixmap) as painter:
            painter.setFont(self._label_font)
            for label, place in self._places.items():
                _frame(painter, place.area, self._line, 1.0, self._surface)
                painter.setPen(QColor(self.theme.dim))
                painter.drawText(place.label, Qt.AlignmentFlag.AlignCenter, label)
        return pixmap

    def label_fits(self, label: str) -> bool:
        """Tell whether a label is inside its cell, whole, with room for arrow and sign."""
        needed = self._label_metrics.horizontalAdvance(label) + 2 * _beside(self._label_metrics)
        height = self._label_metrics.height() + self._value_metrics.height()
        width = self._places[label].area.width()
        return needed <= width + 0.5 and height <= self._room.height() + 0.5

    def value_fits(self, cell: Cell) -> bool:
        """Tell whether a value is inside its cell, whole."""
        return self._writer.fits(cell.text, is_stale=cell.role == "stale")

    def paint(self, painter: QPainter, label: str, cell: Cell, mark: Mark, *, bright: bool) -> None:
        """Paint the value of a cell and what goes with it upon the ground."""
        place, colour = self._places[label], self._colours[cell.role]
        lit = bright or not cell.flash
        alarm = mark.alarm or (Alarm.ALERT if cell.flash else Alarm.NONE)
        ink = colour if lit else self._pale[cell.role]
        if alarm and lit:
            painter.drawPixmap(place.left, place.top, self._alarm(label, alarm, colour))
            if alarm is Alarm.CRITICAL:
                ink = self._surface
        if mark.gauge is not None:
            self._paint_bar(painter, place.bar, mark.gauge, ink)
        if mark.arrow:
            painter.drawPixmap(place.arrow_left, place.arrow_top, self._arrow(mark.arrow, ink))
        line = self._writer.line(cell.text, is_stale=cell.role == "stale")
        left = round(place.centre - (line.width + line.unit_width) / 2)
        painter.setPen(ink)
        painter.setFont(line.hand.font)
        # Whole pixels: points would cost a sixth more, and half pixels would blur.
        painter.drawText(left, place.foot, cell.text[: line.length])
        if line.unit:
            top = round(place.foot - line.hand.unit_ascent)
            painter.drawPixmap(round(left + line.width), top, self._unit(line, ink))

    def _place(self, label: str, area: QRectF) -> _Place:
        height, value_height = self._label_metrics.height(), self._value_metrics.height()
        slack = self._room.height() - height - value_height
        gap = max(0.0, min(4.0, slack))
        beside = QRectF(
            area.left(), area.top() + _HEAD_PX - _LIFT_PX + (slack - gap) / 2, area.width(), height
        )
        top = beside.bottom() + gap
        half = self._label_metrics.horizontalAdvance(label) / 2
        return _Place(
            area=area,
            label=beside,
            centre=area.center().x(),
            foot=round(top + self._value_metrics.ascent()),
            left=round(area.left()),
            top=round(area.top()),
            arrow_left=round(beside.center().x() + half + self._arrow_px * 0.5),
            arrow_top=round(beside.center().y() - self._arrow_px / 2),
            bar=QRect(
                round(area.left() + _RADIUS_PX),
                round(area.bottom()) - _BAR_PX - _BAR_FOOT_PX,
                round(area.width() - 2 * _RADIUS_PX),
                _BAR_PX,
            ),
        )

    def _arrow(self, arrow: int, ink: QColor) -> QPixmap:
        key = (arrow, ink.rgb())
        if key not in self._stamps:
            side = self._arrow_px
            self._stamps[key] = pixmap = self._clear_pixmap(QSizeF(side, side))
            with painting(pixmap) as painter:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                base, tip = (side, 0.0) if arrow > 0 else (0.0, side)
                painter.drawPolygon(_triangle(0.0, side, base=base, tip=tip))
        return self._stamps[key]

    def _unit(self, line: Line, ink: QColor) -> QPixmap:
        key = (line.hand, line.unit, ink.rgb())
        if key not in self._stamps:
            # Slanted letters reach beyond their advance.
            size = QSizeF(line.unit_width + line.hand.unit_height / 3, line.hand.unit_height)
            self._stamps[key] = pixmap = self._clear_pixmap(size)
            with painting(pixmap) as painter:
                painter.setFont(line.hand.unit_font)
                painter.setPen(ink)
                painter.drawText(QPointF(0, line.hand.unit_ascent), line.unit)
        return self._stamps[key]

    def _clear_pixmap(self, size: QSizeF) -> QPixmap:
        pixmap = QPixmap(ceil(size.width() * self.ratio), ceil(size.height() * self.ratio))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _alarm(self, label: str, alarm: Alarm, colour: QColor) -> QPixmap:
        key = (label, alarm, colour.rgb())
        if key not in self._stamps:
            place = self._places[label]
            self._stamps[key] = pixmap = self._clear_pixmap(place.area.size())
            with painting(pixmap) as painter:
                painter.translate(-place.area.topLeft())
                self._paint_alarm(painter, place, label, alarm, colour)
        return self._stamps[key]

    def _paint_alarm(
        self, painter: QPainter, place: _Place, label: str, alarm: Alarm, colour: QColor
    ) -> None:
        filled = alarm is Alarm.CRITICAL
        ink, hole = (self._surface, colour) if filled else (colour, self._surface)
        _frame(painter, place.area, colour, self._border_px[alarm], colour if filled else None)
        if filled:
            painter.setPen(ink)
            painter.setFont(self._label_font)
            painter.drawText(place.label, Qt.AlignmentFlag.AlignCenter, label)
        side = place.label.height() * 0.56
        half = self._label_metrics.horizontalAdvance(label) / 2
        left = place.centre - half - side * 1.35
        top = place.label.center().y() - side / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(_triangle(left, side, base=top + side, tip=top))
        painter.setPen(QPen(hole, max(1.0, side * 0.13)))
        middle = left + side / 2
        painter.drawLine(QPointF(middle, top + side * 0.38), QPointF(middle, top + side * 0.65))
        painter.drawPoint(QPointF(middle, top + side * 0.83))

    def _paint_bar(self, painter: QPainter, bar: QRect, gauge: Gauge, ink: QColor) -> None:
        painter.fillRect(bar, self._track)
        painter.fillRect(bar.x(), bar.y(), round(bar.width() * gauge.share), bar.height(), ink)
        for notch in gauge.notches:
            at = bar.x() + round(bar.width() * notch)
            painter.fillRect(at - 1, bar.y(), 2, bar.height(), self._surface)


def _triangle(left: float, side: float, *, base: float, tip: float) -> QPolygonF:
    return QPolygonF([QPointF(left, base), QPointF(left + side, base), QPointF(left + side / 2, tip)])


def _frame(painter: QPainter, area: QRectF, line: QColor, width: float, fill: QColor | None) -> None:
    inset = width / 2
    painter.setPen(QPen(line, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), _RADIUS_PX, _RADIUS_PX)


def _areas(labels: Sequence[Sequence[str]], size: QSize) -> dict[str, QRectF]:
    """Return where each cell stands, on whole pixels, equally large."""
    columns, rows = max(len(row) for row in labels), len(labels)
    width = max(1, int((size.width() - (columns - 1) * GAP_PX) / columns))
    height = max(1, int((size.height() - (rows - 1) * GAP_PX) / rows))
    # What is left of whole pixels goes to the sides, not between the cells.
    left = (size.width() - columns * width - (columns - 1) * GAP_PX) // 2
    top = (size.height() - rows * height - (rows - 1) * GAP_PX) // 2
    return {
        label: QRectF(left + column * (width + GAP_PX), top + row * (height + GAP_PX), width, height)
        for row, line in enumerate(labels)
        for column, label in enumerate(line)
    }


def _mixed(colour: QColor, surface: QColor) -> QColor:
    """Return a colour as it looks at the low point of the flash."""
    return QColor(
        *(
            round(_PALE * ink + (1 - _PALE) * ground)
            for ink, ground in (
                (colour.red(), surface.red()),
                (colour.green(), surface.green()),
                (colour.blue(), surface.blue()),
            )
        )
    )
