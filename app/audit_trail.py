"""The file of the audit trail; the running monitor and the command line both write it, one at a time."""

import errno
import os
from pathlib import Path
from typing import Final

from app.file_lock import FileLock
from models.atomic_file import sync
from models.audit import AuditEntry, line_of

FILE: Final = "audit.jsonl"
_TAIL_BYTES: Final = 64 * 1024
"""Far above one line, so that the last line is read without the rest of the file."""
_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
"""Windows would write two bytes for a newline."""


class AuditTrail:
    """`data/audit.jsonl`: only grows; what is appended is on the disk when `append` returns.

    Args:
        folder: The data folder; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock_path = folder / "audit.lock"

    def append(self, entry: AuditEntry) -> None:
        """Add an entry, chained to the last line, whoever wrote that.

        Raises:
            OSError: It cannot be written.
        """
        lock = FileLock(self._lock_path)
        lock.acquire()
        try:
            is_new = not self.path.exists()
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
            try:
                _write(descriptor, _addition(descriptor, entry))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                # A name that is not on the disk takes all entries with it.
                sync(self.path.parent)
        finally:
            lock.release()

    def read(self) -> bytes:
        """Return the whole trail; nothing when there is none yet.

        Raises:
            OSError: It cannot be read.
        """
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""


def _write(descriptor: int, data: bytes) -> None:
    if os.write(descriptor, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), FILE)


def _addition(descriptor: int, entry: AuditEntry) -> bytes:
    size = os.lseek(descriptor, 0, os.SEEK_END)
    os.lseek(descriptor, max(0, size - _TAIL_BYTES), os.SEEK_SET)
    tail = os.read(descriptor, _TAIL_BYTES)
    if not tail:
        return line_of(entry, None) + b"\n"
    # A last line that a power cut left without its end is ended and kept: `audit --verify` names it.
    closing = b"" if tail.endswith(b"\n") else b"\n"
    last = tail.removesuffix(b"\n").rpartition(b"\n")[2]
    return closing + line_of(entry, last) + b"\n"
