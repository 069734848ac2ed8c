"""The light around the curve: the line at a quarter of its size, blurred, to be drawn scaled up."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from models.series import FloatArray

Cells = NDArray[np.float32]

CELL: Final = 4
"""Pixels of the widget in one cell."""
REACH: Final = 6
"""Cells that the light reaches to each side."""
_NARROW = 0.75
_WIDE = 1.1
_KERNEL = (0.0625, 0.25, 0.375, 0.25, 0.0625)


def glow_image(tops: FloatArray, bottoms: FloatArray, rows: int, colour: QColor, trail: FloatArray) -> QImage:
    """Return the light around a line.

    Args:
        tops: Upper edge of the line in each column of cells, in cells from above; not a number where there
            is no line.
        bottoms: Lower edge, likewise.
        rows: Height of the image in cells.
        colour: Of the line.
        trail: Strength of the light in each column, 0 to 1.
    """
    row = np.arange(rows, dtype=np.float32)[:, None]
    covered = np.minimum(row + 1, bottoms.astype(np.float32)) - np.maximum(row, tops.astype(np.float32))
    # What is not a number becomes 0: no line, no light.
    line = np.fmin(np.fmax(covered, np.float32(0)), np.float32(1))
    narrow = _blurred(line, 1)
    light = np.minimum(_NARROW * narrow + _WIDE * _blurred(narrow, 2), 1.0) * trail.astype(np.float32)
    # Qt wants the colours multiplied with their opacity.
    table = np.empty((*light.shape, 4), dtype=np.uint8)
    for place, part in enumerate((colour.blue(), colour.green(), colour.red(), 255)):
        table[:, :, place] = (light * part).astype(np.uint8)
    height, width = light.shape
    image = QImage(table.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # It owns its pixels only as a copy.
    return image.copy()


def _blurred(cells: Cells, step: int) -> Cells:
    """Return cells mixed with those next to them, and with those so many steps away."""
    height, width = cells.shape
    reach = 2 * step
    padded = np.zeros((height + 2 * reach, width + 2 * reach), dtype=np.float32)
    padded[reach:-reach, reach:-reach] = cells
    upright = _mixed([padded[shift * step : shift * step + height] for shift in range(len(_KERNEL))])
    return _mixed([upright[:, shift * step : shift * step + width] for shift in range(len(_KERNEL))])


def _mixed(shifted: list[Cells]) -> Cells:
    mixed = shifted[0] * np.float32(_KERNEL[0])
    for cells, weight in zip(shifted[1:], _KERNEL[1:], strict=True):
        mixed += cells * np.float32(weight)
    return mixed
