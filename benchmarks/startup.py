"""From the start of the process to the first painted window."""

import time
from datetime import datetime
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.monitor import home, start_monitor, start_reference

RUNS = 7
BOUND_S = 0.5
_RUN_FOR_S = 1.0


def measure() -> list[Figure]:
    """Start the program and the reference in turn; the first start of each only warms the disk cache."""
    ours, reference = [], []
    for run in range(RUNS + 1):
        with home() as folder:
            seconds = _monitor_s(folder)
        beside = _reference_s()
        if run:
            ours.append(seconds)
            reference.append(beside)
    return [Figure(name="first paint, warm start", unit="s", runs=ours, reference=reference, bound=BOUND_S)]


def _monitor_s(folder: Path) -> float:
    began = time.time()
    start_monitor(folder, _RUN_FOR_S).wait()
    lines = (folder / "logs" / "app.log").read_text(encoding="utf-8").splitlines()
    (painted,) = [line for line in lines if line.endswith("first paint")]
    return datetime.fromisoformat(painted.split()[0]).timestamp() - began


def _reference_s() -> float:
    began = time.time()
    output, _ = start_reference(_RUN_FOR_S).communicate()
    return float(output) - began
