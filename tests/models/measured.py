"""Measurements for tests; every figure that a test does not care about has a plain default."""

from collections.abc import Sequence
from datetime import timedelta

from models.histogram import Histogram, Tally
from models.perf import Measurement, PanelFigures
from tests.models.builders import NOW

MINUTE = timedelta(minutes=1)


def durations(*ms: float) -> Histogram:
    """Return the histogram of milliseconds."""
    tally = Tally()
    for each in ms:
        tally.add(each / 1000)
    return tally.take()


def figures(  # noqa: PLR0913 - each is one figure
    panel: str = "panel1",
    generation: str = "new",
    *,
    frames: Sequence[float] = (2.0,),
    refresh: Sequence[float] = (),
    latency: Sequence[float] = (),
    failures: int = 0,
    is_accompanied: bool = False,
) -> PanelFigures:
    """Return what an interval measured of a panel; durations are milliseconds."""
    return PanelFigures(
        panel=panel,
        generation=generation,
        is_accompanied=is_accompanied,
        frames=durations(*frames),
        refresh=durations(*refresh),
        latency=durations(*latency),
        failures=failures,
    )


def measured(  # noqa: PLR0913 - each is one figure
    of: PanelFigures,
    *,
    minute: int = 0,
    cpu: float | None = 4.0,
    memory: float | None = 120.0,
    stalls: Sequence[float] = (),
    errors: int = 0,
) -> Measurement:
    """Return the measurement of an interval, so many minutes after NOW; stalls are milliseconds."""
    began_at = NOW + minute * MINUTE
    return Measurement(
        session=NOW,
        version="1.2.3",
        is_demo=False,
        began_at=began_at,
        ended_at=began_at + MINUTE,
        figures=of,
        cpu_percent=cpu,
        memory_mb=memory,
        stalls=len(stalls),
        longest_stall_ms=max(stalls, default=None),
        errors=errors,
    )


def an_interval(  # noqa: PLR0913 - as above
    minute: int = 0,
    generation: str = "new",
    other: str | None = None,
    *,
    frames: Sequence[float] = (2.0,),
    cpu: float | None = 4.0,
    memory: float | None = 120.0,
    stalls: Sequence[float] = (),
    errors: int = 0,
) -> list[Measurement]:
    """Return the rows of both panels in an interval; `other` is the generation of the second."""
    return [
        measured(
            figures(panel, shown, frames=frames),
            minute=minute,
            cpu=cpu,
            memory=memory,
            stalls=stalls,
            errors=errors,
        )
        for panel, shown in (("panel1", generation), ("panel2", other or generation))
    ]
