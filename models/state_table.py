"""Single facts that the database keeps: what was on the screen, and when the monitor last ran."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

import peewee

from models.book import Book
from models.errors import StorageError
from models.rows import book_of, time_of, time_text
from models.schema import StateRow
from models.statements import Insert, Query, slot
from models.store_part import StorePart

_KEEP_STATE: Final = Insert(StateRow, "REPLACE")
_STATE: Final = Query(StateRow.select(StateRow.value).where(StateRow.name == slot("name")))


class StateTable(StorePart):
    """Named values, each with one place.

    Args:
        database: As of every part.
        transaction: As of every part.
        errors: Turns errors into `StorageError`.
    """

    def __init__(
        self,
        database: peewee.SqliteDatabase,
        transaction: Callable[[], AbstractContextManager[None]],
        errors: Callable[[], AbstractContextManager[None]],
    ) -> None:
        super().__init__(database, transaction)
        self._errors = errors

    def save_shown(self, book: Book) -> None:
        """Keep which book is on the screen."""
        with self._transaction():
            self._save("shown_mode", book.mode.value)
            self._save("shown_account", book.account)

    def load_shown(self) -> Book | None:
        """Return the book that was on the screen; None on a first start or where it cannot be read."""
        columns = {"mode": self._load("shown_mode"), "account": self._load("shown_account")}
        try:
            return book_of(columns)
        except StorageError:
            return None

    def touch(self, at: datetime) -> None:
        """Keep when the monitor last ran."""
        self._save("last_seen", time_text(at))

    def load_last_seen(self) -> datetime | None:
        """Return when the monitor last ran, UTC; None on a first start or where it cannot be read."""
        text = self._load("last_seen")
        try:
            return None if text is None else time_of(text)
        except ValueError:
            return None

    def save_equity_view(self, *, with_open: bool) -> None:
        """Keep which equity curve the trader wants to see."""
        self._save("equity_view", "open" if with_open else "closed")

    def load_equity_view(self) -> bool:
        """Return whether the trader wants to see the curve with open P&L."""
        return self._load("equity_view") == "open"

    def save_positions(self, judgement: str) -> None:
        """Keep whether any position is open: `open`, `flat` or `unknown`."""
        self._save("positions", judgement)

    def _save(self, name: str, value: str) -> None:
        with self._errors():
            _KEEP_STATE.run(self._database, {"name": name, "value": value})

    def _load(self, name: str) -> str | None:
        with self._errors():
            value: str | None = _STATE.first(self._database, name=name)
            return value
