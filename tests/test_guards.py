"""The guards of conftest.py fail the tests they are there for, and only those."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.checkout import CHECKOUT

_TESTS = """
import logging, socket, threading
import pykka, pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from actors.base import Actor, handles
from actors.messages import Begin, Ping, Tick
from tests.actors.conftest import Stage

class Idle(pykka.ThreadingActor):
    use_daemon_thread = True

class Failing(Actor):
    name = "failing"

    @handles(Tick)
    def fail(self, command):
        assert command is None

release = threading.Event()
kept = []

def test_clean(qtbot):
    ref = Idle.start()
    ref.stop()
    logging.getLogger("a").info("fine")
    label = QLabel("x")
    qtbot.addWidget(label)
    QTimer(label).start(10_000)
    with socket.create_server(("127.0.0.1", 0)):
        thread = threading.Thread(target=lambda: kept.append(label))
        thread.start()
        thread.join()
    kept.clear()

def test_expected_warning(allow_log):
    allow_log("WARNING a: stale")
    logging.getLogger("a").warning("stale feed")

def test_unexpected_warning():
    logging.getLogger("a").warning("stale feed")

def test_actor_fails_unseen():
    stage = Stage()
    stage.start(Failing).tell(Tick())
    stage.stop()

def test_leaked_actor():
    Idle.start()

def test_leaked_thread():
    threading.Thread(target=release.wait, name="stuck").start()

def test_leaked_daemon():
    threading.Thread(target=release.wait, name="stuck daemon", daemon=True).start()

def test_leaked_timer(qapp):
    kept.append(QTimer())
    kept[0].start(10_000)

def test_leaked_socket():
    kept.append(socket.create_server(("127.0.0.1", 0)))

def test_widget_in_a_thread(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    thread = threading.Thread(target=lambda: label.setText("x"), name="painter")
    thread.start()
    thread.join()

def test_after_the_leaks(qapp):
    release.set()
    kept[0].stop()
    kept[1].close()
"""

_HANGS = """
import threading

def test_hangs():
    threading.Thread(target=threading.Event().wait, args=(60,), name="other", daemon=True).start()
    threading.Event().wait(60)
"""


def run_tests(folder: Path, tests: str, *options: str) -> str:
    """Run tests under the guards and settings of this suite; return what was said."""
    (folder / "conftest.py").write_text((CHECKOUT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (folder / "test_it.py").write_text(tests)
    settings = ["-c", str(CHECKOUT / "pyproject.toml"), "--rootdir", str(folder)]
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            *settings,
            *options,
            folder,
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


@pytest.mark.slow
def test_each_fault_fails_its_test_only(tmp_path: Path) -> None:
    """What is left behind, done in a wrong thread or fails unseen, fails the test that did it."""
    said = run_tests(tmp_path, _TESTS)
    failed = [line.split("::")[1] for line in said.splitlines() if line.startswith(("FAILED", "ERROR test"))]
    assert [line.split(" - ")[0] for line in failed] == [
        "test_unexpected_warning",
        "test_actor_fails_unseen",
        "test_leaked_actor",
        "test_leaked_thread",
        "test_leaked_daemon",
        "test_leaked_timer",
        "test_leaked_socket",
        "test_widget_in_a_thread",
    ], said
    assert "unexpected log lines" in said
    assert "WARNING a: stale feed" in said
    assert "actor failed actor=failing" in said
    assert "actors left running: Idle" in said
    assert "threads left running: stuck\n" in said
    assert "threads left running: stuck daemon" in said
    assert "timers left running: of nobody" in said
    assert "sockets left open: <socket.socket" in said
    assert "widgets touched off the GUI thread: QLabel.setText in painter" in said


@pytest.mark.slow
def test_hanging_test_ends_with_the_stacks_of_all_threads(tmp_path: Path) -> None:
    """Every test has a limit; what hangs shows where it, and every other thread, is."""
    said = run_tests(tmp_path, _HANGS, "-o", "timeout=1")
    assert "Timeout" in said
    assert "Stack of MainThread" in said
    assert "in test_hangs" in said
    assert "Stack of other" in said
