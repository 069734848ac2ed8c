"""The table of the migration guide: render time, refresh of the cells, memory, processor; new by legacy."""

import json
from typing import Any

from benchmarks import idle
from benchmarks.figure import Figure
from benchmarks.monitor import LEGACY, NEW, run_module

RENDER_BOUND_MS = 16.0
REFRESH_BOUND_MS = 550.0
"""Twice a second, with the time to read and paint."""


def measure() -> list[Figure]:
    """Look at the program on the demo with the new and with the legacy panels; then watch both idle."""
    new: dict[str, Any] = json.loads(run_module("benchmarks.guide_session", environ=NEW))
    legacy: dict[str, Any] = json.loads(run_module("benchmarks.guide_session", environ=LEGACY))
    return [
        Figure(
            name="a frame of the window",
            unit="ms",
            runs=new["frames_ms"],
            reference=legacy["frames_ms"],
            bound=RENDER_BOUND_MS,
            bounds="p99",
        ),
        Figure(
            name="from one refresh of the cells to the next",
            unit="ms",
            runs=new["refreshes_ms"],
            reference=legacy["refreshes_ms"],
            bound=REFRESH_BOUND_MS,
        ),
        *idle.beside_legacy(idle.watch()),
    ]
