"""The database as a file: looked over before it is opened, set aside when damaged, copied every day."""

import shutil
import sqlite3
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

import peewee

from models.atomic_file import move, sync
from models.database_look import Damage, Look, look
from models.errors import RowError, StorageError

COPIES_KEPT: Final = 7

_REFUSED_VALUES = (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG)
_ADVICE = {
    sqlite3.SQLITE_FULL: ("disk is full", "Free space on the disk; nothing is stored until then."),
    sqlite3.SQLITE_READONLY: ("database is read-only", "Make the file and its folder writable."),
    sqlite3.SQLITE_BUSY: ("database is locked", "Close the other program that has it open."),
    sqlite3.SQLITE_LOCKED: ("database is locked", "Close the other program that has it open."),
    sqlite3.SQLITE_CORRUPT: ("database is damaged", "Restart: it is set aside and the last copy restored."),
    sqlite3.SQLITE_NOTADB: ("file is not a database", "Restart: it is set aside and the last copy restored."),
    sqlite3.SQLITE_CANTOPEN: ("database cannot be opened", "Check that the folder exists and is writable."),
    sqlite3.SQLITE_IOERR: ("disk does not answer", "Check the disk; nothing is stored until it works again."),
}


def storage_error(error: BaseException, path: Path) -> StorageError:
    """Return what an error of SQLite or of the file system means for the trader."""
    if isinstance(error, OSError):
        return StorageError(
            error.strerror or str(error), str(path), "Check the folder, its rights and its disk."
        )
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _REFUSED_VALUES:
        return RowError(f"value refused ({error})", str(path), "See the log; everything else is stored.")
    what, advice = _ADVICE.get(code, (f"database refused ({error})", "See the log for details."))
    return StorageError(what, str(path), advice)


def make_sound(
    path: Path, newest_version: int, now: datetime, tables: AbstractSet[str] = frozenset()
) -> list[str]:
    """See to it that a file can be opened as the database, or does not exist.

    Args:
        path: The database.
        newest_version: Version that this program writes.
        now: UTC, for the name of a file that is set aside.
        tables: What a database of that version has.

    Returns:
        What was done, in words for the trader; empty when all is well.

    Raises:
        StorageError: The file is sound but must not be used: it belongs to another program or a newer
            version, has lost some of its tables, or cannot be read at all.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return []
        damage = _damage(path, newest_version, tables)
        return [] if damage is None else _replace_damaged(path, damage, newest_version, now)
    except (OSError, sqlite3.Error) as error:
        raise storage_error(error, path) from error


@contextmanager
def under_another_name(path: Path) -> Iterator[Path]:
    """Give another name under which a new database is made; it gets its own once it is whole.

    A kill or a power cut would leave an empty file, which is what a destroyed database looks like.

    Raises:
        OSError: The disk refused.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    for suffix in ("", "-wal", "-shm", "-journal"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    yield unfinished
    sync(unfinished)
    move(unfinished, path)
    sync(path.parent)


def restore_missing(path: Path, newest_version: int, now: datetime) -> list[str]:
    """Put the newest sound copy where there is no database; return what was done, in words.

    Raises:
        StorageError: The disk refused.
    """
    try:
        return _replace_damaged(path, "is not there", newest_version, now)
    except (OSError, sqlite3.Error) as error:
        raise storage_error(error, path) from error


def beside_copies(path: Path, seen: Look) -> Look:
    """Return what a file is, given that its copies hold tables.

    A database whose log somebody deleted is a sound one without tables: it would be taken for a new one.
    """
    is_bare = seen.damage is None and not seen.is_foreign and not seen.tables and copies(path)
    return Look(Damage.BARE) if is_bare else seen


def copies(path: Path) -> list[Path]:
    """Return the daily copies of a database, newest first."""
    return sorted(_copy_folder(path).glob(f"{path.stem}-????-??-??.db"), reverse=True)


def copy_path(path: Path, day: date) -> Path:
    """Return where the copy of a day belongs."""
    return _copy_folder(path) / f"{path.stem}-{day:%Y-%m-%d}.db"


def make_copy(connection: sqlite3.Connection, path: Path, day: date) -> Path | None:
    """Copy an open database for a day, unless that day has its copy; the newest seven are kept.

    Returns:
        The copy; None when there was one.

    Raises:
        OSError: The disk refused.
        sqlite3.Error: The database refused, or a transaction is open.
    """
    copy = copy_path(path, day)
    if copy.exists():
        return None
    copy.parent.mkdir(exist_ok=True)
    temporary = copy.with_suffix(".unfinished")
    temporary.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(temporary),))
    sync(temporary)
    temporary.replace(copy)
    sync(copy.parent)
    for old in copies(path)[COPIES_KEPT:]:
        old.unlink()
    return copy


