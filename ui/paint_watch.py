"""When which place of the window is painted, and how long each took in a frame."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QChildEvent, QEvent, QObject
from PySide6.QtWidgets import QWidget


class Mark(NamedTuple):
    """A paint event that began in a place, at a moment of monotonic seconds."""

    place: QWidget
    at_s: float


def shares(marks: Iterable[Mark], began_s: float, ended_s: float) -> Mapping[QWidget, float]:
    """Return how long each place was painted in a frame, seconds.

    A place takes from its first paint event to that of the next place, the last one to the end of the frame:
    Qt paints all that is in a place without anything of another in between.

    Args:
        marks: In their order; those before the frame do not count.
        began_s: Begin of the frame, monotonic seconds.
        ended_s: Its end.
    """
    took: defaultdict[QWidget, float] = defaultdict(float)
    before: Mark | None = None
    for mark in marks:
        if mark.at_s >= began_s:
            if before is not None:
                took[before.place] += mark.at_s - before.at_s
            before = mark
    if before is not None:
        took[before.place] += ended_s - before.at_s
    return took


class PaintWatch(QObject):
    """Tells of each paint event of a place and all that is in it, now and later."""

    def __init__(self, place: QWidget, tell: Callable[[Mark], None], elapsed: Callable[[], float]) -> None:
        """Begin to watch.

        Args:
            place: What is watched.
            tell: Takes each paint event.
            elapsed: Returns monotonic seconds.
        """
        super().__init__(place)
        self._place = place
        self._tell = tell
        self._elapsed = elapsed
        self._watch(place)

    def stop(self) -> None:
        """Watch no more."""
        for widget in (self._place, *self._place.findChildren(QWidget)):
            widget.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tell of a paint event, and follow a new part."""
        kind = event.type()
        if kind == QEvent.Type.Paint:
            self._tell(Mark(self._place, self._elapsed()))
        elif kind == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            part = event.child()
            if isinstance(part, QWidget):
                self._watch(part)
        return False

    def _watch(self, widget: QWidget) -> None:
        for each in (widget, *widget.findChildren(QWidget)):
            each.installEventFilter(self)
