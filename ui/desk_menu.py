"""The menu of windows: compact, on top, panels in windows of their own, places."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

PANELS = {"panel1": "Panel 1 · account", "panel2": "Panel 2 · position", "panel3": "Panel 3 · trading stats"}
"""Panels that can have a window of their own, by the name under which their place is kept."""


class DeskMenu(QMenu):
    """Tells what is wanted of the windows.

    Attributes:
        compact: The strip is wanted, or the whole window again.
        on_top: Carries whether the window on the screen must stay above all others.
        bring: All windows are wanted on the screen with the mouse.
        detached: Carries the name of a panel and whether it is to have a window of its own.
        locked: Carries whether the layout must stay as it is.
        reset: The layout of a first start is wanted.
    """

    compact = Signal()
    on_top = Signal(bool)
    bring = Signal()
    detached = Signal(str, bool)
    locked = Signal(bool)
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Fill the menu."""
        super().__init__("&Window", parent)
        self.rows: list[tuple[str, str]] = []
        self._add("&Compact strip", "C", "Compact strip, or the whole window again").triggered.connect(
            self._compact
        )
        self._on_top = self._add("Keep on &top", "T", "Keep this window on top, or no more", checkable=True)
        self._on_top.triggered.connect(self.on_top)
        here = self._add("&Bring all windows here", "Ctrl+Shift+B", "Bring all windows to this screen")
        here.triggered.connect(self._bring)
        self.addSeparator()
        self._lock = self._add(
            "&Lock the layout", "Ctrl+Shift+L", "Lock the layout, or unlock it", checkable=True
        )
        self._lock.triggered.connect(self.locked)
        self._panels: dict[str, QAction] = {}
        for number, (name, title) in enumerate(PANELS.items(), start=1):
            action = self._add(
                f"{title} in its own window",
                f"Ctrl+{number}",
                f"Panel {number} in its own window, or back; needs an unlocked layout",
                checkable=True,
            )
            action.setData(name)
            action.triggered.connect(self._detach)
            self._panels[name] = action
        reset = self._add("&Reset the layout", "Ctrl+Shift+0", "All windows and panels as at a first start")
        reset.triggered.connect(self._reset)

    def show_on_top(self, *, on: bool) -> None:
        """Show whether the window on the screen stays on top."""
        self._on_top.setChecked(on)

    def show_lock(self, *, on: bool) -> None:
        """Show whether the layout is locked; then no panel can leave."""
        self._lock.setChecked(on)
        for action in self._panels.values():
            action.setEnabled(not on)

    def show_detached(self, name: str, *, on: bool) -> None:
        """Show whether a panel has a window of its own."""
        self._panels[name].setChecked(on)

    def _add(self, text: str, keys: str, meaning: str, *, checkable: bool = False) -> QAction:
        action = QAction(text, self)
        sequence = QKeySequence(keys)
        action.setShortcut(sequence)
        action.setCheckable(checkable)
        self.addAction(action)
        self.rows.append((sequence.toString(QKeySequence.SequenceFormat.NativeText), meaning))
        return action

    @Slot()
    def _compact(self) -> None:
        self.compact.emit()

    @Slot()
    def _bring(self) -> None:
        self.bring.emit()

    @Slot(bool)
    def _detach(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal carries it by its place
        action = self.sender()
        if isinstance(action, QAction):
            self.detached.emit(action.data(), on)

    @Slot()
    def _reset(self) -> None:
        self.reset.emit()
