"""The menu of alarms."""

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from ui.alarm_menu import AlarmMenu


def action(menu: AlarmMenu, keys: str) -> QAction:
    """Return the action of a key."""
    return next(each for each in menu.actions() if each.shortcut().toString() == keys)


def test_every_action_has_a_key_that_is_listed(qtbot: QtBot) -> None:
    """Nothing needs the mouse."""
    menu = AlarmMenu()
    qtbot.addWidget(menu)
    assert [keys for keys, _ in menu.rows] == ["Space", "Shift+Space", "M", "A"]
    assert [each.shortcut().toString() for each in menu.actions()] == [keys for keys, _ in menu.rows]


def test_keys_are_taken_only_while_an_alarm_is_open(qtbot: QtBot) -> None:
    """Without one, Space presses the button that has the focus."""
    menu = AlarmMenu()
    qtbot.addWidget(menu)
    assert not action(menu, "Space").isEnabled()
    menu.show_state(is_open=True, is_muted=True)
    assert action(menu, "Space").isEnabled()
    assert action(menu, "Shift+Space").isEnabled()
    assert action(menu, "M").isChecked()


def test_tells_what_was_chosen(qtbot: QtBot) -> None:
    """Each action is one wish."""
    menu = AlarmMenu()
    qtbot.addWidget(menu)
    menu.show_state(is_open=True, is_muted=False)
    for keys, signal in (("Space", menu.acknowledge), ("Shift+Space", menu.snooze), ("A", menu.log)):
        with qtbot.waitSignal(signal):
            action(menu, keys).trigger()
    with qtbot.waitSignal(menu.mute) as muted:
        action(menu, "M").trigger()
    assert muted.args == [True]
