"""How often Qt tells a widget something."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class EventCount(QObject):
    """Counts the events of one kind.

    Attributes:
        count: How many there were.
    """

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        """Watch a widget."""
        super().__init__()
        self.count = 0
        self._kind = kind
        widget.installEventFilter(self)

    def eventFilter(self, _widget: object, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count."""
        self.count += event.type() == self._kind
        return False
