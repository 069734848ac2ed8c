"""The real database code on a database in memory that outlives its connections, as a file does."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import peewee

from models.database_look import APPLICATION_ID
from models.errors import StorageError
from models.migrations import upgrade
from models.runtime_state import RuntimeState
from models.statements import connection_of
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


class MemoryStorage:
    """Stands where the application has the files of its data folder.

    Attributes:
        database: The one that is open; None while none is.
        refuses: The disk takes nothing; reading still works.
        has_refused: It was so once.
        was_closed: Since the start of the monitor it could not be opened for a time.
    """

    def __init__(self) -> None:
        self._image = b""
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
        self.database = peewee.SqliteDatabase(":memory:", autoconnect=False)
        self._connect(self.database)
        return _MemoryStore(self, self.database), []

    def mirror(self, state: RuntimeState) -> None:
        """Write no runtime state file."""

    def refuse(self, *, on: bool) -> None:
        """Let the disk take nothing, or be well again; the errors are those of SQLite."""
        self.refuses = on
        self.has_refused |= on
        if self.database is not None:
            self.connection.execute(f"PRAGMA query_only = {int(on)}")

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the open connection."""
        assert self.database is not None
        return connection_of(self.database)

    def keep(self) -> None:
        """Keep what is committed, as a process does that ends in whatever way."""
        if self.database is not None:
            if self.connection.in_transaction:
                self.connection.rollback()
            self._image = self.connection.serialize()
            self.database = None

    def save(self) -> bytes:
        """Return everything that is in the database."""
        return self.connection.serialize()

    def restore(self, database: peewee.SqliteDatabase, image: bytes) -> None:
        """Go back to what was saved, on the connection that was open then.

        Rows are put back one table after the other: a database that changes as a whole would have every
        statement prepared anew.
        """
        self.database, self._image = database, image
        if database.is_closed():
            self._connect(database)
        connection = self.connection
        connection.execute("PRAGMA query_only = 0")
        if "base" not in {row[1] for row in connection.execute("PRAGMA database_list")}:
            connection.execute("ATTACH ':memory:' AS base")
            connection.deserialize(image, name="base")
        names = connection.execute("SELECT name FROM base.sqlite_master WHERE type = 'table'").fetchall()
        connection.execute("BEGIN")
        for (name,) in names:
            connection.execute(f"DELETE FROM main.{name}")
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM base.{name}")
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA query_only = {int(self.refuses)}")

    def _connect(self, database: peewee.SqliteDatabase) -> None:
        database.connect()
        if self._image:
            self.connection.deserialize(self._image)
        else:
            database.application_id = APPLICATION_ID
            upgrade(database)
        self.connection.execute(f"PRAGMA query_only = {int(self.refuses)}")
