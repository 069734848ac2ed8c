"""The window as a whole."""

import gc
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pytest
from pyqtgraph import PlotWidget
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QImage, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import (
    CellsPainted,
    Command,
    ConnectionState,
    Fact,
    NoticeCleared,
    NoticeDismissed,
    NoticeRaised,
    ResetSimBalance,
    Severity,
    ShowBook,
    Shown,
    ShowNextMode,
)
from flags import Flags
from models.alarm import AlarmKind
from models.book import TradeMode
from tests.ui.alarms import an_alarm, holding_alarms
from tests.ui.builders import (
    NEW_PANELS,
    REAL,
    SIM1,
    a_balance,
    a_curve,
    a_display,
    a_link,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    heat,
    holding,
    shown,
)
from tests.ui.panel3.facts import told_results
from tests.ui.settings import listed
from ui.alarm_sounds import AlarmSounds, Silence
from ui.appearance import AS_USUAL, Appearance, Palette, Unit
from ui.cell_grid import CellGrid
from ui.generations import BUILDERS, Builders
from ui.panel import PanelName
from ui.panel1.chart import EquityChart
from ui.panel3.widget import Panel3Widget
from ui.reset_dialog import ResetDialog
from ui.rows_dialog import RowsDialog
from ui.theme import Theme, theme_of
from ui.view_state import ScreenTape
from ui.window import MainWindow

LONG_NOTICE = NoticeRaised(
    key="disk",
    severity=Severity.ERROR,
    text="The database cannot be written (disk full): positions and trades are kept in memory only. Free "
    "space on the disk.",
)
SESSION = (
    a_link(),
    a_scope(),
    a_tick(3725),
    a_curve((7200, "1234567.89"), (1800, "1234600"), (600, "1234500")),
    a_balance("1234500"),
    a_quote("26747.00"),
    holding(
        a_position(quantity=10, entry="26750.25", low="26740.00", high="26800.25", initial_risk="50"),
        a_protection("26745.25", "26850.75", 9),
    ),
    heat(3600),
    shown(LONG_NOTICE),
    shown(NoticeRaised(key="more", severity=Severity.INFO, text="more")),
)
ALARMED = holding_alarms(
    an_alarm(
        AlarmKind.STOP_MOVED,
        text="LIVE APEX-12345-EVAL-07 MNQ: stop moved from 26745.25 to 26700.00, the risk is larger.",
    ),
    an_alarm(AlarmKind.STOP_MISSING, acknowledged=True),
)


