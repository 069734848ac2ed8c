"""What the performance window shows."""

from datetime import timedelta
from math import isnan

import pytest

from actors.messages import PerformanceListed
from models.perf import PerfPoint
from tests.ui.builders import NOW
from ui.performance_view import NOTHING_LATELY, NOTHING_YET, OFF, PROCESS, PerfPlot, present

HOUR_S = 3600.0


def a_point(
    minutes_ago: int,
    panel: str = "panel1",
    generation: str = "new",
    *,
    frame: float | None = 4.0,
    stalls: int = 0,
) -> PerfPoint:
    """Return a point of the plots."""
    return PerfPoint(
        at=NOW - timedelta(minutes=minutes_ago),
        panel=panel,
        generation=generation,
        frame_p99_ms=frame,
        refresh_p50_ms=500.0 if panel == "panel2" else None,
        latency_p99_ms=None,
        cpu_percent=4.25,
        memory_mb=160.0,
        stalls=stalls,
    )


def listed(*points: PerfPoint, span_s: float | None = HOUR_S, problem: str = "") -> PerformanceListed:
    """Return what the database told now."""
    return PerformanceListed(span_s=span_s, points=points, at=NOW, problem=problem)


def plot(name: str, *points: PerfPoint) -> PerfPlot:
    """Return the plot of a figure."""
    view = present(listed(*points), is_on=True)
    return next(each for each in view.plots if each.title.startswith(name))


@pytest.mark.parametrize(
    ("span_s", "is_on", "words"),
    [
        (None, True, NOTHING_YET),
        (HOUR_S, True, NOTHING_LATELY),
        (None, False, OFF),
        (HOUR_S, False, OFF),
    ],
)
def test_without_measurements_it_says_why(span_s: float | None, words: str, *, is_on: bool) -> None:
    """An empty plot would look like a figure of zero."""
    view = present(listed(span_s=span_s), is_on=is_on)
    assert (view.empty, view.plots) == (words, ())


def test_database_that_cannot_be_read_is_no_empty_one() -> None:
    """The reason stands in place of the plots."""
    view = present(listed(problem="disk does not answer"), is_on=True)
    assert "disk does not answer" in view.empty


def test_measurements_that_are_not_made_any_more_say_so() -> None:
    """Who looks at old figures knows that there are no new ones."""
    assert "ENABLE_PERF_TRACKING is off" in present(listed(a_point(5)), is_on=False).note
    assert present(listed(a_point(5)), is_on=True).note.startswith("A value a minute, newest of ")


def test_thinned_points_are_the_worst_of_their_slot_and_say_so() -> None:
    """A peak among many minutes is no mean."""
    points = [a_point(minutes) for minutes in (30, 25, 20, 15)]
    assert present(listed(*points), is_on=True).note.startswith("The worst of every 5 minutes")


def test_generations_are_lines_of_their_own() -> None:
    """Only what goes on until now has a newest value; what legacy took last hour is no news."""
    frames = plot(
        "Frame", a_point(9, generation="legacy", frame=9.0), a_point(8, frame=3.0), a_point(7, frame=2.5)
    )
    assert [(curve.of, curve.generation, curve.values) for curve in frames.curves] == [
        ("panel1", "legacy", (9.0,)),
        ("panel1", "new", (3.0, 2.5)),
    ]
    assert frames.latest == "Panel 1 new 2.5"
    assert frames.target == 16.0


def test_figure_that_is_not_known_is_no_line() -> None:
    """Absent is never zero."""
    latency = plot("Latency", a_point(1), a_point(1, "panel2"))
    assert (latency.curves, latency.latest) == ((), "--")


def test_process_is_one_line_whatever_the_panels() -> None:
    """Both panels carry the same; with a generation each the process belongs to neither."""
    stalls = plot(
        "Stalls",
        *(a_point(2, panel, stalls=3) for panel in ("panel1", "panel2")),
        a_point(1, "panel1", "new", stalls=1),
        a_point(1, "panel2", "legacy", stalls=1),
    )
    assert [(curve.of, curve.generation, curve.values) for curve in stalls.curves] == [
        (PROCESS, "mixed", (1,)),
        (PROCESS, "new", (3,)),
    ]
    assert stalls.latest == "mixed 1"
    assert plot("Processor", a_point(1)).latest == "new 4.2"


def test_line_is_broken_while_the_program_did_not_run() -> None:
    """Nobody knows what it would have cost."""
    (curve,) = plot("Frame", *(a_point(minutes) for minutes in (30, 29, 10, 9))).curves
    assert [isnan(value) for value in curve.values] == [False, False, True, False, False]
    assert list(curve.times) == sorted(curve.times)


def test_span_is_the_one_that_was_asked_for() -> None:
    """An hour is an hour wide, everything begins with the first measurement."""
    hour = present(listed(a_point(5)), is_on=True)
    assert hour.end - hour.start == HOUR_S
    whole = present(listed(a_point(5), a_point(4), span_s=None), is_on=True)
    assert whole.end - whole.start == 300.0
    fresh = present(listed(a_point(0), span_s=None), is_on=True)
    assert fresh.end - fresh.start == 60.0
