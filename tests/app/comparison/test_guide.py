"""Targets and verdicts of the migration guide."""

import msgspec
import pytest

from app.comparison.costs import Course
from app.comparison.guide import Measured, Metric, Verdict, agreement, costs, troubles, typical_frames
from tests.app.comparison.builders import a_course, a_pair, a_round, the_courses
from ui.generations import LEGACY, NEW

SILENT = {LEGACY: 0, NEW: 0}


def verdicts(metrics: tuple[Metric, ...]) -> dict[str, Verdict]:
    """Return the verdicts by the names of the metrics."""
    return {metric.name: metric.verdict for metric in metrics}


def test_a_new_generation_that_meets_all_targets_passes() -> None:
    """The whole table of the guide, with medians and ratios."""
    metrics = costs([a_round()] * 3, the_courses())
    assert [metric.name for metric in metrics] == [
        "Memory",
        "CPU",
        "Render time, Panel 1",
        "Render time, Panel 2",
        "Cell refresh",
    ]
    assert set(verdicts(metrics).values()) == {Verdict.PASS}
    memory, cpu, render = metrics[:3]
    assert (memory.target, cpu.target, render.target) == ("-10 %", "-20 %", "< 16 ms")
    assert memory.new is not None
    assert memory.new.usual == pytest.approx(120.05)
    assert cpu.ratio == pytest.approx(2.55 / 5.05)
    assert (render.legacy, render.new) == (Measured(usual=20.0, late=40.0), Measured(usual=2.0, late=4.0))
    assert (memory.count, render.count, metrics[4].count) == (6, 200, 40)


@pytest.mark.parametrize(
    ("new", "missed"),
    [
        (a_course(cpu=2.5, memory_mb=127.0), "Memory"),
        (a_course(cpu=4.2, memory_mb=120.0), "CPU"),
        (a_course(cpu=2.5, memory_mb=120.0, refresh_ms=600.0), "Cell refresh"),
    ],
)
def test_a_missed_target_fails(new: Course, missed: str) -> None:
    """That one alone."""
    found = verdicts(costs([a_round()], the_courses(new=new)))
    assert [name for name, verdict in found.items() if verdict is Verdict.FAIL] == [missed]


def test_late_frames_are_what_the_target_is_for() -> None:
    """A usual frame below 16 ms does not make up for the slowest in a hundred."""
    found = verdicts(costs([a_round(new_ms=9.0)], the_courses()))
    assert found["Render time, Panel 1"] is Verdict.FAIL


def test_one_disturbed_round_decides_nothing() -> None:
    """Each frame counts with the median of its rounds."""
    found = verdicts(costs([a_round(), a_round(new_ms=50.0), a_round()], the_courses()))
    assert found["Render time, Panel 1"] is Verdict.PASS


def test_a_frame_that_is_dear_in_most_rounds_stays_dear() -> None:
    """What hits one frame here and another there goes; what belongs to a frame stays."""
    rounds = [
        {LEGACY: [1.0, 1.0, 9.0], NEW: [1.0, 80.0, 9.0]},
        {LEGACY: [1.0, 1.0, 9.0], NEW: [70.0, 2.0, 8.0]},
    ]
    rounds.append({LEGACY: [60.0, 1.0, 8.0], NEW: [1.0, 2.0, 9.0]})
    assert typical_frames(rounds) == {LEGACY: [1.0, 1.0, 9.0], NEW: [1.0, 2.0, 9.0]}


def test_a_price_that_stands_still_is_not_late() -> None:
    """The quickest quarter of the changes keeps the half second."""
    still = msgspec.structs.replace(a_course(2.5, 120.0), refresh_ms=(500.0,) * 12 + (2_500.0,) * 28)
    assert verdicts(costs([a_round()], the_courses(new=still)))["Cell refresh"] is Verdict.PASS


def test_too_little_is_inconclusive() -> None:
    """Neither a short run nor none at all is a verdict, however the figures look."""
    short = {LEGACY: a_course(count=2), NEW: a_course(cpu=9.0, count=2)}
    found = verdicts(costs([a_round(count=20)], short))
    assert {found[name] for name in ("Memory", "CPU", "Render time, Panel 1")} == {Verdict.INCONCLUSIVE}
    nothing = Course(cpu=(), memory_mb=(), refresh_ms=(), trouble=(), exit_code=0)
    metrics = costs([], {LEGACY: nothing, NEW: nothing})
    assert set(verdicts(metrics).values()) == {Verdict.INCONCLUSIVE}
    assert all(metric.new is None for metric in metrics)


def test_agreement_needs_every_pair() -> None:
    """A generation that differs from itself fails too: then nothing else means anything."""
    agreed = verdicts(agreement([a_pair("new 1 : new 2"), a_pair()]))
    assert set(agreed.values()) == {Verdict.PASS}
    noisy = agreement([a_pair("new 1 : new 2", mismatches=1), a_pair()])
    assert noisy[0].verdict is Verdict.FAIL
    assert noisy[0].new == Measured(usual=1)


@pytest.mark.parametrize(
    ("counts", "failed"),
    [
        ({"mismatches": 1}, ["Canonical cells that differ"]),
        ({"mismatches": 1, "pnl_mismatches": 1}, ["Canonical cells that differ", "P&L that differs"]),
        ({"emitted_mismatches": 1}, ["Emitted commands that differ"]),
    ],
)
def test_what_differs_is_named(counts: dict[str, int], failed: list[str]) -> None:
    """Cells, P&L and commands have a row each."""
    found = verdicts(agreement([a_pair("legacy 1 : new 1", **counts)]))
    assert [name for name, verdict in found.items() if verdict is Verdict.FAIL] == failed


def test_few_cells_that_agree_are_inconclusive_and_one_that_differs_is_not() -> None:
    """Agreement takes many cells, disagreement a single one."""
    assert agreement([a_pair(compared=10)])[0].verdict is Verdict.INCONCLUSIVE
    assert agreement([a_pair(compared=10, mismatches=1)])[0].verdict is Verdict.FAIL


def test_only_new_trouble_fails() -> None:
    """As many errors and crashes as the legacy generation has are not new."""
    noisy = msgspec.structs.replace(a_course(), trouble=("t WARNING one",))
    dead = msgspec.structs.replace(a_course(), exit_code=None)
    assert set(verdicts(troubles(SILENT, 500, the_courses())).values()) == {Verdict.PASS}
    assert verdicts(troubles(SILENT, 500, the_courses(noisy, noisy)))["Errors"] is Verdict.PASS
    assert verdicts(troubles(SILENT, 500, the_courses(new=noisy)))["Errors"] is Verdict.FAIL
    assert verdicts(troubles(SILENT, 500, the_courses(new=dead)))["Crashes"] is Verdict.FAIL
    assert verdicts(troubles({LEGACY: 0, NEW: 1}, 500, None)) == {"Errors": Verdict.FAIL}
