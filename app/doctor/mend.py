"""What `--fix` does: restores the database from its copy, open positions from a state file, a state file."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from app import home as homes
from app.doctor.examination import Examination, Surroundings
from app.doctor.finding import Finding, Kind, Level
from app.doctor.state_checks import described, differences, state_files
from app.errors import StartError
from app.home import Home
from models.book import Book
from models.database_contents import Contents
from models.database_file import keep_aside, make_sound, restore_missing, storage_error
from models.errors import StorageError
from models.migrations import newest_version
from models.runtime_state import RuntimeState, book_of_file, mirror
from models.store import Store
from models.trade import BookedFill, Fill, Position

_kind = partial(Kind, subject="fix")
REFUSED: Final = _kind(
    id="fix-refused",
    level=Level.ACTION,
    why="Two programs that write one database damage it.",
    do="End the monitor, then ask again.",
)
FIXED: Final = _kind(
    id="fixed", level=Level.NOTE, why="", do="Compare positions and balances with Sierra Chart."
)
FAILED: Final = _kind(
    id="fix-failed",
    level=Level.ACTION,
    why="What was to be mended is as it was.",
    do="Mend the cause that is named, then ask again.",
)


def mend(home: Home, around: Surroundings) -> list[Finding]:
    """Restore what can be restored; what was there before stays beside it under a new name.

    Returns:
        What was done, or why nothing was; empty where nothing had to be done.
    """
    exam = Examination(home, around)
    try:
        if not _is_needed(exam):
            return []
        lock = homes.lock(home)
    except StartError as error:
        return [REFUSED.found(f"{error}")]
    except (sqlite3.Error, OSError) as error:
        return [FAILED.found(f"{storage_error(error, exam.database)}")]
    done: list[Finding] = []
    try:
        for text in _steps(home, around):
            done.append(FIXED.found(text))  # noqa: PERF401 - what was done before an error counts
    except StorageError as error:
        done.append(FAILED.found(f"{error}"))
    except (sqlite3.Error, OSError) as error:
        done.append(FAILED.found(f"{storage_error(error, exam.database)}"))
    finally:
        lock.release()
    return done


def _is_needed(exam: Examination) -> bool:
    if exam.is_lost or _is_damaged(exam):
        return True
    return any(
        isinstance(state, StorageError)
        # A running monitor writes a file a moment after the database: that is no fault.
        or bool(exam.contents and not exam.runs and _newer(state, exam.contents))
        for _, state in state_files(exam)
    )


def _is_damaged(exam: Examination) -> bool:
    return exam.look is not None and exam.look.damage is not None


def _steps(home: Home, around: Surroundings) -> Iterator[str]:
    exam = Examination(home, around)
    if exam.is_lost or _is_damaged(exam):
        restore = restore_missing if exam.is_lost else make_sound
        yield from restore(exam.database, newest_version(), exam.now)
        exam = Examination(home, around)
    # The lock is ours, and nobody else writes: the database may be looked at as one that is not in use.
    exam.runs = False
    contents = exam.contents
    if contents is None:
        return
    newer: list[Position] = []
    for path, state in state_files(exam):
        if isinstance(state, StorageError):
            yield _renew(exam, path, contents)
        else:
            newer += _newer(state, contents)
    if newer:
        yield _restore(exam, newer)


def _newer(state: RuntimeState, contents: Contents) -> list[Position]:
    """Return the positions of which a state file knows more than the database."""
    return [
        each.position for each in differences(state, contents) if each.is_newer and each.position is not None
    ]


def _restore(exam: Examination, positions: Sequence[Position]) -> str:
    """Put positions and their fills into the database; return what was done, in words."""
    kept = keep_aside(exam.database, "before-fix", exam.now)
    store, _ = Store.open(exam.database, exam.now, exam.plan.start_balance)
    count = 0
    try:
        with store.transaction():
            for position in positions:
                count += sum(store.book_fill(fill, keep_position=False) for fill in _fills(position))
                # Nobody but the file says so, until the server does.
                store.save_position(msgspec.structs.replace(position, confirmed=False))
    finally:
        store.close()
    rows = ", ".join(f"{described(each)} of {each.book}" for each in positions)
    return f"Put into the database: {rows}, with {count} fills; it is kept as it was as {kept.name}."


def _fills(position: Position) -> Iterator[BookedFill]:
    for each in position.executions:
        fill = Fill(
            book=position.book,
            symbol=position.symbol,
            execution_id=each.execution_id,
            order_id=each.order_id,
            quantity=each.quantity,
            price=each.price,
            at=each.at,
        )
        net = None if each.realised is None else each.realised - each.fee
        yield BookedFill(
            book=position.book,
            symbol=position.symbol,
            fill=fill,
            position=None,
            closed=None,
            net=net,
            fee=each.fee,
        )


def _renew(exam: Examination, path: Path, contents: Contents) -> str:
    """Write a state file anew; return what was done, in words."""
    kept = path.with_name(f"{path.name}.damaged-{exam.now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}")
    path.rename(kept)
    book = book_of_file(path)
    if book is None:
        return f"{path.name} is kept as {kept.name}; it is named for no account."
    mirror(exam.home.data, _state_of(book, contents, exam.now))
    return f"{path.name} is kept as {kept.name}, and was written anew from the database."


def _state_of(book: Book, contents: Contents, now: datetime) -> RuntimeState:
    return RuntimeState(
        book=book,
        positions=tuple(each for each in contents.positions if each.book == book),
        heat=tuple((symbol, since) for owner, symbol, since in contents.heat if owner == book),
        balance=contents.balances.get(book),
        saved_at=now,
    )
