"""What is behind a figure."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from actors.messages import Cell, TradesListed
from models.book import TradeMode
from models.timeframe import Timeframe
from tests.models.results import results
from tests.ui.builders import SIM1
from ui.badge import ModeBadge
from ui.panel3.detail_dialog import DetailDialog


def listed(*nets: str, left_out: int = 0) -> TradesListed:
    """Return the answer with trades of these results."""
    return TradesListed(book=SIM1, timeframe=Timeframe.DAY, trades=tuple(results(nets)), left_out=left_out)


@pytest.fixture
def dialog(qtbot: QtBot) -> DetailDialog:
    """Return an open dialog of the total."""
    widget = DetailDialog()
    qtbot.addWidget(widget)
    widget.show_mode_of(TradeMode.SIM)
    widget.show_figure("SIM Sim1 · 1D", "Total PnL", Cell(text="60.00", role="profit"), ["sum", "2 trades"])
    widget.show_trades(None)
    widget.show()
    return widget


def texts(dialog: DetailDialog) -> list[str]:
    """Return all labels."""
    return [label.text() for label in dialog.findChildren(QLabel)]


def rows(dialog: DetailDialog) -> int:
    """Return the number of rows in the table."""
    return dialog.findChildren(QTableView)[0].model().rowCount()


def button(dialog: DetailDialog, word: str) -> QPushButton:
    """Return a button by its text."""
    return next(found for found in dialog.findChildren(QPushButton) if word in found.text())


def test_it_says_figure_meaning_and_book(dialog: DetailDialog) -> None:
    """Value, formula and coverage, and whose trades they are."""
    assert {"Total PnL · SIM Sim1 · 1D", "60.00", "sum\n2 trades", "Reading the trades"} <= set(texts(dialog))
    assert not dialog.isModal()


@pytest.mark.parametrize(
    ("mode", "word"), [(TradeMode.LIVE, "LIVE · REAL MONEY"), (TradeMode.SIM, "SIM"), (None, "--")]
)
def test_it_carries_the_mode(dialog: DetailDialog, mode: TradeMode | None, word: str) -> None:
    """Real money says so on every window."""
    dialog.show_mode_of(mode)
    assert [badge.accessibleDescription() for badge in dialog.findChildren(ModeBadge)] == [word]


def test_trades_are_listed_and_counted(dialog: DetailDialog) -> None:
    """The table holds a row for each, and what it leaves out is said."""
    dialog.show_trades(listed("1", "2"))
    assert rows(dialog) == 2
    assert "2 trades" in texts(dialog)
    dialog.show_trades(listed("1", left_out=1200))
    assert "1 trade, the newest; 1,200 older ones are in the export" in texts(dialog)


def test_closed_dialog_keeps_no_trades(dialog: DetailDialog) -> None:
    """Thousands of trades are not held for a window that nobody sees."""
    dialog.show_trades(listed("1", "2"))
    QTest.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert rows(dialog) == 0


def test_export_asks_for_a_file_without_stopping_the_updates(dialog: DetailDialog, tmp_path: Path) -> None:
    """The file dialog is not modal, proposes a plain name, and its answer goes on as a path."""
    wanted: list[str] = []
    dialog.export_wanted.connect(wanted.append)
    QTest.mouseClick(button(dialog, "Export"), Qt.MouseButton.LeftButton)
    (files,) = dialog.findChildren(QFileDialog)
    assert files.isVisible()
    assert not files.isModal()
    assert Path(files.selectedFiles()[0]).name == "trades_SIM_Sim1___1D.csv"
    files.fileSelected.emit(str(tmp_path / "mine.csv"))
    assert wanted == [str(tmp_path / "mine.csv")]
    dialog.close()
    assert not files.isVisible()
