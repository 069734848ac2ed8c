"""How findings read."""

import msgspec
import pytest

from app.comparison.findings import HEADER, conditions, remarks, row_of, verdict_of
from app.comparison.guide import Measured, Metric, Verdict
from tests.app.comparison.builders import a_course, the_courses, the_findings

METRIC = Metric(
    name="Render time, Panel 1",
    unit="ms",
    legacy=Measured(usual=13.84, late=35.2),
    new=Measured(usual=1_234.5, late=6_000.0),
    ratio=0.0899,
    target="< 16 ms",
    verdict=Verdict.FAIL,
    count=1_540,
)


def test_row_has_usual_and_late_figures_with_their_unit() -> None:
    """The name says what the two figures are."""
    row = ("Render time, Panel 1 (p50 / p99)", "13.8 / 35.2 ms", "1,234.5 / 6,000.0 ms", "0.09", "< 16 ms")
    assert row_of(METRIC) == (*row, "1,540", "fail")
    assert len(row_of(METRIC)) == len(HEADER)


def test_counts_are_whole_and_nothing_measured_is_no_zero() -> None:
    """An absent figure is a dash."""
    counted = msgspec.structs.replace(METRIC, unit="", legacy=None, new=Measured(usual=0), ratio=None)
    assert row_of(counted)[:4] == ("Render time, Panel 1", "--", "0", "--")
    assert row_of(msgspec.structs.replace(counted, new=None))[2] == "--"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((Verdict.PASS, Verdict.PASS), Verdict.PASS),
        ((Verdict.PASS, Verdict.INCONCLUSIVE), Verdict.INCONCLUSIVE),
        ((Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.PASS), Verdict.FAIL),
    ],
)
def test_the_worst_verdict_is_the_verdict(verdicts: tuple[Verdict, ...], expected: Verdict) -> None:
    """One failure fails; without one, a gap in the evidence is inconclusive."""
    assert verdict_of([msgspec.structs.replace(METRIC, verdict=verdict) for verdict in verdicts]) is expected


def test_remarks_are_by_kind_and_end_somewhere() -> None:
    """A panel that raises at every fact fills no screen, and what is fine is not mentioned."""
    assert remarks(the_findings()) == {}
    loud = msgspec.structs.replace(the_findings(), raised={"new": tuple(f"raised {n}" for n in range(1_040))})
    (title,) = remarks(loud)
    lines = remarks(loud)[title]
    assert (title, lines[0], len(lines)) == ("Raised by panels", "raised 0", 31)
    assert lines[-1] == "and 1,010 more, all of them in the JSON"


def test_conditions_say_what_was_run() -> None:
    """Market, length, the prepared curve and how often was read."""
    text = conditions(the_findings(courses=the_courses(a_course(count=7), a_course(count=7))))
    assert "Demo with seed 3, minutes: 10, facts shown: 500" in text
    assert "3,600 points" in text
    assert "intervals read: 7" in text
    assert "in 3 rounds" in text
    only = msgspec.structs.replace(the_findings(), cells_only=True, courses={}, frames_ms=())
    assert "Nothing was measured" in conditions(only)
    recorded = conditions(msgspec.structs.replace(only, recording="x.recording"))
    assert recorded.startswith("Recording x.recording, facts shown: 500")
    assert "3,600" not in recorded
