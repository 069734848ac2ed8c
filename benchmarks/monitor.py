"""Runs of the real program and of the reference, as processes of their own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OFFSCREEN = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


@contextmanager
def home() -> Iterator[Path]:
    """Give an empty home folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def start_monitor(folder: Path, run_for_s: float, *options: str) -> subprocess.Popen[str]:
    """Start the program as a user does, with the demo, offscreen."""
    command = [sys.executable, str(ROOT / "launcher.py"), "--demo", "--offscreen", "--home", str(folder)]
    return _start([*command, "--run-for", str(run_for_s), *options])


def start_reference(run_for_s: float) -> subprocess.Popen[str]:
    """Start the reference window, offscreen."""
    return _start([sys.executable, "-m", "benchmarks.reference_window", str(run_for_s)])


def run_module(name: str, *arguments: str) -> str:
    """Run a module of ours to its end, offscreen; return what it wrote."""
    output, _ = start_module(name, *arguments).communicate()
    return output


def start_module(name: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a module of ours, offscreen."""
    return _start([sys.executable, "-m", name, *arguments])


def _start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, env=_OFFSCREEN, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
