"""What the program costs, per generation of the panels: what an interval measured, and what many come to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean, median
from typing import Final, TypeVar

import msgspec

from models.histogram import Histogram, merged
from models.timeframe import session_day

INTERVAL_S: Final = 60.0
"""How long an interval is, unless a swap or the end of the program cuts it off."""
STALL_S: Final = 0.05
"""By so much a beat of the GUI thread must be late to be a stall."""
MIXED: Final = "mixed"
"""In place of a generation: both were at work, so that what the process costs is of neither."""

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", str, date, tuple[str, str], tuple[datetime, datetime])


class PanelFigures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an interval measured of one panel.

    Attributes:
        panel: `panel1` or `panel2`.
        generation: `new` or `legacy`: the one on the screen.
        is_accompanied: The other generation ran hidden on the same facts.
        frames: GUI time of each frame of the panel: update and painting.
        refresh: Time between two updates by snapshot rows while a position is open.
        latency: From the arrival of a price to the end of the painting that shows it.
        failures: How often the panel raised, or was replaced for another reason.
    """

    panel: str
    generation: str
    is_accompanied: bool
    frames: Histogram
    refresh: Histogram
    latency: Histogram
    failures: int


class Measurement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One interval of one panel, as the database keeps it.

    What follows `figures` is of the whole process, and the same for all panels of an interval.

    Attributes:
        session: Start of the run, UTC.
        version: Of the program.
        is_demo: The market was simulated.
        began_at: UTC.
        ended_at: UTC.
        figures: What is of the panel.
        cpu_percent: Of one core; None where it is not known.
        memory_mb: Resident, at the end; None where it is not known.
        stalls: How often the GUI thread was late by more than `STALL_S`.
        longest_stall_ms: None where there was none.
        errors: Logged errors.
    """

    session: datetime
    version: str
    is_demo: bool
    began_at: datetime
    ended_at: datetime
    figures: PanelFigures
    cpu_percent: float | None
    memory_mb: float | None
    stalls: int
    longest_stall_ms: float | None
    errors: int


class PerfPoint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One point of the plots: the worst of the intervals in a slot of time; None where nothing is known.

    Attributes:
        at: Start of the slot, UTC.
        stalls: Of all its intervals together.
    """

    at: datetime
    panel: str
    generation: str
    frame_p99_ms: float | None
    refresh_p50_ms: float | None
    latency_p99_ms: float | None
    cpu_percent: float | None
    memory_mb: float | None
    stalls: int


class Timing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Durations in short, milliseconds; None where there were none."""

    count: int
    p50_ms: float | None
    p99_ms: float | None
    longest_ms: float | None


class PanelSummary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one generation of one panel came to."""

    panel: str
    generation: str
    intervals: int
    frames: Timing
    refresh: Timing
    latency: Timing
    failures: int


class ProcessSummary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the process cost while one generation was in all places, and no other ran hidden.

    Attributes:
        generation: `new`, `legacy` or `mixed`.
        measured_s: Length of all intervals together.
        cpu_percent: Median of the intervals, percent of one core; None where it is not known.
        memory_mb: Median of the intervals; None where it is not known.
        longest_stall_ms: None where there was none.
    """

    generation: str
    intervals: int
    measured_s: float
    cpu_percent: float | None
    memory_mb: float | None
    stalls: int
    longest_stall_ms: float | None
    errors: int


class Summary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a span of time came to.

    Attributes:
        panels: By panel, then generation; only those of which there are measurements.
        processes: By generation, likewise.
    """

    panels: tuple[PanelSummary, ...]
    processes: tuple[ProcessSummary, ...]

    def process(self, generation: str) -> ProcessSummary | None:
        """Return what the process cost with a generation; None without measurements of it."""
        return next((each for each in self.processes if each.generation == generation), None)

    def panel(self, panel: str, generation: str) -> PanelSummary | None:
        """Return what a generation of a panel came to; None without measurements of it."""
        return next(
            (each for each in self.panels if (each.panel, each.generation) == (panel, generation)), None
        )


