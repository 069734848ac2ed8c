"""Eight recorded hours: how long a jump to any moment takes, and how fast they are played."""

import json
from typing import Any

from benchmarks.figure import Figure
from benchmarks.monitor import run_module

HOURS = 8.0
SEEK_BOUND_S = 1.0
PLAY_BOUND_MS = 5.0
"""Of a recorded second: two hundred times as fast as life."""


def measure() -> list[Figure]:
    """Record, index, seek and play in one process."""
    measured: dict[str, Any] = json.loads(run_module("benchmarks.replay_session", str(HOURS)))
    return [
        Figure(
            name="seek in 8 hours",
            unit="s",
            runs=measured["seek_s"],
            reference=(),
            bound=SEEK_BOUND_S,
            bounds="p99",
        ),
        Figure(
            name="play a recorded second",
            unit="ms",
            runs=measured["play_ms"],
            reference=(),
            bound=PLAY_BOUND_MS,
        ),
        Figure(
            name="index a recorded second",
            unit="ms",
            runs=measured["index_ms"],
            reference=(),
            bound=PLAY_BOUND_MS,
        ),
    ]