class Desk:
    """What the window is given, and what it gave back."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.posted: list[Command | Fact] = []
        self.places: Mapping[str, str] = {}
        self.first_paints = 0
        self.appearances: list[Appearance] = []
        self.wants_demo = False

    def keep(self, places: Mapping[str, str]) -> None:
        """Keep where the windows are."""
        self.places = places

    def want_demo(self) -> None:
        """Note that the demo is wanted."""
        self.wants_demo = True

    def painted(self) -> None:
        """Count the first paint."""
        self.first_paints += 1

    def window(  # noqa: PLR0913 - as many as the window has
        self,
        *,
        record: bool = False,
        flags: Flags = NEW_PANELS,
        builders: Builders = BUILDERS,
        appearance: Appearance = AS_USUAL,
        tape: ScreenTape | None = None,
        replays: bool = False,
    ) -> MainWindow:
        """Return a window at this desk."""
        return MainWindow(
            post=self.posted.append,
            record=record,
            load_places=lambda: self.places,
            save_places=self.keep,
            start_demo=self.want_demo,
            first_paint=self.painted,
            flags=flags,
            builders=builders,
            version="1.0",
            sounds=AlarmSounds(Silence()),
            versions=(("Qt", "6.0"),),
            clock=lambda: 1.5,
            appearance=appearance,
            keep_appearance=self.appearances.append,
            tape=tape,
            replays=replays,
        )

    def records(self) -> list[CellsPainted]:
        """Return the records of the screen."""
        return [fact for fact in self.posted if isinstance(fact, CellsPainted)]


@pytest.fixture
def desk() -> Desk:
    """Return a desk."""
    return Desk()


@pytest.fixture
def scaled(qtbot: QtBot) -> Iterator[Callable[[float], None]]:
    """Return a function that scales the font which the trader chose in the operating system."""
    del qtbot
    usual = QApplication.font()

    def scale(factor: float) -> None:
        font = QApplication.font()
        font.setPointSizeF(usual.pointSizeF() * factor)
        QApplication.setFont(font)

    yield scale
    QApplication.setFont(usual)


def open_window(qtbot: QtBot, desk: Desk, *facts: Shown, record: bool = False) -> MainWindow:
    """Return a shown window that has taken facts."""
    window = desk.window(record=record)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for fact in facts:
        window.receive(fact)
    return window


def clipped(window: QWidget) -> list[str]:
    """Return every visible text that does not fit where it stands."""
    bad = [label for grid in window.findChildren(CellGrid) if grid.isVisible() for label in grid.clipped()]
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            metrics = QFontMetricsF(label.font())
            width = max(metrics.horizontalAdvance(line) for line in label.text().splitlines())
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            if (width > label.width() + 1 and not label.wordWrap()) or needed > label.height() + 1:
                bad.append(f"{label.accessibleName()}: {label.text()}")
    for button in window.findChildren(QAbstractButton):
        hint = button.minimumSizeHint()
        if button.isVisible() and (hint.width() > button.width() or hint.height() > button.height()):
            bad.append(button.text())
    return bad


def nothing_is_clipped(qtbot: QtBot, window: MainWindow) -> None:
    """Let the layout settle; then every text must fit whole."""

    def check() -> None:
        assert clipped(window) == []

    qtbot.waitUntil(check)


@pytest.mark.parametrize("size", [(760, 560), (1100, 720)])
@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5])
def test_no_text_is_clipped(
    qtbot: QtBot, desk: Desk, scaled: Callable[[float], None], size: tuple[int, int], factor: float
) -> None:
    """At the smallest and the usual size, with usual and larger fonts, every text fits whole."""
    scaled(factor)
    window = open_window(qtbot, desk, *SESSION, ALARMED)
    window.resize(*size)
    nothing_is_clipped(qtbot, window)


def test_no_text_is_clipped_at_twice_the_font(
    qtbot: QtBot, desk: Desk, scaled: Callable[[float], None]
) -> None:
    """With a font of 200 % the window asks for the room that it needs, and then every text fits whole."""
    scaled(2.0)
    window = open_window(qtbot, desk, *SESSION, ALARMED)
    window.resize(1100, 720)
    nothing_is_clipped(qtbot, window)


@pytest.mark.parametrize("size", [(760, 560), (1100, 720)])
@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_key_shows_the_statistics_in_a_small_window(
    qtbot: QtBot, desk: Desk, scaled: Callable[[float], None], size: tuple[int, int], factor: float
) -> None:
    """Where three panels do not fit, S swaps curve and statistics, whole, and the record follows."""
    scaled(factor)
    window = open_window(qtbot, desk, *SESSION, record=True)
    window.resize(*size)
    qtbot.wait(20)
    QTest.keyClick(window, Qt.Key.Key_S)
    nothing_is_clipped(qtbot, window)
    assert [panel.isVisible() for panel in window.findChildren(Panel3Widget)] == [True]
    qtbot.waitUntil(lambda: "panel3" in {cell.panel for record in desk.records() for cell in record.cells})


def test_statistics_are_on_the_screen_when_there_is_room(qtbot: QtBot, desk: Desk) -> None:
    """A window as it opens first shows all three panels, whole."""
    window = open_window(qtbot, desk, *SESSION, told_results("100", "-40"))
    qtbot.wait(20)
    (panel,) = window.findChildren(Panel3Widget)
    assert panel.isVisible()
    assert panel.cells()["Total PnL"].text == "60.00"
    nothing_is_clipped(qtbot, window)


def test_usual_fonts_fit_into_the_smallest_window(qtbot: QtBot, desk: Desk) -> None:
    """The smallest size is 760 x 560, not more."""
    window = open_window(qtbot, desk)
    assert (window.minimumWidth(), window.minimumHeight()) == (760, 560)


@pytest.mark.parametrize(("mode", "word"), [(TradeMode.SIM, "SIM"), (TradeMode.LIVE, "LIVE · REAL MONEY")])
def test_the_mode_is_a_word_a_frame_and_a_title(qtbot: QtBot, desk: Desk, mode: TradeMode, word: str) -> None:
    """Strip and title name the mode, and the frame has its colour at the edge of the window."""
    window = open_window(qtbot, desk, a_scope(None, mode=mode))
    labels = {label.accessibleName(): label.text().strip() for label in window.findChildren(QLabel)}
    assert labels["Mode of the window"] == word
    assert window.windowTitle() == f"APPSIERRA · {mode.value}"
    image = window.screenshot()
    edge = {image.pixelColor(1, y).name().upper() for y in range(60, image.height() - 10)}
    assert theme_of(mode).frame in edge


def test_the_first_paint_is_told_once_and_the_chart_comes_after_it(qtbot: QtBot, desk: Desk) -> None:
    """The slow chart is not there when the window is built, and is there soon after the first paint."""
    window = desk.window()
    qtbot.addWidget(window)
    assert window.findChildren(EquityChart) == []
    window.show()
    qtbot.waitUntil(lambda: bool(window.findChildren(EquityChart)))
    window.repaint()
    qtbot.wait(5)
    assert desk.first_paints == 1


@pytest.mark.parametrize(
    ("key", "frame"), [(Qt.Key.Key_1, "LIVE"), (Qt.Key.Key_3, "1W"), (Qt.Key.Key_6, "YTD")]
)
def test_number_keys_choose_the_timeframe(qtbot: QtBot, desk: Desk, key: Qt.Key, frame: str) -> None:
    """The keys 1 to 6 choose the timeframes in their order."""
    window = open_window(qtbot, desk, *SESSION, record=True)
    QTest.keyClick(window, Qt.Key.Key_2)
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: bool(desk.records()))
    shown = [c.cell.text for c in desk.records()[-1].cells if (c.panel, c.name) == ("panel1", "Timeframe")]
    assert shown == [frame]


def test_the_mode_key_asks_for_the_next_mode(qtbot: QtBot, desk: Desk) -> None:
    """Ctrl+Shift+M is a command; the window itself changes nothing."""
    window = open_window(qtbot, desk, *SESSION)
    title = window.windowTitle()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_M, modifiers)
    assert desk.posted == [ShowNextMode()]
    assert window.windowTitle() == title


def test_the_menu_asks_for_a_book(qtbot: QtBot, desk: Desk) -> None:
    """The account menu lists every known book and asks for the one chosen."""
    window = open_window(qtbot, desk, *SESSION)
    actions = {action.text(): action for action in window._menus.books.actions()}
    assert {"Sim1", "Sim2", "120005"} <= set(actions)
    actions["120005"].trigger()
    assert desk.posted == [ShowBook(book=REAL)]


def test_escape_dismisses_the_notice_on_top(qtbot: QtBot, desk: Desk) -> None:
    """Escape takes the most severe notice away, tells the actors, and shows the next."""
    window = open_window(qtbot, desk, *SESSION)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desk.posted == [NoticeDismissed(key="disk")]
    assert window._banner.cell().text == "more"
    window.receive(shown(NoticeCleared(key="more")))
    assert not window._banner.isVisible()


def press_reset(window: MainWindow) -> list[ResetDialog]:
    """Press the key that asks for a reset; return the questions on the screen."""
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_R, modifiers)
    return window.findChildren(ResetDialog)


def test_reset_is_asked_for_and_posted_for_the_book_of_the_question(qtbot: QtBot, desk: Desk) -> None:
    """Nothing is reset before the trader says yes, and then the account that the question names."""
    window = open_window(qtbot, desk, *SESSION)
    (dialog,) = press_reset(window)
    assert desk.posted == []
    dialog._confirm()
    assert desk.posted == [ResetSimBalance(book=SIM1, reason="asked for by hand")]


def test_real_money_is_never_reset(qtbot: QtBot, desk: Desk) -> None:
    """In LIVE the key gives a hint and changes nothing."""
    window = open_window(qtbot, desk, *SESSION, a_scope(REAL, epoch=99))
    assert press_reset(window) == []
    assert desk.posted == []
    assert any(notice.key == "reset" for notice in window._notices.raised)


def test_f1_shows_the_keyboard_map_with_the_mode(qtbot: QtBot, desk: Desk) -> None:
    """The keyboard map does not block, names each key and carries the mode's frame and word."""
    window = open_window(qtbot, desk, *SESSION)
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChildren(RowsDialog)[0]
    assert dialog.isVisible()
    assert not dialog.isModal()
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Ctrl+Shift+M", "Esc", "1", "6", "F1"} <= texts
    dialog.close()


