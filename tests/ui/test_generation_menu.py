"""The part of the View menu that is about generations."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ui.generation_menu import GenerationMenu
from ui.generations import LEGACY, NEW
from ui.panel import PanelName


@pytest.fixture
def menu(qtbot: QtBot) -> QMenu:
    """Return a menu."""
    menu = QMenu()
    qtbot.addWidget(menu)
    return menu


def action(menu: QMenu, text: str) -> QAction:
    """Return an action by its text."""
    (found,) = [one for one in menu.actions() if one.text().replace("&", "") == text]
    return found


def test_every_generation_of_every_panel_can_be_chosen(menu: QMenu) -> None:
    """Each entry tells place and generation."""
    generations = GenerationMenu(menu)
    chosen: list[tuple[PanelName, str]] = []
    generations.wanted.connect(lambda name, generation: chosen.append((name, generation)))
    for number in (1, 2):
        for generation in (NEW, LEGACY):
            action(menu, f"Panel {number}: {generation} generation").trigger()
    assert chosen == [(name, generation) for name in PanelName for generation in (NEW, LEGACY)]


@pytest.mark.parametrize(
    ("text", "keys", "signal"),
    [
        ("Back to legacy: panel in use", "F8", "focused_back"),
        ("Back to legacy: both panels", "Ctrl+Shift+F8", "both_back"),
        ("Differences and changes", "", "details"),
    ],
)
def test_each_entry_tells_what_is_wanted(
    qtbot: QtBot, menu: QMenu, text: str, keys: str, signal: str
) -> None:
    """The ways back have keys, which the keyboard map lists."""
    generations = GenerationMenu(menu)
    entry = action(menu, text)
    assert entry.shortcut().toString() == keys
    assert (keys in {key for key, _ in generations.rows}) == bool(keys)
    with qtbot.waitSignal(getattr(generations, signal)):
        entry.trigger()


def test_comparing_is_ticked_and_told_once(menu: QMenu) -> None:
    """The tick follows the state; setting it to what it is tells nothing."""
    generations = GenerationMenu(menu)
    told: list[bool] = []
    generations.compare.connect(told.append)
    action(menu, "Compare generations").trigger()
    generations.show_compare(on=True)
    action(menu, "Compare generations").trigger()
    assert told == [True, False]
