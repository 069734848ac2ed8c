"""What the monitor costs while a trader just looks at it: processor and memory with the demo at 2 Hz.

An hour of the trading day is on the screen already, as when `compare` measures: an empty chart costs nothing.
"""

import time
from datetime import UTC, datetime
from typing import NamedTuple

from app.comparison.history import prepare_history
from app.home import prepare
from benchmarks.figure import Figure
from benchmarks.monitor import LEGACY, NEW, home, start_monitor, start_reference, used

RUNS = 2
WARM_UP_S = 10.0
WATCH_S = 50.0
CPU_BOUND = 5.0
MEMORY_BOUND_MB = 150.0
MEMORY_OF_LEGACY = 0.9
CPU_OF_LEGACY = 0.8
_END_S = 3.0


class Watched(NamedTuple):
    """What was seen of the new panels, of the legacy ones and of the reference, in this order.

    Attributes:
        cpu: Percent of a core, of each run.
        memory: MB, likewise.
    """

    cpu: tuple[list[float], list[float], list[float]]
    memory: tuple[list[float], list[float], list[float]]


def measure() -> list[Figure]:
    """Watch the program with the new and with the legacy panels, and the reference, at the same time."""
    watched = watch()
    (cpu, _, plain_cpu), (memory, _, plain_memory) = watched
    return [
        _figure("cpu, demo at 2 Hz", "% of a core", cpu, plain_cpu, CPU_BOUND),
        _figure("memory after a minute", "MB", memory, plain_memory, MEMORY_BOUND_MB),
        *beside_legacy(watched),
    ]


def beside_legacy(watched: Watched) -> list[Figure]:
    """Return what the new panels cost of what the legacy ones do."""
    return [
        Figure(
            name="memory beside legacy",
            unit="MB",
            runs=watched.memory[0],
            reference=watched.memory[1],
            bound=MEMORY_OF_LEGACY,
            bounds="ratio",
        ),
        Figure(
            name="cpu beside legacy",
            unit="% of a core",
            runs=watched.cpu[0],
            reference=watched.cpu[1],
            bound=CPU_OF_LEGACY,
            bounds="ratio",
        ),
    ]


def watch() -> Watched:
    """Run them side by side, some times."""
    watched = Watched(([], [], []), ([], [], []))
    for _ in range(RUNS):
        with home() as new_home, home() as legacy_home:
            for folder in (new_home, legacy_home):
                prepare_history(prepare(folder).data, datetime.now(UTC))
            run_for_s = WARM_UP_S + WATCH_S + _END_S
            started = (
                start_monitor(new_home, run_for_s, environ=NEW),
                start_monitor(legacy_home, run_for_s, environ=LEGACY),
                start_reference(run_for_s),
            )
            time.sleep(WARM_UP_S)
            before = [used(process) for process in started]
            time.sleep(WATCH_S)
            for number, process in enumerate(started):
                after = used(process)
                watched.cpu[number].append(100 * (after.cpu_s - before[number].cpu_s) / WATCH_S)
                watched.memory[number].append(after.memory_mb)
            for process_of_ours in started:
                process_of_ours.communicate()
    return watched


def _figure(name: str, unit: str, runs: list[float], reference: list[float], bound: float) -> Figure:
    return Figure(name=name, unit=unit, runs=runs, reference=reference, bound=bound)