def test_every_cell_is_recorded_under_its_panel(qtbot: QtBot, desk: Desk) -> None:
    """The first record holds all cells of the panels and the window, under the names of the contract."""
    window = open_window(qtbot, desk, *SESSION, record=True)
    window.after_drain()
    qtbot.waitUntil(lambda: bool(desk.records()))
    names = {(cell.panel, cell.name) for cell in desk.records()[0].cells}
    assert {
        ("window", "Alarm"),
        ("window", "Banner"),
        ("window", "Generation1"),
        ("window", "Generation2"),
    } < names
    assert {("panel1", "Mode"), ("panel1", "Hover"), ("panel2", "Live"), ("panel2", "Pts")} < names
    assert {("panel3", "Sharpe"), ("panel3", "Timeframe"), ("panel3", "MFE")} < names
    assert len(names) == 9 + 17 + 17 + 4
    banner = next(cell.cell for cell in desk.records()[0].cells if cell.name == "Banner")
    assert (banner.text, banner.role) == (LONG_NOTICE.text, "alert")


def test_nothing_is_recorded_unless_asked_for(qtbot: QtBot, desk: Desk) -> None:
    """Without the wish for a record none is posted."""
    window = open_window(qtbot, desk, *SESSION)
    window.after_drain()
    qtbot.wait(10)
    assert desk.records() == []


