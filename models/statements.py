"""Statements that are run again and again, written once.

peewee builds the text of a query anew each time it runs; that takes ten times as long as all the rest.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any, Protocol

import peewee

from models.book import Book, Symbol
from models.schema import BookRow


class Written(Protocol):
    """A query as peewee writes it."""

    def sql(self) -> tuple[str, list[Any]]:
        """Return the text and the values for its marks."""


class _Slot(str):
    """Name of a value that each run has its own of."""

    __slots__ = ()


def slot(name: str) -> peewee.Value:
    """Return what stands in a query for a value that each run has its own of."""
    return peewee.Value(_Slot(name), converter=False)


def of_any_book(table: type[BookRow]) -> peewee.Expression:
    """Return the condition that a row belongs to the book of the run, which gives `book_columns`."""
    return (table.mode == slot("mode")) & (table.account == slot("account"))


class Query:
    """Reads rows, or changes them.

    Args:
        query: As peewee has it; a `slot` stands for what each run gives.
    """

    def __init__(self, query: Written) -> None:
        self._text, self._values = query.sql()

    def rows(self, database: peewee.SqliteDatabase, **values: object) -> list[dict[str, Any]]:
        """Return the rows, each by the names of its columns.

        Raises:
            sqlite3.Error: The database refused.
        """
        cursor = self.run(database, **values)
        rows = cursor.fetchall()
        if not rows:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def first(self, database: peewee.SqliteDatabase, **values: object) -> Any:  # noqa: ANN401 - whatever a column holds
        """Return the first column of the first row; None where there is none.

        Raises:
            sqlite3.Error: The database refused.
        """
        row = self.run(database, **values).fetchone()
        return None if row is None else row[0]

    def run(self, database: peewee.SqliteDatabase, **values: object) -> sqlite3.Cursor:
        """Run it.

        Raises:
            sqlite3.Error: The database refused.
        """
        given = [values[value] if isinstance(value, _Slot) else value for value in self._values]
        return connection_of(database).execute(self._text, given)


class Insert:
    """Adds rows to a table.

    Args:
        table: Where to.
        taken: Where the key of a row is taken, `IGNORE` leaves the old row and `REPLACE` the new one; `ABORT`
            is an error.
    """

    def __init__(self, table: type[peewee.Model], taken: str) -> None:
        fields = table._meta.sorted_fields  # noqa: SLF001 - peewee's documented way to a model's fields
        self._columns = [field.column_name for field in fields if not isinstance(field, peewee.AutoField)]
        marks = ", ".join("?" * len(self._columns))
        names = ", ".join(f'"{name}"' for name in self._columns)
        self._text = f'INSERT OR {taken} INTO "{_name(table)}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our schema

    def run(self, database: peewee.SqliteDatabase, row: Mapping[str, Any]) -> bool:
        """Add a row; False when its key was taken and the old row stays.

        Raises:
            sqlite3.Error: The database refused.
        """
        values = [row[name] for name in self._columns]
        return bool(connection_of(database).execute(self._text, values).rowcount)


class DeleteOfSymbol:
    """Removes what a table holds of one symbol of a book.

    Args:
        table: Where from; it has a column `symbol`.
    """

    def __init__(self, table: type[BookRow]) -> None:
        self._text = f'DELETE FROM "{_name(table)}" WHERE mode = ? AND account = ? AND symbol = ?'  # noqa: S608 - as above

    def run(self, database: peewee.SqliteDatabase, book: Book, symbol: Symbol) -> None:
        """Remove the rows.

        Raises:
            sqlite3.Error: The database refused.
        """
        connection_of(database).execute(self._text, (book.mode.value, book.account, symbol))


def connection_of(database: peewee.SqliteDatabase) -> sqlite3.Connection:
    """Return the connection of this thread, which peewee opened.

    Raises:
        sqlite3.ProgrammingError: It is closed; peewee would open it again.
    """
    if database.is_closed():
        raise sqlite3.ProgrammingError("the database is closed")
    connection: sqlite3.Connection = database.connection()  # type: ignore[no-untyped-call]  # stubs leave it open
    return connection


def _name(table: type[peewee.Model]) -> str:
    name: str = table._meta.table_name  # noqa: SLF001 - as above
    return name
