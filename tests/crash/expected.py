"""What a disk must have, by the journal of the program that wrote it."""

import io
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import starmap, zip_longest
from typing import Any, Final

from models.audit import entries_of, first_break
from models.recording import Reader, RecordingError
from tests.crash.journal import (
    ANEW,
    AUDIT,
    AUDITED,
    FILE,
    FILED,
    KEPT,
    NAMED,
    SQL,
    SYNCED,
    TAPE,
    Line,
    digest,
)

Image = dict[str, list[tuple[Any, ...]]]
Read = Callable[[str], bytes | None]
"""Returns a file by its path; None where it is not there."""

_MAY_GO: Final = re.compile(r"beacon\.json$")
"""An orderly end deletes it, which nobody is told."""
_NOBODYS: Final = ("sqlite_", "schema_migration")


def image_of(connection: sqlite3.Connection) -> Image:
    """Return every row of every table that holds anything of the trader's."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    image = {}
    for (name,) in tables.fetchall():
        if not name.startswith(_NOBODYS):
            image[name] = connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
    return image


def difference(expected: Image, found: Image) -> str:
    """Return where two images differ, empty where they do not.

    The journal has 15 digits of a float: what is closer than that is the same.
    """
    found = {
        table: [*starmap(_as_noted, zip_longest(rows, expected.get(table, [])[: len(rows)], fillvalue=()))]
        for table, rows in found.items()
    }
    if expected == found:
        return ""
    for table in sorted(expected.keys() | found.keys()):
        wanted, had = Counter(expected.get(table, [])), Counter(found.get(table, []))
        if wanted != had or (table in expected) != (table in found):
            lost, more = list((wanted - had).elements()), list((had - wanted).elements())
            return f"{table}: {len(lost)} rows lost, {lost[:1]}; {len(more)} not expected, {more[:1]}"
    return "rows have changed their places"


def _as_noted(row: tuple[Any, ...], noted: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row with the floats that were noted, where its own are the same but for the last digits."""
    return tuple(
        other if isinstance(own, float) and isinstance(other, float) and math.isclose(own, other) else own
        for own, other in zip_longest(row, noted[: len(row)])
    )


class Database:
    """The database by the statements that were committed.

    Attributes:
        begun: What was about to be.
    """

    def __init__(self) -> None:
        self._copy = sqlite3.connect(":memory:", isolation_level=None)
        self._is_named = False
        self.begun: list[str] = []

    def take(self, line: Line) -> None:
        """Follow the journal."""
        if line.word == SQL:
            # What is begun anew has ended before, whether it said so or not.
            self.finish()
            self.begun = list(line.what[0])
        elif line.word == KEPT:
            self.finish()
        elif line.word == ANEW:
            self._copy.close()
            self._copy = sqlite3.connect(":memory:", isolation_level=None)
            self._is_named, self.begun = False, []
        elif line.word == NAMED:
            self._is_named = True

    def finish(self) -> None:
        """Take what was begun for done."""
        for statement in self.begun:
            self._copy.execute(statement)
        self.begun = []

    def image(self) -> Image:
        """Return what is acknowledged."""
        return image_of(self._copy)

    def states(self) -> Iterator[Image]:
        """Yield what is acknowledged, and what is as good: with what was begun as a whole."""
        yield self.image()
        if self.begun:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
                self._copy.backup(copy)
                for statement in self.begun:
                    copy.execute(statement)
                yield image_of(copy)

    def settle(self, found: Image | None) -> str:
        """Say what is wrong with a database after a kill; what was begun may be there as a whole, or not.

        Args:
            found: What it has; None where there is none.
        """
        if found is None and not self._is_named:
            self.begun = []
            return ""
        wrong = difference(self.image(), found or {})
        if wrong and self.begun:
            self.finish()
            wrong = difference(self.image(), found or {}) and f"{wrong}; nor as it would be after the commit"
        self.begun = []
        return wrong


class Files:
    """All other files by what was acknowledged of them.

    Args:
        taped: Word of the journal up to which a recording must be whole: `tape` after a kill, `synced` after
            a power cut.
    """

    def __init__(self, taped: str) -> None:
        self._taped = taped
        self._filed: dict[str, str] = {}
        self._begun: dict[str, list[str]] = {}
        self._trails: dict[str, list[dict[str, Any]]] = {}
        self._entry: dict[str, Any] | None = None
        self._tapes: dict[str, int] = {}

    def take(self, line: Line) -> None:
        """Follow the journal."""
        match line:
            case Line(word, (path, content)) if word == FILE:
                self._begun.setdefault(path, []).append(content)
            case Line(word, (path, content)) if word == FILED:
                self._filed[path] = content
                self._begun.pop(path, None)
            case Line(word, (_path, entry)) if word == AUDIT:
                self._entry = entry
            case Line(word, (path, entry)) if word == AUDITED:
                self._trails.setdefault(path, []).append(entry)
                self._entry = None
            case Line(word, (path, size)) if word in {TAPE, SYNCED}:
                self._tapes.setdefault(path, 0)
                if word == self._taped:
                    self._tapes[path] = size

    def problems(self, read: Read, *, torn_line: bool) -> Iterator[str]:
        """Yield what is wrong.

        Args:
            read: Gives the files.
            torn_line: Whether the last line of the audit trail may be unfinished.
        """
        for path in self._filed.keys() | self._begun.keys():
            yield from self._of_file(path, read(path))
        for path, entries in self._trails.items():
            yield from self._of_trail(path, entries, read(path) or b"", torn_line=torn_line)
        for path, size in self._tapes.items():
            yield from _of_tape(path, size, read(path))

    def settle(self, read: Read) -> None:
        """Go on after a kill with what is there."""
        for path in list(self._begun):
            content = read(path)
            if content is not None:
                self._filed[path] = digest(content)
        self._begun.clear()
        for path, entries in self._trails.items():
            told = [_told(entry) for entry in entries_of(read(path) or b"")]
            if self._entry is not None and told[len(entries) :] == [self._entry]:
                entries.append(self._entry)
        self._entry = None

    def _of_file(self, path: str, content: bytes | None) -> Iterator[str]:
        acknowledged = self._filed.get(path)
        if content is None:
            if acknowledged is not None and not _MAY_GO.search(path):
                yield f"{path}: lost"
        elif digest(content) not in {acknowledged, *self._begun.get(path, ())}:
            yield f"{path}: {content[:60]!r} was never acknowledged, or is older than what was"

    def _of_trail(
        self, path: str, entries: list[dict[str, Any]], content: bytes, *, torn_line: bool
    ) -> Iterator[str]:
        found = [_told(entry) for entry in entries_of(content)]
        if found not in (entries, [*entries, self._entry]):
            yield f"{path}: {len(found)} entries, {len(entries)} are acknowledged"
        broken = first_break(content)
        if broken is not None and not (torn_line and broken.line > len(entries)):
            yield f"{path}: line {broken.line}: {broken.reason}"


def _told(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - an entry, as a journal says it
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def _of_tape(path: str, size: int, content: bytes | None) -> Iterator[str]:
    """Yield what is wrong with a recording, of which so many bytes must be whole."""
    if not size:
        return
    try:
        reader = Reader(io.BytesIO(content or b""))
        for index, place in enumerate(reader.places):
            if place.offset < size:
                reader.block(index)
    except RecordingError as error:
        yield f"{path}: {error}"
        return
    if content is None or len(content) < size:
        yield f"{path}: {len(content or b'')} bytes, {size} are acknowledged"
