"""What the monitor costs while a trader just looks at it: processor and memory with the demo at 2 Hz."""

import time
from collections.abc import Mapping
from typing import Final

from benchmarks.figure import Figure
from benchmarks.monitor import LEGACY, home, start_monitor, start_reference, used
from flags import FlagName

RUNS = 2
WARM_UP_S = 10.0
WATCH_S = 50.0
CPU_BOUND = 5.0
MEMORY_BOUND_MB = 150.0
OF_LEGACY_BOUND = 0.9
_END_S = 3.0
_NEW: Final[Mapping[str, str]] = {FlagName.USE_NEW_PANEL1: "1", FlagName.USE_NEW_PANEL2: "1"}


def measure() -> list[Figure]:
    """Watch the program with the new and with the legacy panels, and the reference, at the same time."""
    cpu: list[list[float]] = [[], [], []]
    memory: list[list[float]] = [[], [], []]
    for _ in range(RUNS):
        with home() as new_home, home() as legacy_home:
            run_for_s = WARM_UP_S + WATCH_S + _END_S
            started = (
                start_monitor(new_home, run_for_s, environ=_NEW),
                start_monitor(legacy_home, run_for_s, environ=LEGACY),
                start_reference(run_for_s),
            )
            time.sleep(WARM_UP_S)
            before = [used(process) for process in started]
            time.sleep(WATCH_S)
            for number, process in enumerate(started):
                after = used(process)
                cpu[number].append(100 * (after.cpu_s - before[number].cpu_s) / WATCH_S)
                memory[number].append(after.memory_mb)
            for process_of_ours in started:
                process_of_ours.communicate()
    return [
        _figure("cpu, demo at 2 Hz", "% of a core", cpu[0], cpu[2], CPU_BOUND),
        _figure("memory after a minute", "MB", memory[0], memory[2], MEMORY_BOUND_MB),
        Figure(
            name="memory beside legacy",
            unit="MB",
            runs=memory[0],
            reference=memory[1],
            bound=OF_LEGACY_BOUND,
            bounds="ratio",
        ),
    ]


def _figure(name: str, unit: str, runs: list[float], reference: list[float], bound: float) -> Figure:
    return Figure(name=name, unit=unit, runs=runs, reference=reference, bound=bound)
