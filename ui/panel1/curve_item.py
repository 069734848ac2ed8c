"""The equity curve as an item of a pyqtgraph plot; repaints only what has changed."""

from math import cos, pi
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from models.gaps import clipped
from ui.fonts import TextSize, font_of
from ui.panel1.glow import CELL, REACH
from ui.panel1.picture import Picture, changed_from
from ui.panel1.plot_frame import RING_PX, PlotFrame, TextWidths, frame_of
from ui.panel1.view_model import CurveWindow, HoverMark
from ui.theme import Theme

BEAT_RAD: Final = 0.07
"""How far the pulse goes in one beat."""
_RINGS = 3
_RING_FROM_PX = 4.0
_RING_OPACITY = 0.42
_DOT_PX = 4.0
_LABEL_INSET = 0.03
_LABEL_PAD_PX = 6.0


class CurveItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Still picture, baseline, end point, and the line under the mouse; in pixels of the plot's scene."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.frame: PlotFrame | None = None
        self.phase = 0.0
        self._font = font_of(TextSize.SMALL)
        self._metrics = QFontMetricsF(self._font)
        digit = max(self._metrics.horizontalAdvance(each) for each in "0123456789$")
        self._text = TextWidths(digit=digit, height=self._metrics.height())
        self._size = (0.0, 0.0, 1.0)
        self._end = QPointF()
        self._window: CurveWindow | None = None
        self._theme: Theme | None = None
        self._picture: Picture | None = None
        self._is_outdated = True
        self._mark: HoverMark | None = None

    def boundingRect(self) -> QRectF:
        """Return the whole chart."""
        return QRectF(0, 0, *self._size[:2])

    def show_curve(
        self, window: CurveWindow, theme: Theme, width: float, height: float, ratio: float
    ) -> bool:
        """Show a window; the same one again costs nothing.

        Returns:
            Whether there are new scales.
        """
        old, size = self._window, (width, height, ratio)
        is_same_place = theme is self._theme and size == self._size
        if window is old and is_same_place:
            return False
        self._window = window
        if is_same_place and old is not None and self.frame is not None and self._goes_on(old, window):
            self._end = self._end_in(self.frame, window)
            self._update_tail(old, window)
            return False
        if size != self._size:
            self.prepareGeometryChange()
        self._theme, self._size = theme, size
        self.frame = frame_of(window, width, height, ratio, self._text)
        self._end = self._end_in(self.frame, window)
        self._is_outdated = True
        self.update()
        return True

    def show_mark(self, mark: HoverMark | None) -> None:
        """Show the line under the mouse, or take it away."""
        if mark == self._mark:
            return
        self._update_mark()
        self._mark = mark
        self._update_mark()

    def beat(self) -> None:
        """Let the pulse of the end point go on."""
        self.phase = (self.phase + BEAT_RAD) % (2 * pi)
        self.update(self._end_rect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint what is exposed."""
        window, frame, theme = self._window, self.frame, self._theme
        if window is None or frame is None or theme is None:
            return
        if self._picture is None or self._is_outdated:
            canvas = self._picture.image if self._picture else None
            self._picture = Picture(window, frame, theme, self._font, canvas)
            self._is_outdated = False
        elif self._picture.window is not window:
            self._picture.go_on(window)
        exposed = option.exposedRect
        painter.drawImage(QPointF(0, 0), self._picture.image)
        y = frame.y(window.baseline)
        if exposed.top() <= y + 1 and exposed.bottom() >= y - 1:
            self._picture.paint_baseline(painter, exposed.left(), exposed.right())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if exposed.intersects(self._end_rect()):
            self._paint_end(painter, window, theme)
        if self._mark is not None:
            self._paint_mark(painter, self._mark, theme)

    def _goes_on(self, old: CurveWindow, new: CurveWindow) -> bool:
        """Return whether a window can be shown by adding to the picture of another."""
        frame = self.frame
        slid = new.start - old.start
        if (
            frame is None
            or not new.curve.continues(old.curve)
            or not 0 <= slid <= new.end - old.end + frame.per_pixel
            or new.start - frame.start > frame.per_pixel * frame.ratio * RING_PX * 2
            or not frame.has_room_for(new)
        ):
            return False
        looks = ((one.role, one.zone, one.sessions, one.is_private) for one in (old, new))
        # A gap that begins left of the window begins where that does, which is no other look.
        if next(looks) != next(looks) or clipped(old.gaps, new.start, old.end) != new.gaps:
            return False
        added = new.curve.balances[old.curve.length :]
        return not len(added) or bool(frame.low < added.min() and added.max() < frame.high)

    def _update_tail(self, old: CurveWindow, new: CurveWindow) -> None:
        frame = self.frame
        if frame is None:
            return
        left = frame.x(changed_from(old, new)) - (REACH + 1) * CELL
        self.update(QRectF(left, 0, frame.plot.right() - left, frame.plot.bottom()))
        if new.baseline != old.baseline:
            for balance in (old.baseline, new.baseline):
                self.update(QRectF(0, frame.y(balance) - 2, frame.plot.right(), 4))

    def _end_rect(self) -> QRectF:
        centre, reach = self._end, RING_PX + 1
        return QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)

    @staticmethod
    def _end_in(frame: PlotFrame, window: CurveWindow) -> QPointF:
        return QPointF(frame.x(window.end), frame.y(float(window.curve.balances[-1])))

    def _paint_end(self, painter: QPainter, window: CurveWindow, theme: Theme) -> None:
        centre, colour = self._end, theme.colour(window.role)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        breath = 0.0
        if window.moves:
            breath = (1 + cos(self.phase)) / 2
            for ring in range(_RINGS):
                way = (self.phase / (2 * pi) + ring / _RINGS) % 1.0
                painter.setPen(_pen(colour, _RING_OPACITY * (1 - way)))
                radius = _RING_FROM_PX + (RING_PX - 1 - _RING_FROM_PX) * way
                painter.drawEllipse(centre, radius, radius)
        halo = QColor(colour)
        halo.setAlphaF(0.18 + 0.12 * breath)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(centre, _DOT_PX + 3, _DOT_PX + 3)
        painter.setPen(_pen(theme.chart, 1.0))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(centre, _DOT_PX + 0.5 * breath, _DOT_PX + 0.5 * breath)

    def _update_mark(self) -> None:
        if self._mark is None or self.frame is None:
            return
        x = self.frame.x(self._mark.at)
        reach = _DOT_PX + 2
        self.update(QRectF(x - reach, 0, 2 * reach, self.frame.plot.bottom()))
        self.update(self.label_rect().adjusted(-1, -1, 1, 1))

    def label_rect(self) -> QRectF:
        """Return the place of the text at the line under the mouse."""
        if self._mark is None or self.frame is None:
            return QRectF()
        width = self._metrics.horizontalAdvance(self._mark.text) + 2 * _LABEL_PAD_PX
        whole = self._size[0]
        inset = whole * _LABEL_INSET
        left = self.frame.x(self._mark.at) - width / 2
        left = max(inset, min(left, whole - inset - width))
        return QRectF(left, 3, width, self._metrics.height() + 4)

    def _paint_mark(self, painter: QPainter, mark: HoverMark, theme: Theme) -> None:
        if self.frame is None:
            return
        x, y, bottom = self.frame.x(mark.at), self.frame.y(mark.balance), self.frame.plot.bottom()
        label = self.label_rect()
        painter.setPen(_pen(theme.dim, 0.8))
        painter.drawLine(QPointF(x, label.bottom()), QPointF(x, bottom))
        painter.setPen(_pen(theme.chart, 1.0))
        painter.setBrush(QColor(theme.primary))
        painter.drawEllipse(QPointF(x, y), _DOT_PX, _DOT_PX)
        painter.setPen(_pen(theme.border, 1.0))
        painter.setBrush(QColor(theme.elevated))
        painter.drawRoundedRect(label.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.primary))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, mark.text)


def _pen(colour: str, opacity: float) -> QPen:
    ink = QColor(colour)
    ink.setAlphaF(opacity)
    return QPen(ink, 1.0)
