"""The real program inside of a measuring process: what its window painted, and when."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from app import home, logs
from app.application import Application
from app.arguments import parse
from app.demo_process import DemoProcess
from app.plan import make_plan
from benchmarks.monitor import ROOT
from ui.panel import PanelName
from ui.window import MainWindow

_BEAT_MS = 2


class Watch(QObject):
    """Tells when a frame has been painted, and notes how late the beats of the GUI thread were.

    Attributes:
        painted: Carries the monotonic seconds at which a frame was painted.
        late_ms: Monotonic seconds of each beat, and by how much it was late.
        frames_ms: How long each frame took to paint.
    """

    painted = Signal(float)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self.late_ms: list[tuple[float, float]] = []
        self.frames_ms: list[float] = []
        self._frame_at = self._beat_at = time.monotonic()
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(_BEAT_MS)
        self._heart.timeout.connect(self._take_pulse)
        self._heart.start()
        window.installEventFilter(self)

    def cells(self, name: PanelName) -> dict[str, str]:
        """Return the texts of a panel."""
        return {label: cell.text for label, cell in self.window.migration.hosts[name].cells().items()}

    def press(self, keys: str) -> None:
        """Do what a key does, such as `Ctrl+Shift+M`."""
        (action,) = (one for one in self.window.findChildren(QAction) if one.shortcut().toString() == keys)
        action.trigger()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Come back once the frame is painted that begins now."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._frame_at = time.monotonic()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        """Tell that a frame has been painted."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        painted_at = time.monotonic()
        self.frames_ms.append((painted_at - self._frame_at) * 1000)
        self.painted.emit(painted_at)
        return True

    @Slot()
    def _take_pulse(self) -> None:
        now = time.monotonic()
        self.late_ms.append((now, max(0.0, (now - self._beat_at) * 1000 - _BEAT_MS)))
        self._beat_at = now


def run_watched(folder: Path, begin: Callable[[Watch], None], *options: str) -> Watch:
    """Run the program to its end, watched.

    Args:
        folder: Its home.
        begin: Called before the program runs, to look at what is painted.
        options: Its command line.
    """
    (folder / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
    arguments = parse(["--home", str(folder), *options])
    place = home.prepare(folder)
    plan = make_plan(arguments, place)
    stop_logs = logs.start(place, [])
    demo = (
        DemoProcess(plan.snapshot, arguments.demo_seed, arguments.demo_time_scale) if arguments.demo else None
    )
    application = Application(plan, demo)
    (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    watch = Watch(window)
    begin(watch)
    application.run()
    stop_logs()
    return watch
