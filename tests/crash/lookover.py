"""Looks into a home folder that nobody uses, and changes nothing in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from models.database_contents import Contents, read_contents
from models.database_look import looked_into
from tests.crash.expected import Image, image_of


class Look(NamedTuple):
    """What a database holds.

    Attributes:
        image: Every row; None where there is no database.
        contents: What the rows mean; None where there are no tables yet.
        damage: What SQLite says of it; empty when all is well.
    """

    image: Image | None
    contents: Contents | None
    damage: str


def look_at(database: Path) -> Look:
    """Return what a database holds, its log included."""
    if not database.exists():
        return Look(None, None, "")
    with looked_into(database, in_use=False) as connect, closing(connect()) as connection:
        try:
            said = connection.execute("PRAGMA integrity_check").fetchall()
            if said != [("ok",)]:
                return Look(None, None, str(said[0][0]))
            image = image_of(connection)
            return Look(image, read_contents(connection) if "evidence" in image else None, "")
        except sqlite3.DatabaseError as error:
            return Look(None, None, str(error))


def contradictions(contents: Contents) -> Iterator[str]:
    """Yield what the rows say that cannot be."""
    yield from contents.damaged
    for trade in contents.without_fills:
        yield f"trade {trade} lacks a fill"
    for book, ledger in contents.ledgers.items():
        if ledger.last != ledger.summed:
            yield f"{book}: start and results are {ledger.summed}, the last point says {ledger.last}"


def set_aside(home: Path) -> list[str]:
    """Return the names of files that were set aside as damaged."""
    return sorted(path.name for path in home.rglob("*.damaged-*"))
