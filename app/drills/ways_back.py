"""Every way back to the legacy panels, with a position open, timed from the wish to the screen."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from actors.base import Ports
from actors.messages import SwapPanels
from actors.qt_bridge import QtBridgeActor
from actors.rollback_watch import RollbackWatchActor
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.seams.rollback_file import DiskRollbackFile
from actors.supervisor import ActorSpec, Supervisor
from app import display
from app.checkout import version
from app.drills.story import Story
from flags import BOTH_NEW, resolve
from models.rollback import FILE, RollbackWish, content_of
from ui.alarm_sounds import AlarmSounds, Silence
from ui.inlet import Inlet
from ui.window import MainWindow

LIMIT_MS: Final = 100.0
_GIVE_UP_S: Final = 2.0
_WARM_UP_S: Final = 2.0
_KEYS: Final = ("F8", "Ctrl+Shift+F8")


def ways_back() -> tuple[bool, str]:
    """Return whether each way back is fast enough, and how fast the slowest was."""
    display.prepare(os.environ, offscreen=True)
    application = QApplication.instance() or QApplication([])
    with TemporaryDirectory() as folder:
        desk = _Desk(Path(folder))
        try:
            took_ms = {
                name: desk.time_of(go, any if name == "F8" else all) for name, go in desk.ways().items()
            }
        finally:
            desk.close()
    del application
    slowest = max(took_ms, key=lambda name: took_ms[name])
    have = f"{len(took_ms)} ways, the slowest {took_ms[slowest]:.0f} ms ({slowest})"
    return took_ms[slowest] <= LIMIT_MS, have


class _Desk:
    """A window with an open position, and the actors that ways from outside lead through."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._router = Router()
        self.window = MainWindow(
            post=self._router.post,
            record=False,
            load_places=dict,
            save_places=lambda _: None,
            first_paint=lambda: None,
            start_demo=lambda: None,
            flags=resolve({}, BOTH_NEW, "drill"),
            version=version(),
            sounds=AlarmSounds(Silence(), muted=True, volume=0, quiet=None),
        )
        self._inlet = Inlet(
            deliver=self.window.receive, drained=self.window.after_drain, draining=self.window.before_drain
        )
        self._clock = SystemClock(self._router.post)
        self._supervisor = Supervisor(self._router)
        self._clock.start()
        ports = Ports(post=self._router.post, clock=self._clock)
        self._supervisor.start(
            [
                ActorSpec(QtBridgeActor, {"ports": ports, "emit": self._inlet.put, "typed": True}),
                ActorSpec(RollbackWatchActor, {"ports": ports, "file": DiskRollbackFile(self._file)}),
            ]
        )
        self.window.show()
        for shown in Story().open_position():
            self._router.post(shown.fact)
        # The spares are built while nothing else is to be done, as in any run.
        _spin(lambda: False, _WARM_UP_S)

    def ways(self) -> Mapping[str, Callable[[], object]]:
        """Return how to go each way."""
        migration = self.window.migration
        legacy = [
            action
            for action in self.window.findChildren(QAction)
            if isinstance(action.data(), tuple) and action.data()[1] == "legacy"
        ]
        ways: dict[str, Callable[[], object]] = {
            key: action.trigger
            for key in _KEYS
            for action in self.window.findChildren(QAction)
            if action.shortcut().toString() == key
        }
        wish = content_of(RollbackWish(who="command line", why="drill"))
        swap = SwapPanels(panels=("panel1", "panel2"), generation="legacy", who="automatic", why="drill")
        return {
            **ways,
            "menu": lambda: _trigger(legacy),
            "command line": lambda: self._file.write_bytes(wish),
            "sentinel file": lambda: self._file.write_bytes(b""),
            "automatic": lambda: migration.ask(swap),
        }

    def time_of(self, go: Callable[[], object], enough: Callable[[Iterable[bool]], bool]) -> float:
        """Go one way back from the new panels; return the milliseconds until they are legacy.

        Args:
            go: Begins.
            enough: Tells from what holds of each panel whether it is there; F8 is about the panel in use.
        """
        new = SwapPanels(panels=("panel1", "panel2"), generation="new", who="user", why="drill")
        self.window.migration.ask(new)
        _spin(lambda: not self._file.exists(), _GIVE_UP_S)
        began_s = time.perf_counter()
        go()
        hosts = self.window.migration.hosts.values()
        _spin(lambda: enough(host.generation == "legacy" for host in hosts), _GIVE_UP_S)
        # What is on the screen counts, not what is about to be painted.
        QApplication.processEvents()
        return (time.perf_counter() - began_s) * 1000

    def close(self) -> None:
        """Stop everything."""
        self._supervisor.stop(_GIVE_UP_S)
        self._clock.stop(0.2)
        self._inlet.close()
        self.window.close()
        self.window.deleteLater()


def _trigger(actions: Iterable[QAction]) -> None:
    for action in actions:
        action.trigger()


def _spin(until: Callable[[], bool], longest_s: float) -> None:
    """Let the window work until something holds."""
    end_s = time.perf_counter() + longest_s
    while not until() and time.perf_counter() < end_s:
        QApplication.processEvents()
        time.sleep(0.001)
