"""The whole program on trades that come over a socket at given rates: when is each painted? Prints JSON."""

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.__main__ import SWITCH_INTERVAL_S
from benchmarks.monitor import start_module
from benchmarks.watched import Watch, run_watched
from ui.panel import PanelName

_AROUND_S = 14.0


class Prices:
    """Notes when which price was painted first."""

    def __init__(self) -> None:
        self.painted: list[tuple[float, str]] = []

    def look_at(self, watch: Watch) -> None:
        """Look at the price after each frame."""

        def note(at: float) -> None:
            text = watch.cells(PanelName.PANEL2)["Live"]
            if not self.painted or self.painted[-1][1] != text:
                self.painted.append((at, text))

        watch.painted.connect(note)


def main(phases: list[str]) -> int:
    """Run the program beside a server that goes through phases; return the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _qt = QApplication(sys.argv[:1])
    server = start_module("benchmarks.tick_server", *phases)
    if server.stdout is None:
        raise AssertionError("the server has no output")
    port = server.stdout.readline().strip()
    seconds = sum(float(phase.partition(":")[2]) for phase in phases) + _AROUND_S
    prices = Prices()
    with tempfile.TemporaryDirectory() as folder:
        options = ("--dtc", f"127.0.0.1:{port}", "--mode", "SIM", "--run-for", f"{seconds}")
        watch = run_watched(Path(folder), prices.look_at, *options)
        with closing(sqlite3.connect(Path(folder) / "data" / "appsierra.db")) as connection:
            (stored,) = connection.execute("SELECT count(*) FROM executions").fetchone()
    sent = json.loads(server.communicate()[0])
    measured = {"stored": stored, "painted": prices.painted, "late_ms": watch.late_ms}
    sys.stdout.write(json.dumps(sent | measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
