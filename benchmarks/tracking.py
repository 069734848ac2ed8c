"""What it costs to measure what the program costs: processor with and without `ENABLE_PERF_TRACKING`."""

import time
from collections.abc import Mapping
from typing import Final

from benchmarks.figure import Figure
from benchmarks.monitor import home, start_monitor, used
from flags import FlagName

RUNS = 3
WARM_UP_S = 10.0
# Two whole intervals, so that what is written once in each counts.
WATCH_S = 120.0
COST_BOUND = 1.0
_END_S = 3.0
_WITH: Final[Mapping[str, str]] = {FlagName.ENABLE_PERF_TRACKING: "1"}
_WITHOUT: Final[Mapping[str, str]] = {FlagName.ENABLE_PERF_TRACKING: "0"}


def measure() -> list[Figure]:
    """Run the same demo in two monitors at the same time, one of which measures."""
    shares: list[tuple[float, float]] = []
    for run in range(RUNS):
        with home() as one, home() as other:
            options = ("--demo-seed", str(run + 1))
            run_for_s = WARM_UP_S + WATCH_S + _END_S
            started = (
                start_monitor(one, run_for_s, *options, environ=_WITH),
                start_monitor(other, run_for_s, *options, environ=_WITHOUT),
            )
            time.sleep(WARM_UP_S)
            before = [used(process) for process in started]
            time.sleep(WATCH_S)
            with_s, without_s = (
                used(process).cpu_s - began.cpu_s for process, began in zip(started, before, strict=True)
            )
            shares.append((100 * with_s / WATCH_S, 100 * without_s / WATCH_S))
            for process_of_ours in started:
                process_of_ours.communicate()
    return [
        Figure(
            name="cpu, measuring",
            unit="% of a core",
            runs=[tracked for tracked, _ in shares],
            reference=[plain for _, plain in shares],
            bound=5.0 + COST_BOUND,
        ),
        Figure(
            name="cost of measuring",
            unit="% of a core",
            runs=[tracked - plain for tracked, plain in shares],
            reference=(),
            bound=COST_BOUND,
        ),
    ]
