"""What each generation costs: the whole program twice, once with each, side by side on the same market.

Each runs in a process of its own, as a trader runs it: only there do processor time and memory belong to one
generation. Both are started together and read at the same moments: what else the machine does hits both.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from app import home
from app.checkout import CHECKOUT
from app.comparison.history import prepare_history
from ui.generations import FLAG_OF, LEGACY, NEW
from ui.wording import UNKNOWN

WARM_UP_S: Final = 10.0
INTERVAL_S: Final = 5.0
_VALUE: Final = {LEGACY: "0", NEW: "1"}
_END_S: Final = 2.0
_LONGEST_END_S: Final = 60.0
"""A busy machine takes long to load and to end a program; neither is a crash."""
_TROUBLE: Final = re.compile(r"\d{4}-\d\d-\d\dT\S+ (?:WARNING|ERROR|CRITICAL) ")
_PRICED_CELL: Final = "Pts"


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of a generation while it ran.

    Attributes:
        cpu: Share of a core in each interval, percent.
        memory_mb: Resident memory at the end of each interval, MB.
        refresh_ms: Times between painted changes of a cell that follows the price.
        trouble: Lines of warnings and errors in its log.
        exit_code: How it ended; None where it had to be killed.
    """

    cpu: tuple[float, ...]
    memory_mb: tuple[float, ...]
    refresh_ms: tuple[float, ...]
    trouble: tuple[str, ...]
    exit_code: int | None


class Usage(NamedTuple):
    """What a process has used so far."""

    cpu_s: float
    memory_mb: float


def usage_of(pid: int) -> Usage | None:
    """Return what a process has used; None where it has ended, or where the system does not tell."""
    try:
        # After the name, which may hold anything, come the state and the numbers (proc(5)).
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return None
    if not pages:
        return None
    ticks = int(numbers[11]) + int(numbers[12])
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def watch(
    seed: int, watch_s: float, *, warm_up_s: float = WARM_UP_S, step: Callable[[str], None]
) -> dict[str, Course]:
    """Run the monitor with each generation at the same time, and read what they use.

    Args:
        seed: Of the demo market.
        watch_s: For how long they are read; one interval at least.
        warm_up_s: For how long they are left alone before.
        step: Is told what is being done.
    """
    with ExitStack() as end:
        folders = {
            generation: Path(end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            for generation in _VALUE
        }
        for folder in folders.values():
            prepare_history(home.prepare(folder).data, datetime.now(UTC))
        run_for_s = warm_up_s + max(watch_s, INTERVAL_S) + _END_S
        running = {
            generation: end.enter_context(_started(generation, folder, seed, run_for_s))
            for generation, folder in folders.items()
        }
        end.callback(_kill, running)
        time.sleep(warm_up_s)
        used = _read(running, watch_s, step)
        codes = {generation: _ended(process) for generation, process in running.items()}
        return {
            generation: Course(
                cpu=tuple(_shares(used[generation])),
                memory_mb=tuple(usage.memory_mb for _, usage in used[generation][1:]),
                refresh_ms=tuple(refresh_times(_lines(folder / "screen.jsonl"))),
                trouble=tuple(
                    line for line in _lines(home.Home(folder).logs / "app.log") if is_trouble(line)
                ),
                exit_code=codes[generation],
            )
            for generation, folder in folders.items()
        }


def is_trouble(line: str) -> bool:
    """Tell whether a line of the log is a warning or worse."""
    return _TROUBLE.match(line) is not None


def refresh_times(lines: list[str]) -> Iterator[float]:
    """Yield the milliseconds between changes of a cell that follows the price, from a screen log.

    Only while the same position is on the screen: a cell that is empty waits for no price.
    """
    changes: list[Mapping[str, Any]] = [
        change for line in lines if (change := json.loads(line))["cell"] == _PRICED_CELL
    ]
    for before, after in pairwise(changes):
        if before["epoch"] == after["epoch"] and UNKNOWN not in {before["text"], after["text"]}:
            yield 1000 * (after["t"] - before["t"])


def _started(generation: str, folder: Path, seed: int, run_for_s: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "app", "--demo", "--offscreen", "--demo-seed", str(seed)]
    command += ["--home", str(folder), "--run-for", str(run_for_s)]
    command += ["--screen-log", str(folder / "screen.jsonl")]
    flags = {name.value: _VALUE[generation] for name in FLAG_OF.values()}
    return subprocess.Popen(  # noqa: S603 - our own program
        command,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | flags,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _read(
    running: Mapping[str, subprocess.Popen[bytes]], watch_s: float, step: Callable[[str], None]
) -> dict[str, list[tuple[float, Usage]]]:
    """Return by generation when it had used what, first and after each interval."""
    used: dict[str, list[tuple[float, Usage]]] = {generation: [] for generation in running}
    intervals = max(1, int(watch_s / INTERVAL_S))
    for number in range(intervals + 1):
        for generation, process in running.items():
            usage = usage_of(process.pid)
            if usage is not None:
                used[generation].append((time.monotonic(), usage))
        if number < intervals:
            step(f"both generations run, {(intervals - number) * INTERVAL_S:.0f} s to go")
            time.sleep(INTERVAL_S)
    return used


def _shares(used: list[tuple[float, Usage]]) -> Iterator[float]:
    for (began, before), (ended, after) in pairwise(used):
        yield 100 * (after.cpu_s - before.cpu_s) / (ended - began)


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(_LONGEST_END_S)
    except subprocess.TimeoutExpired:
        return None


def _kill(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.kill()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
