"""The tables of the Migration page: gates, evidence files, history."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from models.rollout.gates import Result
from models.rollout.view import RolloutView
from ui.fonts import TextSize, font_of
from ui.plain_tip import plain_tip
from ui.theme import Theme

SIGNS: Final = {Result.PASS: "✓", Result.FAIL: "✗", Result.INCONCLUSIVE: "?", Result.ERROR: "!"}
_ROLES: Final = {
    Result.PASS: "profit",
    Result.FAIL: "critical",
    Result.INCONCLUSIVE: "warning",
    Result.ERROR: "critical",
}


class Row(NamedTuple):
    """Texts of one row, and the role of the first of them."""

    texts: tuple[str, ...]
    role: str = "neutral"


class RowsTable(QTableWidget):
    """Rows of plain text; long ones wrap, so that nothing is cut off."""

    def __init__(self, name: str, headings: Sequence[str], fitted: int, parent: QWidget) -> None:
        """Create an empty table.

        Args:
            name: For who cannot see it.
            headings: Of the columns.
            fitted: So many columns are as wide as their texts; the others share the rest.
            parent: Owner.
        """
        super().__init__(0, len(headings), parent)
        self._shown: tuple[Sequence[Row], Theme] | None = None
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.setFont(font_of(TextSize.SMALL))
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setFont(font_of(TextSize.SMALL))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in range(fitted):
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Row], theme: Theme) -> None:
        """Show rows; what is selected and where it is scrolled to stays while they are the same."""
        if self._shown == (rows, theme):
            return
        self._shown = (rows, theme)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row.texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                if not column and row.role != "neutral":
                    item.setForeground(QColor(theme.colour(row.role)))
                self.setItem(number, column, item)


def gate_rows(view: RolloutView) -> tuple[Row, ...]:
    """Return the gates; the result is a sign and a word, not a colour alone."""
    return tuple(
        Row(
            (f"{SIGNS[gate.result]} {gate.result.value}", gate.name, gate.have, gate.need),
            _ROLES[gate.result],
        )
        for gate in view.gates
    )


def evidence_rows(view: RolloutView) -> tuple[Row, ...]:
    """Return the evidence files, the newest first."""
    return tuple(
        Row(
            (
                "✗ changed" if line.problem else "✓ verified",
                line.name,
                line.verdict or "—",
                line.problem or f"SHA-256 {line.sha256[:16]}…",
            ),
            "critical" if line.problem else "profit",
        )
        for line in reversed(view.evidence)
    )


def history_rows(view: RolloutView) -> tuple[Row, ...]:
    """Return what the audit trail says of the rollout, the newest first."""
    return tuple(
        Row((entry.t[:19].replace("T", " "), entry.who, entry.why)) for entry in reversed(view.history)
    )
