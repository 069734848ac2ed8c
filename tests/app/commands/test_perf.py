"""What `perf` answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from app.commands.perf import performance, performance_table
from app.errors import UnavailableError
from app.home import Home
from models.perf import Measurement
from models.store import Store
from tests.models.measured import an_interval


def today(rows: list[Measurement], days_ago: int = 0) -> list[Measurement]:
    """Return measurements as if they had just been made, or some days ago."""
    began_at = datetime.now(UTC) - timedelta(days=days_ago, minutes=2)
    return [
        msgspec.structs.replace(
            row, session=began_at, began_at=began_at, ended_at=began_at + timedelta(minutes=1)
        )
        for row in rows
    ]


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """Give a home folder with a database."""
    home = Home(tmp_path)
    store, _ = Store.open(home.data / "appsierra.db", datetime.now(UTC))
    store.perf.save(today(an_interval(generation="legacy", frames=[9.0], cpu=10.0, memory=200.0)))
    store.perf.save(today(an_interval(frames=[2.0], cpu=5.0, memory=190.0), 7))
    store.perf.save(today(an_interval(frames=[70.0]), 20))
    store.close()
    return home


def test_nothing_measured_says_what_to_do(tmp_path: Path) -> None:
    """Without a database there are no zeros, and no file comes to be."""
    found = performance(Home(tmp_path), 14)
    assert (found.intervals, found.days, found.total.panels) == (0, (), ())
    assert "no measurements yet" in performance_table(found)
    assert "ENABLE_PERF_TRACKING" in performance_table(found)
    assert list(tmp_path.iterdir()) == []


def test_generations_are_beside_each_other_by_day(place: Home) -> None:
    """Each day has its lines, then all days together, then the targets."""
    found = performance(place, 14)
    assert (found.intervals, found.demo_intervals, len(found.days)) == (4, 0, 2)
    said = {check.name: check for check in found.checks}
    memory, processor = said["memory, beside legacy"], said["processor, beside legacy"]
    assert (memory.value, processor.value) == pytest.approx((-5.0, -50.0))
    assert (memory.is_met, processor.is_met) == (False, True)
    text = performance_table(found)
    assert text.count("legacy ") >= 2
    assert "MISSED" in text
    assert "all  " in text
    assert "demo" not in text


def test_days_bound_what_counts(place: Home) -> None:
    """Twenty days ago the new generation was slow; who asks for that gets it."""
    frame = {check.name: check.value for check in performance(place, 30).checks}["panel1, frame p99"]
    assert frame == 70.0
    assert performance(place, 1).checks[0].value is None
    assert "no measurements of the new generation yet" in performance_table(performance(place, 1))


def test_foreign_database_is_refused_in_words(tmp_path: Path) -> None:
    """The exit code is that of something that is not there."""
    home = Home(tmp_path)
    home.data.mkdir(parents=True)
    (home.data / "appsierra.db").write_bytes(b"no database at all, however long it may be" * 10)
    with pytest.raises(UnavailableError, match=r"appsierra\.db"):
        performance(home, 14)
