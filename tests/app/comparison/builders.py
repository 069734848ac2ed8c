"""Findings of comparisons that never ran."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from app.comparison.costs import Course
from app.comparison.findings import Findings, verdict_of
from app.comparison.guide import PairCounts, agreement, costs, troubles
from ui.frames import FrameTimes
from ui.generations import LEGACY, NEW
from ui.panel import PanelName


def a_pair(pair: str = "legacy 1 : new 1", **counts: int) -> PairCounts:
    """Return the counts of a pair that agrees, unless it is told otherwise."""
    agreed = PairCounts(
        pair=pair,
        compared=10_000,
        mismatches=0,
        pnl_compared=2_000,
        pnl_mismatches=0,
        emitted_compared=100,
        emitted_mismatches=0,
        examples=(),
    )
    return msgspec.structs.replace(agreed, **counts)


def a_course(cpu: float = 5.0, memory_mb: float = 140.0, refresh_ms: float = 500.0, count: int = 6) -> Course:
    """Return the course of a generation that did nothing wrong; shares and sizes scatter a little."""
    return Course(
        cpu=tuple(cpu + number % 2 / 10 for number in range(count)),
        memory_mb=tuple(memory_mb + number % 2 / 10 for number in range(count)),
        refresh_ms=(refresh_ms,) * 40,
        trouble=(),
        exit_code=0,
    )


def the_courses(legacy: Course | None = None, new: Course | None = None) -> Mapping[str, Course]:
    """Return courses in which the new generation meets every target."""
    return {LEGACY: legacy or a_course(), NEW: new or a_course(cpu=2.5, memory_mb=120.0)}


def a_round(legacy_ms: float = 20.0, new_ms: float = 2.0, count: int = 200) -> FrameTimes:
    """Return the frame times of a round; the last three of each generation take twice as long."""
    return {
        place: {
            LEGACY: [legacy_ms] * (count - 3) + [2 * legacy_ms] * 3,
            NEW: [new_ms] * (count - 3) + [2 * new_ms] * 3,
        }
        for place in PanelName
    }


def the_findings(*pairs: PairCounts, courses: Mapping[str, Course] | None = None) -> Findings:
    """Return what a whole run found."""
    rounds, courses = [a_round()] * 3, courses or the_courses()
    pairs = pairs or (a_pair("legacy 1 : legacy 2"), a_pair("new 1 : new 2"), a_pair())
    metrics = (*costs(rounds, courses), *troubles({LEGACY: 0, NEW: 0}, 500, courses), *agreement(pairs))
    return Findings(
        at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
        versions={"APPSIERRA": "0.1.0", "Python": "3.11.7"},
        cores=2,
        recording="",
        demo_seed=3,
        minutes=10.0,
        cells_only=False,
        facts=500,
        presses=100,
        compared=sum(pair.compared for pair in pairs),
        mismatches=sum(pair.mismatches for pair in pairs),
        pairs=pairs,
        raised={LEGACY: (), NEW: ()},
        history_points=3_600,
        metrics=metrics,
        frames_ms=tuple(
            {place.value: {name: tuple(ms) for name, ms in times.items()} for place, times in one.items()}
            for one in rounds
        ),
        courses=courses,
        verdict=verdict_of(metrics),
    )
