import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.database_file import (
    COPIES_KEPT,
    copies,
    copy_path,
    make_copy,
    make_sound,
    restore_missing,
    storage_error,
    under_another_name,
)
from models.database_look import APPLICATION_ID
from models.errors import StorageError
from tests.models.builders import NOW


def a_database(path: Path, *, version: int = 1, application: int = APPLICATION_ID, rows: int = 500) -> None:
    """Write a small database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.executemany("INSERT INTO t VALUES (?)", [(str(number) * 20,) for number in range(rows)])
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {version}")


def rows_of(path: Path) -> int:
    """Return how many rows a small database has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM t").fetchone()[0])


def test_missing_file_is_fine(tmp_path: Path) -> None:
    """A first start has no database; its folder is made."""
    assert make_sound(tmp_path / "data" / "appsierra.db", 1, NOW) == []
    assert (tmp_path / "data").is_dir()


def test_database_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    """What is left of one that was not finished is no database, and does not get into the next."""
    path = tmp_path / "appsierra.db"
    for suffix in ("", "-journal", "-wal"):
        (tmp_path / f"appsierra.db.unfinished{suffix}").write_bytes(b"rubbish")
    with under_another_name(path) as unfinished:
        a_database(unfinished)
        assert not path.exists()
    assert rows_of(path) == 500
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(ZeroDivisionError), under_another_name(tmp_path / "other.db") as unfinished:
        raise ZeroDivisionError
    assert not (tmp_path / "other.db").exists()


def test_sound_database_is_left_alone(tmp_path: Path) -> None:
    """Nothing is said, nothing is moved."""
    path = tmp_path / "appsierra.db"
    a_database(path)
    assert make_sound(path, 1, NOW) == []
    assert rows_of(path) == 500


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("this is no database")


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:12288] = b"\xa5" * 8192
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_empty, _text, _torn, _scrambled])
def test_damaged_database_is_set_aside_and_its_copy_restored(tmp_path: Path, damage: object) -> None:
    """The newest sound copy takes its place, the damaged files are kept, and the trader is told all of it."""
    path = tmp_path / "appsierra.db"
    a_database(path)
    a_database(copy_path(path, date(2026, 11, 20)), rows=20)
    a_database(copy_path(path, date(2026, 11, 21)), rows=21)
    copy_path(path, date(2026, 11, 22)).write_text("a copy that is damaged itself")
    assert callable(damage)
    damage(path)
    damaged = path.read_bytes()
    (finding,) = make_sound(path, 1, NOW)
    assert rows_of(path) == 21
    kept = tmp_path / "appsierra.db.damaged-20261123T150000.000000Z"
    assert kept.read_bytes() == damaged
    assert kept.name in finding
    assert "2026-11-21" in finding
    assert make_sound(path, 1, NOW) == []


def test_companions_of_a_damaged_file_move_with_it(tmp_path: Path) -> None:
    """A log of the damaged database must never be applied to its successor."""
    path = tmp_path / "appsierra.db"
    _text(path)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"rest")
    make_sound(path, 1, NOW)
    names = sorted(file.name.partition(".damaged-")[0] for file in tmp_path.glob("*.damaged-*"))
    assert names == ["appsierra.db", "appsierra.db-shm", "appsierra.db-wal"]


def test_database_whose_log_was_deleted_is_restored(tmp_path: Path) -> None:
    """It is sound and holds nothing: without its copies it would be taken for a new one."""
    path = tmp_path / "appsierra.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    assert make_sound(path, 1, NOW) == []
    a_database(copy_path(path, date(2026, 11, 21)), rows=21)
    (finding,) = make_sound(path, 1, NOW)
    assert "has lost its tables" in finding
    assert rows_of(path) == 21


def test_missing_database_is_restored_when_that_is_asked_for(tmp_path: Path) -> None:
    """A start may be meant to begin anew; whoever asks gets the newest copy."""
    path = tmp_path / "appsierra.db"
    a_database(copy_path(path, date(2026, 11, 21)), rows=21)
    assert make_sound(path, 1, NOW) == []
    assert not path.exists()
    (finding,) = restore_missing(path, 1, NOW)
    assert finding.startswith(f"Database {path} is not there. The copy of 2026-11-21 was restored")
    assert rows_of(path) == 21


def test_damaged_database_without_copy_starts_anew_and_says_so(tmp_path: Path) -> None:
    """History never vanishes without a word."""
    path = tmp_path / "appsierra.db"
    _text(path)
    (finding,) = make_sound(path, 1, NOW)
    assert "history starts anew" in finding
    assert not path.exists()


@pytest.mark.parametrize(
    ("version", "application", "reason"),
    [
        (2, APPLICATION_ID, "version 2, this program knows up to 1"),
        (1, 42, "another program"),
        (1, 0, "another program"),
    ],
)
def test_database_of_others_is_refused_untouched(
    tmp_path: Path, version: int, application: int, reason: str
) -> None:
    """A newer or foreign database is neither used nor moved."""
    path = tmp_path / "appsierra.db"
    a_database(path, version=version, application=application)
    before = path.read_bytes()
    with pytest.raises(StorageError, match=reason):
        make_sound(path, 1, NOW)
    assert path.read_bytes() == before


def test_database_that_lost_a_table_is_refused_untouched(tmp_path: Path) -> None:
    """What else is in it may be newer than every copy: only the trader can choose."""
    path = tmp_path / "appsierra.db"
    a_database(path)
    with pytest.raises(StorageError, match=r"has lost u: .*newest copy of data/backup"):
        make_sound(path, 1, NOW, {"t", "u"})
    assert rows_of(path) == 500
    assert make_sound(path, 1, NOW, {"t"}) == []
    assert make_sound(path, 2, NOW, {"t", "u"}) == []


def test_path_that_is_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    """What cannot be read at all is told in plain words."""
    (tmp_path / "appsierra.db").mkdir()
    with pytest.raises(StorageError, match=r"appsierra\.db"):
        make_sound(tmp_path / "appsierra.db", 1, NOW)


def test_only_the_newest_copies_are_kept(tmp_path: Path) -> None:
    """A new copy pushes the oldest out; other files of the folder stay, and a day is copied once."""
    path = tmp_path / "appsierra.db"
    a_database(path)
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine.db").touch()
    days = [date(2026, 11, 1) + timedelta(days=number) for number in range(COPIES_KEPT + 2)]
    with closing(sqlite3.connect(path)) as connection:
        assert [make_copy(connection, path, day) for day in days] == [copy_path(path, day) for day in days]
        assert make_copy(connection, path, days[-1]) is None
    assert copies(path) == [copy_path(path, day) for day in reversed(days[2:])]
    assert rows_of(copies(path)[0]) == 500
    assert (tmp_path / "backup" / "mine.db").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY, "read-only"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "locked"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk does not answer"),
        (sqlite3.SQLITE_MISMATCH, "value refused"),
        (sqlite3.SQLITE_PROTOCOL, "database refused"),
    ],
)
def test_errors_of_the_database_are_told_in_plain_words(code: int, words: str) -> None:
    """The trader reads what is wrong, where, and what to do, not a number."""
    error = sqlite3.OperationalError("internal")
    error.sqlite_errorcode = code
    found = storage_error(error, Path("data/appsierra.db"))
    assert words in found.what
    assert found.advice
