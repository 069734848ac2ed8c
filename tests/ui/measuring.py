"""Two places of planted panels under measurement, with time in the hands of the test."""

from datetime import UTC, datetime, timedelta

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import Command, Fact, IntervalMeasured, Shown
from tests.ui.planted import PlantedPanel, planted
from ui.generations import NEW
from ui.panel import PanelName, Payload
from ui.panel_host import PanelHost
from ui.perf_meter import PerfMeter

NOON = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)


class Times:
    """What happens how fast, and what time it is."""

    def __init__(self) -> None:
        """Start at once and at no cost."""
        self.now_s = 0.0
        self.paint_s = 0.0
        self.update_s = 0.0

    def elapsed(self) -> float:
        """Return monotonic seconds."""
        return self.now_s

    def utc(self) -> datetime:
        """Return UTC."""
        return NOON + timedelta(seconds=self.now_s)


class CostlyPanel(PlantedPanel):
    """Takes as long for facts and for painting as the test says.

    Attributes:
        ignores: Facts change nothing that it shows.
    """

    times: Times
    ignores = False

    def receive(self, payload: Payload) -> None:
        """Take a while."""
        if not self.ignores:
            super().receive(payload)
        self.times.now_s += self.times.update_s

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Take a while."""
        super().paintEvent(event)
        self.times.now_s += self.times.paint_s


class Bench:
    """A window with both places, and what the meter has posted."""

    def __init__(self, qtbot: QtBot) -> None:
        """Show the window; nothing is measured yet."""
        self.times = Times()
        self.posted: list[Command | Fact] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        builders = planted(kind=CostlyPanel, made=self._made)
        self.hosts = {
            name: PanelHost(name, builders[name], NEW, self.window, elapsed=self.times.elapsed)
            for name in PanelName
        }
        column = QVBoxLayout(self.window)
        for host in self.hosts.values():
            column.addWidget(host)
        self.meter = PerfMeter(
            self.hosts.values(), self.posted.append, self.times.utc, self.window, elapsed=self.times.elapsed
        )
        self.window.resize(300, 300)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def batch(self, *facts: Shown) -> None:
        """Hand facts over as one batch."""
        for host in self.hosts.values():
            host.before_drain()
        for fact in facts:
            self.meter.receive(fact.fact)
            for host in self.hosts.values():
                host.receive(fact, fact)
        for host in self.hosts.values():
            host.after_drain(self.times.utc())
        self.meter.after_drain()

    def panel(self, name: PanelName) -> CostlyPanel:
        """Return the panel on the screen."""
        (panel,) = (each for each in self.hosts[name].findChildren(CostlyPanel) if each.isVisible())
        return panel

    def paint(self, *names: PanelName) -> None:
        """Paint panels in one frame."""
        began_s = self.times.now_s
        for name in names:
            self.panel(name).repaint()
        self.meter.end_frame(self.times.now_s - began_s)

    def measured(self) -> IntervalMeasured:
        """Return what was posted last."""
        return [fact for fact in self.posted if isinstance(fact, IntervalMeasured)][-1]

    def _made(self, panel: PlantedPanel) -> None:
        assert isinstance(panel, CostlyPanel)
        panel.times = self.times
