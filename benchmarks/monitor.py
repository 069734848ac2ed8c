"""Runs of the real program and of the reference, as processes of their own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.comparison.costs import Usage, usage_of
from flags import FlagName

ROOT = Path(__file__).resolve().parent.parent
AS_SHIPPED: Final[Mapping[str, str]] = {}
NEW: Final[Mapping[str, str]] = {FlagName.USE_NEW_PANEL1: "1", FlagName.USE_NEW_PANEL2: "1"}
"""Environment in which the new panels are shown."""
LEGACY: Final[Mapping[str, str]] = {FlagName.USE_NEW_PANEL1: "0", FlagName.USE_NEW_PANEL2: "0"}
"""Environment in which the legacy panels are shown."""
PLATFORM: Final = os.environ.get("QT_QPA_PLATFORM", "offscreen")
"""Without a window system, unless one is named: `QT_QPA_PLATFORM=xcb` measures with X11."""
_ENVIRON = os.environ | {"QT_QPA_PLATFORM": PLATFORM, "PYTHONPATH": str(ROOT)}


@contextmanager
def home() -> Iterator[Path]:
    """Give an empty home folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def start_monitor(
    folder: Path, run_for_s: float, *options: str, environ: Mapping[str, str] = AS_SHIPPED
) -> subprocess.Popen[str]:
    """Start the program as a user does, with the demo."""
    command = [sys.executable, str(ROOT / "launcher.py"), "--demo", "--home", str(folder)]
    return _start([*command, "--run-for", str(run_for_s), *options], environ)


def start_reference(run_for_s: float) -> subprocess.Popen[str]:
    """Start the reference window."""
    return _start([sys.executable, "-m", "benchmarks.reference_window", str(run_for_s)])


def run_module(name: str, *arguments: str, environ: Mapping[str, str] = AS_SHIPPED) -> str:
    """Run a module of ours to its end; return what it wrote."""
    output, _ = start_module(name, *arguments, environ=environ).communicate()
    return output


def start_module(
    name: str, *arguments: str, environ: Mapping[str, str] = AS_SHIPPED
) -> subprocess.Popen[str]:
    """Start a module of ours."""
    return _start([sys.executable, "-m", name, *arguments], environ)


def used(process: subprocess.Popen[str]) -> Usage:
    """Return what a process that was started here has used so far.

    Raises:
        RuntimeError: It has ended, or this system does not tell.
    """
    usage = usage_of(process.pid)
    if usage is None:
        raise RuntimeError(f"process {process.pid} has ended, or this system does not tell what it uses")
    return usage


def _start(command: list[str], environ: Mapping[str, str] = AS_SHIPPED) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        command, env=_ENVIRON | dict(environ), stdout=subprocess.PIPE, text=True
    )
