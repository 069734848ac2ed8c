"""The trader's ways to change a generation, in the whole window."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from threading import Event, Thread
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from actors.dict_form import to_dict
from actors.messages import PanelSwapped, Shown, SwapPanels, SwapRefused
from flags import FlagName, Flags
from tests.ui.builders import (
    NEW_PANELS,
    a_balance,
    a_curve,
    a_link,
    a_position,
    a_quote,
    a_scope,
    a_tick,
    holding,
)
from tests.ui.legacy.tape import Tape
from tests.ui.planted import planted
from tests.ui.test_window import SESSION, Desk, clipped, open_window
from ui.badge import ModeBadge
from ui.generations import BUILDERS, LEGACY, NEW, Builders
from ui.inlet import Inlet
from ui.migration_drawer import MigrationDrawer
from ui.panel import PanelName
from ui.window import MainWindow

PANEL1, PANEL2 = PanelName
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
AllowLog = Callable[[str], None]


@pytest.fixture
def desk() -> Desk:
    """Return a desk."""
    return Desk()


def shows(window: MainWindow) -> tuple[str, str]:
    """Return the generations on the screen."""
    return window._hosts[PANEL1].generation, window._hosts[PANEL2].generation


def action(window: MainWindow, text: str) -> QAction:
    """Return an action of the menu bar by its text."""
    (found,) = [one for one in window.menuBar().findChildren(QAction) if one.text().replace("&", "") == text]
    return found


@pytest.mark.parametrize(("name", "after"), [(PANEL1, (LEGACY, NEW)), (PANEL2, (NEW, LEGACY))])
def test_f8_takes_the_panel_in_use_back(
    qtbot: QtBot, desk: Desk, name: PanelName, after: tuple[str, str]
) -> None:
    """A click makes a panel the one in use; F8 shows its legacy generation, and F8 again changes nothing."""
    window = open_window(qtbot, desk, *SESSION)
    host = window._hosts[name]
    QTest.mouseClick(host, Qt.MouseButton.LeftButton, pos=host.rect().bottomLeft())
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_F8)
    assert shows(window) == after
    (swapped,) = desk.posted
    assert isinstance(swapped, PanelSwapped)
    assert (swapped.panel, swapped.who, swapped.why) == (name.value, "user", "F8")


def test_f8_takes_both_back_when_none_is_in_use(qtbot: QtBot, desk: Desk) -> None:
    """A way back that does nothing would be none."""
    window = open_window(qtbot, desk, *SESSION)
    window.menuBar().setFocus()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert shows(window) == (LEGACY, LEGACY)


def test_control_shift_f8_takes_both_back(qtbot: QtBot, desk: Desk) -> None:
    """Whatever has the focus."""
    window = open_window(qtbot, desk, *SESSION)
    window._hosts[PANEL1].setFocus()
    QTest.keyClick(window, Qt.Key.Key_F8, CTRL_SHIFT)
    assert shows(window) == (LEGACY, LEGACY)


def test_f8_works_after_a_swap_of_the_panel_in_use(qtbot: QtBot, desk: Desk) -> None:
    """The focus stays with the place, so the key goes on being about it."""
    window = open_window(qtbot, desk, *SESSION)
    window._hosts[PANEL2].setFocus()
    QTest.keyClick(window, Qt.Key.Key_F8)
    action(window, "Panel 2: new generation").trigger()
    assert shows(window) == (NEW, NEW)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert shows(window) == (NEW, LEGACY)


@pytest.mark.parametrize("name", list(PanelName))
@pytest.mark.parametrize("generation", [LEGACY, NEW])
def test_the_menu_shows_each_generation(qtbot: QtBot, desk: Desk, name: PanelName, generation: str) -> None:
    """Both generations of both panels can be chosen."""
    window = open_window(qtbot, desk, *SESSION)
    title = f"Panel {name.value[-1]}"
    action(window, f"{title}: legacy generation").trigger()
    action(window, f"{title}: {generation} generation").trigger()
    assert window._hosts[name].generation == generation


def test_the_chip_shows_the_other_generation_and_the_way_there(qtbot: QtBot, desk: Desk) -> None:
    """Its button can be reached with the keyboard, and names what it shows."""
    window = open_window(qtbot, desk, *SESSION)
    (button,) = [
        b for b in window.findChildren(QToolButton) if b.accessibleName() == "Show the legacy Panel 1"
    ]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert shows(window) == (LEGACY, NEW)
    assert button.accessibleName() == "Show the new Panel 1"
    labels = {label.accessibleName(): label.text() for label in window.findChildren(QLabel)}
    assert labels["Generation of Panel 1"] == "legacy"


def test_a_command_from_outside_swaps(qtbot: QtBot, desk: Desk) -> None:
    """The sentinel and the command line reach the panels through the inlet's way."""
    window = open_window(qtbot, desk, *SESSION)
    command = SwapPanels(panels=("panel1", "panel2"), generation=LEGACY, who="command line", why="drill")
    window.receive(command)
    assert shows(window) == (LEGACY, LEGACY)


