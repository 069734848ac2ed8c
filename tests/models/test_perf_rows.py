"""Measurements in the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from models.errors import StorageError
from models.perf import Measurement, summarise
from models.perf_rows import KEPT, MOST_POINTS, WHOLE, read_measurements
from models.store import Store
from tests.models.builders import NOW
from tests.models.measured import MINUTE, an_interval, figures, measured


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database is."""
    return tmp_path / "with a space" / "appsierra.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return an open, empty database."""
    opened, _ = Store.open(path, NOW)
    yield opened
    opened.close()


def hours(count: int) -> list[Measurement]:
    """Return measurements of some hours from NOW on."""
    return [row for minute in range(60 * count) for row in an_interval(minute)]


def test_measurements_come_back_while_the_monitor_runs_and_after(store: Store, path: Path) -> None:
    """All figures, the absent ones too; a second look needs no running monitor."""
    full = measured(
        figures("panel2", "legacy", frames=[1, 2, 30], refresh=[500], latency=[7], failures=1),
        stalls=[80.0],
        errors=3,
    )
    bare = measured(figures("panel1", "new", frames=[], is_accompanied=True), cpu=None, memory=None, minute=1)
    store.perf.save([bare, full])
    assert read_measurements(path) == ([full, bare], [])
    store.close()
    assert read_measurements(path) == ([full, bare], [])
    assert read_measurements(path, NOW + MINUTE) == ([bare], [])


def test_without_database_or_table_there_are_none(tmp_path: Path, store: Store, path: Path) -> None:
    """A first start, and the database of an earlier version, have no measurements."""
    assert read_measurements(tmp_path / "none.db") == ([], [])
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE performance")
    assert read_measurements(path) == ([], [])


def test_damaged_rows_are_told_and_left_out(store: Store, path: Path) -> None:
    """One broken row does not hide the others."""
    store.perf.save(an_interval())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE performance SET frames_buckets = x'81' WHERE panel = 'panel1'")
    rows, findings = read_measurements(path)
    assert [row.figures.panel for row in rows] == ["panel2"]
    assert findings == ["a bucket breaks off"]


@pytest.mark.parametrize("content", [b"", b"no database at all, of any length that is needed"])
def test_foreign_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    """A wrong file is named, and what to do."""
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(content)
    with pytest.raises(StorageError, match=r"foreign\.db"):
        read_measurements(foreign)


def test_old_measurements_become_hours_and_then_nothing(store: Store, path: Path) -> None:
    """Thinning loses no frame, is done once, and ends after a year."""
    store.perf.save(hours(2))
    before = summarise(read_measurements(path)[0])
    store.perf.thin(NOW + WHOLE - MINUTE)
    assert len(read_measurements(path)[0]) == 240
    for _ in range(2):
        store.perf.thin(NOW + WHOLE + timedelta(hours=3))
        assert len(read_measurements(path)[0]) in {4, 6}
        assert summarise(read_measurements(path)[0]).panels[0].frames == before.panels[0].frames
    store.perf.thin(NOW + KEPT + timedelta(hours=3))
    assert read_measurements(path) == ([], [])


def test_hour_with_a_damaged_row_stays_as_it_is(store: Store, path: Path) -> None:
    """What cannot be read cannot be put together, and stays for inspection."""
    store.perf.save(an_interval(0) + an_interval(1))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE performance SET session = session, ended_at = 'broken' WHERE id = 1")
    store.perf.thin(NOW + WHOLE + timedelta(hours=3))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM performance").fetchone() == (4,)


def test_points_hold_the_worst_of_their_slot(store: Store) -> None:
    """However long the span, a plot gets no more points than it has room for, and no peak is lost."""
    store.perf.save(hours(20))
    slow = measured(figures(frames=[250.0]), minute=1_199, stalls=[60.0, 70.0])
    store.perf.save([slow])
    now = NOW + 1_200 * MINUTE
    points = store.perf.load_points(None, now)
    one = [point for point in points if point.panel == "panel1"]
    assert 300 < len(one) <= MOST_POINTS + 1
    assert (one[-1].frame_p99_ms, one[-1].stalls) == (250.0, 2)
    assert [point.at for point in one] == sorted({point.at for point in one})
    assert one[0].refresh_p50_ms is None


def test_points_of_a_short_span_are_the_intervals(store: Store) -> None:
    """An hour is shown minute by minute; without measurements there is nothing."""
    assert store.perf.load_points(None, NOW) == ()
    store.perf.save(hours(2))
    now = NOW + 120 * MINUTE
    points = store.perf.load_points(now - timedelta(hours=1), now)
    assert len([point for point in points if point.panel == "panel2"]) == 60
