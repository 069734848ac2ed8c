"""A readable copy of what is open in a book, beside the database; the database stays the truth."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec

from models import atomic_file
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.database_file import storage_error
from models.errors import StorageError
from models.trade import Position

SCHEMA_VERSION = 1
FILES = "runtime_state_*.json"
"""What matches the files of all books."""
_PREFIX = "runtime_state_"
_ADVICE = "Delete it; the database has the same facts."


class RuntimeState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What runs in one book at a moment.

    Attributes:
        schema_version: Version of the form of the file.
        heat: UTC start of each running drawdown, by symbol.
        balance: Dollars; None while unknown.
        saved_at: UTC.
    """

    book: Book
    positions: tuple[Position, ...]
    heat: tuple[tuple[Symbol, datetime], ...]
    balance: Decimal | None
    saved_at: datetime
    schema_version: int = SCHEMA_VERSION


def mirror_path(folder: Path, book: Book) -> Path:
    """Return the file of a book; no account name can leave the folder or take the place of another."""
    return folder / f"{_PREFIX}{book.mode.value}_{quote(book.account, safe=' ')}.json"


def mirror(folder: Path, state: RuntimeState) -> None:
    """Write the state of a book so that a reader sees the old file or the new one, never a part.

    Raises:
        StorageError: The disk refused, or on Windows another program does not let go of the file. It keeps
            its old content; the next change writes it again.
    """
    path = mirror_path(folder, state.book)
    text = msgspec.json.format(msgspec.json.encode(state), indent=2)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic_file.replace(path, text)
    except OSError as error:
        raise storage_error(error, path) from error


def load_mirror(folder: Path, book: Book) -> RuntimeState | None:
    """Return the state that was mirrored last; None when there is none.

    Raises:
        StorageError: The file is damaged, of another version, or of another book.
    """
    path = mirror_path(folder, book)
    try:
        return read_mirror(path)
    except FileNotFoundError:
        return None


def read_mirror(path: Path) -> RuntimeState:
    """Return the state that a file holds.

    Raises:
        FileNotFoundError: There is no such file.
        StorageError: The file is damaged, of another version, or of a book that it is not named for.
    """
    try:
        state = msgspec.json.decode(path.read_bytes(), type=RuntimeState)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise storage_error(error, path) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        message = f"state file is damaged ({error})"
        raise StorageError(message, str(path), _ADVICE) from error
    if state.schema_version != SCHEMA_VERSION or mirror_path(path.parent, state.book) != path:
        message = f"state file has version {state.schema_version} and belongs to {state.book}"
        raise StorageError(message, str(path), _ADVICE)
    return state


def book_of_file(path: Path) -> Book | None:
    """Return the book that a state file is named for; None where the name is none of ours."""
    mode, separator, account = path.stem.removeprefix(_PREFIX).partition("_")
    if not separator or mode not in TradeMode.__members__:
        return None
    book = Book(TradeMode(mode), TradeAccount(unquote(account)))
    return book if mirror_path(path.parent, book) == path else None
