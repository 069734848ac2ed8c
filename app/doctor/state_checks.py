"""The readable state files beside the database: whole, and of one mind with it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from models.book import Book
from models.database_contents import Contents
from models.errors import StorageError
from models.runtime_state import FILES, RuntimeState, read_mirror
from models.trade import Position

_kind = partial(Kind, subject="state files")
_FIX: Final = "`launcher.py doctor --fix`"

DAMAGED: Final = _kind(
    id="state-damaged",
    level=Level.ACTION,
    why="It could not help if the database were lost.",
    do=f"{_FIX} keeps it under another name and writes it anew from the database.",
)
NEWER: Final = _kind(
    id="state-newer",
    level=Level.ACTION,
    why="The database was restored from an older copy: the position is missing there, and on the screen.",
    do=f"Compare with Sierra Chart. If it is open there, {_FIX} puts it and its fills into the database.",
)
OLDER: Final = _kind(
    id="state-older",
    level=Level.NOTE,
    why="The database is the truth, the file is a readable copy of it.",
    do="Nothing: it is written again with the next change.",
)


class Difference(NamedTuple):
    """A position about which a state file and the database do not agree.

    Attributes:
        position: As the file has it; None where only the database has it.
        is_newer: Whether the file knows of something that the database does not.
        text: In words.
    """

    position: Position | None
    is_newer: bool
    text: str


def state_files(exam: Examination) -> Iterator[tuple[Path, RuntimeState | StorageError]]:
    """Yield each state file with what it holds, or what is wrong with it."""
    for path in sorted(exam.home.data.glob(FILES)):
        try:
            yield path, read_mirror(path)
        except FileNotFoundError:
            continue
        except StorageError as error:
            yield path, error


def differences(state: RuntimeState, contents: Contents) -> Iterator[Difference]:
    """Yield where a state file and the database do not agree."""
    stored = {each.symbol: each for each in contents.positions if each.book == state.book}
    for position in state.positions:
        known = stored.pop(position.symbol, None)
        if known is None or _key(known) != _key(position):
            text = f"{described(position)} in the file, {described(known)} in the database"
            yield Difference(position, _is_newer(position, state, contents), text)
    for known in stored.values():
        yield Difference(None, is_newer=False, text=f"flat in the file, {described(known)} in the database")


def check_state_files(exam: Examination) -> Iterator[Finding]:
    """Look at every state file, and compare it with the database."""
    count, books = 0, set[Book]()
    for path, state in state_files(exam):
        count += 1
        if isinstance(state, StorageError):
            yield DAMAGED.found(f"{path.name}: {state.what}.")
            continue
        books.add(state.book)
        for each in differences(state, exam.contents) if exam.contents else ():
            # A running monitor writes the file a moment after the database.
            kind = NEWER if each.is_newer and not exam.runs else OLDER
            yield kind.found(f"{state.book}: {each.text}.")
    for position in exam.contents.positions if exam.contents else ():
        if position.book not in books:
            yield OLDER.found(f"{position.book}: no whole file, {described(position)} in the database.")
    yield well("state files", f"Looked at {count} in {exam.home.data}.")


def _key(position: Position) -> tuple[object, ...]:
    return position.trade_id, position.quantity, position.average_price


def _is_newer(position: Position, state: RuntimeState, contents: Contents) -> bool:
    if position.trade_id in contents.closed:
        return False
    if position.executions:
        return any((position.book, each.execution_id) not in contents.fills for each in position.executions)
    # Taken over from a report, without fills: only the time tells.
    return contents.last_seen is None or state.saved_at > contents.last_seen


def described(position: Position | None) -> str:
    """Return a position in words."""
    if position is None:
        return "flat"
    side = "long" if position.direction > 0 else "short"
    return f"{side} {abs(position.quantity):f} {position.symbol} @ {position.average_price:f}"
