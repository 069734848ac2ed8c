"""A first look at a database file: is it one, is it ours, is it whole."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

# "APSR", so that a database of another program is never written to.
APPLICATION_ID: Final = 0x41505352

_MAGIC = b"SQLite format 3\0"
_DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Damage(StrEnum):
    """What can be wrong with the file, in words that follow its name."""

    EMPTY = "is empty"
    OTHER = "is not a database"
    BROKEN = "is damaged"
    BARE = "has lost its tables"


class Look(NamedTuple):
    """What a first look tells.

    Attributes:
        damage: None when the file is a sound database; nothing below is known when it is not.
        detail: What SQLite says of the damage.
        is_foreign: Another program made it.
        version: Version of its tables.
        tables: Names of its tables.
    """

    damage: Damage | None
    detail: str = ""
    is_foreign: bool = False
    version: int = 0
    tables: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Return the damage in words that follow the file's name; empty when there is none."""
        return f"{self.damage or ''} ({self.detail})" if self.detail else str(self.damage or "")


def look(path: Path, connect: Callable[[], sqlite3.Connection]) -> Look:
    """Return what a file is.

    Args:
        path: A file that exists.
        connect: Opens it, once it looks like a database.

    Raises:
        OSError: It cannot be read.
        sqlite3.Error: It cannot be opened, for another reason than its damage.
    """
    # SQLite takes a file of length 0 for a new database: history would vanish without a word.
    if path.stat().st_size == 0:
        return Look(Damage.EMPTY)
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return Look(Damage.OTHER)
    try:
        with closing(connect()) as connection:
            return _read(connection)
    except UnicodeDecodeError:
        # What SQLite says of damage quotes it, and that need not be text.
        return Look(Damage.BROKEN, "its names are no text")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED_CODES:
            return Look(Damage.BROKEN, str(error))
        raise


@contextmanager
def looked_into(path: Path, *, in_use: bool) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Give a way to open a database that changes nothing in its folder.

    Args:
        path: The database.
        in_use: Whether the monitor has it open.
    """
    log = path.with_name(f"{path.name}-wal")
    if in_use:
        yield lambda: _connect(path, "mode=ro")
    elif not log.exists() or not log.stat().st_size:
        yield lambda: _connect(path, "mode=ro&immutable=1")
    else:
        # To read what a killed program left in the log, SQLite must write beside it: it gets copies.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            yield lambda: _connect(copy, "mode=rw")


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)


def _read(connection: sqlite3.Connection) -> Look:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = frozenset(
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    )
    if verdict != "ok":
        return Look(Damage.BROKEN, verdict.splitlines()[0])
    foreign = application != APPLICATION_ID and bool(application or tables)
    return Look(None, is_foreign=foreign, version=version, tables=tables)