def test_a_record_never_mixes_two_modes(qtbot: QtBot, desk: Desk) -> None:
    """However fast modes change, badge and money in a record are those of its mode."""
    window = open_window(qtbot, desk, a_link(), record=True)
    money = {TradeMode.SIM: "$1.00", TradeMode.LIVE: "$2.00"}
    for epoch in range(1, 60):
        book = SIM1 if epoch % 2 else REAL
        window.receive(a_scope(book, epoch))
        window.after_drain()
        if epoch % 3 == 0:
            QApplication.processEvents()
        window.receive(a_balance("1" if epoch % 2 else "2", book=book, epoch=epoch))
        window.receive(a_balance("666", book=REAL if epoch % 2 else SIM1, epoch=epoch - 1))
        window.after_drain()
        if epoch % 5 == 0:
            QApplication.processEvents()
    qtbot.waitUntil(lambda: bool(desk.records()) and desk.records()[-1].epoch == 59)
    assert len(desk.records()) > 5
    for record in desk.records():
        cells = {cell.name: cell.cell.text for cell in record.cells}
        assert cells.get("Mode", record.mode.value).startswith(record.mode.value)
        assert cells.get("Balance", "--") in {"--", money[record.mode]}


def test_an_overtaken_scope_changes_nothing(qtbot: QtBot, desk: Desk) -> None:
    """A scope that is older than the screen's leaves title and panels alone."""
    window = open_window(qtbot, desk, a_scope(REAL, 5), a_scope(SIM1, 4))
    assert window.windowTitle() == "APPSIERRA · LIVE 120005"
    assert window._hosts[PanelName.PANEL1].cells()["Mode"].text == "LIVE · REAL MONEY"


def test_place_and_size_are_kept(qtbot: QtBot, desk: Desk) -> None:
    """The next window opens with the size of the last."""
    window = open_window(qtbot, desk)
    window.resize(790, 610)
    window.close()
    again = open_window(qtbot, desk)
    assert (again.width(), again.height()) == (790, 610)


