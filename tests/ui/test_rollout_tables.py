"""The tables of the Migration page."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.models.rollout.views import a_view
from ui.rollout_tables import Row, RowsTable, evidence_rows, gate_rows, history_rows
from ui.theme import theme_of


def test_a_result_is_a_sign_and_a_word() -> None:
    """Not a colour alone."""
    assert [row.texts for row in gate_rows(a_view())] == [
        ("✓ pass", "calendar time", "7.2 days", ">= 7 days"),
        ("? inconclusive", "session days of real use", "4", ">= 5"),
        ("✗ fail", "automatic rollbacks", "1", "0"),
    ]


def test_evidence_and_history_begin_with_the_newest() -> None:
    """A changed file says so."""
    assert [row.texts for row in evidence_rows(a_view())] == [
        ("✗ changed", "0002-phase4-20261124T150000Z.json", "—", "it is not what was sealed"),
        ("✓ verified", "0001-phase3-20261123T150000Z.json", "pass", "SHA-256 abababababababab…"),
    ]
    assert [row.texts for row in history_rows(a_view())] == [
        ("2026-11-23 15:00:00", "user", "to phase 4, week 1")
    ]


def test_rows_that_stay_the_same_keep_what_is_selected(qtbot: QtBot) -> None:
    """A table that is refreshed does not jump."""
    parent = QWidget()
    qtbot.addWidget(parent)
    table = RowsTable("Gates", ("A", "B"), 1, parent)
    rows = (Row(("1", "2")), Row(("3", "4"), "critical"))
    theme = theme_of(TradeMode.SIM)
    table.show_rows(rows, theme)
    # Unlike `selectRow` it does not ask which keys an earlier test pressed last.
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(table.model().index(1, 0), flags.ClearAndSelect | flags.Rows)
    table.show_rows(tuple(rows), theme)
    assert [item.text() for item in table.selectedItems()] == ["3", "4"]
    item = table.item(1, 0)
    assert item is not None
    assert item.foreground().color().name().upper() == theme.critical.upper()
    table.show_rows((), theme)
    assert table.rowCount() == 0
