"""The database and the runtime state files beside it."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from models.equity import START_BALANCE
from models.runtime_state import RuntimeState, mirror
from models.store import Store


class Storage(Protocol):
    """Where state is kept. Everything is used in one thread: that of the actor which owns it."""

    def open(self, now: datetime) -> tuple[Store, list[str]]:
        """Open the database; return it, and what the trader must be told about it.

        Raises:
            StorageError: It cannot be used.
        """

    def mirror(self, state: RuntimeState) -> None:
        """Replace the runtime state file of a book.

        Raises:
            StorageError: It cannot be written.
        """


class DiskStorage:
    """The files of one data folder.

    Args:
        folder: The data folder.
        start_balance: Dollars that a simulated account starts with.
    """

    def __init__(self, folder: Path, start_balance: Decimal = START_BALANCE) -> None:
        self._folder = folder
        self._start_balance = start_balance

    def open(self, now: datetime) -> tuple[Store, list[str]]:
        """Open `appsierra.db`."""
        return Store.open(self._folder / "appsierra.db", now, self._start_balance)

    def mirror(self, state: RuntimeState) -> None:
        """Replace `runtime_state_<MODE>_<account>.json`."""
        mirror(self._folder, state)
