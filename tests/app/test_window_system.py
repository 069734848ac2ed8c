"""Qt around one run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.display import NO_DISPLAY_NOTICE
from tests.security.wire import PYTHON_PATH


@pytest.mark.slow
def test_without_a_display_it_says_so_and_renders_offscreen(tmp_path: Path) -> None:
    """A machine without a screen gets one line, and everything else as usual."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environ = {name: value for name, value in os.environ.items() if name not in hidden}
    picture = tmp_path / "window.png"
    command = [
        sys.executable,
        "-P",
        "-m",
        "app",
        "--demo",
        "--run-for",
        "1",
        "--home",
        str(tmp_path / "home"),
    ]
    done = subprocess.run(
        [*command, "--screenshot", str(picture)],
        env=environ | {"PYTHONPATH": PYTHON_PATH},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, f"{NO_DISPLAY_NOTICE}\n", "")
    assert picture.stat().st_size > 10_000
