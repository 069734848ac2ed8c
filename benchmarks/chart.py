"""What a frame of the equity curve costs, beside an empty paint of the same size and beside the legacy chart.

A frame is everything from the change to the pixels in the backing store of the window: reading the curve,
painting the image, pyqtgraph's scene, the widgets around, and the flush to the platform. Nothing is counted
that did not paint: each sample ends only when the plot has had its paint event. The chart is measured alone,
the panel with its facts and cells; both without a window system, and on the display where there is one.
"""

import json
import os
from statistics import median
from typing import Any, Literal

from benchmarks.figure import Figure
from benchmarks.monitor import run_module
from models.percentile import p99

Samples = dict[str, list[float]]

FULL_BOUND_MS = 8.0
PLAIN_BOUND_MS = 4.0
HOVER_BOUND_MS = 2.0
APPEND_BOUND_MS = 1.0
MANY_BY_FEW_BOUND = 1.5
CPU_BOUND = 6.0
CPU_BY_LEGACY_BOUND = 0.5


def measure() -> list[Figure]:
    """Measure on every platform that there is."""
    platforms = ["offscreen", *(["xcb"] if os.environ.get("DISPLAY") else [])]
    return [figure for platform in platforms for figure in _measured(platform)]


def _measured(platform: str) -> list[Figure]:
    frames: Samples = json.loads(run_module("benchmarks.chart_session", platform))
    cpu: dict[str, Any] = {
        generation: json.loads(run_module("benchmarks.chart_watched", platform, generation))
        for generation in ("new", "legacy")
    }

    def frame(name: str, key: str, bound: float, reference: str = "empty") -> Figure:
        return _figure(f"{name}, {platform}", "ms", frames[key], frames[reference], bound, "p99")

    def ratio(name: str, of: float, by: float, bound: float) -> Figure:
        return _figure(f"{name}, {platform}", "x", [of / by], [], bound, "median")

    return [
        frame("full redraw with light, 1,000,000 points", "full_many", FULL_BOUND_MS),
        frame("full redraw with light, 2,200 points", "full_few", FULL_BOUND_MS),
        ratio(
            "1,000,000 by 2,200 points, p99",
            p99(frames["full_many"]),
            p99(frames["full_few"]),
            MANY_BY_FEW_BOUND,
        ),
        frame("full redraw of the plain line, 1,000,000 points", "plain_many", PLAIN_BOUND_MS),
        frame("hover, 1,000,000 points", "hover_many", HOVER_BOUND_MS),
        frame("append, 1,000,000 points", "append_many", APPEND_BOUND_MS),
        frame("beat of the pulse", "beat", APPEND_BOUND_MS),
        frame("panel: other timeframe, 2,200 points, by legacy", "panel_full", 16.0, "legacy_full"),
        frame("panel: hover, 2,200 points, by legacy", "panel_hover", 16.0, "legacy_hover"),
        frame("panel: append, 2,200 points, by legacy", "panel_append", 16.0, "legacy_append"),
        _figure(
            f"cpu: LIVE, 3,600 points, 2 Hz, {platform}", "%", cpu["new"], cpu["legacy"], CPU_BOUND, "median"
        ),
        ratio("cpu by legacy", median(cpu["new"]), median(cpu["legacy"]), CPU_BY_LEGACY_BOUND),
    ]


def _figure(  # noqa: PLR0913, PLR0917 - a row of the table
    name: str,
    unit: str,
    runs: list[float],
    reference: list[float],
    bound: float,
    bounds: Literal["median", "p99"],
) -> Figure:
    return Figure(name=name, unit=unit, runs=runs, reference=reference, bound=bound, bounds=bounds)
