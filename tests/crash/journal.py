"""What a program has acknowledged, written down outside of it, so that a kill cannot take it away.

Each line is JSON: a word and what belongs to it. `sql` are the statements of a transaction that is about to
be committed, `kept` says that the commit returned; `file` and `filed` do so for a file that is replaced. From
`kept` on the program has forgotten what waited, so from there on the disk must have it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

SQL: Final = "sql"
KEPT: Final = "kept"
FILE: Final = "file"
FILED: Final = "filed"
AUDIT: Final = "audit"
AUDITED: Final = "audited"
TAPE: Final = "tape"
SYNCED: Final = "synced"
SAID: Final = "said"
BORN: Final = "born"
ANEW: Final = "anew"
"""A new database is made, under another name."""
NAMED: Final = "named"
"""The database is opened under its own name."""


class Line(NamedTuple):
    """One line of a journal."""

    word: str
    what: tuple[Any, ...]


class Journal:
    """Writes lines, from any thread; each is with the operating system when `note` returns.

    Args:
        path: Grows; the lines of earlier runs stay.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, word: str, *what: object) -> None:
        """Write a line."""
        os.write(self._descriptor, json.dumps([word, *what]).encode() + b"\n")


def lines_of(content: bytes) -> Iterator[Line]:
    """Yield the whole lines of a journal; a kill may have cut off the last one."""
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        word, *what = json.loads(line)
        yield Line(word, tuple(what))


def digest(content: bytes) -> str:
    """Return what stands for the content of a file in a journal."""
    return hashlib.sha256(content).hexdigest()[:16]
