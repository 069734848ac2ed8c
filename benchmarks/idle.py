"""What the monitor costs while a trader just looks at it: processor and memory with the demo at 2 Hz."""

import time

import psutil

from benchmarks.figure import Figure
from benchmarks.monitor import home, start_monitor, start_reference

RUNS = 3
WARM_UP_S = 6.0
WATCH_S = 20.0
CPU_BOUND = 5.0
RSS_BOUND_MB = 200.0


def measure() -> list[Figure]:
    """Watch the program and the reference side by side."""
    cpu, rss, reference_cpu, reference_rss = [], [], [], []
    for _ in range(RUNS):
        with home() as folder:
            run_for_s = WARM_UP_S + WATCH_S + 2
            ours, reference = start_monitor(folder, run_for_s), start_reference(run_for_s)
            watched = [psutil.Process(ours.pid), psutil.Process(reference.pid)]
            time.sleep(WARM_UP_S)
            before = [_cpu_s(process) for process in watched]
            time.sleep(WATCH_S)
            used = [
                100 * (_cpu_s(process) - start) / WATCH_S
                for process, start in zip(watched, before, strict=True)
            ]
            sizes = [process.memory_info().rss / 1e6 for process in watched]
            ours.communicate()
            reference.communicate()
        cpu.append(used[0])
        rss.append(sizes[0])
        reference_cpu.append(used[1])
        reference_rss.append(sizes[1])
    return [
        Figure(
            name="cpu, demo at 2 Hz", unit="% of a core", runs=cpu, reference=reference_cpu, bound=CPU_BOUND
        ),
        Figure(name="memory", unit="MB", runs=rss, reference=reference_rss, bound=RSS_BOUND_MB),
    ]


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
