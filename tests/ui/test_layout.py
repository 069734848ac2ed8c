"""The window at every size: nothing is cut off, nothing lies over anything else."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import SwapPanels
from models.book import TradeMode
from tests.ui.builders import shown
from tests.ui.panel3.facts import told_results
from tests.ui.settings import listed
from tests.ui.test_window import SESSION, Desk, clipped, open_window, scaled
from ui.desk_menu import PANELS
from ui.theme import theme_of

SIZES = (
    (760, 560),
    (760, 1400),
    (900, 640),
    (1100, 720),
    (1366, 728),
    (1499, 800),
    (1500, 800),
    (1920, 1040),
    (2560, 620),
    (3840, 2160),
)
__all__ = ["scaled"]


def shown_children(widget: QWidget) -> list[QWidget]:
    """Return the children that are on the screen, inside of the widget's window."""
    return [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
    ]


def everything(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and all in it, but not what scrolls or is painted by a chart."""
    yield widget
    if not isinstance(widget, QAbstractScrollArea):
        for child in shown_children(widget):
            yield from everything(child)


def misplaced(window: QWidget) -> list[str]:
    """Return every widget that sticks out of the one around it, or lies over its neighbour."""
    bad = []
    for widget in everything(window):
        children = [] if isinstance(widget, QAbstractScrollArea) else shown_children(widget)
        bad += [
            f"{named(child)} sticks out of {named(widget)}"
            for child in children
            if not widget.rect().contains(child.geometry())
        ]
        bad += [
            f"{named(one)} lies over {named(other)}"
            for one, other in combinations(children, 2)
            if one.geometry().intersects(other.geometry())
        ]
    return bad


def named(widget: QWidget) -> str:
    """Return what a widget is."""
    return f"{type(widget).__name__} {widget.accessibleName()!r} {widget.geometry().getRect()}"


def stands(qtbot: QtBot, window: QWidget) -> None:
    """Let the layout settle; then everything has its place."""

    def check() -> None:
        assert misplaced(window) == []
        assert clipped(window) == []

    qtbot.waitUntil(check)


@pytest.mark.slow
@pytest.mark.parametrize("generation", ["new", "legacy"])
@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_everything_has_its_place_at_every_size(
    qtbot: QtBot, scaled: Callable[[float], None], factor: float, generation: str
) -> None:
    """In both generations, with fonts from 100 to 200 %, from the smallest window to the largest screen."""
    scaled(factor)
    window = open_window(qtbot, Desk(), *SESSION, told_results("100", "-40"))
    for panel in ("panel1", "panel2"):
        window.receive(SwapPanels(panels=(panel,), generation=generation, who="user", why="test"))
    assert {host.generation for host in window.migration.hosts.values()} == {generation}
    for size in SIZES:
        window.resize(*size)
        stands(qtbot, window)
    # And back: what was large must be able to become small again.
    for size in reversed(SIZES):
        window.resize(*size)
        stands(qtbot, window)


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_other_windows_have_everything_in_its_place(
    qtbot: QtBot, scaled: Callable[[float], None], factor: float
) -> None:
    """Dialogs, panels in windows of their own, and the strip."""
    scaled(factor)
    window = open_window(qtbot, Desk(), *SESSION, told_results("100", "-40"))
    menus = window._menus
    for wish in (menus.settings, menus.keyboard, menus.about, menus.reset):
        wish.emit()
    window.receive(shown(listed()))
    for name in PANELS:
        menus.desk.detached.emit(name, True)  # noqa: FBT003 - Qt takes it by its place alone
    menus.desk.compact.emit()
    windows = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    assert len(windows) == 4 + 3 + 1
    for top in windows:
        stands(qtbot, top)
        # As small as it lets itself be made.
        top.resize(1, 1)
        stands(qtbot, top)
    window.close()


def test_a_misplaced_widget_is_found(qtbot: QtBot) -> None:
    """The check itself sees what it is for."""
    window = open_window(qtbot, Desk(), *SESSION)
    stands(qtbot, window)
    window._strip.move(0, 0)
    window._banner.resize(9000, 40)
    found = " ".join(misplaced(window))
    assert "sticks out of" in found
    assert "lies over" in found


@pytest.mark.parametrize("generation", ["new", "legacy"])
def test_panels_have_the_surface_of_the_mode_however_early_they_are_swapped(
    qtbot: QtBot, generation: str
) -> None:
    """A panel that is built in the very moment of its swap looks like one that was built ahead."""
    window = open_window(qtbot, Desk(), *SESSION)
    for panel in ("panel1", "panel2"):
        window.receive(SwapPanels(panels=(panel,), generation=generation, who="user", why="test"))
    image = window.screenshot()
    for host in window.migration.hosts.values():
        corner = host.mapTo(window, QPoint(2, 2))
        assert image.pixelColor(corner).name().upper() == theme_of(TradeMode.SIM).window
