"""What recording costs at 1,000 messages a second: processor time with and without it, side by side."""

import subprocess
import time
from pathlib import Path
from typing import Final

import psutil

from benchmarks.figure import Figure
from benchmarks.monitor import home, start_module

RUNS: Final = 4
RATE: Final = 1_000
"""Trades a second, with ten fills a second in between."""
WARM_UP_S: Final = 8.0
WATCH_S: Final = 30.0
BOUND: Final = 2.0
_AROUND_S: Final = 12.0


def measure() -> list[Figure]:
    """Watch two monitors at the same time, each with a server of its own; each is started first as often."""
    cost: list[float] = []
    with_it: list[float] = []
    without: list[float] = []
    for number in range(RUNS):
        with home() as recorded, home() as plain:
            both = [(recorded, True), (plain, False)]
            started = {
                records: _start(folder, records=records)
                for folder, records in (both if number % 2 else reversed(both))
            }
            watched = {records: psutil.Process(monitor.pid) for records, (_, monitor) in started.items()}
            time.sleep(WARM_UP_S)
            before = {records: _cpu_s(process) for records, process in watched.items()}
            time.sleep(WATCH_S)
            spent = {
                records: 100 * (_cpu_s(process) - before[records]) / WATCH_S
                for records, process in watched.items()
            }
            for server, monitor in started.values():
                server.kill()
                server.communicate()
                monitor.communicate()
            if not any((recorded / "data" / "recordings").iterdir()):
                raise AssertionError("nothing was recorded")
        cost.append(spent[True] - spent[False])
        with_it.append(spent[True])
        without.append(spent[False])
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
    return server, start_module("app", *options, "--run-for", f"{WARM_UP_S + WATCH_S + 2}")


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
