"""Reads what a monitor, running or not, has recorded for the rollout; never writes, never waits for it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from models.database_file import storage_error
from models.errors import StorageError
from models.rollout.tally import Interval
from models.rows import time_of, time_text

_WAIT_S: Final = 2.0
_INTERVALS: Final = (
    "SELECT began, ended, day, version, source, panels, compares, counts FROM evidence "
    "WHERE began >= ? ORDER BY id"
)


class Recorded(NamedTuple):
    """What the database holds.

    Attributes:
        intervals: Oldest first, of use and of everything else.
        positions: `open`, `flat` or `unknown`.
    """

    intervals: tuple[Interval, ...]
    positions: str


def read(path: Path, since: datetime | None) -> Recorded:
    """Read the database.

    Args:
        path: The file.
        since: From which moment on intervals are wanted; None for all.

    Raises:
        StorageError: It is not there, or cannot be read.
    """
    if not path.is_file():
        raise StorageError("there is no database yet", str(path), "Start the monitor once.")
    try:
        # A second connection that could write might damage the log of the first.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, timeout=_WAIT_S, uri=True)) as connection:
            rows = connection.execute(_INTERVALS, (time_text(since) if since else "",)).fetchall()
            return Recorded(tuple(_interval_of(row) for row in rows), _positions(connection))
    except (sqlite3.Error, OSError) as error:
        raise storage_error(error, path) from error
    except (ValueError, msgspec.MsgspecError) as error:
        advice = "See docs/migration.md; evidence that cannot be read never promotes."
        raise StorageError(f"the recorded counts are damaged ({error})", str(path), advice) from error


def _positions(connection: sqlite3.Connection) -> str:
    (rows,) = connection.execute("SELECT count(*) FROM open_positions").fetchone()
    if rows:
        return "open"
    said = connection.execute("SELECT value FROM state WHERE name = 'positions'").fetchone()
    return str(said[0]) if said else "unknown"


def _interval_of(row: tuple[str, str, str, str, str, str, int, str]) -> Interval:
    began, ended, day, version, source, panels, compares, counts = row
    return Interval(
        began=time_of(began),
        ended=time_of(ended),
        day=day,
        version=version,
        source=source,
        panels=panels,
        compares=bool(compares),
        counts=tuple(msgspec.json.decode(counts, type=dict[str, int]).items()),
    )
