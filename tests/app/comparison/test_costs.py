"""What both generations cost, read from outside."""

import json
import os
import subprocess
import sys

import pytest

from app.comparison.costs import is_trouble, refresh_times, usage_of, watch
from ui.generations import LEGACY, NEW

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process uses")


def a_line(t: float, text: str, *, epoch: int = 1, cell: str = "Pts") -> str:
    """Return a line of a screen log."""
    return json.dumps({"t": t, "epoch": epoch, "panel": "panel2", "cell": cell, "text": text})


def test_refresh_is_the_time_between_changes_of_the_priced_cell() -> None:
    """Other cells have their own pace."""
    lines = [
        a_line(1.0, "+1.00"),
        a_line(1.2, "0:03", cell="Time"),
        a_line(1.5, "+1.25"),
        a_line(2.5, "+1.00"),
    ]
    assert list(refresh_times(lines)) == [500.0, 1000.0]


def test_refresh_pauses_without_a_position() -> None:
    """Neither an empty cell nor another account on the screen is a late price."""
    lines = [a_line(1.0, "+1.00"), a_line(2.0, "--"), a_line(60.0, "+0.25"), a_line(90.0, "+0.50", epoch=2)]
    assert list(refresh_times(lines)) == []


@pytest.mark.parametrize(
    ("level", "is_one"), [("INFO", False), ("WARNING", True), ("ERROR", True), ("CRITICAL", True)]
)
def test_trouble_is_a_warning_or_worse(level: str, *, is_one: bool) -> None:
    """A line of a traceback, or a word in the text, is no line of its own."""
    assert is_trouble(f"2026-11-22T17:49:58.493Z {level} MainThread ui.legacy.panel1: ERROR") is is_one
    assert not is_trouble("ValueError: ERROR WARNING")


@linux
def test_usage_grows_with_work_and_ends_with_the_process() -> None:
    """Seconds of processor time and megabytes; of a process that has ended nothing is told."""
    before = usage_of(os.getpid())
    assert before is not None
    assert 10 < before.memory_mb < 10_000
    while (after := usage_of(os.getpid())) is not None and after.cpu_s <= before.cpu_s:
        sum(range(10_000))
    assert after is not None
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert usage_of(process.pid) is None


@linux
@pytest.mark.slow
@pytest.mark.timeout(150)
def test_both_generations_run_at_the_same_time() -> None:
    """The real program, twice: it is read while it runs, logs no trouble, and ends in order."""
    told: list[str] = []
    courses = watch(1, 1.0, warm_up_s=1.0, step=told.append)
    assert set(courses) == {LEGACY, NEW}
    for course in courses.values():
        assert (course.exit_code, course.trouble) == (0, ())
        assert len(course.cpu) == len(course.memory_mb) == 1
        assert course.cpu[0] > 0
        assert course.memory_mb[0] > 10
        assert course.refresh_ms
    assert told == ["both generations run, 5 s to go"]
