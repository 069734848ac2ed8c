"""The real program started and ended again and again, at random moments."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from app.checkout import CHECKOUT
from app.demo_process import DemoProcess
from app.stress.command import Stress

EXIT_S: Final = 3.0
_HUNG_S: Final = 30.0
_SCALE: Final = 20.0
"""Demo seconds per real second: fills come often, so that there is always something to flush."""
_MOST_EXAMPLES: Final = 5
_BEGINS: Final = b"starts, home"
_READY: Final = b"first paint"
_ENDING: Final = " app.application: ending"
_ENDED: Final = " app.application: ended in "
_LOOK_S: Final = 0.02
_STARTED_S: Final = 30.0
_HARMLESS: Final = re.compile(r"No display: rendering offscreen|This plugin does not support .*")
"""What the program and Qt say where there is no window system; no warning."""
_MOMENTS: Final = {"start": (0.0, 1.5), "flush": (0.8, 3.0), "reconnect": (0.2, 3.0)}
"""When the end comes, seconds after the first line in the log; of the others, after the first paint."""


class ExitsFound(msgspec.Struct, frozen=True, kw_only=True):
    """What starts and ends found.

    Attributes:
        during_start: Ends while the program was starting; likewise the others.
        unstarted: Programs that showed no window in time; they were killed.
        slowest_s: From the signal to the end of the process.
        warnings: Lines on stderr that the program must not write.
        damaged: Files that were not whole afterwards.
    """

    seed: int
    cycles: int
    during_start: int
    during_flush: int
    during_reconnect: int
    unstarted: int
    wrong_codes: int
    slowest_s: float
    too_slow: int
    warnings: int
    damaged: int
    examples: tuple[str, ...]
    missed: tuple[str, ...]


class _Tally:
    def __init__(self) -> None:
        self.unstarted = self.codes = self.slow = self.warnings = self.damaged = 0
        self.slowest_s = 0.0
        self.moments = dict.fromkeys(_MOMENTS, 0)
        self.examples: list[str] = []

    def say(self, text: str) -> None:
        if len(self.examples) < _MOST_EXAMPLES:
            self.examples.append(text)


def stress_exit(command: Stress) -> ExitsFound:
    """Start and end the program so often, and return what was found.

    The same home folder is used all the time: what one end damages, the next start meets.

    Raises:
        UnavailableError: The demo does not start.
    """
    chance, tally = Random(command.seed), _Tally()  # noqa: S311 - a load, no secret
    with tempfile.TemporaryDirectory(prefix="appsierra-stress-") as folder:
        root = Path(folder)
        demo = DemoProcess(root / "demo" / "snapshot.csv", command.seed, _SCALE)
        try:
            served = str(demo.endpoint())
            for number in range(command.cycles):
                moment = list(_MOMENTS)[number % len(_MOMENTS)]
                tally.moments[moment] += 1
                endpoint = _nobody() if moment == "reconnect" else served
                _cycle(root / "home", endpoint, moment, chance.uniform(*_MOMENTS[moment]), tally)
        finally:
            demo.stop()
    return _found(command, tally)


def damaged_files(data: Path) -> list[str]:
    """Return the files of a data folder that are not whole, with what is wrong."""
    wrong = []
    database = data / "appsierra.db"
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            wrong.append(f"{database.name}: {said[0][0]}")
    for path in sorted(data.glob("*.json")):
        try:
            json.loads(path.read_bytes())
        except ValueError as error:
            wrong.append(f"{path.name}: {error}")
    return wrong + [f"{path.name}: was quarantined" for path in sorted(data.glob("*.damaged-*"))]


def warnings_in(said: str) -> list[str]:
    """Return the lines of stderr that are not about the window system that is not there."""
    return [line for line in said.splitlines() if line.strip() and not _HARMLESS.fullmatch(line.strip())]


def _cycle(home: Path, endpoint: str, moment: str, after_s: float, tally: _Tally) -> None:
    log = home / "logs" / "app.log"
    before = log.stat().st_size if log.exists() else 0
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "app", "--offscreen", "--dtc", endpoint, "--home", str(home)],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if not _has_said(_BEGINS if moment == "start" else _READY, process, log, before):
        process.kill()
        _, said = process.communicate()
        tally.unstarted += 1
        tally.say(f"{moment}: not started in {_STARTED_S:.0f} s: {said.strip()[-200:]}")
        return
    time.sleep(after_s)
    asked_at, began = datetime.now(UTC), time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        _, said = process.communicate(timeout=_HUNG_S)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
    took_s = time.monotonic() - began
    tally.slowest_s = max(tally.slowest_s, took_s)
    if process.returncode != 0:
        tally.codes += 1
        tally.say(f"{moment}, {after_s:.2f} s: exit code {process.returncode}: {said.strip()[-200:]}")
    if took_s > EXIT_S:
        tally.slow += 1
        where = where_time_went(_written(log, before).decode(), asked_at)
        tally.say(f"{moment}, {after_s:.2f} s: it took {took_s:.2f} s to end{where}")
    for line in warnings_in(said):
        tally.warnings += 1
        tally.say(f"{moment}, {after_s:.2f} s: {line}")
    for text in damaged_files(home / "data"):
        tally.damaged += 1
        tally.say(f"{moment}, {after_s:.2f} s: {text}")


def _has_said(what: bytes, process: subprocess.Popen[str], log: Path, before: int) -> bool:
    """Wait until the program has logged something: before its first line, a signal ends Python itself."""
    until = time.monotonic() + _STARTED_S
    while time.monotonic() < until and process.poll() is None:
        if what in _written(log, before):
            return True
        time.sleep(_LOOK_S)
    return False


def _written(log: Path, before: int) -> bytes:
    """Return what was logged behind a place; a file that is shorter than it was has been begun anew."""
    written = log.read_bytes() if log.exists() else b""
    return written[before if len(written) >= before else 0 :]


def where_time_went(log: str, asked_at: datetime) -> str:
    """Return in words when, by its log, a program began to end, and when it had ended in order."""
    words = {_ENDING: "began to", _ENDED: "had in order"}
    parts = [
        f"{word} after {(datetime.fromisoformat(line.split()[0]) - asked_at).total_seconds():.2f} s"
        for line in log.splitlines()
        for mark, word in words.items()
        if mark in line
    ]
    return f" ({', '.join(parts)})" if parts else " (the log says nothing of an end)"


def _nobody() -> str:
    """Return an endpoint on which nobody listens, so that the program connects again and again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


def _found(command: Stress, tally: _Tally) -> ExitsFound:
    counted = {
        f"programs that did not start in {_STARTED_S:.0f} s": tally.unstarted,
        "exit codes other than 0": tally.codes,
        f"ends that took more than {EXIT_S:.0f} s": tally.slow,
        "warnings on stderr": tally.warnings,
        "damaged files": tally.damaged,
    }
    return ExitsFound(
        seed=command.seed,
        cycles=command.cycles,
        during_start=tally.moments["start"],
        during_flush=tally.moments["flush"],
        during_reconnect=tally.moments["reconnect"],
        unstarted=tally.unstarted,
        wrong_codes=tally.codes,
        slowest_s=tally.slowest_s,
        too_slow=tally.slow,
        warnings=tally.warnings,
        damaged=tally.damaged,
        examples=tuple(tally.examples),
        missed=tuple(f"{what}: {count}, at most 0" for what, count in counted.items() if count),
    )
