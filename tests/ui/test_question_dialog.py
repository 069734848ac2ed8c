"""A question."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.question_dialog import QuestionDialog
from ui.theme import theme_of


@pytest.fixture
def dialog(qtbot: QtBot) -> QuestionDialog:
    """Return an open question about a subject."""
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = QuestionDialog(
        "promote", "Promote to <b>phase 5</b>?", "Promote", "it", "SIM", theme_of(TradeMode.SIM), parent
    )
    dialog.show()
    return dialog


def button(dialog: QuestionDialog, text: str) -> QPushButton:
    """Return a button by its text."""
    (found,) = [each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text]
    return found


def test_only_the_answer_confirms(dialog: QuestionDialog) -> None:
    """Cancel is what Enter does, and tells nothing."""
    told: list[object] = []
    dialog.confirmed.connect(told.append)
    assert button(dialog, "Cancel").isDefault()
    QTest.mouseClick(button(dialog, "Promote"), Qt.MouseButton.LeftButton)
    assert told == ["it"]
    assert not dialog.isVisible()


def test_it_carries_the_mode_and_plain_text(dialog: QuestionDialog) -> None:
    """Not modal: the updates go on behind it."""
    assert dialog.findChildren(ModeBadge)[0].accessibleDescription() == "SIM"
    assert "Promote to <b>phase 5</b>?" in [label.text() for label in dialog.findChildren(QLabel)]
    assert not dialog.isModal()
