"""From the key to the other mode on all panels."""

import json
from typing import Any

from benchmarks.figure import Figure
from benchmarks.monitor import LEGACY, run_module

BOUND_MS = 16.0


def measure() -> list[Figure]:
    """Switch modes in the program on the demo, with the new and with the legacy panels."""
    new: dict[str, Any] = json.loads(run_module("benchmarks.switch_session"))
    legacy: dict[str, Any] = json.loads(run_module("benchmarks.switch_session", environ=LEGACY))
    return [
        Figure(
            name="mode switch to all panels painted",
            unit="ms",
            runs=new["took_ms"],
            reference=legacy["took_ms"],
            bound=BOUND_MS,
            bounds="p99",
        )
    ]
