"""What the program costs, in the database."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any, Final

from models.database_file import storage_error
from models.database_look import APPLICATION_ID
from models.errors import StorageError
from models.histogram import Histogram, unpacked
from models.perf import INTERVAL_S, Measurement, PanelFigures, PerfPoint, thinned, timing
from models.rows import sound_values, time_of, time_text
from models.schema import PerformanceRow
from models.statements import Insert, connection_of
from models.store_part import StorePart

WHOLE: Final = timedelta(days=30)
"""Older measurements are put together by the hour: a year of minutes would be larger than all the rest."""
KEPT: Final = timedelta(days=365)
"""Older ones are forgotten."""
MOST_POINTS: Final = 600
"""More slots of time than this no plot has pixels for."""
_LOCK_TIMEOUT_S: Final = 2
_TIMINGS: Final = ("frames", "refresh", "latency")
_ADD: Final = Insert(PerformanceRow, "REPLACE")
_SINCE: Final = "SELECT * FROM performance WHERE began_at >= ? ORDER BY began_at, panel"
_OF_HOUR: Final = "FROM performance WHERE session = ? AND substr(began_at, 1, 13) = ?"
# Hours of a run with more rows than there are panels and generations.
_FULL_HOURS: Final = """
    SELECT session, substr(began_at, 1, 13) AS hour FROM performance WHERE began_at < ? GROUP BY session, hour
    HAVING count(*) > count(DISTINCT panel || generation || is_accompanied)
"""
# The worst interval of each slot; the process is in each row of an interval once.
_POINTS: Final = """
    SELECT CAST(round((julianday(began_at) - julianday(:since)) * 86400, 2) / :slot_s AS INTEGER) AS slot,
        panel, generation, max(frames_p99_ms) AS frame_p99_ms, max(refresh_p50_ms) AS refresh_p50_ms,
        max(latency_p99_ms) AS latency_p99_ms, max(cpu_percent) AS cpu_percent,
        max(memory_mb) AS memory_mb, sum(stalls) AS stalls
    FROM performance WHERE began_at >= :since GROUP BY slot, panel, generation ORDER BY slot, panel
"""


class PerfRows(StorePart):
    """Measurements of this and earlier runs."""

    def save(self, rows: Iterable[Measurement]) -> None:
        """Keep the measurements of an interval."""
        with self._transaction():
            for row in rows:
                _ADD.run(self._database, _row(row))

    def thin(self, now: datetime) -> None:
        """Put together what is older than a month, and forget what is older than a year."""
        with self._transaction():
            connection = connection_of(self._database)
            connection.execute("DELETE FROM performance WHERE began_at < ?", [time_text(now - KEPT)])
            for hour in connection.execute(_FULL_HOURS, [time_text(now - WHOLE)]).fetchall():
                findings: list[str] = []
                cursor = connection.execute(f"SELECT * {_OF_HOUR}", hour)
                rows = sound_values(_dicts(cursor), _measurement, findings)
                # A damaged row stays for inspection, and all of its hour with it.
                if not findings:
                    connection.execute(f"DELETE {_OF_HOUR}", hour)
                    self.save(thinned(rows))

    def load_points(self, since: datetime | None, now: datetime) -> tuple[PerfPoint, ...]:
        """Return the points of the plots, oldest first.

        Args:
            since: Earlier ones are not wanted, UTC; None for all.
            now: UTC.
        """
        with self._transaction():
            connection = connection_of(self._database)
            (oldest,) = connection.execute("SELECT min(began_at) FROM performance").fetchone()
            if oldest is None:
                return ()
            start = max(time_of(oldest), since) if since is not None else time_of(oldest)
            # Whole minutes, so that each slot of a short span has one interval.
            slot_s = INTERVAL_S * max(1, ceil((now - start).total_seconds() / INTERVAL_S / MOST_POINTS))
            asked = {"since": time_text(start), "slot_s": slot_s}
            rows = _dicts(connection.execute(_POINTS, asked))
        return tuple(PerfPoint(at=start + timedelta(seconds=row.pop("slot") * slot_s), **row) for row in rows)


def read_measurements(path: Path, since: datetime | None = None) -> tuple[list[Measurement], list[str]]:
    """Return the measurements in a database, which a running monitor may have open; nothing is written.

    Args:
        path: The database; it need not exist.
        since: Earlier ones are not wanted, UTC; None for all.

    Returns:
        Measurements, oldest first, and what was damaged. Both are empty without a database, and for one of an
        earlier version, which had no measurements.

    Raises:
        StorageError: The database cannot be read, or is none of ours.
    """
    if not path.exists():
        return [], []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", _LOCK_TIMEOUT_S, uri=True)) as db:
            return _read(db, path, since)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def _read(
    connection: sqlite3.Connection, path: Path, since: datetime | None
) -> tuple[list[Measurement], list[str]]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StorageError(
            "database belongs to another program", str(path), "Choose another folder with --home."
        )
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'performance'").fetchone()
    if table is None:
        return [], []
    first = "" if since is None else time_text(since)
    findings: list[str] = []
    return sound_values(_dicts(connection.execute(_SINCE, [first])), _measurement, findings), findings


def _dicts(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _row(row: Measurement) -> dict[str, Any]:
    figures = row.figures
    columns: dict[str, Any] = {
        "session": time_text(row.session),
        "version": row.version,
        "is_demo": int(row.is_demo),
        "began_at": time_text(row.began_at),
        "ended_at": time_text(row.ended_at),
        "panel": figures.panel,
        "generation": figures.generation,
        "is_accompanied": int(figures.is_accompanied),
        "failures": figures.failures,
        "cpu_percent": row.cpu_percent,
        "memory_mb": row.memory_mb,
        "stalls": row.stalls,
        "longest_stall_ms": row.longest_stall_ms,
        "errors": row.errors,
    }
    for name in _TIMINGS:
        histogram: Histogram = getattr(figures, name)
        short = timing(histogram)
        columns |= {
            name: short.count,
            f"{name}_p50_ms": short.p50_ms,
            f"{name}_p99_ms": short.p99_ms,
            f"{name}_max_ms": short.longest_ms,
            f"{name}_buckets": histogram.packed(),
        }
    return columns


def _measurement(row: Mapping[str, Any]) -> Measurement:
    """Return the measurement that a row holds.

    Raises:
        ValueError: A moment or the buckets are damaged.
    """
    timings = {name: unpacked(row[f"{name}_buckets"], row[f"{name}_max_ms"]) for name in _TIMINGS}
    return Measurement(
        session=time_of(row["session"]),
        version=row["version"],
        is_demo=bool(row["is_demo"]),
        began_at=time_of(row["began_at"]),
        ended_at=time_of(row["ended_at"]),
        figures=PanelFigures(
            panel=row["panel"],
            generation=row["generation"],
            is_accompanied=bool(row["is_accompanied"]),
            failures=row["failures"],
            **timings,
        ),
        cpu_percent=row["cpu_percent"],
        memory_mb=row["memory_mb"],
        stalls=row["stalls"],
        longest_stall_ms=row["longest_stall_ms"],
        errors=row["errors"],
    )
