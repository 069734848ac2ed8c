"""From the wish to go back to legacy cells on the screen of the running program."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.monitor import ROOT, home, start_monitor

RUNS = 5
BOUND_MS = 100.0
_ALIVE_S = 4.0
_RUN_FOR_S = 8.0


def measure() -> list[Figure]:
    """Ask a running monitor with the demo, once through the file and once on the command line."""
    by_file = [_back_ms(_touch) for _ in range(RUNS)]
    by_command = [_back_ms(_command) for _ in range(RUNS)]
    return [
        Figure(name="back by the file ROLLBACK", unit="ms", runs=by_file, reference=(), bound=BOUND_MS),
        Figure(
            name="back by launcher.py rollback, once it runs",
            unit="ms",
            runs=by_command,
            reference=(),
            bound=BOUND_MS,
        ),
    ]


def _touch(folder: Path) -> float:
    (folder / "data" / "ROLLBACK").touch()
    return time.time()


def _command(folder: Path) -> float:
    command = [sys.executable, str(ROOT / "launcher.py"), "rollback", "--home", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        # Counted from the wish, which the command writes after it has started.
        path = folder / "data" / "ROLLBACK"
        while not path.exists() and process.poll() is None:
            time.sleep(0.0005)
        return time.time()


def _back_ms(ask: Callable[[Path], float]) -> float:
    with home() as folder:
        log = folder / "screen.jsonl"
        process = start_monitor(folder, _RUN_FOR_S, "--screen-log", str(log))
        time.sleep(_ALIVE_S)
        asked = ask(folder)
        process.communicate()
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        painted = {
            line["cell"]: line["t"]
            for line in lines
            if line["cell"] in {"Generation1", "Generation2"} and line["text"] == "legacy"
        }
        return float(max(painted["Generation1"], painted["Generation2"]) - asked) * 1000
