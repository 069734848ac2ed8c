"""What is counted of the rollout, in the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

import msgspec
import peewee

from models.rollout.tally import Interval
from models.rows import time_text
from models.schema import EvidenceRow
from models.statements import Insert

_ADD: Final = Insert(EvidenceRow, "ABORT")


class EvidenceRows:
    """Intervals of counting.

    Args:
        database: Open database.
        transaction: Begins a transaction, or joins the one that runs, and turns errors into `StorageError`.
    """

    def __init__(
        self, database: peewee.SqliteDatabase, transaction: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._database = database
        self._transaction = transaction

    def save(self, interval: Interval) -> None:
        """Keep an interval."""
        row = {
            "began": time_text(interval.began),
            "ended": time_text(interval.ended),
            "day": interval.day,
            "version": interval.version,
            "source": interval.source,
            "panels": interval.panels,
            "compares": int(interval.compares),
            "counts": msgspec.json.encode(dict(interval.counts)).decode(),
        }
        with self._transaction():
            _ADD.run(self._database, row)
