"""Which widget an exception came from that reached nobody but `sys.excepthook`."""

from collections.abc import Iterator
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGraphicsItem, QWidget

PAINTING = "painting"
_PAINT_METHODS = {"paintEvent", "paint", "drawForeground", "drawBackground"}


def widgets_of(trace: TracebackType | None) -> Iterator[tuple[QWidget, str]]:
    """Yield the widgets whose methods are in a traceback, innermost first, each with what it did.

    Qt calls `paintEvent` and slots itself, so no caller can catch what they raise; the frames of the trace
    still hold the object whose method it was.
    """
    found: list[tuple[QWidget, str]] = []
    while trace is not None:
        frame = trace.tb_frame
        widget = _widget_of(frame.f_locals.get("self"))
        if widget is not None:
            doing = PAINTING if frame.f_code.co_name in _PAINT_METHODS else "updating"
            found.append((widget, doing))
        trace = trace.tb_next
    # One painting method anywhere makes it painting, however deep the error lies.
    painted = any(doing == PAINTING for _, doing in found)
    for widget, _ in reversed(found):
        yield widget, PAINTING if painted else "updating"


def _widget_of(thing: object) -> QWidget | None:
    try:
        if isinstance(thing, QWidget):
            return thing
        if isinstance(thing, QGraphicsItem):
            scene = thing.scene()
            views = scene.views() if scene is not None else []
            return views[0] if views else None
        if isinstance(thing, QObject):
            return _widget_of(thing.parent())
    except RuntimeError:
        # The C++ side of the object is gone already; then it is no panel's on the screen.
        return None
    return None
