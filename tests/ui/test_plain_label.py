"""Labels of plain text."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.fonts import TextSize, font_of
from ui.plain_label import dye, plain_label


def test_text_of_others_is_no_markup(qtbot: QtBot) -> None:
    """What a server or a file says is shown as it is."""
    label = plain_label("<b>x</b>", TextSize.SMALL)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert (label.text(), label.font()) == ("<b>x</b>", font_of(TextSize.SMALL))


def test_a_dyed_label_writes_in_that_colour(qtbot: QtBot) -> None:
    """And in no other from then on."""
    label = plain_label("x", TextSize.BODY)
    qtbot.addWidget(label)
    dye(label, "#123456")
    assert label.palette().windowText().color().name() == "#123456"
