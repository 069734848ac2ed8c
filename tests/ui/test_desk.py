"""All windows together."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import AlarmPainted, ShowNextMode, SwapPanels
from models.alarm import AlarmKind
from tests.ui.alarms import an_alarm, holding_alarms
from tests.ui.builders import REAL, a_quote, a_scope
from tests.ui.test_window import SESSION, Desk, open_window
from ui.badge import ModeBadge
from ui.compact_strip import CompactStrip
from ui.panel_window import PanelWindow
from ui.window import MainWindow

UNLOCK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk() -> Desk:
    """Return a desk."""
    return Desk()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    """Return a window in the middle of a session."""
    return open_window(qtbot, desk, *SESSION, record=True)


def strip_of(window: MainWindow) -> CompactStrip:
    """Return the strip."""
    strip = window._desk._strip
    assert strip is not None
    return strip


def detach(window: MainWindow, number: int) -> PanelWindow:
    """Unlock the layout, and give a panel a window of its own."""
    if window._desk._memory.choice("layout locked", "yes") == "yes":
        QTest.keyClick(window, Qt.Key.Key_L, UNLOCK)
    QTest.keyClick(window, getattr(Qt.Key, f"Key_{number}"), CONTROL)
    return window._desk._windows[f"panel{number}"]


def painted(desk: Desk) -> list[str]:
    """Return the alarms that were told as painted."""
    return [fact.key for fact in desk.posted if isinstance(fact, AlarmPainted)]


def test_c_shows_the_strip_and_the_whole_window_again(qtbot: QtBot, window: MainWindow) -> None:
    """One of the two is on the screen, never both or none; keys work in either."""
    QTest.keyClick(window, Qt.Key.Key_C)
    strip = strip_of(window)
    assert (window.isVisible(), strip.isVisible()) == (False, True)
    assert strip.cells()["Position"].text.startswith("MES ▲ 10 @")
    strip.activateWindow()
    qtbot.waitUntil(strip.isActiveWindow)
    QTest.keyClick(strip, Qt.Key.Key_C)
    assert (window.isVisible(), strip.isVisible()) == (True, False)


def test_strip_follows_facts_and_mode(window: MainWindow) -> None:
    """It shows what arrives while it is on the screen, in the frame of the mode."""
    QTest.keyClick(window, Qt.Key.Key_C)
    window.receive(a_quote("26760.25"))
    window.after_drain()
    assert strip_of(window).cells()["To stop"].text == "+15.00 pt"
    window.receive(a_scope(REAL, epoch=99))
    assert strip_of(window).findChildren(ModeBadge)[0].accessibleDescription() == "LIVE · REAL MONEY"


def test_record_tells_the_strip_while_it_is_what_is_shown(
    qtbot: QtBot, desk: Desk, window: MainWindow
) -> None:
    """The record of the screen does not claim panels that nobody sees."""
    QTest.keyClick(window, Qt.Key.Key_C)
    desk.posted.clear()
    qtbot.waitUntil(lambda: bool(desk.records()))
    told = {cell.panel for record in desk.records() for cell in record.cells}
    assert told - {"window"} == {"compact"}


def test_alarm_on_the_strip_is_told_as_painted(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    """The log learns when the strip showed its alarm; of the others it learns when they are shown."""
    QTest.keyClick(window, Qt.Key.Key_C)
    worst, other = an_alarm(AlarmKind.LOSS_100), an_alarm(AlarmKind.LOSS_50)
    window.receive(holding_alarms(worst, other))
    window.after_drain()
    qtbot.waitUntil(lambda: painted(desk) == [worst.key])
    strip_of(window).repaint()
    QTest.keyClick(strip_of(window), Qt.Key.Key_C)
    qtbot.waitUntil(lambda: painted(desk) == [worst.key, other.key])


def test_strip_stays_on_top_unless_it_is_told_otherwise(window: MainWindow) -> None:
    """T changes the window on the screen, and the strip remembers it."""
    flag = Qt.WindowType.WindowStaysOnTopHint
    QTest.keyClick(window, Qt.Key.Key_T)
    assert window.windowFlags() & flag
    assert window.isVisible()
    QTest.keyClick(window, Qt.Key.Key_T)
    QTest.keyClick(window, Qt.Key.Key_C)
    strip = strip_of(window)
    assert strip.windowFlags() & flag
    window._menus.desk.on_top.emit(False)  # noqa: FBT003 - Qt takes it by its place alone
    assert not strip.windowFlags() & flag
    assert strip.isVisible()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_panel_goes_and_comes_back(window: MainWindow, number: int) -> None:
    """It is shown in its own window with the frame of the mode, and here again when that is closed."""
    own = detach(window, number)
    assert own.isVisible()
    assert own.panel.isVisible()
    assert own.findChildren(ModeBadge)[0].accessibleDescription() == "SIM"
    assert own.panel.window() is own
    panel = own.panel
    own.close()
    assert panel.window() is window
    assert panel.isVisible()


def test_all_panels_can_go(window: MainWindow) -> None:
    """The whole window stays, with banner and menus."""
    for number in (1, 2, 3):
        detach(window, number)
    window.resize(800, 600)
    assert window.isVisible()
    assert len(window._desk._windows) == 3


def test_locked_layout_keeps_its_panels(window: MainWindow) -> None:
    """It is locked until it is unlocked."""
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert window._desk._windows == {}


def test_generations_swap_in_a_window_of_their_own(window: MainWindow) -> None:
    """A panel that is away is swapped where it is."""
    own = detach(window, 2)
    window.receive(SwapPanels(panels=("panel2",), generation="legacy", who="user", why="test"))
    host = window.migration.hosts[next(name for name in window.migration.hosts if name.value == "panel2")]
    assert host.generation == "legacy"
    assert host.window() is own
    assert host.cells()["Symbol"].text == "MES"


def test_keys_work_in_a_window_of_its_own(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    """Whichever window is active."""
    own = detach(window, 1)
    own.activateWindow()
    qtbot.waitUntil(own.isActiveWindow)
    QTest.keyClick(own, Qt.Key.Key_M, UNLOCK)
    assert ShowNextMode() in desk.posted


def test_layout_is_there_after_a_restart(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    """Panels in windows of their own, their size, and the lock."""
    detach(window, 3).resize(781, 402)
    window.close()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    again = open_window(qtbot, desk, *SESSION)
    own = again._desk._windows["panel3"]
    assert (own.isVisible(), own.width(), own.height()) == (True, 781, 402)
    assert again._desk._memory.choice("layout locked", "yes") == "no"
    again.close()


def test_reset_brings_everything_back(window: MainWindow) -> None:
    """One window with all panels, locked."""
    detach(window, 1)
    QTest.keyClick(window, Qt.Key.Key_C)
    window._menus.desk.reset.emit()
    assert window.isVisible()
    assert not strip_of(window).isVisible()
    assert window._desk._windows == {}
    assert window._desk._memory.choice("layout locked", "no") == "yes"


def on_screen(widget: QWidget) -> bool:
    """Tell whether the title bar can be gripped."""
    return QGuiApplication.primaryScreen().availableGeometry().contains(widget.pos())


def test_windows_come_back_onto_a_screen(window: MainWindow) -> None:
    """By command, and when a screen has gone away."""
    own = detach(window, 2)
    for wish in (window._menus.desk.bring.emit, window._desk._place_again):
        for each in (window, own):
            each.move(QPoint(-5000, -4000))
        wish()
        assert on_screen(window)
        assert on_screen(own)


def test_closing_the_window_closes_all(window: MainWindow) -> None:
    """Nothing stays behind that would keep the program running."""
    detach(window, 2)
    QTest.keyClick(window, Qt.Key.Key_C)
    window.close()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]