def test_a_swap_is_recorded_with_its_cells(qtbot: QtBot, desk: Desk) -> None:
    """The record of the screen tells the generation, and every cell of the panel anew under it."""
    window = open_window(qtbot, desk, *SESSION, record=True)
    window.after_drain()
    qtbot.waitUntil(lambda: bool(desk.records()))
    action(window, "Panel 2: legacy generation").trigger()
    qtbot.waitUntil(lambda: len(desk.records()) == 2)
    cells = desk.records()[1].cells
    assert [cell.cell.text for cell in cells if cell.name == "Generation2"] == [LEGACY]
    assert {cell.generation for cell in cells if cell.panel == "panel2"} == {LEGACY}
    assert len([cell for cell in cells if cell.panel == "panel2"]) == 17


@pytest.mark.parametrize("size", [(760, 560), (1100, 720)])
@pytest.mark.parametrize("swapped", [False, True])
def test_chips_and_legacy_panels_are_not_clipped(
    qtbot: QtBot, desk: Desk, size: tuple[int, int], *, swapped: bool
) -> None:
    """With the generations compared and in either generation every text fits whole."""
    window = open_window(qtbot, desk, *SESSION)
    window.migration.compare_generations(on=True)
    window.after_drain()
    if swapped:
        QTest.keyClick(window, Qt.Key.Key_F8, CTRL_SHIFT)
    window.resize(*size)
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    assert clipped(window) == []


def test_comparing_is_counted_on_the_chip(qtbot: QtBot, desk: Desk) -> None:
    """Equal cells of compared cells, from the menu entry on; without comparing there is no count."""
    window = open_window(qtbot, desk, *SESSION)
    (count,) = [one for one in window.findChildren(QLabel) if one.accessibleName() == "Agreement of Panel 2"]
    assert not count.isVisible()
    action(window, "Compare generations").trigger()
    window.after_drain()
    qtbot.waitUntil(lambda: count.text() == "17/17")
    action(window, "Compare generations").trigger()
    assert not count.isVisible()


