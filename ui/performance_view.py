"""What the performance window shows, made of measurements; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from math import nan
from typing import Final

from actors.messages import PerformanceListed
from flags import FlagName
from models.perf import INTERVAL_S, MIXED, STALL_S, PerfPoint
from models.perf_targets import FRAME_MS, REFRESH_MS
from ui.wording import UNKNOWN, clock_text, day_text

SPANS: Final[Mapping[str, float | None]] = {"Last &hour": 3600.0, "Last &day": 86_400.0, "&All": None}
"""Names of what can be shown, with its seconds; None is everything."""
PROCESS: Final = "process"
TITLES: Final = {"panel1": "Panel 1", "panel2": "Panel 2", PROCESS: "Process"}
_FLAG: Final = FlagName.ENABLE_PERF_TRACKING
OFF: Final = f"Nothing is measured: {_FLAG} is off. Turn it on in the settings (Ctrl+,)."
NOTHING_YET: Final = "No measurements yet. The first one comes a minute after the start."
NOTHING_LATELY: Final = (
    "No measurements in this time. The first one comes a minute after the start; All shows earlier ones."
)
READING: Final = "Reading the measurements"
# A line is broken where so many slots are missing: the program did not run.
_BREAK_SLOTS: Final = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfCurve:
    """One line of a plot.

    Attributes:
        of: `panel1`, `panel2` or `process`.
        generation: `new`, `legacy` or `mixed`.
        times: UNIX seconds, ascending.
        values: As many; NaN where the line is broken.
    """

    of: str
    generation: str
    times: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfPlot:
    """One figure over time.

    Attributes:
        title: Name, unit and target.
        latest: The value of each line that goes on until now, in words.
        target: Where the target line is; None without one.
    """

    title: str
    latest: str
    curves: tuple[PerfCurve, ...]
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfView:
    """All plots, or what is said in their place.

    Attributes:
        empty: Why there are no plots; empty when there are.
        note: What is to be known beside the plots.
        start: Left end of all plots, UNIX seconds.
        end: Right end.
    """

    empty: str = READING
    note: str = ""
    plots: tuple[PerfPlot, ...] = ()
    start: float = 0.0
    end: float = 1.0


@dataclass(frozen=True, slots=True)
class _Figure:
    name: str
    unit: str
    read: Callable[[PerfPoint], float | None]
    target: float | None = field(default=None, kw_only=True)
    words: str = field(default="", kw_only=True)
    of_process: bool = field(default=False, kw_only=True)
    is_whole: bool = field(default=False, kw_only=True)


_FIGURES: Final = (
    _Figure("Frame p99", "ms", lambda at: at.frame_p99_ms, target=FRAME_MS, words=f"target < {FRAME_MS:.0f}"),
    _Figure(
        "Refresh", "ms", lambda at: at.refresh_p50_ms, target=REFRESH_MS, words=f"target {REFRESH_MS:.0f}"
    ),
    _Figure("Latency p99", "ms", lambda at: at.latency_p99_ms),
    _Figure("Processor", "% of a core", lambda at: at.cpu_percent, of_process=True),
    _Figure("Memory", "MB", lambda at: at.memory_mb, of_process=True),
    _Figure("Stalls", f"over {STALL_S * 1000:.0f} ms", lambda at: at.stalls, of_process=True, is_whole=True),
)
PLOTS: Final = len(_FIGURES)
"""So many are shown whenever any are."""


def present(listed: PerformanceListed, *, is_on: bool) -> PerfView:
    """Return the plots of what was told, or what is said in their place.

    Args:
        listed: What was measured.
        is_on: Whether anything is measured now.
    """
    if listed.problem:
        return PerfView(empty=f"The measurements cannot be read: {listed.problem}")
    if not listed.points:
        nothing = NOTHING_YET if listed.span_s is None else NOTHING_LATELY
        return PerfView(empty=nothing if is_on else OFF)
    first, end = listed.points[0].at, listed.at.timestamp()
    start = first.timestamp() if listed.span_s is None else end - listed.span_s
    slot_s = _slot_s(listed.points)
    return PerfView(
        empty="",
        note=_note(listed, slot_s, is_on=is_on),
        plots=tuple(_plot(figure, listed.points, slot_s) for figure in _FIGURES),
        # One measurement alone needs some room as well.
        start=min(start, end - INTERVAL_S),
        end=end,
    )


def _note(listed: PerformanceListed, slot_s: float, *, is_on: bool) -> str:
    if not is_on:
        return f"Nothing is measured now: {_FLAG} is off."
    newest: datetime = listed.points[-1].at
    minutes = round(slot_s / INTERVAL_S)
    each = "A value a minute" if minutes == 1 else f"The worst of every {minutes} minutes"
    day, clock = day_text(newest, None, year=False), clock_text(newest, None, seconds=False)
    return f"{each}, newest of {day}, {clock}"


def _slot_s(points: Iterable[PerfPoint]) -> float:
    """Return the usual distance of two points, seconds."""
    moments = sorted({point.at.timestamp() for point in points})
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    return max(gaps[len(gaps) // 2], INTERVAL_S) if gaps else INTERVAL_S


def _plot(figure: _Figure, points: Sequence[PerfPoint], slot_s: float) -> PerfPlot:
    samples = _of_process(figure, points) if figure.of_process else _of_panels(figure, points)
    curves = tuple(
        _curve(of, generation, by_time, slot_s)
        for (of, generation), by_time in sorted(samples.items())
        if by_time
    )
    newest = points[-1].at.timestamp()
    words = f" · {figure.words}" if figure.words else ""
    return PerfPlot(
        title=f"{figure.name}, {figure.unit}{words}",
        # What a generation that is gone took last is no news.
        latest=" · ".join(_latest(curve, figure) for curve in curves if curve.times[-1] >= newest) or UNKNOWN,
        curves=curves,
        target=figure.target,
    )


_Samples = dict[tuple[str, str], dict[float, float]]


def _of_panels(figure: _Figure, points: Iterable[PerfPoint]) -> _Samples:
    samples: _Samples = {}
    for point in points:
        value = figure.read(point)
        if value is not None:
            samples.setdefault((point.panel, point.generation), {})[point.at.timestamp()] = value
    return samples


def _of_process(figure: _Figure, points: Iterable[PerfPoint]) -> _Samples:
    """Return one value a slot: each panel of an interval carries the same, whichever generation it is."""
    slots: dict[float, list[PerfPoint]] = {}
    for point in points:
        slots.setdefault(point.at.timestamp(), []).append(point)
    samples: _Samples = {}
    for at, group in slots.items():
        generations = {point.generation for point in group}
        generation = MIXED if len(generations) > 1 else generations.pop()
        values = [value for point in group if (value := figure.read(point)) is not None]
        if values:
            samples.setdefault((PROCESS, generation), {})[at] = max(values)
    return samples


def _curve(of: str, generation: str, by_time: Mapping[float, float], slot_s: float) -> PerfCurve:
    times, values = [], []
    before: float | None = None
    for at, value in sorted(by_time.items()):
        if before is not None and at - before > _BREAK_SLOTS * slot_s:
            times.append(before + slot_s)
            values.append(nan)
        times.append(at)
        values.append(value)
        before = at
    return PerfCurve(of=of, generation=generation, times=tuple(times), values=tuple(values))


def _latest(curve: PerfCurve, figure: _Figure) -> str:
    title = f"{TITLES[curve.of]} " if curve.of != PROCESS else ""
    return f"{title}{curve.generation} {curve.values[-1]:,.{0 if figure.is_whole else 1}f}"
