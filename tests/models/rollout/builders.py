"""Use of the monitor as the rollout counts it; what a test does not care about has a plain default."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from models.rollout import tally
from models.rollout.gates import Inputs, Speed
from models.rollout.tally import DAY_S, Interval

BEGIN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday."""
FAST = {
    "new": Speed(p99_ms=8.0, refresh_ms=500.0, memory_mb=180.0, cpu_percent=4.0),
    "legacy": Speed(p99_ms=12.0, refresh_ms=500.0, memory_mb=210.0, cpu_percent=6.0),
}
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
