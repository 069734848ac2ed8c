"""Alarms from the fact to the ear: real actors, the real window, real time."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pykka
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from actors.alarms import AlarmActor
from actors.base import Actor, Ports
from actors.clock import ClockActor
from actors.heat import HeatActor
from actors.messages import (
    AccountsListed,
    AlarmLimitsSet,
    AlarmsLoaded,
    Begin,
    ConnectionChanged,
    ConnectionState,
    HeatLoaded,
    Message,
    PositionChanged,
    ScopeChanged,
    SwapPanels,
    TradesLoaded,
)
from actors.qt_bridge import QtBridgeActor
from actors.router import Router
from actors.seams.clock import SystemClock
from models.alarm import AlarmKind
from models.alarm_rules import AlarmSettings
from models.book import Book
from models.heat import HeatThresholds
from tests.actors.builders import LIVE, SIM, a_quote, changed
from tests.models.builders import a_position, protection
from tests.ui.alarms import Ears
from tests.ui.builders import NEW_PANELS
from ui.alarm_log import AlarmLog
from ui.alarm_sounds import AlarmSounds
from ui.inlet import Inlet
from ui.window import MainWindow

pytestmark = pytest.mark.slow

HEAT = HeatThresholds(warning_s=1, flashing_s=900, critical_s=900)
SETTINGS = AlarmSettings(
    heat=HEAT, stop_missing_s=0.2, daily_losses={"Sim1": Decimal(500)}, stop_distances={"MES": Decimal(1)}
)


class Monitor:
    """What shows and sounds alarms, without a server: the test says what the server would."""

    def __init__(self) -> None:
        self.ears = Ears()
        self.router = Router()
        self.window = MainWindow(
            post=self.router.post,
            record=False,
            load_places=dict,
            save_places=lambda _places: None,
            first_paint=lambda: None,
            start_demo=lambda: None,
            flags=NEW_PANELS,
            version="1.0",
            sounds=AlarmSounds(self.ears),
        )
        self.inlet = Inlet(deliver=self.window.receive, drained=self.window.after_drain)
        self.clock = SystemClock(self.router.post)
        self.refs: list[pykka.ActorRef[Any]] = []
        limits = AlarmLimitsSet(heat=HEAT, stop_distances=())
        self._start(QtBridgeActor, emit=self.inlet.put, typed=True)
        self._start(HeatActor, dead_band_ticks=0, limits=limits)
        self._start(AlarmActor, settings=SETTINGS)
        self._start(ClockActor)
        self.clock.start()
        for ref in self.refs:
            ref.tell(Begin())

    def _start(self, actor_class: type[Actor], **arguments: object) -> None:
        ports = Ports(post=self.router.post, clock=self.clock)
        ref: pykka.ActorRef[Any] = actor_class.start(ports=ports, **arguments)
        self.refs.append(ref)
        self.router.attach(ref, actor_class)

    def tell(self, *facts: Message) -> None:
        """Tell facts as the other actors would."""
        for fact in facts:
            self.router.post(fact)

    def stop(self) -> None:
        """End everything."""
        for ref in reversed(self.refs):
            ref.stop(timeout=2)
        self.clock.stop(1)
        self.inlet.close()


@pytest.fixture
def monitor(qtbot: QtBot) -> Iterator[Monitor]:
    """Return a monitor with a link that is ready and the SIM book on the screen."""
    monitor = Monitor()
    window = monitor.window
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    scope = ScopeChanged(epoch=1, mode=SIM.mode, account=SIM.account, known=(SIM, LIVE), reason="test")
    now = monitor.clock.utc()
    ready = ConnectionChanged(state=ConnectionState.READY, endpoint="here:1", detail="", at=now)
    monitor.tell(HeatLoaded(since=()), AlarmsLoaded(records=()), scope, ready)
    yield monitor
    monitor.stop()


def shown(monitor: Monitor) -> dict[str, str]:
    """Return the canonical cells of the window."""
    return {
        painted.name: painted.cell.text
        for painted in monitor.window.watch.cells()
        if painted.panel == "window"
    }


def until_heard(qtbot: QtBot, monitor: Monitor, *kinds: AlarmKind) -> None:
    """Wait until exactly these kinds were heard, one sound each, in this order."""
    qtbot.waitUntil(lambda: len(monitor.ears.heard) >= len(kinds), timeout=5000)
    assert monitor.ears.kinds == list(kinds)


def price(monitor: Monitor, last: str) -> None:
    """Tell a price of this moment."""
    monitor.tell(a_quote(last, at=monitor.clock.utc()))


def held(quantity: int = 1, *, stop: str | None = "6700", book: Book = SIM) -> PositionChanged:
    """Return a position entered at 6750."""
    return changed(a_position(quantity, 6750, book=book), book=book, protection=protection(stop))


def test_stop_is_seen_heard_and_acknowledged_by_a_key(monitor: Monitor, qtbot: QtBot) -> None:
    """From the price to the bar and the ear, once; Space makes it quiet and leaves it on the screen."""
    monitor.tell(held(stop="6740"))
    price(monitor, "6740.50")
    until_heard(qtbot, monitor, AlarmKind.STOP_NEAR)
    text = "SIM Sim1 MES: price 6740.50 is 0.50 points from the stop at 6740.00."
    assert shown(monitor)["Alarm"] == text
    assert monitor.window._alarms.bar.isVisible()
    QTest.keyClick(monitor.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: monitor.window._alarms.cell().role == "dim")
    price(monitor, "6740.25")
    price(monitor, "6739.00")
    QTest.keyClick(monitor.window, Qt.Key.Key_A)
    dialog = monitor.window.findChildren(AlarmLog)[0]
    table = dialog.findChildren(QTableView)[0].model()
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    row = [str(table.data(table.index(0, column))) for column in range(table.columnCount())]
    assert row[4] == text
    assert row[6] == "holds"
    assert row[7].endswith(" ms")
    assert monitor.ears.kinds == [AlarmKind.STOP_NEAR]
    dialog.close()


def test_snoozed_by_a_key(monitor: Monitor, qtbot: QtBot) -> None:
    """Shift+Space puts the alarm aside, and the bar says until when."""
    monitor.tell(held(stop="6740"))
    price(monitor, "6740.50")
    until_heard(qtbot, monitor, AlarmKind.STOP_NEAR)
    QTest.keyClick(monitor.window, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    bar = monitor.window._alarms.bar
    qtbot.waitUntil(lambda: "snoozed until" in bar._word.text())


@pytest.mark.parametrize("how", ["swapped", "hidden", "minimised", "other book"])
def test_nothing_that_happens_to_panels_silences_an_alarm(monitor: Monitor, qtbot: QtBot, how: str) -> None:
    """Heat, a missing stop and the daily loss go on to be raised, each once, whatever is on the screen."""
    window = monitor.window
    monitor.tell(AccountsListed(books=(SIM, LIVE)), held(10))
    monitor.tell(TradesLoaded(book=SIM, trades=(), since=monitor.clock.utc()))
    match how:
        case "swapped":
            both = ("panel1", "panel2")
            monitor.inlet.put(SwapPanels(panels=both, generation="legacy", who="user", why="test"))
        case "hidden":
            window.hide()
        case "minimised":
            window.showMinimized()
        case _:
            other = ScopeChanged(epoch=2, mode=LIVE.mode, account=LIVE.account, known=(), reason="test")
            monitor.tell(other)
    price(monitor, "6744")
    until_heard(qtbot, monitor, AlarmKind.LOSS_50)
    if how == "swapped":
        monitor.inlet.put(SwapPanels(panels=both, generation="new", who="user", why="test"))
    until_heard(qtbot, monitor, AlarmKind.LOSS_50, AlarmKind.HEAT_WARNING)
    monitor.tell(held(10, stop=None))
    until_heard(qtbot, monitor, AlarmKind.LOSS_50, AlarmKind.HEAT_WARNING, AlarmKind.STOP_MISSING)
    window.showNormal()
    assert shown(monitor)["Alarm"] == "SIM Sim1 MES: open for 0 s without a working stop."
    qtbot.waitUntil(window._alarms.bar.isVisible)
    for _ in range(20):
        QApplication.processEvents()
    assert len(monitor.ears.heard) == 3