@pytest.mark.slow
def test_switching_scopes_leaks_nothing(qtbot: QtBot, desk: Desk) -> None:
    """Five hundred switches leave as many Qt objects behind as there were."""
    window = open_window(qtbot, desk, *SESSION)
    qtbot.waitUntil(lambda: bool(window.findChildren(EquityChart)))
    for host in window._hosts.values():
        host.prebuild()

    def switch(first: int, last: int) -> None:
        for epoch in range(first, last):
            book = SIM1 if epoch % 2 else REAL
            window.receive(a_scope(book, epoch))
            window.receive(a_curve((60, "1"), (10, "2"), book=book, epoch=epoch))
            window.receive(a_balance("2", book=book, epoch=epoch))
            window.receive(holding(a_position(book=book), epoch=epoch))
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()

    switch(2, 10)
    before = len(window.findChildren(QObject))
    switch(10, 510)
    assert len(window.findChildren(QObject)) == before


def test_a_lost_link_says_so_and_keeps_the_money(qtbot: QtBot, desk: Desk) -> None:
    """When the link goes the words change, the balance stays as stale, and nothing becomes FLAT."""
    window = open_window(qtbot, desk, *SESSION, a_link(ConnectionState.WAITING))
    cells = {cell.name: cell.cell for cell in window.watch.cells()}
    assert cells["Connection"].text == "Disconnected"
    assert (cells["Balance"].text, cells["Balance"].role) == ("$1,234,500.00", "stale")
    assert cells["Live"].text == "26747.00"


def test_u_and_p_change_all_panels_and_are_kept(qtbot: QtBot, desk: Desk) -> None:
    """The keys choose unit and privacy for every panel, the record follows, and the choice is kept."""
    fees = NoticeRaised(key="fees", severity=Severity.ERROR, text="The broker took $12.50.")
    window = open_window(qtbot, desk, *SESSION, told_results("100", "-40"), shown(fees), record=True)
    QTest.keyClick(window, Qt.Key.Key_U)
    cells = {(cell.panel, cell.name): cell.cell.text for cell in window.watch.cells()}
    assert "$" in cells["panel2", "Pts"]
    QTest.keyClick(window, Qt.Key.Key_P)
    cells = {(cell.panel, cell.name): cell.cell.text for cell in window.watch.cells()}
    assert cells["panel1", "Balance"] == "$•••"
    assert cells["panel2", "Pts"] in {"+$•••", "-$•••"}
    assert cells["panel3", "Total PnL"] == "•••"
    assert cells["window", "Banner"] == "The broker took $•••."
    assert not any(
        "$" in text and any(digit in text for digit in "123456789")
        for text in (text.partition("(")[0] for (panel, _), text in cells.items() if panel != "window")
    )
    qtbot.waitUntil(lambda: bool(desk.records()))
    recorded = {(c.panel, c.name): c.cell.text for record in desk.records() for c in record.cells}
    assert recorded["panel1", "Balance"] == "$•••"
    assert desk.appearances == [
        Appearance(unit=Unit.DOLLARS),
        Appearance(unit=Unit.DOLLARS, is_private=True),
    ]


def colours(window: MainWindow, theme: Theme) -> bool:
    """Tell whether profit is written in the colour of a theme in any panel."""
    image = window._stack.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bool((np.frombuffer(image.constBits(), np.uint32) == QColor(theme.profit).rgb()).any())


@pytest.mark.parametrize("generation", ["new", "legacy"])
def test_palette_changes_at_once_and_unit_and_privacy_stay(qtbot: QtBot, desk: Desk, generation: str) -> None:
    """The settings choose the colours; what the keys chose is as before."""
    window = open_window(qtbot, desk, *SESSION)
    for host in window._hosts.values():
        host.swap(generation, force=True)
    QTest.keyClick(window, Qt.Key.Key_U)
    QTest.keyClick(window, Qt.Key.Key_P)
    safe, classic = theme_of(TradeMode.SIM), theme_of(TradeMode.SIM, Palette.CLASSIC)
    assert (colours(window, safe), colours(window, classic)) == (True, False)
    window.receive(a_display(green_and_red=True))
    assert (colours(window, safe), colours(window, classic)) == (False, True)
    assert window._appearance == Appearance(unit=Unit.DOLLARS, is_private=True, palette=Palette.CLASSIC)
    window.receive(a_display())
    assert colours(window, safe)


