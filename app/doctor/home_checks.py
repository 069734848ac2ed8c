"""The home folder: whose it is, room in it, who has claimed it, and what was left there."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from app import home as homes
from app.audit_trail import AuditTrail
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from models.audit import entries_of, first_break
from models.rollback import FILE as ROLLBACK

_FULL: Final = 100 * 1024 * 1024
_SCARCE: Final = 1024 * 1024 * 1024
_home = partial(Kind, subject="home")
_disk = partial(Kind, subject="disk")

UNWRITABLE: Final = _home(
    id="home-unwritable",
    level=Level.ACTION,
    why="The monitor does not start: it ends with code 73.",
    do="Make the folder writable for you, or choose another one with --home DIR or APPSIERRA_HOME.",
)
OPEN_TO_OTHERS: Final = _home(
    id="home-open-to-others",
    level=Level.ACTION,
    why="Other people on this computer can read accounts, positions and balances.",
    do="chmod 700 that folder.",
)
OTHER_OWNER: Final = _home(
    id="home-other-owner",
    level=Level.ACTION,
    why="What one user's monitor makes there, the other's cannot change.",
    do="Start the monitor as that user, or give the folder to this one with chown -R.",
)
DISK_FULL: Final = _disk(
    id="disk-full",
    level=Level.ACTION,
    why="Fills, positions and balances can soon not be stored.",
    do="Free space on that disk.",
)
DISK_SCARCE: Final = _disk(
    id="disk-scarce", level=Level.NOTE, why="A full disk stores no fills.", do="Free space on that disk."
)
STRANGE_HOLDER: Final = Kind(
    id="instance-unknown",
    level=Level.ACTION,
    subject="instance",
    why="No other monitor starts in this folder, and two computers that write one database damage it.",
    do="End the monitor on the other computer, or give each a home folder on a disk of its own.",
)
ROLLBACK_LEFT: Final = Kind(
    id="rollback-left",
    level=Level.ACTION,
    subject="rollback",
    why="The monitor shows the legacy panels as soon as it reads the file.",
    do="Delete the file, if that is not wanted.",
)
TRAIL_BROKEN: Final = Kind(
    id="audit-broken",
    level=Level.ACTION,
    subject="audit trail",
    why="Somebody or something changed what was written about flags: it proves nothing from there on.",
    do="Keep the file elsewhere and move it away; the monitor begins another one.",
)


def check_home(exam: Examination) -> Iterator[Finding]:
    """Look at the folders: can they be written, and by whom."""
    home = exam.home
    folders = [folder for folder in (home.root, home.data, home.logs) if folder.exists()]
    sound = True
    for folder in folders or [_existing(home.root)]:
        try:
            homes.probe(folder)
        except OSError as error:
            sound = False
            yield UNWRITABLE.found(f"{folder}: {error.strerror or error}.")
    for folder in folders:
        for finding in _privacy(folder) if folder != home.root else ():
            sound = False
            yield finding
    if sound:
        new = "" if home.data.is_dir() else " The first start makes its folders."
        yield well("home", f"{home.root} can be written.{new}")


def check_disk(exam: Examination) -> Iterator[Finding]:
    """Look at the room on the disk."""
    folder = _existing(exam.home.root)
    free = exam.around.free_bytes(folder)
    text = f"{free / 1024 / 1024:,.0f} MB free on the disk of {folder}."
    if free < _FULL:
        yield DISK_FULL.found(text)
    elif free < _SCARCE:
        yield DISK_SCARCE.found(text)
    else:
        yield well("disk", text)


def check_instance(exam: Examination) -> Iterator[Finding]:
    """Look at who has claimed the folder."""
    if not exam.runs:
        yield well("instance", "No monitor runs in this home folder.")
        return
    holder = homes.lock_file(exam.home).holder()
    if holder is not None and _is_alive(holder):
        yield well("instance", f"The monitor runs (process {holder}).")
    else:
        yield STRANGE_HOLDER.found(
            f"{exam.home.data} is claimed by process {holder}, which this computer does not have."
        )


def check_rollback(exam: Examination) -> Iterator[Finding]:
    """Look for a wish for the legacy panels that nobody has read."""
    path = exam.home.data / ROLLBACK
    if path.exists():
        who = "the running monitor has not read it" if exam.runs else "the next start follows it"
        yield ROLLBACK_LEFT.found(f"{path} is there; {who}.")
    else:
        yield well("rollback", "No rollback waits.")


def check_audit_trail(exam: Examination) -> Iterator[Finding]:
    """Look at whether the trail of flag changes is as it was written."""
    trail = AuditTrail(exam.home.data)
    data = trail.read()
    broken = first_break(data)
    if broken is not None:
        yield TRAIL_BROKEN.found(f"{trail.path}, line {broken.line}: {broken.reason}.")
    else:
        yield well("audit trail", f"{sum(1 for _ in entries_of(data))} entries, as they were written.")


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest above it that exists."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _privacy(folder: Path) -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    status = folder.stat()
    if status.st_mode & 0o077:
        yield OPEN_TO_OTHERS.found(f"{folder} has the rights {status.st_mode & 0o777:03o}.")
    if status.st_uid != os.getuid():
        yield OTHER_OWNER.found(f"{folder} belongs to user {status.st_uid}; this is user {os.getuid()}.")


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there a signal would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
