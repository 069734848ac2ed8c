"""What every part of the store begins with."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import peewee


class StorePart:
    """Tables that belong together.

    Args:
        database: Open database.
        transaction: Begins a transaction, or joins the one that runs, and turns errors into `StorageError`.
    """

    def __init__(
        self, database: peewee.SqliteDatabase, transaction: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._database = database
        self._transaction = transaction
