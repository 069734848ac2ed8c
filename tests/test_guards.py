"""The guards of conftest.py fail the tests they are there for, and only those."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.checkout import CHECKOUT

_TESTS = """
import logging, threading
import pykka, pytest

class Idle(pykka.ThreadingActor):
    use_daemon_thread = True

release = threading.Event()

def test_clean():
    ref = Idle.start()
    ref.stop()
    logging.getLogger("a").info("fine")

def test_expected_warning(allow_log):
    allow_log("WARNING a: stale")
    logging.getLogger("a").warning("stale feed")

def test_unexpected_warning():
    logging.getLogger("a").warning("stale feed")

def test_leaked_actor():
    Idle.start()

def test_leaked_thread():
    threading.Thread(target=release.wait, name="stuck").start()

def test_after_the_leaks():
    release.set()
"""


@pytest.mark.slow
def test_leaks_and_unexpected_warnings_fail_their_test_only(tmp_path: Path) -> None:
    """Each of the three faults fails the test that made it; every other test passes."""
    (tmp_path / "conftest.py").write_text((CHECKOUT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_it.py").write_text(_TESTS)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [
        line.split("::")[1] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR test"))
    ]
    assert [line.split(" - ")[0] for line in failed] == [
        "test_unexpected_warning",
        "test_leaked_actor",
        "test_leaked_thread",
    ]
    assert "unexpected log lines" in run.stdout
    assert "WARNING a: stale feed" in run.stdout
    assert "actors left running: Idle" in run.stdout
    assert "threads left running: stuck" in run.stdout
