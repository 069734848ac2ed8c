"""The whole program on trades that come over a socket at given rates: when is each painted? Prints JSON."""

import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app import home, logs
from app.application import Application
from app.arguments import parse
from app.plan import make_plan
from benchmarks.monitor import ROOT, start_module
from ui.panel import PanelName
from ui.window import MainWindow

_BEAT_MS = 2
_AROUND_S = 8.0
_SWITCH_INTERVAL_S = 0.001
"""What the application runs with."""


class Watch(QObject):
    """Notes when the window painted which price, and how late the beats of the GUI thread were."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._host = window.migration.hosts[PanelName.PANEL2]
        self.painted: list[tuple[float, str]] = []
        self.late_ms: list[tuple[float, float]] = []
        self._beat_at = time.monotonic()
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(_BEAT_MS)
        self._heart.timeout.connect(self._take_pulse)
        self._heart.start()
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Come back once the frame is painted that begins now."""
        if event.type() == QEvent.Type.UpdateRequest:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        """Note the price that has just been painted."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        text = self._host.cells()["Live"].text
        if not self.painted or self.painted[-1][1] != text:
            self.painted.append((time.monotonic(), text))
        return True

    @Slot()
    def _take_pulse(self) -> None:
        now = time.monotonic()
        self.late_ms.append((now, max(0.0, (now - self._beat_at) * 1000 - _BEAT_MS)))
        self._beat_at = now


def watch(folder: Path, port: str, seconds: float) -> Watch:
    """Run the program on a server for some seconds."""
    (folder / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
    line = ["--dtc", f"127.0.0.1:{port}", "--home", str(folder), "--mode", "SIM", "--run-for", f"{seconds}"]
    place = home.prepare(folder)
    plan = make_plan(parse(line), place)
    stop_logs = logs.start(place, [])
    application = Application(plan, None)
    (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    watched = Watch(window)
    application.run()
    stop_logs()
    return watched


def main(phases: list[str]) -> int:
    """Run the program beside a server that goes through phases; return the exit code."""
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    _qt = QApplication(sys.argv[:1])
    server = start_module("benchmarks.tick_server", *phases)
    if server.stdout is None:
        raise AssertionError("the server has no output")
    port = server.stdout.readline().strip()
    seconds = sum(float(phase.partition(":")[2]) for phase in phases)
    with tempfile.TemporaryDirectory() as folder:
        watched = watch(Path(folder), port, seconds + _AROUND_S)
        with closing(sqlite3.connect(Path(folder) / "data" / "appsierra.db")) as connection:
            (stored,) = connection.execute("SELECT count(*) FROM executions").fetchone()
    sent = json.loads(server.communicate()[0])
    sys.stdout.write(
        json.dumps({**sent, "stored": stored, "painted": watched.painted, "late_ms": watched.late_ms})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
