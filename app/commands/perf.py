"""`perf`: what the panels and the process cost, per generation and session day, beside the targets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from app.commands.table import aligned
from app.errors import UnavailableError
from app.home import Home
from flags import FlagName
from models.errors import StorageError
from models.perf import DaySummary, Summary, Timing, by_session_day, summarise
from models.perf_rows import read_measurements
from models.perf_targets import Check, checks

_UNKNOWN: Final = "--"
_NOTHING: Final = (
    f"no measurements yet: the monitor writes some every minute while {FlagName.ENABLE_PERF_TRACKING} is on\n"
)
_PANELS: Final = (
    *("day", "panel", "generation", "frames", "frame p50", "p99", "max ms", "refresh p50", "p99 ms"),
    *("latency p50", "p99 ms", "failures"),
)
_PROCESS: Final = ("day", "generation", "minutes", "cpu %", "memory MB", "stalls", "longest ms", "errors")


class Performance(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured.

    Attributes:
        since: UTC.
        intervals: Of a panel; 0 where nothing was measured.
        demo_intervals: Those of them with a simulated market.
        days: By session day, oldest first.
        total: All days together.
        checks: The new generation beside its targets.
        damaged: What could not be read.
    """

    since: datetime
    intervals: int
    demo_intervals: int
    days: tuple[DaySummary, ...]
    total: Summary
    checks: tuple[Check, ...]
    damaged: tuple[str, ...]


def performance(place: Home, days: int) -> Performance:
    """Return what was measured in the last days; a running monitor is not disturbed.

    Args:
        place: The home folder.
        days: How many times 24 hours until now.

    Raises:
        UnavailableError: The database cannot be read.
    """
    since = datetime.now(UTC) - timedelta(days=days)
    try:
        rows, damaged = read_measurements(place.data / "appsierra.db", since)
    except StorageError as error:
        raise UnavailableError(str(error)) from error
    total = summarise(rows)
    return Performance(
        since=since,
        intervals=len(rows),
        demo_intervals=sum(row.is_demo for row in rows),
        days=by_session_day(rows),
        total=total,
        checks=checks(total),
        damaged=tuple(damaged),
    )


def performance_table(found: Performance) -> str:
    """Return what was measured, for people."""
    if not found.intervals:
        return _NOTHING
    named = [*((f"{day.day}", day.summary) for day in found.days), ("all", found.total)]
    parts = [
        aligned(_PANELS, [row for name, summary in named for row in _panel_rows(name, summary)]),
        aligned(_PROCESS, [row for name, summary in named for row in _process_rows(name, summary)]),
        aligned(("new generation", "target", "is", ""), [_check_row(check) for check in found.checks]),
    ]
    if found.demo_intervals:
        parts.append(f"{found.demo_intervals} of {found.intervals} intervals are of the demo\n")
    return "\n".join(parts)


def _panel_rows(name: str, summary: Summary) -> Iterator[tuple[str, ...]]:
    for each in summary.panels:
        yield (
            *(name, each.panel, each.generation, f"{each.frames.count:,}"),
            *_times(each.frames),
            *_times(each.refresh)[:2],
            *_times(each.latency)[:2],
            str(each.failures),
        )


def _process_rows(name: str, summary: Summary) -> Iterator[tuple[str, ...]]:
    for each in summary.processes:
        yield (
            *(name, each.generation, f"{each.measured_s / 60:.0f}"),
            *(_number(each.cpu_percent), _number(each.memory_mb), str(each.stalls)),
            *(_number(each.longest_stall_ms), str(each.errors)),
        )


def _check_row(check: Check) -> tuple[str, str, str, str]:
    if check.is_met is None:
        return check.name, check.target, _UNKNOWN, check.why
    target = f"{check.target} {check.unit}".rstrip()
    return check.name, target, _number(check.value), "met" if check.is_met else "MISSED"


def _times(timing: Timing) -> tuple[str, str, str]:
    return _number(timing.p50_ms), _number(timing.p99_ms), _number(timing.longest_ms)


def _number(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:.1f}"
