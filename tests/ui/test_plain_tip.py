"""Texts under the mouse."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.event_count import EventCount
from ui.plain_tip import plain_tip, show_tip


def test_a_plain_text_stays_what_it_is() -> None:
    """Also one with an ampersand, with lines, or with nothing."""
    for text in ("", "LIVE 120005", "A & B\nC < D", "1 < 2 > 0"):
        assert plain_tip(text) == text


@pytest.mark.parametrize("text", ["<b>bold</b>", "ES <img src='x:/y.png'>", "<!DOCTYPE x>", "a<br>b\n&amp;"])
def test_markup_is_shown_and_not_obeyed(text: str) -> None:
    """Qt takes it for mark-up, and what that says is the text itself."""
    document = QTextDocument()
    assert Qt.mightBeRichText(text)
    document.setHtml(plain_tip(text))
    assert document.toPlainText().replace("\u2028", "\n") == text


def test_the_same_tip_again_costs_nothing(qtbot: QtBot) -> None:
    """A price comes many times a second, and most tips stay as they are, those with mark-up too."""
    widget = QWidget()
    qtbot.addWidget(widget)
    changes = EventCount(widget, QEvent.Type.ToolTipChange)
    shown = []
    for text in ("ESZ26", "ESZ26", "<b>ES</b>", "<b>ES</b>", ""):
        show_tip(widget, text)
        shown.append(widget.toolTip())
    assert changes.count == 3
    assert shown == [plain_tip(text) for text in ("ESZ26", "ESZ26", "<b>ES</b>", "<b>ES</b>", "")]
