"""The whole program on the demo: how long frames take, and how often the cells change. Prints JSON."""

import json
import sys
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.__main__ import SWITCH_INTERVAL_S
from benchmarks.watched import Watch, run_watched
from ui.panel import PanelName

_WARM_UP_S = 8.0
_RUN_FOR_S = 40.0


class Refreshes:
    """Notes when the cells of the open position changed.

    Attributes:
        changed_at: Monotonic seconds, from the end of the warm-up on.
    """

    def __init__(self) -> None:
        self.changed_at: list[float] = []
        self._cells: Mapping[str, str] = {}

    def look_at(self, watch: Watch) -> None:
        """Begin when the program has come to rest."""

        def note(at: float) -> None:
            cells = watch.cells(PanelName.PANEL2)
            if cells != self._cells:
                self.changed_at.append(at)
            self._cells = cells

        def begin() -> None:
            watch.frames_ms.clear()
            watch.painted.connect(note)

        QTimer.singleShot(round(_WARM_UP_S * 1000), begin)


def main() -> int:
    """Run the program; return the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _qt = QApplication(sys.argv[:1])
    refreshes = Refreshes()
    with tempfile.TemporaryDirectory() as folder:
        watch = run_watched(Path(folder), refreshes.look_at, "--demo", "--run-for", f"{_RUN_FOR_S}")
    measured = {
        "frames_ms": watch.frames_ms,
        "refreshes_ms": [(after - before) * 1000 for before, after in pairwise(refreshes.changed_at)],
    }
    sys.stdout.write(json.dumps(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
