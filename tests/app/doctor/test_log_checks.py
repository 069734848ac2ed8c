"""Planted faults in the log."""

import os
from datetime import timedelta
from pathlib import Path

from app.doctor.log_checks import groups_of
from tests.app.doctor.patients import a_home, causes, look_over, one
from tests.models.builders import NOW

ERROR = (
    "2026-11-23T14:{minute:02}:00.000Z ERROR actor database-3 actors.persistence: not closed after {minute} s"
)
OLD = "2026-11-20T14:00:00.000Z ERROR MainThread app: of another day"
WARNING = "2026-11-23T14:30:00.000Z WARNING dtc socket 1 actors.dtc_connection: server dropped 3 messages"


def test_lines_that_differ_in_numbers_are_one_group() -> None:
    """With their count and the last time; tracebacks and other days do not count."""
    lines = [OLD, *(ERROR.format(minute=minute) for minute in (1, 2, 5)), "Traceback:", "  File x", WARNING]
    error, warning = groups_of(lines, NOW - timedelta(days=1))
    assert (error.is_error, error.times, error.last.minute) == (True, 3, 5)
    assert error.text == "actors.persistence: not closed after 5 s"
    assert (warning.is_error, warning.times) == (False, 1)


def test_errors_of_the_last_day_are_named(tmp_path: Path) -> None:
    """Also those in a part of the log that was put aside since."""
    home = a_home(tmp_path)
    (home.logs / "app.log.1").write_text(f"{OLD}\n{ERROR.format(minute=1)}\n", encoding="utf-8")
    (home.logs / "app.log").write_text(f"{ERROR.format(minute=3)}\n{WARNING}\n", encoding="utf-8")
    for name, age_s in (("app.log.1", 60), ("app.log", 0)):
        os.utime(home.logs / name, (NOW.timestamp() - age_s,) * 2)
    found = look_over(home)
    assert causes(found) == {"log-errors", "log-warnings"}
    assert one(found, "log-errors").what.startswith(
        "2 times, last 2026-11-23 14:03:00 UTC: actors.persistence"
    )


def test_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder in its place."""
    home = a_home(tmp_path)
    (home.logs / "app.log").mkdir()
    os.utime(home.logs / "app.log", (NOW.timestamp(),) * 2)
    assert causes(look_over(home)) == {"log-unreadable"}
