"""The alarm log, and what is heard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QSlider, QTableView
from pytestqt.qtbot import QtBot

from models.alarm import AlarmKind
from models.book import TradeMode
from tests.ui.alarms import Ears, an_alarm
from tests.ui.test_alarm_table import a_record
from ui.alarm_log import AlarmLog
from ui.alarm_sounds import AlarmSounds
from ui.badge import ModeBadge
from ui.theme import theme_of


@pytest.fixture
def ears() -> Ears:
    """Return ears."""
    return Ears()


@pytest.fixture
def dialog(qtbot: QtBot, ears: Ears) -> AlarmLog:
    """Return the dialog."""
    dialog = AlarmLog(AlarmSounds(ears, volume=70))
    qtbot.addWidget(dialog)
    dialog.show_mode("LIVE · REAL MONEY", theme_of(TradeMode.LIVE))
    return dialog


def button(dialog: AlarmLog, text: str) -> QAbstractButton:
    """Return a button by its words."""
    return next(each for each in dialog.findChildren(QAbstractButton) if text in each.text())


def test_carries_the_mode_and_stops_nothing(dialog: AlarmLog) -> None:
    """Real money says so here too, and updates go on behind it."""
    assert not dialog.isModal()
    assert dialog.findChildren(ModeBadge)[0].accessibleDescription() == "LIVE · REAL MONEY"


def test_shows_the_log(dialog: AlarmLog) -> None:
    """One row for each alarm."""
    dialog.show_records((a_record(), a_record(AlarmKind.LOSS_50)), (an_alarm(),))
    assert dialog.findChildren(QTableView)[0].model().rowCount() == 2


def test_every_sound_can_be_tested(dialog: AlarmLog, ears: Ears) -> None:
    """The button plays the kind that is chosen, muted or not."""
    kinds = dialog.findChildren(QComboBox)[0]
    assert [kinds.itemText(row) for row in range(kinds.count())] == [kind.value for kind in AlarmKind]
    QTest.mouseClick(dialog.findChildren(QCheckBox)[0], Qt.MouseButton.LeftButton)
    for row in range(kinds.count()):
        kinds.setCurrentIndex(row)
        QTest.mouseClick(button(dialog, "Test sound"), Qt.MouseButton.LeftButton)
    assert ears.heard == [(kind, 70) for kind in AlarmKind]


def test_mute_and_volume_act_at_once(dialog: AlarmLog, ears: Ears, qtbot: QtBot) -> None:
    """There is no button to apply anything."""
    with qtbot.waitSignal(dialog.sound_changed):
        dialog.findChildren(QSlider)[0].setValue(3)
    assert "Volume 30 %" in {label.text() for label in dialog.findChildren(QLabel)}
    QTest.mouseClick(button(dialog, "Test sound"), Qt.MouseButton.LeftButton)
    assert ears.heard == [(AlarmKind.HEAT_WARNING, 30)]
