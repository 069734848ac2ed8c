"""What the program costs: the window's measurements, completed by what the process says of itself."""

from datetime import datetime
from typing import NamedTuple, Protocol

from actors.base import Actor, Ports, handles
from actors.messages import IntervalMeasured, SavePerformance, TrackingSet
from models.perf import INTERVAL_S, Measurement

_SLEPT_S = 2 * INTERVAL_S
"""No interval takes so long while the computer is awake."""


class Reading(NamedTuple):
    """What the process has used and logged since it began.

    Attributes:
        cpu_s: Seconds of processor time, all threads.
        memory_mb: Resident now; None where this system does not tell.
        errors: Logged errors since the gauge was opened.
    """

    cpu_s: float
    memory_mb: float | None
    errors: int


class Gauge(Protocol):
    """The process as the operating system sees it."""

    def open(self) -> None:
        """Begin to count errors; a second time does nothing."""

    def read(self) -> Reading:
        """Return what was used until now."""

    def close(self) -> None:
        """Count no more; a second time does nothing."""


class PerformanceActor(Actor):
    """Owns the gauge of the process; does nothing while nothing is measured.

    Args:
        gauge: The process.
        version: Of the program.
        is_demo: Whether the market is simulated.
    """

    name = "performance"

    def __init__(self, *, ports: Ports, gauge: Gauge, version: str, is_demo: bool) -> None:
        super().__init__(ports=ports)
        self._gauge = gauge
        self._version = version
        self._is_demo = is_demo
        # The actor may be restarted while the program goes on.
        self._session: datetime | None = None

    def begin(self) -> None:
        """Read the gauge for the first time."""
        self._session = self._session or self.clock.utc()
        self._gauge.open()
        self._start()

    def release(self) -> None:
        """Let go of the gauge."""
        self._gauge.close()

    @handles(TrackingSet)
    def restart(self, _fact: TrackingSet) -> None:
        """Leave out what the process used while nobody measured."""
        self._start()

    @handles(IntervalMeasured)
    def complete(self, fact: IntervalMeasured) -> None:
        """Add what the process used meanwhile, and have all of it kept."""
        before, before_s = self._before, self._before_s
        self._start()
        took_s = self._before_s - before_s
        used_s = self._before.cpu_s - before.cpu_s
        rows = tuple(
            Measurement(
                session=self._session or fact.began_at,
                version=self._version,
                is_demo=self._is_demo,
                began_at=fact.began_at,
                ended_at=fact.ended_at,
                figures=figures,
                cpu_percent=100 * used_s / took_s if 0 < took_s < _SLEPT_S else None,
                memory_mb=self._before.memory_mb,
                stalls=fact.stalls,
                longest_stall_ms=fact.longest_stall_ms,
                errors=self._before.errors - before.errors,
            )
            for figures in fact.panels
        )
        self.post(SavePerformance(rows=rows))

    def _start(self) -> None:
        self._before = self._gauge.read()
        self._before_s = self.clock.monotonic()
