"""The table of the migration guide: what was measured of both generations, the target, the verdict; pure."""

from collections.abc import Mapping, Sequence
from enum import Enum
from statistics import median, quantiles
from typing import Final

import msgspec

from app.comparison.costs import Course
from models.percentile import p99
from ui.frames import FrameTimes
from ui.generations import LEGACY, NEW, TITLES

FRAME_MS: Final = 16.0
MEMORY_RATIO: Final = 0.90
CPU_RATIO: Final = 0.80
REFRESH_MS: Final = 500.0
_LATEST_REFRESH_MS: Final = 1.1 * REFRESH_MS
_FEWEST_INTERVALS: Final = 5
_FEWEST_FRAMES: Final = 60
_FEWEST_UPDATES: Final = 20
_FEWEST_CELLS: Final = 1_000
_FEWEST_PNL: Final = 200
_FEWEST_PRESSES: Final = 20


class Verdict(Enum):
    """What a measurement comes to."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of one generation.

    Attributes:
        usual: The figure, or its median where it is taken often.
        late: Its 99th percentile; None where it has none.
    """

    usual: float
    late: float | None = None


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table.

    Attributes:
        unit: Of the figures; empty for counts.
        legacy: None where it has no part in the figure, or nothing was measured.
        new: None where nothing was measured.
        ratio: New by legacy; None where it says nothing.
        count: How many measurements it rests on, of the generation with fewer.
    """

    name: str
    unit: str
    legacy: Measured | None
    new: Measured | None
    ratio: float | None
    target: str
    verdict: Verdict
    count: int


class PairCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What one pair of panels agreed on."""

    pair: str
    compared: int
    mismatches: int
    pnl_compared: int
    pnl_mismatches: int
    emitted_compared: int
    emitted_mismatches: int
    examples: tuple[str, ...]


def typical_frames(rounds: Sequence[Mapping[str, Sequence[float]]]) -> Mapping[str, Sequence[float]]:
    """Return for each generation what each frame takes: the median of the rounds that painted it.

    What else the machine does hits one frame in one round and another in the next; a dear frame is dear in
    all of them.
    """
    return {
        generation: [median(times) for times in zip(*(one[generation] for one in rounds), strict=True)]
        for generation in (LEGACY, NEW)
    }


def agreement(pairs: Sequence[PairCounts]) -> tuple[Metric, ...]:
    """Return what the generations show and ask for; the noise of each against itself counts too."""
    cells = [(pair.compared, pair.mismatches) for pair in pairs]
    pnl = [(pair.pnl_compared, pair.pnl_mismatches) for pair in pairs]
    emitted = [(pair.emitted_compared, pair.emitted_mismatches) for pair in pairs]
    return (
        _equal("Canonical cells that differ", cells, _FEWEST_CELLS),
        _equal("P&L that differs", pnl, _FEWEST_PNL),
        _equal("Emitted commands that differ", emitted, _FEWEST_PRESSES),
    )


def costs(rounds: Sequence[FrameTimes], courses: Mapping[str, Course]) -> tuple[Metric, ...]:
    """Return what the generations cost.

    Args:
        rounds: Frame times, a round after the other, each with the same frames.
        courses: What was read while they ran; each figure is the median over the intervals.
    """
    memory = {name: course.memory_mb for name, course in courses.items()}
    cpu = {name: course.cpu for name, course in courses.items()}
    return (
        _reduced("Memory", "MB", memory, MEMORY_RATIO),
        _reduced("CPU", "% of a core", cpu, CPU_RATIO),
        *_render_times(rounds),
        _refresh({name: course.refresh_ms for name, course in courses.items()}),
    )


def troubles(
    raised: Mapping[str, int], facts: int, courses: Mapping[str, Course] | None
) -> tuple[Metric, ...]:
    """Return errors and crashes of both generations.

    Args:
        raised: By generation, how often its panels raised or refused a fact while they were compared.
        facts: How many facts that were.
        courses: What was read while they ran; None where they did not.
    """
    if courses is None:
        return (_no_more("Errors", raised, facts),)
    errors = {name: count + len(courses[name].trouble) for name, count in raised.items()}
    crashes = {name: int(course.exit_code != 0) for name, course in courses.items()}
    intervals = min(len(course.cpu) for course in courses.values())
    return (_no_more("Errors", errors, facts), _no_more("Crashes", crashes, intervals))