class DaySummary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one session day came to."""

    day: date
    summary: Summary


def timing(histogram: Histogram) -> Timing:
    """Return durations in short."""
    return Timing(
        count=histogram.count,
        p50_ms=histogram.percentile(50),
        p99_ms=histogram.percentile(99),
        longest_ms=histogram.longest_ms,
    )


def summarise(
    rows: Iterable[Measurement], since: datetime | None = None, until: datetime | None = None
) -> Summary:
    """Return what measurements come to, per generation.

    Percentiles are those of all frames together, not percentiles of percentiles.

    Args:
        rows: In any order.
        since: Intervals that began earlier do not count, UTC; None for all.
        until: Intervals that began at this moment or later do not count, UTC; None for all.
    """
    counted = [
        row
        for row in rows
        if (since is None or row.began_at >= since) and (until is None or row.began_at < until)
    ]
    panels = _grouped(counted, lambda row: (row.figures.panel, row.figures.generation))
    intervals = [group for _, group in _grouped(counted, lambda row: (row.session, row.began_at))]
    by_generation = _grouped(intervals, _generation_of)
    return Summary(
        panels=tuple(_of_panel(panel, generation, group) for (panel, generation), group in panels),
        processes=tuple(
            _of_process(generation, [group[0] for group in groups]) for generation, groups in by_generation
        ),
    )


def by_session_day(rows: Iterable[Measurement]) -> tuple[DaySummary, ...]:
    """Return what each session day came to, oldest first."""
    days = _grouped(rows, lambda row: session_day(row.began_at))
    return tuple(DaySummary(day=day, summary=summarise(group)) for day, group in days)


def thinned(rows: Iterable[Measurement]) -> list[Measurement]:
    """Return measurements with the like intervals of an hour of a run put together.

    Like are intervals in which the same generations were at work in the same way. No frame, stall or error is
    lost; what the process used becomes the mean, and
    the intervals follow each other as if there had been none between them.
    """
    intervals = [group for _, group in _grouped(rows, lambda row: (row.session, row.began_at))]
    alike: dict[object, list[list[Measurement]]] = {}
    for interval in intervals:
        first = interval[0]
        hour = first.began_at.replace(minute=0, second=0, microsecond=0)
        who = frozenset(
            (row.figures.panel, row.figures.generation, row.figures.is_accompanied) for row in interval
        )
        alike.setdefault((first.session, hour, who), []).append(interval)
    return [
        _joined(panel_rows)
        for group in alike.values()
        for panel_rows in zip(
            *(sorted(each, key=lambda row: row.figures.panel) for each in group), strict=True
        )
    ]


def _of_panel(panel: str, generation: str, rows: Sequence[Measurement]) -> PanelSummary:
    figures = [row.figures for row in rows]
    return PanelSummary(
        panel=panel,
        generation=generation,
        intervals=len(rows),
        frames=timing(merged(each.frames for each in figures)),
        refresh=timing(merged(each.refresh for each in figures)),
        latency=timing(merged(each.latency for each in figures)),
        failures=sum(each.failures for each in figures),
    )


def _of_process(generation: str, rows: Sequence[Measurement]) -> ProcessSummary:
    stalls = [row.longest_stall_ms for row in rows if row.longest_stall_ms is not None]
    return ProcessSummary(
        generation=generation,
        intervals=len(rows),
        measured_s=sum((row.ended_at - row.began_at).total_seconds() for row in rows),
        cpu_percent=_median(row.cpu_percent for row in rows),
        memory_mb=_median(row.memory_mb for row in rows),
        stalls=sum(row.stalls for row in rows),
        longest_stall_ms=max(stalls, default=None),
        errors=sum(row.errors for row in rows),
    )


def _generation_of(rows: Sequence[Measurement]) -> str:
    """Return the generation that was at work in an interval."""
    generations = {row.figures.generation for row in rows}
    if len(generations) > 1 or any(row.figures.is_accompanied for row in rows):
        return MIXED
    return generations.pop()


def _joined(rows: Sequence[Measurement]) -> Measurement:
    """Return the intervals of one panel as one."""
    stalls = [row.longest_stall_ms for row in rows if row.longest_stall_ms is not None]
    figures = [row.figures for row in rows]
    return msgspec.structs.replace(
        rows[0],
        ended_at=rows[0].began_at + sum((row.ended_at - row.began_at for row in rows), timedelta(0)),
        figures=msgspec.structs.replace(
            figures[0],
            frames=merged(each.frames for each in figures),
            refresh=merged(each.refresh for each in figures),
            latency=merged(each.latency for each in figures),
            failures=sum(each.failures for each in figures),
        ),
        cpu_percent=_mean(row.cpu_percent for row in rows),
        memory_mb=_mean(row.memory_mb for row in rows),
        stalls=sum(row.stalls for row in rows),
        longest_stall_ms=max(stalls, default=None),
        errors=sum(row.errors for row in rows),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> list[tuple[_Key, list[_Item]]]:
    """Return items by key, in the order of the keys."""
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return sorted(groups.items(), key=lambda group: group[0])
