"""Flags in the whole program, as a trader and their shell see them."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from app.audit_trail import AuditTrail
from app.checkout import version
from models.audit import entries_of, first_break
from tests.security.wire import PYTHON_PATH

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]
_WAIT_S = 60.0
_AT_ONCE_S = 2.0
"""Tells a way back that works from one that waits; how fast it is, the benchmarks measure."""


class Monitor:
    """The real program on a home folder, offscreen, with the built-in demo."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.screen = home / "screen.jsonl"

    def start(self, *options: str, **environ: str) -> "subprocess.Popen[bytes]":
        """Start it."""
        line = [
            "--offscreen",
            "--demo",
            "--home",
            str(self.home),
            "--screen-log",
            str(self.screen),
        ]
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "app", *line, *options],
            cwd=self.home,
            env=os.environ | {"PYTHONPATH": PYTHON_PATH} | environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, holds: Callable[[], bool] = lambda: True, **environ: str) -> None:
        """Let it run until both panels are on the screen and something holds, and end in order."""
        self.screen.unlink(missing_ok=True)
        process = self.start(**environ)
        try:
            wait_until(lambda: all(self.generations()) and holds())
        finally:
            process.terminate()
            ended = process.wait(_WAIT_S)
        assert ended == 0

    def command(self, *line: str) -> "subprocess.CompletedProcess[str]":
        """Run a subcommand beside it."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "app", *line, "--home", self.home],
            env=os.environ | {"PYTHONPATH": PYTHON_PATH},
            capture_output=True,
            text=True,
            check=False,
        )

    def burns_after(self, crashes: int) -> bool:
        """Return whether the beacon burns that is lit after so many unclean exits."""
        path = self.data / "beacon.json"
        return path.exists() and json.loads(path.read_bytes())["unclean"] == crashes

    def painted(self, cell: str) -> list[tuple[float, str]]:
        """Return when a cell of the window showed what."""
        if not self.screen.exists():
            return []
        lines = [
            json.loads(line) for line in self.screen.read_text().splitlines(keepends=True) if line[-1] == "\n"
        ]
        return [(line["t"], line["text"]) for line in lines if line["cell"] == cell]

    def shows(self, cell: str) -> str:
        """Return the last text of a cell; empty when it was never painted."""
        painted = self.painted(cell)
        return painted[-1][1] if painted else ""

    def generations(self) -> tuple[str, str]:
        """Return what the two panels are."""
        return self.shows("Generation1"), self.shows("Generation2")


@pytest.fixture
def monitor(tmp_path: Path) -> Monitor:
    """Return the program on an empty home folder."""
    return Monitor(tmp_path)


@pytest.fixture
def running(monitor: Monitor) -> "Iterator[subprocess.Popen[bytes]]":
    """Return the running program with both new panels on the screen."""
    process = monitor.start()
    try:
        wait_until(lambda: monitor.generations() == ("new", "new"))
        yield process
    finally:
        process.terminate()
        process.wait(_WAIT_S)


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    pause, end = threading.Event(), time.monotonic() + _WAIT_S
    while not holds():
        assert time.monotonic() < end, "it does not come true"
        pause.wait(0.002)


def test_wrong_flag_in_the_settings_shows_legacy_panels_and_a_banner(monitor: Monitor) -> None:
    """A trader with a wrong line gets a working legacy screen that names file, line and value."""
    path = monitor.home / "settings.toml"
    path.write_text("[flags]\nUSE_NEW_PANEL1 = true\nUSE_NEW_PANEL2 = yes\n")
    monitor.run(lambda: "USE_NEW_PANEL2" in monitor.shows("Banner"))
    assert monitor.generations() == ("legacy", "legacy")
    assert f"{path}, line 3: USE_NEW_PANEL2 = yes is wrong" in monitor.shows("Banner")


def test_missing_flags_show_legacy_panels(monitor: Monitor) -> None:
    """An empty settings file is no mistake: the defaults hold, and nobody is alarmed about flags."""
    (monitor.home / "settings.toml").touch()
    monitor.run()
    assert monitor.generations() == ("legacy", "legacy")
    assert "flag" not in monitor.shows("Banner")


def test_environment_is_an_instant_way_back(monitor: Monitor) -> None:
    """`USE_NEW_PANEL1=0` wins over the shipped settings, and the trail says that it was the environment."""
    monitor.run(lambda: b"USE_NEW_PANEL1" in AuditTrail(monitor.data).read(), USE_NEW_PANEL1="0")
    assert monitor.generations() == ("legacy", "new")
    (entry,) = [
        entry for entry in entries_of(AuditTrail(monitor.data).read()) if entry.flag == "USE_NEW_PANEL1"
    ]
    assert (entry.who, entry.new) == ("environment", False)


def test_burned_flag_is_legacy_with_a_banner(monitor: Monitor) -> None:
    """A panel that failed in this version is not tried again, and the trader knows why."""
    monitor.data.mkdir()
    burned = {"USE_NEW_PANEL2": {"version": version(), "why": "raised while painting", "at": ""}}
    (monitor.data / "burned.json").write_text(json.dumps(burned))
    monitor.run(lambda: "raised while painting" in monitor.shows("Banner"))
    assert monitor.generations() == ("new", "legacy")


def test_rollback_file_that_is_there_at_the_start_is_followed(monitor: Monitor) -> None:
    """A wish that nobody took before is not lost, and is taken away once it is followed."""
    monitor.data.mkdir()
    (monitor.data / "ROLLBACK").touch()
    monitor.run(lambda: monitor.generations() == ("legacy", "legacy"))
    assert not (monitor.data / "ROLLBACK").exists()


def test_three_kills_bring_the_flags_that_worked_and_the_fourth_legacy(monitor: Monitor) -> None:
    """Killed during the start-up again and again, the monitor falls back step by step, and says so."""
    monitor.run(USE_NEW_PANEL2="0")

    for crashes in range(3):
        process = monitor.start()
        wait_until(partial(monitor.burns_after, crashes))
        process.kill()
        process.wait(_WAIT_S)
    process = monitor.start()
    wait_until(lambda: monitor.generations() == ("new", "legacy"))
    wait_until(lambda: "3 times in a row" in monitor.shows("Banner"))
    process.kill()
    process.wait(_WAIT_S)
    monitor.run(lambda: "4 times in a row" in monitor.shows("Banner"))
    assert monitor.generations() == ("legacy", "legacy")
    assert not (monitor.data / "beacon.json").exists()


def test_rollback_file_swaps_both_panels_at_once(
    monitor: Monitor, running: "subprocess.Popen[bytes]"
) -> None:
    """From the file's appearance to legacy cells on the screen; the file is taken away, the trail tells."""
    assert running.poll() is None
    path = monitor.data / "ROLLBACK"
    path.touch()
    asked = path.stat().st_mtime if path.exists() else time.time()
    wait_until(lambda: monitor.generations() == ("legacy", "legacy"))
    painted = max(t for cell in ("Generation1", "Generation2") for t, _ in monitor.painted(cell)[-1:])
    assert painted - asked < _AT_ONCE_S
    wait_until(lambda: not path.exists())
    wait_until(lambda: b'"who":"sentinel"' in AuditTrail(monitor.data).read())
    assert first_break(AuditTrail(monitor.data).read()) is None


def test_rollback_command_swaps_one_panel_of_the_running_monitor(
    monitor: Monitor, running: "subprocess.Popen[bytes]"
) -> None:
    """`rollback --panel 2` is confirmed with code 0 and leaves Panel 1 alone; the trail has the reason."""
    assert running.poll() is None
    done = monitor.command("rollback", "--panel", "2", "--why", "wrong heat")
    assert (done.returncode, done.stderr) == (0, "")
    wait_until(lambda: monitor.generations() == ("new", "legacy"))
    wait_until(lambda: b"wrong heat" in AuditTrail(monitor.data).read())
    entry = list(entries_of(AuditTrail(monitor.data).read()))[-1]
    assert (entry.who, entry.flag, entry.old, entry.new) == ("command line", "USE_NEW_PANEL2", True, False)
    assert entry.mode == "SIM"
