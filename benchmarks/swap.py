"""Swaps of panel generations in a running session at a thousand facts a second."""

import json
from statistics import quantiles
from typing import Any

from benchmarks.figure import Figure
from benchmarks.monitor import run_module

RUNS = 3
SWAP_BOUND_MS = 16.0
STALL_BOUND_MS = 50.0
GROWTH_BOUND_MB = 1.0


def measure() -> list[Figure]:
    """Run sessions of a thousand swaps each."""
    sessions: list[dict[str, Any]] = [json.loads(run_module("benchmarks.swap_session")) for _ in range(RUNS)]

    def figure(name: str, unit: str, key: str, bound: float) -> Figure:
        return Figure(
            name=name, unit=unit, runs=[float(one[key]) for one in sessions], reference=(), bound=bound
        )

    for one in sessions:
        one["p99_ms"] = quantiles(one["swaps_ms"], n=100)[-1]
        one["wrong"] = len(one["differing"])
        one["said"] = len(one["warnings"])
    return [
        figure("swap with its repaint, p99 of 1,000", "ms", "p99_ms", SWAP_BOUND_MS),
        figure("first swap, spare cold", "ms", "first_ms", STALL_BOUND_MS),
        figure("longest stall of the GUI thread", "ms", "stall_ms", STALL_BOUND_MS),
        figure("memory grown, swap 100 to 1,000", "MB", "grown_mb", GROWTH_BOUND_MB),
        figure("cells unlike those without swaps", "", "wrong", 0.0),
        figure("Qt warnings", "", "said", 0.0),
    ]
