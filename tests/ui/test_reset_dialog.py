"""The question before a ledger starts anew."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.book import Book, TradeAccount, TradeMode
from ui.reset_dialog import ResetDialog
from ui.theme import theme_of

BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))


def asked(qtbot: QtBot) -> tuple[QWidget, ResetDialog, list[Book]]:
    """Return an open dialog with its owner, and what it confirms."""
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = ResetDialog(BOOK, "SIM", theme_of(TradeMode.SIM), owner)
    confirmed: list[Book] = []
    dialog.confirmed.connect(confirmed.append)
    dialog.show()
    return owner, dialog, confirmed


def button(dialog: ResetDialog, text: str) -> QPushButton:
    """Return a button by its text."""
    (found,) = [each for each in dialog.findChildren(QPushButton) if each.text() == text]
    return found


def test_nothing_stops_behind_it(qtbot: QtBot) -> None:
    """The question does not block the window that shows the position."""
    _owner, dialog, _ = asked(qtbot)
    assert not dialog.isModal()


def test_only_a_yes_resets_and_it_resets_what_was_asked_about(qtbot: QtBot) -> None:
    """The button names what it does and carries the book of the question."""
    _owner, dialog, confirmed = asked(qtbot)
    QTest.mouseClick(button(dialog, "Reset the balance"), Qt.MouseButton.LeftButton)
    assert confirmed == [BOOK]


def press(dialog: ResetDialog, how: str) -> None:
    """Answer the question with a key or a button."""
    if how == "Cancel":
        QTest.mouseClick(button(dialog, how), Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(dialog, Qt.Key[f"Key_{how}"])


@pytest.mark.parametrize("how", ["Cancel", "Return", "Escape"])
def test_cancel_is_what_a_careless_return_presses(qtbot: QtBot, how: str) -> None:
    """Neither Cancel nor Return nor Escape changes a balance."""
    _owner, dialog, confirmed = asked(qtbot)
    press(dialog, how)
    assert confirmed == []
