"""The part of the View menu that is about panel generations."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.generations import LEGACY, NEW, TITLES
from ui.panel import PanelName

_WAYS_BACK = (
    ("Back to &legacy: panel in use", "F8", "Panel in use: back to legacy"),
    ("Back to legacy: &both panels", "Ctrl+Shift+F8", "Both panels: back to legacy"),
)


class GenerationMenu(QObject):
    """Adds its actions to a menu and tells what was chosen.

    Attributes:
        rows: Key and meaning of each action that has a key.
        wanted: Carries a `PanelName` and a generation.
        focused_back: The panel in use is wanted as legacy.
        both_back: Both panels are wanted as legacy.
        compare: Carries whether the generations are to be compared.
        details: The drawer is wanted.
        rollout: The Migration page is wanted.
    """

    wanted = Signal(object, str)
    focused_back = Signal()
    both_back = Signal()
    compare = Signal(bool)
    details = Signal()
    rollout = Signal()

    def __init__(self, menu: QMenu) -> None:
        """Fill the menu."""
        super().__init__(menu)
        self.rows: list[tuple[str, str]] = []
        for (text, keys, meaning), told in zip(_WAYS_BACK, (self.focused_back, self.both_back), strict=True):
            action = menu.addAction(text)
            sequence = QKeySequence(keys)
            action.setShortcut(sequence)
            action.triggered.connect(told)
            self.rows.append((sequence.toString(QKeySequence.SequenceFormat.NativeText), meaning))
        for name in PanelName:
            for generation in (NEW, LEGACY):
                action = menu.addAction(f"{TITLES[name]}: {generation} generation")
                action.setData((name, generation))
                action.triggered.connect(self._chosen)
        self._compare = menu.addAction("&Compare generations")
        self._compare.setCheckable(True)
        self._compare.toggled.connect(self.compare)
        menu.addAction("&Differences and changes").triggered.connect(self.details)
        menu.addAction("Mi&gration…").triggered.connect(self.rollout)

    def show_compare(self, *, on: bool) -> None:
        """Tick the comparison, or not."""
        self._compare.setChecked(on)

    @Slot()
    def _chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            name, generation = action.data()
            self.wanted.emit(name, generation)
