"""What measurements come to."""

from datetime import date, timedelta

import msgspec
import pytest

from models.perf import MIXED, by_session_day, summarise, thinned
from tests.models.builders import NOW
from tests.models.measured import MINUTE, an_interval, figures, measured


def test_nothing_measured_is_nothing_summarised() -> None:
    """No data is no figure, not zero."""
    summary = summarise([])
    assert (summary.panels, summary.processes) == ((), ())
    assert summary.process("legacy") is None
    assert summary.panel("panel1", "legacy") is None


def test_percentiles_are_those_of_all_frames_together() -> None:
    """One slow minute of few frames does not become the percentile of a day."""
    rows = [measured(figures(frames=[1.0] * 1_000)), measured(figures(frames=[90.0]), minute=1)]
    frames = summarise(rows).panels[0].frames
    assert (frames.count, frames.longest_ms) == (1_001, 90.0)
    assert frames.p99_ms == pytest.approx(1.0, rel=0.021)


def test_generations_and_panels_are_kept_apart() -> None:
    """What one generation took says nothing of the other."""
    rows = [*an_interval(0, "legacy", frames=[8.0]), *an_interval(1, "new", frames=[2.0])]
    summary = summarise(rows)
    assert [(each.panel, each.generation) for each in summary.panels] == [
        ("panel1", "legacy"),
        ("panel1", "new"),
        ("panel2", "legacy"),
        ("panel2", "new"),
    ]
    legacy, new = summary.panel("panel2", "legacy"), summary.panel("panel2", "new")
    assert legacy is not None
    assert new is not None
    assert (legacy.frames.longest_ms, new.frames.longest_ms) == (8.0, 2.0)


def test_process_is_counted_once_an_interval() -> None:
    """Both panels of an interval carry the same stalls and errors."""
    rows = [
        *an_interval(0, cpu=3.0, memory=100.0, stalls=[60.0, 70.0], errors=2),
        *an_interval(1, cpu=5.0, memory=110.0, errors=1),
        *an_interval(2, cpu=4.0, memory=None),
    ]
    process = summarise(rows).process("new")
    assert process is not None
    assert (process.intervals, process.measured_s) == (3, 180.0)
    assert (process.cpu_percent, process.memory_mb) == (4.0, 105.0)
    assert (process.stalls, process.longest_stall_ms, process.errors) == (2, 70.0, 3)


def test_process_with_both_generations_at_work_is_of_neither() -> None:
    """One panel of each generation, or a hidden one beside, would spoil the comparison."""
    accompanied = [
        msgspec.structs.replace(
            row, figures=msgspec.structs.replace(row.figures, is_accompanied=row.figures.panel == "panel2")
        )
        for row in an_interval(1, "new")
    ]
    summary = summarise([*an_interval(0, "new", "legacy"), *accompanied])
    assert [(each.generation, each.intervals) for each in summary.processes] == [(MIXED, 2)]


def test_span_is_that_of_the_begins() -> None:
    """An interval belongs to the span in which it began; the end is not part of it."""
    rows = [row for minute in range(4) for row in an_interval(minute)]
    summary = summarise(rows, NOW + MINUTE, NOW + 3 * MINUTE)
    assert [each.intervals for each in summary.processes] == [2]


def test_days_are_those_of_the_exchange() -> None:
    """A session begins at 17:00 in Chicago of the day before."""
    evening = timedelta(hours=9)
    rows = [
        msgspec.structs.replace(row, began_at=row.began_at + shift)
        for shift in (evening, timedelta(0))
        for row in an_interval()
    ]
    days = [each.day for each in by_session_day(rows)]
    assert days == sorted(days)
    assert days[1] - days[0] == timedelta(days=1)
    assert isinstance(days[0], date)


def test_thinning_changes_no_count_and_no_percentile() -> None:
    """A month later the same question has the same answer."""
    rows = [
        row
        for minute in range(30)
        for row in an_interval(minute, frames=[1.0 + minute, 2.0], stalls=[55.0 + minute], errors=1)
    ]
    thin = thinned(rows)
    assert len(thin) == 2
    before, after = summarise(rows), summarise(thin)
    assert [(each.frames, each.failures) for each in after.panels] == [
        (each.frames, each.failures) for each in before.panels
    ]
    (old,), (new,) = before.processes, after.processes
    assert (new.stalls, new.longest_stall_ms, new.errors) == (old.stalls, old.longest_stall_ms, old.errors)
    assert (new.cpu_percent, new.memory_mb, new.measured_s) == (4.0, 120.0, old.measured_s)


def test_thinning_keeps_apart_what_was_not_alike() -> None:
    """After a swap in the middle of an hour both parts are what they were."""
    rows = [*an_interval(0, "new"), *an_interval(1, "new", "legacy"), *an_interval(2, "legacy")]
    thin = thinned(rows)
    assert [(each.generation, each.intervals) for each in summarise(thin).processes] == [
        ("legacy", 1),
        (MIXED, 1),
        ("new", 1),
    ]
    assert thinned(thin) == thin
