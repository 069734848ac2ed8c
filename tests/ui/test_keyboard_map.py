"""The keyboard map."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.keyboard_map import KeyboardMap
from ui.theme import theme_of


def test_it_lists_keys_and_carries_the_mode(qtbot: QtBot) -> None:
    """Each key stands beside its action, and the mode is on this window too."""
    dialog = KeyboardMap([("F1", "Help"), ("1", "LIVE")])
    qtbot.addWidget(dialog)
    dialog.show_mode("SIM", theme_of(TradeMode.SIM))
    assert [label.text() for label in dialog.findChildren(QLabel)] == ["F1", "Help", "1", "LIVE"]
    assert [badge.accessibleDescription() for badge in dialog.findChildren(ModeBadge)] == ["SIM"]


def test_close_closes(qtbot: QtBot) -> None:
    """The button closes the dialog."""
    dialog = KeyboardMap([])
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.mouseClick(dialog.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
