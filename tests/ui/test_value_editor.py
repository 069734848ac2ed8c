"""Where one value is typed or chosen."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.setting import Setting, SettingKind
from tests.ui.settings import a_setting
from ui.value_editor import ValueEditor
from ui.wording import HIDDEN

BOX = a_setting(text="true", kind=SettingKind.YES_NO)
LIST = a_setting(text="SIM", kind=SettingKind.CHOICE, choices=("SIM", "LIVE", "DEBUG"))
LINE = a_setting(text="11099")
FILE = a_setting(text="a.csv", kind=SettingKind.FILE)


def an_editor(qtbot: QtBot, setting: Setting) -> tuple[ValueEditor, list[str]]:
    """Return a shown editor, and what it tells."""
    editor = ValueEditor(setting, "port")
    qtbot.addWidget(editor)
    editor.show()
    told: list[str] = []
    editor.chosen.connect(told.append)
    return editor, told


@pytest.mark.parametrize("setting", [BOX, LIST, LINE, FILE])
def test_value_is_shown_and_not_told(qtbot: QtBot, setting: Setting) -> None:
    """What the file says is no choice of the trader."""
    editor, told = an_editor(qtbot, setting)
    assert editor.text() == setting.text
    other = {"true": "false", "SIM": "LIVE"}.get(setting.text, "x")
    editor.show_text(other)
    assert editor.text() == other
    assert told == []


def test_ticking_tells(qtbot: QtBot) -> None:
    """A click is a choice."""
    editor, told = an_editor(qtbot, BOX)
    editor.findChildren(QCheckBox)[0].click()
    assert told == ["false"]


def test_choosing_tells(qtbot: QtBot) -> None:
    """Another entry of the list is a choice."""
    editor, told = an_editor(qtbot, LIST)
    QTest.keyClick(editor.findChildren(QComboBox)[0], Qt.Key.Key_Down)
    assert told == ["LIVE"]


def test_typing_tells_when_it_is_finished(qtbot: QtBot) -> None:
    """Enter tells once, and nothing is told when nothing changed."""
    editor, told = an_editor(qtbot, LINE)
    line = editor.findChildren(QLineEdit)[0]
    QTest.keyClick(line, Qt.Key.Key_Return)
    line.setText("1")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told == ["1"]


def test_wheel_over_a_list_changes_nothing(qtbot: QtBot) -> None:
    """Scrolling the page must not choose another mode."""
    editor, told = an_editor(qtbot, LIST)
    box = editor.findChildren(QComboBox)[0]
    down = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes it by its place alone
    )
    QApplication.sendEvent(box, down)
    assert (editor.text(), told) == ("SIM", [])


def test_file_can_be_chosen(qtbot: QtBot) -> None:
    """The chosen file is a choice like any other."""
    editor, told = an_editor(qtbot, FILE)
    editor.findChildren(QPushButton)[0].click()
    editor.findChildren(QFileDialog)[0].fileSelected.emit("/x/b.csv")
    assert told == ["/x/b.csv"]


AMOUNT = a_setting(text="500.00", is_amount=True)


def test_an_amount_is_hidden_until_it_is_to_be_changed(qtbot: QtBot) -> None:
    """Who shares the screen sees no amount; who types sees what, and the change counts as ever."""
    editor, told = an_editor(qtbot, AMOUNT)
    line = editor.findChildren(QLineEdit)[0]
    editor.hide_amount(hidden=True)
    assert (line.text(), editor.text()) == (HIDDEN, "500.00")
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusIn))
    assert line.text() == "500.00"
    line.setText("1000")
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut))
    assert (line.text(), editor.text(), told) == (HIDDEN, "1000", ["1000"])
    editor.show_text("250.00")
    assert (line.text(), editor.text()) == (HIDDEN, "250.00")
    editor.hide_amount(hidden=False)
    assert line.text() == "250.00"
    assert told == ["1000"]


def test_the_mask_is_no_value(qtbot: QtBot) -> None:
    """Enter and leaving tell nothing while the amount is hidden; an empty line has nothing to hide."""
    editor, told = an_editor(qtbot, AMOUNT)
    line = editor.findChildren(QLineEdit)[0]
    editor.hide_amount(hidden=True)
    QTest.keyClicks(line, "7")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (editor.text(), told) == ("500.00", [])
    editor.show_text("")
    assert (line.text(), editor.text()) == ("", "")


def test_the_menu_of_the_line_does_not_end_the_work(qtbot: QtBot) -> None:
    """Paste has to find the line as it was."""
    editor, _ = an_editor(qtbot, AMOUNT)
    line = editor.findChildren(QLineEdit)[0]
    editor.hide_amount(hidden=True)
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusIn))
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert line.text() == "500.00"


def test_only_amounts_are_hidden(qtbot: QtBot) -> None:
    """A port is no secret, and a sentence about it is whole."""
    editor, _ = an_editor(qtbot, LINE)
    editor.hide_amount(hidden=True)
    assert editor.findChildren(QLineEdit)[0].text() == "11099"
    assert editor.without_amount("11099 is wrong") == "11099 is wrong"
