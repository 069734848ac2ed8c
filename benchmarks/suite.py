"""All measurements by name; prints one table and writes `benchmarks/results.json`."""

import json
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    arrival,
    cells,
    chart,
    decode,
    durable,
    guide,
    idle,
    recorder,
    replay,
    startup,
    statistics,
    swap,
    switch,
    tracking,
    ways_back,
)
from benchmarks.figure import Figure, table
from benchmarks.monitor import PLATFORM

MEASUREMENTS: dict[str, Callable[[], list[Figure]]] = {
    "startup": startup.measure,
    "chart": chart.measure,
    "idle": idle.measure,
    "recorder": recorder.measure,
    "replay": replay.measure,
    "statistics": statistics.measure,
    "decode": decode.measure,
    "durable": durable.measure,
    "cells": cells.measure,
    "arrival": arrival.measure,
    "switch": switch.measure,
    "swap": swap.measure,
    "tracking": tracking.measure,
    "ways_back": ways_back.measure,
    "guide": guide.measure,
}
RESULTS = Path(__file__).with_name("results.json")


def main(names: Sequence[str]) -> int:
    """Run the named measurements, or all; return 1 when a bound is missed."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        sys.stderr.write(f"benchmarks: no {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}\n")
        return 2
    figures = [figure for name in names or MEASUREMENTS for figure in MEASUREMENTS[name]()]
    sys.stdout.write(table(figures) + "\n")
    results = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "platform": PLATFORM,
        "figures": [figure.record() for figure in figures],
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
