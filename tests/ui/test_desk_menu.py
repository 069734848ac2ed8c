"""The menu of windows."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from ui.desk_menu import PANELS, DeskMenu


@pytest.fixture
def menu(qtbot: QtBot) -> DeskMenu:
    """Return the menu."""
    menu = DeskMenu()
    qtbot.addWidget(menu)
    return menu


def action(menu: DeskMenu, keys: str) -> QAction:
    """Return the action of a key."""
    return next(each for each in menu.actions() if each.shortcut().toString() == keys)


@pytest.mark.parametrize(
    ("keys", "signal"),
    [
        ("C", "compact"),
        ("T", "on_top"),
        ("Ctrl+Shift+B", "bring"),
        ("Ctrl+Shift+L", "locked"),
        ("Ctrl+Shift+0", "reset"),
    ],
)
def test_every_key_is_told(qtbot: QtBot, menu: DeskMenu, keys: str, signal: str) -> None:
    """Each action tells what is wanted."""
    with qtbot.waitSignal(getattr(menu, signal)):
        action(menu, keys).trigger()


def test_panels_leave_only_an_unlocked_layout(menu: DeskMenu) -> None:
    """While it is locked no key takes a panel away."""
    told: list[tuple[str, bool]] = []
    menu.detached.connect(lambda name, on: told.append((name, on)))
    menu.show_lock(on=True)
    action(menu, "Ctrl+1").trigger()
    assert told == []
    menu.show_lock(on=False)
    for number in range(1, len(PANELS) + 1):
        action(menu, f"Ctrl+{number}").trigger()
    assert told == [(name, True) for name in PANELS]


def test_check_marks_say_what_is(menu: DeskMenu) -> None:
    """They follow the windows."""
    menu.show_on_top(on=True)
    menu.show_detached("panel2", on=True)
    assert action(menu, "T").isChecked()
    assert [action(menu, f"Ctrl+{number}").isChecked() for number in (1, 2, 3)] == [False, True, False]
