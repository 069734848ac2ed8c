"""How long a fill takes from its telling to the disk, one transaction for all that wait."""

import json
from itertools import chain

from benchmarks.figure import Figure
from benchmarks.monitor import run_module

RUNS = 3
RATES = (2_000, 20_000)
BOUND_MS = 2.0


def measure() -> list[Figure]:
    """Run sessions at each rate, beside a bare queue in front of one table of SQLite."""
    return [_figure(rate) for rate in RATES]


def _figure(rate: int) -> Figure:
    sessions = [json.loads(run_module("benchmarks.durable_session", str(rate))) for _ in range(RUNS)]
    return Figure(
        name=f"fill on the disk at {rate:,}/s",
        unit="ms",
        runs=list(chain.from_iterable(one["ours_ms"] for one in sessions)),
        reference=list(chain.from_iterable(one["plain_ms"] for one in sessions)),
        bound=BOUND_MS,
        bounds="p99",
    )
