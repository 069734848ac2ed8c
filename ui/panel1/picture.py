"""What stands still on the chart, as an image: grid, axes, gaps, under-water band, curve and its light."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter

from models.series import FloatArray, IndexArray
from ui.panel1.envelope import columns_of
from ui.panel1.glow import CELL, REACH, glow_image
from ui.panel1.plot_frame import PlotFrame
from ui.panel1.timeline import EXCHANGE_ZONE
from ui.panel1.view_model import CurveWindow
from ui.theme import Theme

LOCAL_TIME: Final = "local time"
EXCHANGE_TIME: Final = "exchange time"
# Where more than one column in so many jumps, the line is a slope, and smooth; else it lies on whole pixels.
_STEPS_APART = 8
_OLDEST_LIGHT = 0.35
_DARK = 0.5
# On a bright surface light is a shade, and quickly looks like dirt.
_LIGHT_ON_LIGHT = 0.45
_DOTS_PX = (2, 6)
_DASHES_PX = (4, 7)
_SESSIONS_APART_PX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inks:
    """The colours of a picture, all opaque."""

    ground: QColor
    line: QColor
    text: QColor
    band: QColor
    peak: QColor
    grid: QColor
    session: QColor
    gap: QColor
    baseline: QColor


class Picture:
    """The image of a window; grows with it as long as the scales last.

    Attributes:
        image: In device pixels; it knows its ratio.
        window: What it shows.
    """

    def __init__(
        self,
        window: CurveWindow,
        frame: PlotFrame,
        theme: Theme,
        font: QFont,
        canvas: QImage | None = None,
    ) -> None:
        """Paint all of a window.

        Args:
            window: What to paint.
            frame: Its scales.
            theme: Colours.
            font: Of the texts at the axes.
            canvas: Image of a picture that is no longer needed; new memory costs more than painting over it.
        """
        self.window = window
        self._frame = frame
        self._inks = _inks(theme, window.role)
        self._bars = PrimitiveArray(QRectF, 4)
        self._cell = round(CELL * frame.ratio)
        self._tops, self._bottoms, self._peaks = np.full((3, frame.right), np.nan)
        self._known = np.ones(frame.right, dtype=bool)
        # Light grows towards the present, as a trail does.
        cells = -(-frame.right // self._cell)
        brightest = 1.0 if self._inks.ground.lightnessF() < _DARK else _LIGHT_ON_LIGHT
        self._trail = brightest * np.linspace(_OLDEST_LIGHT, 1.0, cells)
        size = QSize(frame.width, frame.height)
        if canvas is None or canvas.size() != size:
            canvas = QImage(size, QImage.Format.Format_RGB32)
        self.image = canvas
        self.image.fill(self._inks.ground)
        self._read(0)
        with np.errstate(invalid="ignore"):
            jumps = np.count_nonzero(self._bottoms - self._tops >= 1.0)
        self._is_stepped = jumps * _STEPS_APART < frame.right
        self._paint(0)
        self._paint_axes(font)

    def go_on(self, window: CurveWindow) -> None:
        """Paint what a later window of the same curve adds."""
        first = self._frame.column(changed_from(self.window, window))
        self.window = window
        self._read(max(0, first))
        self._paint(max(0, first))

    def paint_baseline(self, painter: QPainter, left: float, right: float) -> None:
        """Paint the balance that the profit is counted from, as dashes beside the curve.

        It moves more often than the picture is painted, and so is not part of it.

        Args:
            painter: In pixels of the widget.
            left: Where to begin, pixels of the widget.
            right: Where to end.
        """
        frame = self._frame
        ratio = frame.ratio
        row = round(frame.row(self.window.baseline))
        columns = np.arange(max(0, round(left * ratio)), min(frame.right, round(right * ratio) + 1))
        dash, period = (round(pixels * ratio) for pixels in _DASHES_PX)
        tops, bottoms = self._tops[columns] - 2 * ratio, self._bottoms[columns] + 2 * ratio
        with np.errstate(invalid="ignore"):
            is_covered = (tops <= row) & (row <= bottoms)
        columns = columns[(columns % period < dash) & ~is_covered]
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        rows = np.full(len(columns), float(row))
        self._fill(painter, columns, rows, rows + max(1, round(ratio)), self._inks.baseline)
        painter.restore()

    def _read(self, first: int) -> None:
        """Read the columns from one on."""
        frame, window = self._frame, self.window
        end = min(frame.column(window.end) + 1, frame.right)
        if end <= first:
            return
        columns = columns_of(window.curve, frame.edges(first, end))
        new = slice(first, end)
        self._tops[new], self._bottoms[new] = frame.rows(columns.highs), frame.rows(columns.lows)
        before = self._peaks[first - 1] if first else np.nan
        self._peaks[new] = np.fmin.accumulate(np.append(before, self._tops[new]))[1:]
        for begin, stop in window.gaps:
            self._known[max(0, frame.column(begin) + 1) : max(0, frame.column(stop))] = False

    def _paint(self, first: int) -> None:
        """Paint the columns from one on, and those to the left that their light falls on."""
        frame = self._frame
        first_cell = max(0, first // self._cell - REACH)
        begin = first_cell * self._cell
        self.image.setDevicePixelRatio(1.0)
        painter = QPainter(self.image)
        try:
            painter.setClipRect(QRect(begin, 0, frame.right - begin, frame.bottom))
            painter.fillRect(QRect(begin, 0, frame.right - begin, frame.bottom), self._inks.ground)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_band(painter, begin)
            self._paint_lines(painter)
            self._paint_gaps(painter)
            self._paint_light(painter, max(0, first_cell - REACH))
            self._paint_curve(painter, begin)
        finally:
            painter.end()
            self.image.setDevicePixelRatio(frame.ratio)

    def _paint_band(self, painter: QPainter, begin: int) -> None:
        """Paint how far the balance is below its peak."""
        peaks, bottoms = self._peaks[begin:], self._bottoms[begin:]
        with np.errstate(invalid="ignore"):
            below = np.flatnonzero((bottoms - peaks >= 1.0) & self._known[begin:])
        columns, peaks = below + begin, peaks[below]
        self._fill(painter, columns, peaks, bottoms[below], self._inks.band)
        self._fill(painter, columns, peaks, peaks + self._frame.ratio, self._inks.peak)

    def _paint_lines(self, painter: QPainter) -> None:
        frame = self._frame
        width = max(1, round(frame.ratio))
        for tick in frame.amounts:
            y = round(frame.row(tick.at))
            painter.fillRect(0, y, frame.right, width, self._inks.grid)
        sessions = self.window.sessions
        if len(sessions) * _SESSIONS_APART_PX * frame.ratio > frame.right:
            return
        painter.setBrush(QBrush(self._inks.session, Qt.BrushStyle.Dense4Pattern))
        for opening in sessions:
            painter.drawRect(frame.column(opening), 0, width, frame.bottom)

    def _paint_gaps(self, painter: QPainter) -> None:
        frame = self._frame
        painter.setBrush(QBrush(self._inks.gap, Qt.BrushStyle.BDiagPattern))
        for begin, end in self.window.gaps:
            left, right = max(0, frame.column(begin)), min(frame.right, frame.column(end) + 1)
            if right > left:
                painter.drawRect(left, 0, right - left, frame.bottom)

    def _paint_light(self, painter: QPainter, first_cell: int) -> None:
        frame, cell = self._frame, self._cell
        begin = first_cell * cell
        firsts = np.arange(0, frame.right - begin, cell)
        known = np.where(self._known[begin:], 0.0, np.nan)
        tops = (np.fmin.reduceat(self._tops[begin:] + known, firsts) - frame.ratio) / cell
        bottoms = (np.fmax.reduceat(self._bottoms[begin:] + known, firsts) + frame.ratio) / cell
        if np.isnan(tops).all():
            return
        # Above and below there is no light: most of the height costs nothing.
        first_row = max(0, floor(np.nanmin(tops)) - REACH)
        rows = min(-(-frame.bottom // cell), ceil(np.nanmax(bottoms)) + REACH) - first_row
        trail = self._trail[first_cell:]
        image = glow_image(tops - first_row, bottoms - first_row, rows, self._inks.line, trail)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(begin, first_row * cell, image.width() * cell, rows * cell), image)

    def _paint_curve(self, painter: QPainter, begin: int) -> None:
        """Paint each column of the line as one upright bar."""
        frame = self._frame
        width = round(2 * frame.ratio)
        first = max(0, begin - width)
        tops, bottoms = self._tops[first:], self._bottoms[first:]
        with np.errstate(invalid="ignore"):
            jumps = bottoms - tops >= 1.0
        upper, lower = tops - frame.ratio, bottoms + frame.ratio
        if self._is_stepped:
            upper, lower = np.round(upper), np.round(lower)
        # A jump is as wide as a level stretch is high; on a slope only the last one before a level stretch.
        wide_upper, wide_lower = upper.copy(), lower.copy()
        for shift in range(1, width):
            is_wide = jumps[:-shift] if self._is_stepped else jumps[:-shift] & ~jumps[shift:]
            jumped = np.flatnonzero(is_wide) + shift
            wide_upper[jumped] = np.fmin(wide_upper[jumped], upper[jumped - shift])
            wide_lower[jumped] = np.fmax(wide_lower[jumped], lower[jumped - shift])
        is_drawn = ~np.isnan(wide_upper)
        known = self._known[first:]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bars = np.flatnonzero(is_drawn & known)
        self._fill(painter, bars + first, wide_upper[bars], wide_lower[bars], self._inks.line)
        on, of = (round(pixels * frame.ratio) for pixels in _DOTS_PX)
        dots = np.flatnonzero(is_drawn & ~known & ((np.arange(first, frame.right) % of) < on))
        self._fill(painter, dots + first, upper[dots], lower[dots], self._inks.text)

    def _paint_axes(self, font: QFont) -> None:
        """Write at the axes what has room."""
        frame = self._frame
        painter = QPainter(self.image)
        try:
            painter.setFont(font)
            painter.setPen(self._inks.text)
            metrics = QFontMetricsF(font)
            for rect, text in axis_texts(self.window, frame, metrics):
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        finally:
            painter.end()

    def _fill(
        self, painter: QPainter, columns: IndexArray, tops: FloatArray, bottoms: FloatArray, colour: QColor
    ) -> None:
        """Fill bars that are one device pixel wide."""
        if not len(columns):
            return
        self._bars.resize(len(columns))
        table = self._bars.ndarray()
        table[:, 0], table[:, 1], table[:, 2], table[:, 3] = columns, tops, 1.0, bottoms - tops
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRects(*self._bars.drawargs())


def _inks(theme: Theme, role: str) -> _Inks:
    return _Inks(
        ground=QColor(theme.chart),
        line=QColor(theme.colour(role)),
        text=QColor(theme.dim),
        band=_mixed(theme.loss, theme.chart, 0.09),
        peak=_mixed(theme.loss, theme.chart, 0.3),
        grid=_mixed(theme.border, theme.chart, 0.4),
        session=_mixed(theme.border, theme.chart, 0.9),
        gap=_mixed(theme.dim, theme.chart, 0.35),
        baseline=_mixed(theme.dim, theme.chart, 0.65),
    )


def _mixed(colour: str, ground: str, share: float) -> QColor:
    """Return a colour on a surface; opaque, which is much faster to paint."""
    over, under = QColor(colour), QColor(ground)
    parts = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(share * above + (1 - share) * below) for above, below in parts))


def changed_from(old: CurveWindow, new: CurveWindow) -> float:
    """Return the moment from which a later window of the same curve looks different, UNIX seconds."""
    if new.curve.length == old.curve.length:
        return old.end
    return min(old.end, float(new.curve.times[old.curve.length]))


def axis_texts(window: CurveWindow, frame: PlotFrame, metrics: QFontMetricsF) -> list[tuple[QRectF, str]]:
    """Return the texts at the axes that stand apart from each other and from the edges, with their places."""
    ratio, height = frame.ratio, metrics.height()
    bottom = frame.bottom / ratio
    right = frame.width / ratio
    texts: list[tuple[QRectF, str]] = []
    for tick in frame.amounts:
        width = metrics.horizontalAdvance(tick.text)
        rect = QRectF(right - 6 - width, frame.y(tick.at) - height / 2, width, height)
        if rect.top() >= 0 and rect.bottom() <= bottom:
            texts.append((rect, tick.text))
    if bottom + height > frame.height / ratio:
        return texts
    caption = EXCHANGE_TIME if window.zone is EXCHANGE_ZONE else LOCAL_TIME
    width = metrics.horizontalAdvance(caption)
    place = QRectF(right - 6 - width, bottom + 3, width, height)
    texts.append((place, caption))
    free_from = 4.0
    for tick in frame.times:
        width = metrics.horizontalAdvance(tick.text)
        rect = QRectF(frame.x(tick.at) - width / 2, bottom + 3, width, height)
        if rect.left() >= free_from and rect.right() <= place.left() - 12:
            texts.append((rect, tick.text))
            free_from = rect.right() + 12
    return texts