def flashes(widget: QWidget) -> bool:
    """Tell whether a part of a widget paints every half second."""
    timers = widget.findChildren(QTimer)
    return any(timer.isActive() and not timer.isSingleShot() and timer.interval() == 500 for timer in timers)


@pytest.mark.parametrize("generation", ["new", "legacy"])
def test_motion_stops_at_once_everywhere(qtbot: QtBot, desk: Desk, generation: str) -> None:
    """Whoever wants nothing to move sees no timer that paints, in panels and strip, and it comes back."""
    window = open_window(qtbot, desk, *SESSION, heat(300))
    for host in window._hosts.values():
        host.swap(generation, force=True)
    QTest.keyClick(window, Qt.Key.Key_C)
    strip = window._desk._strip
    assert strip is not None
    assert (flashes(window), flashes(strip)) == (True, True)
    window.receive(a_display(reduced_motion=True))
    window.after_drain()
    assert (flashes(window), flashes(strip)) == (False, False)
    window.receive(a_display())
    window.after_drain()
    assert (flashes(window), flashes(strip)) == (True, True)


def test_a_private_start_never_shows_an_amount(qtbot: QtBot, desk: Desk) -> None:
    """What was kept holds from the first paint on, in both generations."""
    window = desk.window(record=True, appearance=Appearance(is_private=True))
    qtbot.addWidget(window)
    for fact in SESSION:
        window.receive(fact)
    for host in window._hosts.values():
        host.swap("legacy", force=False)
    cells = {cell.name: cell.cell.text for cell in window.watch.cells() if cell.panel == "panel1"}
    assert cells["Balance"] == "$•••"
    assert {host.generation for host in window._hosts.values()} == {"legacy"}


def test_keyboard_map_is_complete_and_true(qtbot: QtBot, desk: Desk) -> None:
    """It names every key that does something anywhere in the window, each once, and no other.

    Arrows and Enter belong to the cells, which handle them themselves.
    """
    window = open_window(qtbot, desk, *SESSION)
    actions = [action.shortcut() for action in window.findChildren(QAction)]
    shortcuts = [shortcut.key() for shortcut in window.findChildren(QShortcut)]
    real = [keys.toString() for keys in (*actions, *shortcuts) if not keys.isEmpty()]
    assert sorted(keys for keys, _ in window._menus.keys) == sorted([*real, "Arrows, Enter"])
    assert len(set(real)) == len(real)


def belongs_to_qt(widget: QWidget) -> bool:
    """Tell whether a widget is a part that Qt and pyqtgraph build inside of their own controls."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QComboBox | QLineEdit | PlotWidget):
        around = around.parentWidget()
    return around is not None


def nameless(window: MainWindow) -> list[str]:
    """Return every control that a screen reader could not name."""
    return [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for top in QApplication.topLevelWidgets()
        if top is window or top.parent() is window
        for each in top.findChildren(QWidget)
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (each.accessibleName() or getattr(each, "text", str)())
        and not belongs_to_qt(each)
    ]


def test_every_control_has_an_accessible_name(qtbot: QtBot, desk: Desk) -> None:
    """In the window, its dialogs and the strip."""
    window = open_window(qtbot, desk, *SESSION)
    menus = window._menus
    for wish in (menus.settings, menus.keyboard, menus.about, menus.generations.details, menus.guide):
        wish.emit()
    window.receive(shown(listed()))
    qtbot.waitUntil(lambda: bool(window.findChildren(EquityChart)))
    assert nameless(window) == []


def test_about_names_every_part(qtbot: QtBot, desk: Desk) -> None:
    """The versions that the application was given."""
    window = open_window(qtbot, desk, *SESSION)
    window._menus.about.emit()
    texts = [label.text() for label in window.findChildren(RowsDialog)[0].findChildren(QLabel)]
    assert texts == ["Qt", "6.0"]