def test_the_drawer_lists_changes_and_differences_and_can_force(qtbot: QtBot, desk: Desk) -> None:
    """A refused swap is listed, and a button does it all the same."""
    builders: Builders = {**BUILDERS, PANEL1: planted({(PANEL1, NEW): "Balance"})[PANEL1]}
    flags = NEW_PANELS.with_override(FlagName.USE_NEW_PANEL1, value=False, who="x", why="y")
    window = desk.window(flags=flags, builders=builders)
    qtbot.addWidget(window)
    window.show()
    window.receive(a_scope())
    action(window, "Panel 1: new generation").trigger()
    assert isinstance(desk.posted[-1], SwapRefused)
    action(window, "Differences and changes").trigger()
    (drawer,) = window.findChildren(MigrationDrawer)
    assert not drawer.isModal()
    (badge,) = drawer.findChildren(ModeBadge)
    assert badge.accessibleDescription() == "SIM"
    lists = {part.accessibleName(): part.toPlainText() for part in drawer.findChildren(QPlainTextEdit)}
    assert "panel1: new refused, user: it differs in Balance" in lists["Last changes"]
    (button,) = [part for part in drawer.findChildren(QPushButton) if part.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shows(window) == (NEW, NEW)
    assert not button.isVisible()
    drawer.close()


def test_rubbish_never_reaches_a_panel(qtbot: QtBot, desk: Desk, allow_log: AllowLog) -> None:
    """A payload that is the form of no fact is logged, and what is on the screen stays."""
    allow_log("ERROR ui.payload: payload dropped")
    window = open_window(qtbot, desk, *SESSION)
    before = list(window.watch.cells())
    window.receive({"event": "QuoteRead", "epoch": 1, "quote": {"last": "nine"}})
    assert list(window.watch.cells()) == before


Typed = Callable[[Shown], Shown | Mapping[str, Any]]


def screen_of(window: MainWindow) -> list[tuple[str, str, object]]:
    """Return every canonical cell of the panels, without the generation."""
    return [(one.panel, one.name, one.cell) for one in window.watch.cells() if "Generation" not in one.name]


@pytest.mark.slow
def test_all_combinations_of_the_flags_show_the_same(qtbot: QtBot) -> None:
    """Either generation of either panel, told typed facts or dicts: the same cells after every fact."""
    windows: list[tuple[MainWindow, Typed]] = []
    for one, two, typed in product((True, False), repeat=3):
        flags: Flags = NEW_PANELS
        for name, value in ((FlagName.USE_NEW_PANEL1, one), (FlagName.USE_NEW_PANEL2, two)):
            flags = flags.with_override(name, value=value, who="test", why="test")
        window = Desk().window(flags=flags)
        qtbot.addWidget(window)
        windows.append((window, (lambda fact: fact) if typed else to_dict))
    facts = [step for step in Tape(5).steps(500) if isinstance(step, Shown)]
    for number, fact in enumerate(facts):
        screens = []
        for window, form in windows:
            window.receive(form(fact))
            screens.append(screen_of(window))
        assert all(screen == screens[0] for screen in screens), number


def test_a_swap_keeps_timeframe_and_symbol(qtbot: QtBot, desk: Desk) -> None:
    """What the trader chose is on the screen after the swap, too."""
    window = open_window(qtbot, desk, a_link(), a_scope(), a_tick(9), a_curve((60, "1")), a_balance("1"))
    for fact in (holding(a_position()), a_quote("6750")):
        window.receive(fact)
    QTest.keyClick(window, Qt.Key.Key_3)
    QTest.keyClick(window, Qt.Key.Key_F8, CTRL_SHIFT)
    cells = {cell.name: cell.cell.text for cell in window.watch.cells() if cell.panel == "panel1"}
    assert cells["Timeframe"] == "1W"


class Storm:
    """A thousand prices a second through the inlet, from another thread."""

    def __init__(self, window: MainWindow) -> None:
        """Start it."""
        self.inlet = Inlet(deliver=window.receive, drained=window.after_drain)
        self._stopped = Event()
        self._thread = Thread(target=self._blow, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._stopped.set()
        self._thread.join()
        self.inlet.close()

    def _blow(self) -> None:
        number = 0
        while not self._stopped.wait(0.001):
            number += 1
            self.inlet.put(a_quote(f"{6750 + number % 7}"), "quote")
            self.inlet.put(holding(a_position(low=f"{6740 - number % 5}")))


@pytest.fixture
def stormy(qtbot: QtBot, desk: Desk) -> Iterator[tuple[MainWindow, Storm]]:
    """Return a window in a storm of prices."""
    window = open_window(qtbot, desk, *SESSION)
    storm = Storm(window)
    yield window, storm
    storm.stop()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["command", "key"])
def test_each_way_back_works_in_a_storm_of_prices(
    qtbot: QtBot, stormy: tuple[MainWindow, Storm], way: str
) -> None:
    """Also while prices come at a thousand a second, with the spare not even built."""
    window, storm = stormy
    qtbot.wait(50)
    if way == "command":
        command = SwapPanels(panels=("panel1", "panel2"), generation=LEGACY, who="sentinel", why="drill")
        storm.inlet.put(command)
    else:
        QTest.keyClick(window, Qt.Key.Key_F8, CTRL_SHIFT)
    qtbot.waitUntil(lambda: shows(window) == (LEGACY, LEGACY), timeout=2_000)
