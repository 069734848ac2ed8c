"""The file by which anyone can ask for the legacy panels."""

import os
from pathlib import Path
from typing import Protocol

from actors.seams.snapshot_file import Reading, Stamp

_MAX_BYTES = 64 * 1024
"""Far above any wish; the rest is not read."""


class RollbackFile(Protocol):
    """Where the wish is left."""

    def read(self, known: Stamp | None) -> Reading | None:
        """Return what lies there; None while there is nothing, or the known one."""

    def remove(self) -> None:
        """Take it away.

        Raises:
            OSError: It stays.
        """


class DiskRollbackFile:
    """A file on disk; looking for it costs one system call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, known: Stamp | None) -> Reading | None:
        """Return what lies there; empty when it cannot be read, for being there is a wish by itself."""
        try:
            status = os.stat(self._path)  # noqa: PTH116 - the same call, without building a Path
        except OSError:
            return None
        stamp = Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp == known:
            return None
        try:
            with self._path.open("rb") as file:
                return Reading(stamp, file.read(_MAX_BYTES))
        except OSError:
            return Reading(stamp, b"")

    def remove(self) -> None:
        """Delete the file; it may be gone already."""
        self._path.unlink(missing_ok=True)
