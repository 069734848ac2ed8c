"""What it costs when all 15 cells of the open position change: from the texts to the last pixel."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from benchmarks.figure import Figure
from benchmarks.monitor import ROOT

UPDATE_BOUND_MS: Final = 0.6
BESIDE_LEGACY_BOUND: Final = 0.25
PANEL_BESIDE_LEGACY_BOUND: Final = 0.5
_XVFB: Final = "Xvfb"


def measure() -> list[Figure]:
    """Measure offscreen and, where there is a virtual display, on that."""
    figures = _figures("offscreen", {"QT_QPA_PLATFORM": "offscreen"})
    if shutil.which(_XVFB) is None:
        sys.stderr.write(f"benchmarks: there is no {_XVFB}: cells are measured offscreen alone\n")
        return figures
    with _virtual_display() as display:
        return figures + _figures(_XVFB, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display})


def _figures(place: str, system: dict[str, str]) -> list[Figure]:
    environment = os.environ | system | {"PYTHONPATH": str(ROOT)}
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.cells_session"],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    samples: dict[str, list[float]] = json.loads(output)
    return [
        Figure(
            name=f"15 cells updated and painted, beside an empty paint, {place}",
            unit="ms",
            runs=samples["grid"],
            reference=samples["empty"],
            bound=UPDATE_BOUND_MS,
            bounds="p99",
        ),
        Figure(
            name=f"the same, beside legacy's Panel 2, {place}",
            unit="ms",
            runs=samples["grid"],
            reference=samples["legacy"],
            bound=BESIDE_LEGACY_BOUND,
            bounds="ratio",
        ),
        Figure(
            name=f"the whole Panel 2, computing too, beside legacy's, {place}",
            unit="ms",
            runs=samples["new"],
            reference=samples["legacy"],
            bound=PANEL_BESIDE_LEGACY_BOUND,
            bounds="ratio",
        ),
    ]


@contextmanager
def _virtual_display() -> Iterator[str]:
    """Run a virtual display; Xvfb itself chooses a free number."""
    read, write = os.pipe()
    command = [_XVFB, "-displayfd", str(write), "-screen", "0", "1400x1000x24"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)  # noqa: S603 - fixed words
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
