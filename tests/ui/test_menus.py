"""The menu bar."""

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from models.timeframe import Timeframe
from ui.menus import Menus
from ui.theme import palette_of, theme_of


@pytest.fixture
def bar(qtbot: QtBot) -> QMenuBar:
    """Return a menu bar."""
    widget = QMenuBar()
    qtbot.addWidget(widget)
    return widget


def actions(menus: Menus) -> dict[str, QAction]:
    """Return the actions by their keys, those that have one."""
    found = menus.bar.findChildren(QAction)
    return {action.shortcut().toString(): action for action in found if not action.shortcut().isEmpty()}


def test_every_timeframe_has_a_number_key(bar: QMenuBar) -> None:
    """The keys from 1 on choose the timeframes in their order."""
    menus = Menus(bar)
    chosen: list[Timeframe] = []
    menus.timeframe.connect(chosen.append)
    for number in range(1, len(Timeframe) + 1):
        actions(menus)[str(number)].trigger()
    assert chosen == list(Timeframe)


@pytest.mark.parametrize(
    ("keys", "signal"),
    [
        ("Ctrl+Shift+M", "next_mode"),
        ("Esc", "dismiss"),
        ("S", "statistics"),
        ("E", "equity_view"),
        ("F1", "keyboard"),
        ("U", "unit"),
        ("P", "privacy"),
        ("Ctrl+Shift+P", "performance"),
    ],
)
def test_every_other_key_is_told(qtbot: QtBot, bar: QMenuBar, keys: str, signal: str) -> None:
    """Each action tells what is wanted."""
    menus = Menus(bar)
    with qtbot.waitSignal(getattr(menus, signal)):
        actions(menus)[keys].trigger()


def test_the_keyboard_map_lists_every_key(bar: QMenuBar) -> None:
    """No action has a key that the map does not name; the keys of the cells are no actions."""
    menus = Menus(bar)
    assert {keys for keys, _ in menus.keys} == {*actions(menus), "Arrows, Enter"}


def test_menus_take_the_colours_of_the_mode(bar: QMenuBar) -> None:
    """Every menu has the surface of the theme, not that of the desktop."""
    menus = Menus(bar)
    menus.restyle(palette_of(theme_of(TradeMode.LIVE)))
    surfaces = {menu.palette().color(QPalette.ColorRole.Window).name() for menu in bar.findChildren(QMenu)}
    assert surfaces == {"#000000"}
