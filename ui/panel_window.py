"""A panel in a window of its own, with the frame and the word of the mode."""

import time

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from actors.messages import Cell
from ui.badge import ModeBadge
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.geometry import keep_room
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of

_SMALLEST = QSize(760, 200)


class PanelWindow(QWidget):
    """Holds a panel until it is closed.

    Attributes:
        closed: Carries the name of the panel, which is wanted back in the window of all.
        painted: Carries how long painting took, seconds.
    """

    closed = Signal(str)
    painted = Signal(float)

    def __init__(self, name: str, title: str, panel: QWidget) -> None:
        """Take a panel.

        Args:
            name: Under which its place is kept.
            title: What the panel is called.
            panel: It is shown here from now on.
        """
        super().__init__(None, Qt.WindowType.Window)
        self._name, self._title = name, title
        self.panel = panel
        self._frame = ModeFrame(self)
        self._badge = ModeBadge(self._frame)
        self._heading = CellLabel("Panel", TextSize.STRONG, self._frame)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 2)
        head.setSpacing(10)
        head.addWidget(self._badge)
        head.addWidget(self._heading, 1)
        self._frame.column.addLayout(head)
        self._frame.column.addWidget(panel, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        panel.show()
        self._keep_room()

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word, frame and colours of a mode."""
        self.setPalette(palette_of(theme))
        self._frame.show_theme(theme)
        self._badge.show_mode(word, theme)
        self._heading.show_cell(Cell(text=self._title, role="dim"), theme)
        self.setWindowTitle(f"APPSIERRA · {self._title} · {word}")

    def event(self, event: QEvent) -> bool:
        """Measure what painting costs, as the window of all does."""
        began = time.perf_counter()
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_room()
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted.emit(time.perf_counter() - began)
        return handled

    def _keep_room(self) -> None:
        keep_room(self, self._frame.column.totalMinimumHeightForWidth, _SMALLEST)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the panel back."""
        super().closeEvent(event)
        self.closed.emit(self._name)
