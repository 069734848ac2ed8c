"""The real program inside of a measuring process: what its window painted, and when."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from app import home, logs
from app.application import Application
from app.arguments import parse
from app.demo_process import DemoProcess
from app.end_wish import EndWish
from app.plan import make_plan
from app.stress import watch
from benchmarks.monitor import ROOT
from ui.panel import PanelName
from ui.window import MainWindow


class Watch(watch.Watch):
    """Keeps what was noted, reads cells and finds what keys do.

    Attributes:
        late_ms: Monotonic seconds of each beat, and by how much it was late.
        frames_ms: How long each frame took to paint.
    """

    def __init__(self, window: MainWindow) -> None:
        self.late_ms: list[tuple[float, float]] = []
        self.frames_ms: list[float] = []
        super().__init__(window, lambda at, late: self.late_ms.append((at, late)))
        self.painted.connect(self._note_frame)

    def cells(self, name: PanelName) -> dict[str, str]:
        """Return the texts of a panel."""
        return {label: cell.text for label, cell in self.window.migration.hosts[name].cells().items()}

    def action(self, keys: str) -> QAction:
        """Return what a key does, such as `Ctrl+Shift+M`; finding it takes longer than doing it."""
        (action,) = (one for one in self.window.findChildren(QAction) if one.shortcut().toString() == keys)
        return action

    @Slot(float, float)
    def _note_frame(self, _painted_at: float, took_ms: float) -> None:
        self.frames_ms.append(took_ms)


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
    application = Application(plan, demo, EndWish())
    watched = Watch(application.window)
    begin(watched)
    application.run()
    stop_logs()
    return watched
