"""The whole program on the demo, with modes switched by key: when is the other mode painted? Prints JSON."""

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.__main__ import SWITCH_INTERVAL_S
from benchmarks.watched import Watch, run_watched
from ui.panel import PanelName

SWITCHES = 300
_QUIET_MS = 6_000
_PAUSE_MS = 37
"""No multiple of anything that runs in the program."""
_RUN_FOR_S = 30.0


class Switches:
    """Asks for the next mode, and notes how long it took until all panels showed it.

    Attributes:
        took_ms: One for each switch.
    """

    def __init__(self) -> None:
        self.took_ms: list[float] = []
        self._watch: Watch | None = None
        self._asked_at: float | None = None
        self._shown = ""

    def look_at(self, watch: Watch) -> None:
        """Begin when the program has come to rest."""
        self._watch = watch
        watch.painted.connect(self._note)
        QTimer.singleShot(_QUIET_MS, self._ask)

    def _ask(self) -> None:
        if self._watch is None:
            return
        key = self._watch.action("Ctrl+Shift+M")
        self._shown = self._mode(self._watch)
        self._asked_at = time.monotonic()
        key.trigger()

    def _note(self, at: float) -> None:
        if self._watch is None or self._asked_at is None or self._mode(self._watch) == self._shown:
            return
        self.took_ms.append((at - self._asked_at) * 1000)
        self._asked_at = None
        if len(self.took_ms) < SWITCHES:
            QTimer.singleShot(_PAUSE_MS, self._ask)
        else:
            QApplication.exit(0)

    @staticmethod
    def _mode(watch: Watch) -> str:
        return watch.cells(PanelName.PANEL1)["Mode"]


def main() -> int:
    """Run the program; return the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _qt = QApplication(sys.argv[:1])
    switches = Switches()
    with tempfile.TemporaryDirectory() as folder:
        watch = run_watched(Path(folder), switches.look_at, "--demo", "--run-for", f"{_RUN_FOR_S}")
    late_ms = [late for _, late in watch.late_ms]
    sys.stdout.write(json.dumps({"took_ms": switches.took_ms, "late_ms": late_ms}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
