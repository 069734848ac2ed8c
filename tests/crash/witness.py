"""Stands where the program hands something to the disk, and writes into the journal what became of it.

Nothing of the program is replaced: each of these calls what was there before, and notes it before and after.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
import peewee

from actors import recorder
from actors.seams.tape_files import DiskTapeFiles
from app.audit_trail import AuditTrail
from models import atomic_file
from models.audit import AuditEntry
from tests.crash.journal import (
    ANEW,
    AUDIT,
    AUDITED,
    FILE,
    FILED,
    KEPT,
    NAMED,
    SAID,
    SQL,
    SYNCED,
    TAPE,
    Journal,
    digest,
)

_SILENT: Final = ("SELECT", "PRAGMA", "EXPLAIN", "VACUUM", "--")
_LOGGERS: Final = ("app.application", "actors.dtc_connection")


class _Transactions:
    """Notes the statements of a transaction just before its commit."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._statements: list[str] = []
        self._is_open = False

    def trace(self, statement: str) -> None:
        """Hear a statement before it runs."""
        word = statement.lstrip().split(None, 1)[0].upper()
        if word == "BEGIN":
            self._is_open, self._statements = True, []
        elif word == "ROLLBACK" and not statement.upper().startswith("ROLLBACK TO"):
            self._is_open, self._statements = False, []
        elif word == "COMMIT":
            self._journal.note(SQL, self._statements)
            self._is_open, self._statements = False, []
        elif not statement.lstrip().upper().startswith(_SILENT):
            self._statements.append(statement)
            if not self._is_open:
                self._journal.note(SQL, self._statements)
                self._statements = []


def watch(journal: Journal, synchronous: str | None = None) -> None:
    """Note from now on all that this process acknowledges.

    Args:
        journal: Where.
        synchronous: What SQLite is told in place of the program's own choice: a planted fault.
    """
    _watch_database(journal, synchronous)
    _watch_files(journal)
    _watch_recordings(journal)
    said = _Said(journal)
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(said)


def shorten_days() -> None:
    """Let a session day of recordings last a second, so that files are begun all the time."""
    _instead(recorder, "session_day", lambda _day: lambda now, _calendar: now.replace(microsecond=0))


def _instead(owner: object, name: str, made: Callable[[Any], Any]) -> None:
    """Put something that knows what was there before in the place of it."""
    setattr(owner, name, made(getattr(owner, name)))


def _watch_database(journal: Journal, synchronous: str | None) -> None:
    def traced(connect: Callable[..., Any]) -> Callable[..., Any]:
        def connect_traced(database: peewee.SqliteDatabase) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(database)
            journal.note(ANEW if str(database.database).endswith(".unfinished") else NAMED)
            if synchronous is not None:
                connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.set_trace_callback(_Transactions(journal).trace)
            return connection

        return connect_traced

    _instead(peewee.SqliteDatabase, "_connect", traced)
    _instead(
        peewee.SqliteDatabase, "commit", lambda commit: _followed(commit, lambda *_what: journal.note(KEPT))
    )


def _watch_files(journal: Journal) -> None:
    def noted(replace: Callable[..., None]) -> Callable[..., None]:
        def replace_noted(path: Path, content: bytes, mode: int = atomic_file.PRIVATE) -> None:
            journal.note(FILE, str(path), digest(content))
            replace(path, content, mode)
            journal.note(FILED, str(path), digest(content))

        return replace_noted

    def noted_entry(append: Callable[..., None]) -> Callable[..., None]:
        def append_noted(trail: AuditTrail, entry: AuditEntry) -> None:
            journal.note(AUDIT, str(trail.path), msgspec.to_builtins(entry))
            append(trail, entry)
            journal.note(AUDITED, str(trail.path), msgspec.to_builtins(entry))

        return append_noted

    _instead(atomic_file, "replace", noted)
    _instead(AuditTrail, "append", noted_entry)


def _watch_recordings(journal: Journal) -> None:
    for name, word in (("append", TAPE), ("sync", SYNCED)):

        def note(files: DiskTapeFiles, *_what: object, word: str = word) -> None:
            if files._file is not None:
                journal.note(word, str(files._folder / files._name), files._file.tell())

        _instead(DiskTapeFiles, name, partial(_followed, note=note))


def _followed(method: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    """Return a method after which something is noted."""

    def done(*what: Any) -> Any:  # noqa: ANN401 - whatever it takes and returns
        answer = method(*what)
        note(*what)
        return answer

    return done


class _Said(logging.Handler):
    """Notes what the program logs of its start, and when."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.INFO)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Note a message."""
        self._journal.note(SAID, time.time(), record.getMessage())
