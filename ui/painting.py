"""How whatever paints itself gets its painter."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPaintDevice, QPainter


@contextmanager
def painting(on: QPaintDevice) -> Iterator[QPainter]:
    """Yield a smoothing painter, of a widget for use in its paint event.

    It is ended also when the painting fails: Qt never again paints a widget whose painter is still active.
    """
    painter = QPainter(on)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield painter
    finally:
        painter.end()
