"""Where one value is typed or chosen."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.setting import Setting, SettingKind
from tests.ui.settings import a_setting
from ui.value_editor import ValueEditor

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
