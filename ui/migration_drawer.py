"""The drawer of the migration: the last differences between the generations, and the last changes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from actors.messages import PanelSwapped, SwapRefused
from ui.fonts import TextSize, font_of
from ui.generations import TITLES
from ui.migration import Migration
from ui.mode_dialog import ModeDialog
from ui.panel import PanelName
from ui.plain_label import plain_label
from ui.wording import without_amounts

_LINES = 200


class MigrationDrawer(ModeDialog):
    """Two lists, and a button for each swap that was refused.

    Attributes:
        force_wanted: Carries the `PanelName` whose refused swap is wanted all the same.
    """

    force_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the empty drawer."""
        super().__init__("generations", parent)
        self.resize(640, 420)
        self._mismatches = _lines("Last differences", self._frame)
        self._changes = _lines("Last changes", self._frame)
        self._force = {name: QPushButton(self._frame) for name in PanelName}
        self._column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        for title, lines in (("Last differences", self._mismatches), ("Last changes", self._changes)):
            self._column.addWidget(plain_label(title, TextSize.STRONG))
            self._column.addWidget(lines, 1)
        for name, button in self._force.items():
            button.setText(f"Show the other {TITLES[name]} although it differs")
            button.setFont(font_of(TextSize.BODY))
            button.hide()
            self._column.addWidget(button)
        self._force[PanelName.PANEL1].clicked.connect(self._force_panel1)
        self._force[PanelName.PANEL2].clicked.connect(self._force_panel2)

    def show_migration(self, migration: Migration, *, is_private: bool = False) -> None:
        """Fill both lists, the newest first; amounts hidden if that is wanted."""
        differences = [f"{TITLES[name]}  {mismatch.text()}" for name, mismatch in migration.mismatches()]
        lines = "\n".join(differences[:_LINES]) or "None"
        self._mismatches.setPlainText(without_amounts(lines) if is_private else lines)
        changes = [_change_text(change) for change in reversed(migration.changes)]
        self._changes.setPlainText("\n".join(changes) or "None")
        for name, button in self._force.items():
            button.setVisible(migration.refused_for_cells(name))

    def _force_panel1(self) -> None:
        self.force_wanted.emit(PanelName.PANEL1)

    def _force_panel2(self) -> None:
        self.force_wanted.emit(PanelName.PANEL2)


def _change_text(change: PanelSwapped | SwapRefused) -> str:
    if isinstance(change, PanelSwapped):
        return (
            f"{change.at:%H:%M:%S}  {change.panel}: {change.old} to {change.new}, {change.who}: {change.why}"
        )
    return f"{change.at:%H:%M:%S}  {change.panel}: {change.generation} refused, {change.who}: {change.why}"


def _lines(name: str, parent: QWidget) -> QPlainTextEdit:
    lines = QPlainTextEdit(parent)
    lines.setReadOnly(True)
    lines.setFont(font_of(TextSize.SMALL))
    lines.setAccessibleName(name)
    return lines
