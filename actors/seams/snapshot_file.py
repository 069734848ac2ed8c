"""The file that a chart study writes its market snapshot to."""

import errno
import os
import time
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol

MAX_BYTES = 64 * 1024
"""Far above the two lines of a snapshot: whatever is larger is another file."""
_MOST_READS = 8


class Stamp(NamedTuple):
    """What tells one version of the file from the next."""

    modified_ns: int
    size: int
    inode: int


class Reading(NamedTuple):
    """One version of the file.

    Attributes:
        age_s: Real seconds since it was written.
    """

    stamp: Stamp
    data: bytes
    age_s: float = 0.0


class SnapshotFile(Protocol):
    """Where snapshots come from."""

    def read(self, known: Stamp | None) -> Reading | None:
        """Return the file's content; None while it is the known version.

        Raises:
            OSError: The file is missing or cannot be read.
        """

    def at(self, path: str) -> "SnapshotFile":
        """Return the file at another path."""


class DiskSnapshotFile:
    """A snapshot file on disk, opened for under a millisecond so that its writer is not blocked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, known: Stamp | None) -> Reading | None:
        """Return the file's content, at most one byte more than `MAX_BYTES`; None while it is known.

        Raises:
            OSError: The file is missing, cannot be read, or does not hold still.
        """
        status = self._path.stat()
        if known == (status.st_mtime_ns, status.st_size, status.st_ino):
            return None
        # Without a buffer: what is read again has to come from the file.
        with self._path.open("rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            data = self._read_still(file)
        age_s = max(0.0, time.time() - status.st_mtime)
        return Reading(Stamp(status.st_mtime_ns, status.st_size, status.st_ino), data, age_s)

    def at(self, path: str) -> "DiskSnapshotFile":
        """Return the file at another path."""
        return DiskSnapshotFile(Path(path))

    def _read_still(self, file: FileIO) -> bytes:
        """Return what two reads in a row agree on.

        A row that is written over in place can be read with some numbers of the old and some of the new one:
        four times in a million reads, and nothing in such a row looks wrong.
        """
        data = file.read(MAX_BYTES + 1)
        for _ in range(_MOST_READS):
            file.seek(0)
            before, data = data, file.read(MAX_BYTES + 1)
            if data == before:
                return data
        raise BlockingIOError(errno.EAGAIN, "it is being written all the time", str(self._path))
