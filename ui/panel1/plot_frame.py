"""Where moments and balances lie on the chart."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from models.series import FloatArray
from ui.panel1.axis import AxisTick, balance_ticks, time_ticks
from ui.panel1.envelope import range_of
from ui.panel1.view_model import CurveWindow

HEAD_ROOM_PX: Final = 44
"""Free pixels behind the end of the curve, so that it can go on without a new scale."""
RING_PX: Final = 14
"""How far what pulses around the end point reaches."""
_ROOM_ABOVE_AND_BELOW = 0.1
_FLAT_SHARE = 0.01
_SMALLEST_PX = 60
# Below these sizes of the whole chart its texts would leave too little of the curve.
_AMOUNTS_FROM_PX = (360, 110)
_TIMES_FROM_PX = (280, 90)
_BETWEEN_TEXTS_PX = 20
_LINES_PER_AMOUNT = (2.6, 1.3)
"""Lines of text from one amount to the next, at least; the fewer where few amounts would have room."""
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWidths:
    """How large the texts at the axes are, pixels.

    Attributes:
        digit: Width of a digit; digits are of equal width.
        height: Height of a line.
    """

    digit: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotFrame:
    """The scales of a chart.

    All pixels are those of the device: `ratio` of them are one of the widget's.

    Attributes:
        right: Where the plot ends; it begins at the left edge.
        start: UNIX seconds at the left edge.
        per_pixel: Seconds.
        low: Dollars at `bottom`.
        high: Dollars at `top`.
        amounts: Ticks of the balance; none in a small chart.
        times: Ticks of the time; none in a small chart.
    """

    ratio: float
    width: int
    height: int
    top: int
    right: int
    bottom: int
    start: float
    per_pixel: float
    low: float
    high: float
    amounts: tuple[AxisTick, ...]
    times: tuple[AxisTick, ...]

    @property
    def plot(self) -> QRectF:
        """Return the plot in pixels of the widget."""
        ratio = self.ratio
        return QRectF(0, self.top / ratio, self.right / ratio, (self.bottom - self.top) / ratio)

    def column(self, at: float) -> int:
        """Return the column that a moment lies in; outside of the plot it is below 0 or too large."""
        return int((at - self.start) // self.per_pixel)

    def edges(self, first: int, end: int) -> FloatArray:
        """Return the moments at the left edges of columns, and at the right edge of the last."""
        edges: FloatArray = np.arange(first, end + 1, dtype=np.float64) * self.per_pixel + self.start
        return edges

    def row(self, balance: float) -> float:
        """Return where a balance lies, device pixels from above."""
        return self.top + (self.high - balance) * ((self.bottom - self.top) / (self.high - self.low))

    def rows(self, balances: FloatArray) -> FloatArray:
        """Return where balances lie, device pixels from above."""
        return self.top + (self.high - balances) * ((self.bottom - self.top) / (self.high - self.low))

    def x(self, at: float) -> float:
        """Return where a moment lies, pixels of the widget."""
        return (at - self.start) / self.per_pixel / self.ratio

    def y(self, balance: float) -> float:
        """Return where a balance lies, pixels of the widget."""
        return self.row(balance) / self.ratio

    def moment(self, x: float) -> float:
        """Return the moment at a place, UNIX seconds.

        Args:
            x: Pixels of the widget.
        """
        return self.start + x * self.ratio * self.per_pixel

    def balance(self, y: float) -> float:
        """Return the balance at a place, pixels of the widget."""
        return self.high - (y * self.ratio - self.top) * (self.high - self.low) / (self.bottom - self.top)

    def has_room_for(self, window: CurveWindow) -> bool:
        """Return whether a later window of the same curve fits without another scale."""
        room = self.right - RING_PX * self.ratio
        return self.x(window.end) * self.ratio <= room


def frame_of(window: CurveWindow, width: float, height: float, ratio: float, text: TextWidths) -> PlotFrame:
    """Return the scales for a window.

    Args:
        window: What is to be drawn; its curve is not empty.
        width: Pixels of the widget.
        height: Likewise.
        ratio: Device pixels in one of them.
        text: Size of the texts.
    """
    low, high = _with_room(*range_of(window.curve, window.start))
    top, bottom = round(4 * ratio), height
    if width >= _TIMES_FROM_PX[0] and height >= _TIMES_FROM_PX[1]:
        bottom = height - text.height - 6
    amounts: tuple[AxisTick, ...] = ()
    right = width
    if width >= _AMOUNTS_FROM_PX[0] and height >= _AMOUNTS_FROM_PX[1] and not window.is_private:
        amounts = _amounts(low, high, bottom - top / ratio, text.height)
        right = width - max((len(tick.text) for tick in amounts), default=0) * text.digit - 16
    right_px = max(_SMALLEST_PX, round(right * ratio))
    room = min(HEAD_ROOM_PX * ratio, right_px / 4)
    per_pixel = (window.end - window.start) / (right_px - room)
    # On a raster of its own the columns hold the same points when the window has moved on.
    start = window.start // per_pixel * per_pixel
    times: tuple[AxisTick, ...] = ()
    if bottom < height:
        most = int(width // (9 * text.digit + _BETWEEN_TEXTS_PX))
        times = time_ticks(start, start + per_pixel * right_px, window.zone, most)
    return PlotFrame(
        ratio=ratio,
        width=round(width * ratio),
        height=round(height * ratio),
        top=top,
        right=right_px,
        bottom=max(top + 1, round(bottom * ratio)),
        start=start,
        per_pixel=per_pixel,
        low=low,
        high=high,
        amounts=amounts,
        times=times,
    )


def _amounts(low: float, high: float, height: float, line: float) -> tuple[AxisTick, ...]:
    """Return the amounts whose texts have room between the edges of a plot, ascending."""
    half_a_line = (high - low) * line / height / 2
    for lines in _LINES_PER_AMOUNT:
        most = int((height - line) // (lines * line))
        ticks = balance_ticks(low + half_a_line, high - half_a_line, most)
        if len(ticks) >= _FEW:
            break
    return ticks


def _with_room(low: float, high: float) -> tuple[float, float]:
    flat_room = max(1.0, abs(high) * _FLAT_SHARE)
    room = (high - low) * _ROOM_ABOVE_AND_BELOW if high > low else flat_room
    return low - room, high + room
