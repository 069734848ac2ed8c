"""What recording costs at 1,000 messages a second: processor time with and without it, side by side."""

import subprocess
import time
from pathlib import Path
from typing import Final

import psutil

from benchmarks.figure import Figure
from benchmarks.monitor import NEW, home, start_module

RUNS: Final = 2
RATE: Final = 1_000
"""Trades a second, with ten fills a second in between."""
WARM_UP_S: Final = 8.0
WATCH_S: Final = 30.0
BOUND: Final = 2.0
_AROUND_S: Final = 12.0


def measure() -> list[Figure]:
    """Watch two monitors at the same time, each with a server of its own."""
    cost: list[float] = []
    with_it: list[float] = []
    without: list[float] = []
    for _ in range(RUNS):
        with home() as recorded, home() as plain:
            started = [_start(recorded, records=True), _start(plain, records=False)]
            watched = [psutil.Process(monitor.pid) for _, monitor in started]
            time.sleep(WARM_UP_S)
            before = [_cpu_s(process) for process in watched]
            time.sleep(WATCH_S)
            spent = [
                100 * (_cpu_s(process) - s) / WATCH_S for process, s in zip(watched, before, strict=True)
            ]
            for server, monitor in started:
                server.kill()
                server.communicate()
                monitor.communicate()
            if not any((recorded / "data" / "recordings").iterdir()):
                raise AssertionError("nothing was recorded")
        cost.append(spent[0] - spent[1])
        with_it.append(spent[0])
        without.append(spent[1])
    return [
        Figure(
            name=f"recording, {RATE:,} messages/s", unit="% of a core", runs=cost, reference=(), bound=BOUND
        ),
        Figure(
            name="monitor that records",
            unit="% of a core",
            runs=with_it,
            reference=without,
            bound=1.0 + BOUND / 10,
            bounds="ratio",
        ),
    ]


def _start(folder: Path, *, records: bool) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    """Start a server and a monitor that is connected to it."""
    seconds = WARM_UP_S + WATCH_S + _AROUND_S
    server = start_module("benchmarks.tick_server", f"{RATE}:{seconds}")
    if server.stdout is None:
        raise AssertionError("the server has no output")
    settings = f"[recording]\nenabled = {str(records).lower()}\n"
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    port = server.stdout.readline().strip()
    options = ("--offscreen", "--home", str(folder), "--dtc", f"127.0.0.1:{port}", "--mode", "SIM")
    run_for = ("--run-for", f"{WARM_UP_S + WATCH_S + 2}")
    return server, start_module("app", *options, *run_for, environ=NEW)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
