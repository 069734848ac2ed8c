"""A dialog of two columns."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.rows_dialog import RowsDialog
from ui.theme import theme_of


def test_it_lists_rows_and_carries_the_mode(qtbot: QtBot) -> None:
    """Each name stands beside what is said about it, and the mode is on this window too."""
    dialog = RowsDialog("keyboard", [("F1", "Help"), ("1", "LIVE")])
    qtbot.addWidget(dialog)
    dialog.show_mode("SIM", theme_of(TradeMode.SIM))
    assert [label.text() for label in dialog.findChildren(QLabel)] == ["F1", "Help", "1", "LIVE"]
    assert [badge.accessibleDescription() for badge in dialog.findChildren(ModeBadge)] == ["SIM"]


def test_close_closes(qtbot: QtBot) -> None:
    """The button closes the dialog."""
    dialog = RowsDialog("keyboard", [])
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.mouseClick(dialog.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_long_lists_scroll_on_a_small_screen(qtbot: QtBot) -> None:
    """The dialog is never larger than the screen, and a short one is as large as its rows."""
    room = QGuiApplication.primaryScreen().availableSize()
    long = RowsDialog("keyboard", [(str(number), "x" * 300) for number in range(200)])
    short = RowsDialog("keyboard", [("F1", "Help")])
    for dialog in (long, short):
        qtbot.addWidget(dialog)
        dialog.show()
    assert long.height() <= room.height()
    assert long.width() <= room.width()
    assert short.height() < long.height()
