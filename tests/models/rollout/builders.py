"""Use of the monitor as the rollout counts it; what a test does not care about has a plain default."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from models.perf import PanelSummary, ProcessSummary, Summary, Timing
from models.rollout import tally
from models.rollout.gates import Inputs
from models.rollout.tally import DAY_S, Interval

BEGIN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday."""
PARALLEL = {
    tally.COMPARED: 40_000,
    tally.MATCHED: 40_000,
    tally.TRADES: 6,
    **dict.fromkeys(tally.TRANSITIONS, 1),
}
"""Five such days are enough for phase 3."""


def a_day(  # noqa: PLR0913 - each is one circumstance
    number: int = 0,
    counts: Mapping[str, int] | None = None,
    *,
    source: str = "SIM",
    panels: str = "new new",
    compares: bool = False,
    use_s: int = DAY_S,
) -> Interval:
    """Return a day of use, so many days after the first; days of no session are left out by whoever calls."""
    began = BEGIN + timedelta(days=number)
    return Interval(
        began=began,
        ended=began + timedelta(seconds=use_s),
        day=began.date().isoformat(),
        version="1.0.0",
        source=source,
        panels=panels,
        compares=compares,
        counts=tuple(({tally.USE_S: use_s} | dict(counts or {})).items()),
    )


def inputs(*intervals: Interval, days: float = 0, **others: object) -> Inputs:
    """Return what gates are held against, so many days after the stage began."""
    return Inputs(
        at=BEGIN + timedelta(days=days),
        since=BEGIN,
        intervals=intervals,
        version="1.0.0",
        **others,  # type: ignore[arg-type]  # a test names the fields that it is about
    )


def a_cost(  # noqa: PLR0913 - each is one figure
    *,
    p99_ms: float = 8.0,
    refresh_ms: float = 500.0,
    memory_mb: float = 180.0,
    cpu_percent: float = 4.0,
    errors: int = 0,
    minutes: int = 60,
) -> Summary:
    """Return what the new panels cost, beside legacy ones of 210 MB and 6 % of a core."""
    frames = Timing(count=9, p50_ms=2.0, p99_ms=p99_ms, longest_ms=20.0)
    refresh = Timing(count=9, p50_ms=refresh_ms, p99_ms=520.0, longest_ms=600.0)
    panels = tuple(
        PanelSummary(
            panel=panel,
            generation="new",
            intervals=minutes,
            frames=frames,
            refresh=refresh,
            latency=frames,
            failures=0,
        )
        for panel in ("panel1", "panel2")
    )
    figures = {"new": (cpu_percent, memory_mb, errors), "legacy": (6.0, 210.0, 0)}
    processes = tuple(
        ProcessSummary(
            generation=generation,
            intervals=minutes,
            measured_s=60.0 * minutes,
            cpu_percent=cpu,
            memory_mb=memory,
            stalls=0,
            longest_stall_ms=None,
            errors=logged,
        )
        for generation, (cpu, memory, logged) in figures.items()
    )
    return Summary(panels=panels, processes=processes)
