"""When the first-run page is shown, and what its buttons do."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from actors.messages import ChangeSetting, Connect, ConnectionState, ScopeChanged
from models.book import TradeMode
from tests.ui.builders import a_link, a_position, a_scope, holding, shown
from tests.ui.test_window import Desk, nothing_is_clipped, open_window
from ui.first_run_page import FirstRunPage
from ui.panel3.widget import Panel3Widget
from ui.window import MainWindow

UNKNOWN = shown(ScopeChanged(epoch=1, mode=TradeMode.SIM, account=None, known=(), reason="start"))
LOST = a_link(ConnectionState.WAITING)


@pytest.fixture
def desk() -> Desk:
    """Return a desk."""
    return Desk()


def pages(window: MainWindow) -> list[FirstRunPage]:
    """Return the pages that are on the screen."""
    return [page for page in window.findChildren(FirstRunPage) if page.isVisible()]


def press(window: MainWindow, text: str) -> None:
    """Press a button of the page."""
    (page,) = pages(window)
    next(each for each in page.findChildren(QPushButton) if each.text() == text).click()


@pytest.mark.parametrize("size", [(760, 560), (1100, 720), (1100, 900), (1700, 900)])
def test_page_stands_beside_the_position_whole(qtbot: QtBot, desk: Desk, size: tuple[int, int]) -> None:
    """At every size page and position are both on the screen, and no text is cut off."""
    window = open_window(qtbot, desk, UNKNOWN, LOST)
    window.resize(*size)
    qtbot.wait(20)
    (page,) = pages(window)
    assert window._hosts[next(name for name in window._hosts if name.value == "panel2")].isVisible()
    assert not any(each.isVisible() for each in window.findChildren(Panel3Widget))
    nothing_is_clipped(qtbot, window)
    layout = page.layout()
    assert layout is not None
    assert page.height() >= layout.totalMinimumHeightForWidth(page.width())


def test_connection_ends_it(qtbot: QtBot, desk: Desk) -> None:
    """The statistics are back as soon as there is something to show; a lost link does not bring the page."""
    window = open_window(qtbot, desk, UNKNOWN, LOST, a_link(), a_scope(), holding(a_position()), LOST)
    assert pages(window) == []
    assert [each.isVisible() for each in window.findChildren(Panel3Widget)] == [True]


def test_dismissed_page_stays_away_until_it_is_asked_for(qtbot: QtBot, desk: Desk) -> None:
    """Also at the next start; the menu brings it."""
    window = open_window(qtbot, desk, UNKNOWN, LOST)
    press(window, "Dismiss")
    assert pages(window) == []
    window.close()
    again = open_window(qtbot, desk, UNKNOWN, LOST)
    assert pages(again) == []
    again._menus.guide.emit()
    assert len(pages(again)) == 1


def test_buttons_do_what_they_say(qtbot: QtBot, desk: Desk) -> None:
    """An attempt, a file, the demo."""
    window = open_window(qtbot, desk, UNKNOWN, LOST)
    press(window, "Try again")
    pages(window)[0].snapshot.emit("/x/snapshot.csv")
    assert desk.posted == [Connect(), ChangeSetting(path=("snapshot", "path"), text="/x/snapshot.csv")]
    press(window, "Start the demo")
    assert desk.wants_demo