def keep_aside(path: Path, word: str, now: datetime) -> Path:
    """Copy a database that nobody uses, with all that its log holds; return the copy.

    Args:
        path: The database.
        word: Says in the name of the copy what it was made for.
        now: For its name too.

    Raises:
        StorageError: The disk refused.
    """
    copy = path.with_name(f"{path.name}.{word}-{_stamp(now)}")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        sync(copy)
    except (OSError, sqlite3.Error) as error:
        raise storage_error(error, path) from error
    return copy


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def _copy_folder(path: Path) -> Path:
    return path.parent / "backup"


def _damage(path: Path, newest_version: int, tables: AbstractSet[str] = frozenset()) -> str | None:
    """Return what is damaged, None when nothing is."""
    seen = beside_copies(path, look(path, partial(sqlite3.connect, path, isolation_level=None)))
    if seen.damage is not None:
        return seen.words
    if seen.is_foreign:
        raise StorageError(
            "database belongs to another program", str(path), "Choose another folder with --home."
        )
    if seen.version > newest_version:
        raise StorageError(
            f"database has version {seen.version}, this program knows up to {newest_version}",
            str(path),
            "Start the newer program that wrote it, or choose another folder with --home.",
        )
    lost = sorted(tables - seen.tables) if seen.version == newest_version else []
    if lost:
        # What else is in it is newer than the last copy; which of both counts only the trader can say.
        raise StorageError(
            f"database has lost {', '.join(lost)}",
            str(path),
            "End the monitor, rename the file, and put the newest copy of data/backup in its place.",
        )
    return None


def _replace_damaged(path: Path, damage: str, newest_version: int, now: datetime) -> list[str]:
    """Set a damaged database aside, if it is there, and put the newest sound copy in its place."""
    copy = next((copy for copy in copies(path) if _damage(copy, newest_version) is None), None)
    restored = path.with_name(f"{path.name}.restoring")
    if copy is not None:
        # Before the damaged file moves: a kill in between must not leave an empty place.
        shutil.copyfile(copy, restored)
        sync(restored)
    stamp = _stamp(now)
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(path.with_name(f"{companion.name}.damaged-{stamp}"))
    text = f"Database {path} {damage}"
    if path.exists():
        path.replace(aside)
        text += f": kept as {aside.name}"
    if copy is None:
        sync(path.parent)
        return [f"{text}. There was no copy, so history starts anew."]
    restored.replace(path)
    sync(path.parent)
    day = copy.stem.removeprefix(f"{path.stem}-")
    return [f"{text}. The copy of {day} was restored; what came after it is missing."]


class StorageErrors(AbstractContextManager[None]):
    """Turns errors of database and disk into `StorageError`; entered for each row."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Raise what the error says of the file."""
        if isinstance(error, peewee.PeeweeException):
            raise storage_error(getattr(error, "orig", error), self._path) from error
        if isinstance(error, OSError | sqlite3.Error):
            # Rows are fetched behind peewee's back, where it does not translate errors.
            raise storage_error(error, self._path) from error
