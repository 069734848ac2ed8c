"""The page for a trader who was never connected."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.first_run_view import STEPS, FirstRunView
from ui.fonts import TextSize, font_of
from ui.theme import Theme, palette_of, theme_of


class FirstRunPage(QWidget):
    """Says what was found and what to switch on; stands where the trading stats have nothing to show.

    Attributes:
        again: Another attempt to connect is wanted.
        demo: The demo is wanted.
        snapshot: Carries the path of the snapshot file that was chosen.
        settings: The settings are wanted.
        dismissed: The page is not wanted any more.
    """

    again = Signal()
    demo = Signal()
    snapshot = Signal(str)
    settings = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the page."""
        super().__init__(parent)
        self._theme = theme_of(None)
        self._view = FirstRunView()
        self._title = CellLabel("Title", TextSize.HEADING, self)
        self._found = [CellLabel(name, TextSize.BODY, self) for name, _ in self._view.findings()]
        self._names = [CellLabel("Looked for", TextSize.STRONG, self) for _ in self._found]
        self._steps = [
            CellLabel(f"Step {number}", TextSize.BODY, self) for number in range(1, len(STEPS) + 1)
        ]
        for label in (*self._found, *self._steps):
            label.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, found) in enumerate(zip(self._names, self._found, strict=True)):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(found, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(grid)
        for step in self._steps:
            column.addWidget(step)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.setAutoFillBackground(True)
        self._paint()

    def show_view(self, view: FirstRunView) -> None:
        """Show what is known now."""
        if view is not self._view:
            self._view = view
            self._paint()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a mode."""
        self._theme = theme
        self.setPalette(palette_of(theme))
        self._paint()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, wanted in (
            ("Try again", self.again),
            ("Choose snapshot file…", None),
            ("Start the demo", self.demo),
            ("Settings…", self.settings),
            ("Dismiss", self.dismissed),
        ):
            button = QPushButton(text, self)
            button.setFont(font_of(TextSize.SMALL))
            button.setAccessibleName(text)
            button.clicked.connect(self._choose_file if wanted is None else wanted)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _paint(self) -> None:
        self._title.show_cell(
            Cell(text="Connect to Sierra Chart", role="neutral"), self._theme, self._theme.ink
        )
        for (name, cell), label, found in zip(self._view.findings(), self._names, self._found, strict=True):
            label.show_cell(Cell(text=name, role="neutral"), self._theme)
            found.show_cell(cell, self._theme)
        for number, (text, label) in enumerate(zip(STEPS, self._steps, strict=True), start=1):
            label.show_cell(Cell(text=f"{number}.  {text}", role="neutral"), self._theme)

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), "Choose the snapshot file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.snapshot)
        dialog.open()
