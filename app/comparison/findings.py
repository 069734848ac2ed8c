"""All that a comparison found, and how its table reads; pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from app.comparison.costs import Course
from app.comparison.guide import Measured, Metric, PairCounts, Verdict

HEADER: Final = ("metric", "legacy", "new", "ratio", "target", "measured", "verdict")
UNMEASURED: Final = "--"
_MOST_LINES: Final = 30


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What the run found.

    Attributes:
        at: When it began, UTC.
        versions: What the program is made of.
        cores: How many processor cores it could use.
        recording: Name of the file whose facts were shown; empty for the demo.
        demo_seed: Which demo market; of a recording it means nothing, as the next one.
        compared: Cells compared, all pairs together.
        mismatches: Those that differed in text, role or flash.
        facts: Facts that were shown.
        presses: How often a control was used.
        raised: By generation, what its panels raised.
        history_points: Points of each curve before the demo began.
        frames_ms: Frame times by round, panel and generation; empty where only cells were compared.
        courses: By generation, what was read while it ran; empty where only cells were compared.
        verdict: `fail` where a metric is; else `inconclusive` where one is; else `pass`.
    """

    at: datetime
    versions: Mapping[str, str]
    cores: int
    recording: str
    demo_seed: int
    minutes: float
    cells_only: bool
    facts: int
    presses: int
    compared: int
    mismatches: int
    pairs: tuple[PairCounts, ...]
    raised: Mapping[str, tuple[str, ...]]
    history_points: int
    metrics: tuple[Metric, ...]
    frames_ms: tuple[Mapping[str, Mapping[str, tuple[float, ...]]], ...]
    courses: Mapping[str, Course]
    verdict: Verdict


def verdict_of(metrics: Sequence[Metric]) -> Verdict:
    """Return what all metrics come to: the worst of them."""
    verdicts = {metric.verdict for metric in metrics}
    return next(one for one in (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS) if one in verdicts)


def row_of(metric: Metric) -> tuple[str, ...]:
    """Return a metric as the texts of a table with `HEADER`."""
    return (
        f"{metric.name}{' (p50 / p99)' if metric.new is not None and metric.new.late is not None else ''}",
        _figure(metric.legacy, metric.unit),
        _figure(metric.new, metric.unit),
        UNMEASURED if metric.ratio is None else f"{metric.ratio:.2f}",
        metric.target,
        f"{metric.count:,}",
        metric.verdict.value,
    )


def input_of(found: Findings) -> str:
    """Return in words where the facts came from."""
    if found.recording:
        return f"Recording {found.recording}"
    return f"Demo with seed {found.demo_seed}, minutes: {found.minutes:g}"


def conditions(found: Findings) -> str:
    """Return in words what was run."""
    start = f"{input_of(found)}, facts shown: {found.facts:,}, controls used: {found.presses:,}."
    if not found.recording:
        start += (
            f" Each curve began with {found.history_points:,} points in its last hour, as in the middle of a "
            "trading day."
        )
    intervals = max((len(course.cpu) for course in found.courses.values()), default=0)
    if found.cells_only:
        return f"{start} Nothing was measured of what the generations cost."
    return (
        f"{start} Each generation ran in a process of its own at the pace of life, both at the same time "
        f"(intervals read: {intervals}); frames in {len(found.frames_ms)} rounds, one generation after the "
        "other; medians."
    )


def remarks(found: Findings) -> Mapping[str, Sequence[str]]:
    """Return by its title what differed and what went wrong; the first of each kind in words."""
    kinds = {
        "Differences": [f"{pair.pair}: {text}" for pair in found.pairs for text in pair.examples],
        "Raised by panels": [text for texts in found.raised.values() for text in texts],
        "Warnings and errors in the logs": [
            f"{name}: {line}" for name, course in found.courses.items() for line in course.trouble
        ],
    }
    return {title: _first(lines) for title, lines in kinds.items() if lines}


def _first(lines: Sequence[str]) -> Sequence[str]:
    more = len(lines) - _MOST_LINES
    return lines if more <= 0 else [*lines[:_MOST_LINES], f"and {more:,} more, all of them in the JSON"]


def _figure(measured: Measured | None, unit: str) -> str:
    if measured is None:
        return UNMEASURED
    numbers = [measured.usual] if measured.late is None else [measured.usual, measured.late]
    digits = 1 if unit else 0
    return f"{' / '.join(f'{one:,.{digits}f}' for one in numbers)} {unit}".rstrip()
