"""The light around the curve."""

from itertools import pairwise

import numpy as np
from PySide6.QtGui import QColor

from ui.panel1.glow import REACH, glow_image

GREEN = QColor("#00FF00")


def test_light_fades_with_the_distance_and_ends() -> None:
    """It is brightest at the line, and further away than its reach there is none."""
    level = np.full(20, 15.0)
    image = glow_image(level - 0.25, level + 0.25, 30, GREEN, np.ones(20))
    column = [image.pixelColor(10, y).alpha() for y in range(30)]
    assert max(column) in column[14:16]
    assert all(above <= below for above, below in pairwise(column[:15]))
    assert column[: 14 - REACH] == [0] * (14 - REACH)


def test_the_trail_dims_what_is_old() -> None:
    """The same line shines less where its trail is weaker."""
    level = np.full(40, 8.0)
    image = glow_image(level - 0.25, level + 0.25, 16, GREEN, np.linspace(0.2, 1.0, 40))
    assert image.pixelColor(8, 8).alpha() < image.pixelColor(32, 8).alpha()


def test_where_there_is_no_line_there_is_no_light() -> None:
    """What is not a number shines not."""
    nothing = np.full(8, np.nan)
    image = glow_image(nothing, nothing, 8, GREEN, np.ones(8))
    assert {image.pixelColor(x, y).alpha() for x in range(8) for y in range(8)} == {0}