def _equal(name: str, counts: Sequence[tuple[int, int]], fewest: int) -> Metric:
    compared, mismatches = min(count for count, _ in counts), sum(wrong for _, wrong in counts)
    return Metric(
        name=name,
        unit="",
        legacy=None,
        new=Measured(usual=mismatches),
        ratio=None,
        target="0",
        verdict=_verdict(is_met=not mismatches, is_enough=compared >= fewest or mismatches > 0),
        count=compared,
    )


def _reduced(name: str, unit: str, samples: Mapping[str, Sequence[float]], most: float) -> Metric:
    target, count = f"{100 * (most - 1):.0f} %", min(map(len, samples.values()))
    if not count:
        return _unmeasured(name, unit, target)
    legacy, new = median(samples[LEGACY]), median(samples[NEW])
    return Metric(
        name=name,
        unit=unit,
        legacy=Measured(usual=legacy),
        new=Measured(usual=new),
        ratio=_ratio(new, legacy),
        target=target,
        verdict=_verdict(is_met=new <= most * legacy, is_enough=count >= _FEWEST_INTERVALS),
        count=count,
    )


def _render_times(rounds: Sequence[FrameTimes]) -> list[Metric]:
    """Return a row for each panel; the target holds for the late frames."""
    return [
        _render_time(f"Render time, {title}", typical_frames([one[place] for one in rounds]))
        for place, title in TITLES.items()
    ]


def _render_time(name: str, frames: Mapping[str, Sequence[float]]) -> Metric:
    target, count = f"< {FRAME_MS:.0f} ms", min(map(len, frames.values()))
    if not count:
        return _unmeasured(name, "ms", target)
    legacy, new = (
        Measured(usual=median(frames[generation]), late=p99(frames[generation]))
        for generation in (LEGACY, NEW)
    )
    is_met = p99(frames[NEW]) < FRAME_MS
    return Metric(
        name=name,
        unit="ms",
        legacy=legacy,
        new=new,
        ratio=_ratio(new.usual, legacy.usual),
        target=target,
        verdict=_verdict(is_met=is_met, is_enough=count >= _FEWEST_FRAMES),
        count=count,
    )


def _refresh(samples: Mapping[str, Sequence[float]]) -> Metric:
    """Return how often a cell with the price changes.

    A price that stands still changes nothing, so the quickest quarter is what is held to the target.
    """
    name, target, count = "Cell refresh", f"{REFRESH_MS:.0f} ms kept", min(map(len, samples.values()))
    if count < 2:  # noqa: PLR2004 - a quarter needs two
        return _unmeasured(name, "ms", target)
    legacy, new = (
        Measured(usual=median(samples[generation]), late=p99(samples[generation]))
        for generation in (LEGACY, NEW)
    )
    quick = quantiles(samples[NEW], n=4)[0]
    return Metric(
        name=name,
        unit="ms",
        legacy=legacy,
        new=new,
        ratio=_ratio(new.usual, legacy.usual),
        target=target,
        verdict=_verdict(is_met=quick <= _LATEST_REFRESH_MS, is_enough=count >= _FEWEST_UPDATES),
        count=count,
    )


def _no_more(name: str, counts: Mapping[str, int], count: int) -> Metric:
    is_met = counts[NEW] <= counts[LEGACY]
    return Metric(
        name=name,
        unit="",
        legacy=Measured(usual=counts[LEGACY]),
        new=Measured(usual=counts[NEW]),
        ratio=None,
        target=f"0 new {name.lower()}",
        verdict=_verdict(is_met=is_met, is_enough=count > 0 or not is_met),
        count=count,
    )


def _unmeasured(name: str, unit: str, target: str) -> Metric:
    return Metric(
        name=name,
        unit=unit,
        legacy=None,
        new=None,
        ratio=None,
        target=target,
        verdict=Verdict.INCONCLUSIVE,
        count=0,
    )


def _verdict(*, is_met: bool, is_enough: bool) -> Verdict:
    if not is_enough:
        return Verdict.INCONCLUSIVE
    return Verdict.PASS if is_met else Verdict.FAIL


def _ratio(new: float, legacy: float) -> float | None:
    return new / legacy if legacy else None
