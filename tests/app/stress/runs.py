"""Stress runs as processes of their own."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.security.wire import PYTHON_PATH


def start(*line: str, first: str = "") -> subprocess.Popen[str]:
    """Start a run, offscreen; `first` is Python code that runs before it."""
    code = (
        f"{first}\nimport sys; from app.__main__ import main; sys.exit(main({['stress', *line, '--json']!r}))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result(run: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    """Wait for the end of a run; return its exit code and what it found."""
    found, said = run.communicate()
    assert found, said
    return run.returncode, json.loads(found)
