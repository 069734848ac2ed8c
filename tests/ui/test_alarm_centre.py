"""Where alarms reach the trader."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import (
    AcknowledgeAlarm,
    AlarmPainted,
    AlarmsListed,
    Command,
    Fact,
    ListAlarms,
    SnoozeAlarm,
    SoundsSet,
)
from models.alarm import AlarmKind, record_of
from tests.ui.alarms import Ears, an_alarm, holding_alarms, raised
from tests.ui.test_alarm_table import a_record
from ui.alarm_centre import AlarmCentre
from ui.alarm_log import AlarmLog
from ui.alarm_menu import AlarmMenu
from ui.alarm_sounds import AlarmSounds


class Room:
    """A window with nothing in it but the bar."""

    def __init__(self) -> None:
        """Create it."""
        self.posted: list[Command | Fact] = []
        self.ears = Ears()
        self.window = QWidget()
        self.menu = AlarmMenu(self.window)
        sounds = AlarmSounds(self.ears)
        self.centre = AlarmCentre(self.posted.append, sounds, self.menu, self.window, monotonic=lambda: 12.5)
        QVBoxLayout(self.window).addWidget(self.centre.bar)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    """Return a room whose window is shown."""
    room = Room()
    qtbot.addWidget(room.window)
    room.window.show()
    yield room
    room.window.close()


def test_one_sound_for_one_event(room: Room) -> None:
    """The list may be told any number of times; only an event is heard."""
    alarm = an_alarm()
    for fact in (holding_alarms(alarm), raised(alarm), holding_alarms(alarm), holding_alarms()):
        room.centre.receive(fact.fact)
    assert room.ears.kinds == [AlarmKind.STOP_NEAR]


def test_keys_mean_the_worst_open_alarm(room: Room) -> None:
    """What has been seen already is not meant."""
    seen = an_alarm(AlarmKind.STOP_MISSING, acknowledged=True)
    near = an_alarm()
    room.centre.receive(holding_alarms(seen, near).fact)
    room.menu.acknowledge.emit()
    room.menu.snooze.emit()
    assert room.posted == [AcknowledgeAlarm(key=near.key), SnoozeAlarm(key=near.key)]


def test_nothing_open_is_nothing_to_acknowledge(room: Room) -> None:
    """A key that comes too late does nothing."""
    room.centre.receive(holding_alarms(an_alarm(acknowledged=True)).fact)
    room.menu.acknowledge.emit()
    room.centre.bar.snooze.emit()
    assert room.posted == []


def test_first_painting_is_told_once(room: Room, qtbot: QtBot) -> None:
    """Each alarm of the list is on the screen when the bar has been painted with it."""
    one, two = an_alarm(), an_alarm(AlarmKind.LOSS_50)
    room.centre.receive(holding_alarms(one, two).fact)
    qtbot.waitUntil(lambda: len(room.posted) == 2)
    assert {fact.key for fact in room.posted if isinstance(fact, AlarmPainted)} == {one.key, two.key}
    assert room.posted[0] == AlarmPainted(key=min(one.key, two.key), raised_at=one.raised_at, painted_s=12.5)
    room.centre.bar.repaint()
    QApplication.processEvents()
    assert len(room.posted) == 2


def test_mute_is_heard_and_seen_at_once(room: Room) -> None:
    """A muted alarm is on the screen and says why it is silent."""
    room.menu.mute.emit(True)  # noqa: FBT003 - the signal carries it
    room.centre.receive(holding_alarms(an_alarm()).fact)
    room.centre.receive(raised(an_alarm()).fact)
    assert room.ears.kinds == []
    assert room.centre.cell().text == an_alarm().text
    room.menu.mute.emit(False)  # noqa: FBT003 - the signal carries it
    room.centre.receive(raised(an_alarm()).fact)
    assert room.ears.kinds == [AlarmKind.STOP_NEAR]


def test_sound_of_the_settings_counts_at_once(room: Room) -> None:
    """What is muted in the settings is silent from the next alarm on, and the menu says so."""
    room.centre.receive(SoundsSet(muted=True, volume=70, quiet=None))
    room.centre.receive(raised(an_alarm()).fact)
    assert room.ears.kinds == []
    mute = next(action for action in room.menu.actions() if action.isCheckable())
    assert mute.isChecked()
    room.centre.receive(SoundsSet(muted=False, volume=30, quiet=None))
    room.centre.receive(raised(an_alarm()).fact)
    assert room.ears.heard == [(AlarmKind.STOP_NEAR, 30)]


def test_log_is_asked_for_when_it_is_shown_and_when_it_changes(room: Room) -> None:
    """An open log is never behind; a closed one costs nothing."""
    room.menu.log.emit()
    assert room.posted == [ListAlarms()]
    room.centre.receive(AlarmsListed(records=(a_record(),)))
    dialog = room.window.findChildren(AlarmLog)[0]
    assert dialog.findChildren(QTableView)[0].model().rowCount() == 1
    room.posted.clear()
    room.centre.receive(holding_alarms(an_alarm()).fact)
    assert ListAlarms() in room.posted
    dialog.close()
    room.posted.clear()
    room.centre.receive(holding_alarms().fact)
    assert ListAlarms() not in room.posted


def test_an_open_log_hides_amounts_at_once(room: Room) -> None:
    """It does not wait for anybody to list the alarms again, and shows them again likewise."""
    alarm = an_alarm(AlarmKind.LOSS_80, text="today's loss of $412.50")
    room.menu.log.emit()
    room.centre.receive(AlarmsListed(records=(record_of(alarm),)))
    (view,) = room.window.findChildren(AlarmLog)[0].findChildren(QTableView)
    texts = []
    for hidden in (True, False):
        room.centre.hide_amounts(hidden=hidden)
        texts.append(view.model().index(0, 4).data())
    assert texts == ["today's loss of $•••", "today's loss of $412.50"]
