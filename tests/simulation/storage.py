"""The real database code on a database in memory that outlives its connections, as a file does."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import peewee

from models.database_look import APPLICATION_ID
from models.errors import StorageError
from models.migrations import newest_version, upgrade
from models.runtime_state import RuntimeState
from models.store import Store
from tests.oracle.cast import START_BALANCE

_PATH = Path("memory")


class _MemoryStore(Store):
    """A store that leaves its content behind when it is closed, and makes no copies."""

    def __init__(self, storage: "MemoryStorage", database: peewee.SqliteDatabase) -> None:
        super().__init__(_PATH, database, START_BALANCE)
        self._storage = storage

    def close(self) -> None:
        """Close the connection."""
        self._storage.keep()
        super().close()

    def backup(self, day: date) -> None:
        """Make no copy."""


class _MemoryDatabase(peewee.SqliteDatabase):
    """Connects to what is in memory, and leaves it there."""

    def __init__(self, memory: sqlite3.Connection) -> None:
        super().__init__(":memory:", autoconnect=False)
        self._memory = memory

    def _connect(self) -> sqlite3.Connection:
        return self._memory

    def _close(self, conn: sqlite3.Connection) -> None:
        pass


class MemoryStorage:
    """Stands where the application has the files of its data folder.

    Attributes:
        connection: What is in memory, and stands where the file would.
        database: The one that is open; None while none is.
        refuses: The disk takes nothing; reading still works.
        has_refused: It was so once.
        was_closed: Since the start of the monitor it could not be opened for a time.
    """

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.database: peewee.SqliteDatabase | None = None
        self.refuses = self.has_refused = self.was_closed = False

    def open(self, now: datetime) -> tuple[Store, list[str]]:
        """Open the database as it was left.

        Raises:
            StorageError: The disk takes nothing, and opening writes a mark.
        """
        del now
        if self.refuses:
            self.was_closed = True
            raise StorageError("disk is full", str(_PATH), "Free space on the disk.")
        self.keep()
        self.database = _MemoryDatabase(self.connection)
        self.database.connect()
        if self.database.user_version != newest_version():
            self.database.application_id = APPLICATION_ID
            upgrade(self.database)
        return _MemoryStore(self, self.database), []

    def mirror(self, state: RuntimeState) -> None:
        """Write no runtime state file."""

    def refuse(self, *, on: bool) -> None:
        """Let the disk take nothing, or be well again; the errors are those of SQLite."""
        self.refuses = on
        self.has_refused |= on
        _refuse(self.connection, on=on)

    def keep(self) -> None:
        """Keep what is committed, as a process does that ends in whatever way."""
        if self.connection.in_transaction:
            self.connection.rollback()
        self.database = None

    def save(self) -> "Saved":
        """Return everything that is in the database."""
        return Saved(self)


class Saved:
    """What a database held at a moment, and the way back.

    Rows are put back one table after the other: a database that changes as a whole would have every statement
    prepared anew.
    """

    def __init__(self, storage: MemoryStorage) -> None:
        self._storage = storage
        self._database = storage.database
        connection = storage.connection
        image = connection.serialize()
        connection.execute("ATTACH ':memory:' AS base")
        connection.deserialize(image, name="base")
        names = connection.execute("SELECT name FROM base.sqlite_master WHERE type = 'table'").fetchall()
        filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {{0}}.{name})" for (name,) in names
        )
        self._filled = [name for (name,) in connection.execute(filled.format("base"))]
        self._filled_now = filled.format("main")

    def restore(self) -> None:
        """Go back to it."""
        storage, connection = self._storage, self._storage.connection
        storage.keep()
        storage.database = self._database
        if self._database is not None and self._database.is_closed():
            self._database.connect()
        _refuse(connection, on=False)
        connection.execute("BEGIN")
        for (name,) in connection.execute(self._filled_now).fetchall():
            connection.execute(f"DELETE FROM main.{name}")
        for name in self._filled:
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM base.{name}")
        connection.execute("COMMIT")
        _refuse(connection, on=storage.refuses)


def _refuse(connection: sqlite3.Connection, *, on: bool) -> None:
    """Let a connection refuse to write, or not; setting it anew would cost every prepared statement."""
    ((before,),) = connection.execute("PRAGMA query_only")
    if before != on:
        connection.execute(f"PRAGMA query_only = {int(on)}")
