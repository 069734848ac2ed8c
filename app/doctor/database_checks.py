"""The database: the file, its tables, its rows, and the copies of it."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from models import advice
from models.book import TradeAccount, mode_of
from models.contract_month import is_expired
from models.database_contents import Contents
from models.database_file import copies, storage_error
from models.database_look import Damage, Look
from models.migrations import newest_version
from models.trade import UNREPORTED

_CLOCK_S: Final = 60.0
_kind = partial(Kind, subject="database")
_HISTORY: Final = "Positions, trades, fills and balances of the past are in this file alone."
_FIX: Final = (
    "`launcher.py doctor --fix`, or the next start, keeps the file under another name and restores the "
    "newest sound copy."
)
_damage = partial(_kind, level=Level.ACTION, why=_HISTORY, do=_FIX)

EMPTY: Final = _damage(id="database-empty")
OTHER_FILE: Final = _damage(id="database-not-one")
DAMAGED: Final = _damage(id="database-damaged")
BARE: Final = _damage(id="database-without-tables")
LOST: Final = _kind(
    id="database-lost",
    level=Level.ACTION,
    why="The next start begins a new one, without positions, trades and balances of the past.",
    do="`launcher.py doctor --fix` restores the newest sound copy; to begin anew, move data/backup away.",
)
FOREIGN: Final = _kind(
    id="database-foreign",
    level=Level.ACTION,
    why="The monitor neither reads nor changes what another program wrote: nothing is stored.",
    do="Choose another home folder with --home DIR, or move the file away.",
)
NEWER: Final = _kind(
    id="database-newer",
    level=Level.ACTION,
    why="This program does not know its tables: nothing is read or stored.",
    do="Start the newer program that wrote it, or choose another folder with --home DIR.",
)
OLDER: Final = _kind(
    id="database-older",
    level=Level.NOTE,
    why="Its rows cannot be looked at until it has been brought to the present version.",
    do="Nothing: the next start does it.",
)
UNREADABLE: Final = _kind(
    id="database-unreadable",
    level=Level.ACTION,
    why="Nothing is restored after a start, and nothing is stored.",
    do="Close the other program that has it open; make file and folder readable and writable for you.",
)
READ_ONLY: Final = _kind(
    id="database-read-only",
    level=Level.ACTION,
    why="Nothing is stored: what happens now is lost at the exit.",
    do="Make the file writable for you.",
)
NO_TABLES: Final = _kind(
    id="database-tables-missing",
    level=Level.ACTION,
    why="Whatever belongs there cannot be stored.",
    do="End the monitor, rename the file, and put the newest sound copy from data/backup in its place.",
)
BAD_ROWS: Final = _kind(
    id="database-damaged-rows",
    level=Level.ACTION,
    why="Those rows are left out: a position, trade or balance may be missing on the screen.",
    do="Compare with Sierra Chart; the copies in data/backup may have the rows whole.",
)
ORPHAN: Final = _kind(
    id="database-orphan-position",
    level=Level.ACTION,
    why="It is restored at each start, and no server will ever say that it is closed.",
    do="Correct the account's mode in [accounts], or connect to the server that has the account.",
)
NO_FILLS: Final = _kind(
    id="database-trades-without-fills",
    level=Level.NOTE,
    why="The balance of a SIM account is the sum of its fills: it lacks what those made.",
    do="Nothing, where the database was restored from an older copy; else report it.",
)
UNREPORTED_POSITION: Final = _kind(
    id="position-unreported",
    level=Level.NOTE,
    why="Nobody but its fills says that it is open: a fill that is missed leaves it wrong.",
    do=f"In Sierra Chart {advice.SIMULATED_SERVICE}",
)
LOG_LEFT: Final = _kind(
    id="database-log-left",
    level=Level.NOTE,
    why="The monitor was killed, or the power failed; nothing that was stored is lost.",
    do="Nothing: the next start takes it in. Do not delete it.",
)
NO_COPY: Final = _kind(
    id="database-no-sound-copy",
    level=Level.ACTION,
    why="If the database is damaged, history starts anew.",
    do="Look at the disk; start the monitor, which makes a copy each day.",
)
AHEAD: Final = _kind(
    id="clock-set-back",
    level=Level.ACTION,
    why="New fills and points would lie before old ones, and belong to the wrong session day.",
    do="Set the clock of this computer.",
)


def check_database(exam: Examination) -> Iterator[Finding]:
    """Look at the database from outside to inside; a missing one is that of a first start."""
    try:
        seen = exam.look
    except (OSError, sqlite3.Error) as error:
        yield UNREADABLE.found(f"{storage_error(error, exam.database)}")
        return
    if exam.is_lost:
        yield LOST.found(f"{exam.database} is not there; copies of it are.")
    elif seen is None:
        yield well("database", f"{exam.database} is not there yet: the first start makes it.")
    else:
        yield from _file(exam, seen)
    if exam.is_readable and exam.contents is not None:
        yield from _rows(exam, exam.contents)
    yield from _copies(exam)


def _file(exam: Examination, seen: Look) -> Iterator[Finding]:
    path, newest = exam.database, newest_version()
    kinds = {
        Damage.EMPTY: EMPTY,
        Damage.OTHER: OTHER_FILE,
        Damage.BROKEN: DAMAGED,
        Damage.BARE: BARE,
    }
    if seen.damage is not None:
        yield kinds[seen.damage].found(f"{path} {seen.words}.")
    elif seen.is_foreign:
        yield FOREIGN.found(f"{path} belongs to another program.")
    elif seen.version > newest:
        yield NEWER.found(f"{path} has version {seen.version}; this program knows up to {newest}.")
    elif seen.version < newest:
        yield OLDER.found(f"{path} has version {seen.version}; the present one is {newest}.")
    elif exam.missing_tables:
        yield NO_TABLES.found(f"{path} lacks {', '.join(sorted(exam.missing_tables))}.")
    if not os.access(path, os.W_OK):
        yield READ_ONLY.found(f"{path} cannot be written.")
    log = path.with_name(f"{path.name}-wal")
    if not exam.runs and log.exists() and log.stat().st_size:
        yield LOG_LEFT.found(f"{log.name} holds {log.stat().st_size:,} bytes of the last run.")


def _rows(exam: Examination, contents: Contents) -> Iterator[Finding]:
    if contents.damaged:
        more = f" and {len(contents.damaged) - 1} more" if len(contents.damaged) > 1 else ""
        yield BAD_ROWS.found(f"{contents.damaged[0]}{more}")
    else:
        yield well(
            "database",
            f"{exam.database} is whole: {contents.trades:,} trades, {len(contents.fills):,} fills, "
            f"{len(contents.positions)} open.",
        )
    yield from _positions(exam, contents)
    if contents.without_fills:
        count = len(contents.without_fills)
        yield NO_FILLS.found(f"{count:,} trades lack a fill, the last is {contents.without_fills[-1]}.")
    if contents.last_seen is not None and contents.last_seen - exam.now > timedelta(seconds=_CLOCK_S):
        yield AHEAD.found(
            f"The monitor last ran at {contents.last_seen:%Y-%m-%d %H:%M} UTC; the clock says "
            f"{exam.now:%Y-%m-%d %H:%M} UTC."
        )


def _positions(exam: Examination, contents: Contents) -> Iterator[Finding]:
    for position in contents.positions:
        book, symbol = position.book, position.symbol
        mode = mode_of(TradeAccount(book.account), exam.plan.accounts)
        if mode is not book.mode:
            yield ORPHAN.found(f"{symbol} is open in {book}, but {book.account} is {mode.value} now.")
        elif exam.answer.accounts and book not in exam.answer.accounts and not is_expired(symbol, exam.now):
            yield ORPHAN.found(f"{symbol} is open in {book}, which the server does not have.")
        if UNREPORTED in position.notes:
            yield UNREPORTED_POSITION.found(f"{symbol} of {book} is known from its fills alone.")


def _copies(exam: Examination) -> Iterator[Finding]:
    found = copies(exam.database)
    if found and not any(exam.look_at(copy).damage is None for copy in found):
        yield NO_COPY.found(f"None of the {len(found)} copies in {found[0].parent} is whole.")
