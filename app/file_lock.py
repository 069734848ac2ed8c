"""One lock per file between processes; the operating system frees it when its holder dies."""

import os
import sys
import time
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes, and locked bytes cannot be read: lock one far behind the process id.
_LOCKED_BYTE: Final = 1 << 20
_POLL_INTERVAL_S: Final = 0.1


class FileLock:
    """An exclusive lock that holds across processes, and inside one process across instances.

    The file stays behind when the lock is released: removing it would let two processes lock two
    different files of the same name. It holds the process id of the last holder.
    """

    def __init__(self, path: Path) -> None:
        """Name the lock.

        Args:
            path: The file to lock; its folder exists.
        """
        self._path = path
        self._descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it; say whether it is ours now.

        Raises:
            OSError: The file cannot be written.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor
        return True

    def acquire(self) -> None:
        """Wait until the lock is ours.

        Raises:
            OSError: The file cannot be written.
        """
        while not self.try_acquire():
            time.sleep(_POLL_INTERVAL_S)

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    def is_held(self) -> bool:
        """Say whether somebody holds the lock; nothing is created or written.

        Raises:
            OSError: The file cannot be opened.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except (FileNotFoundError, NotADirectoryError):
            return False
        try:
            return not _lock(descriptor)
        finally:
            os.close(descriptor)

    def holder(self) -> int | None:
        """Return the process id of the last holder, None where none is written."""
        try:
            return int(self._path.read_bytes())
        except (OSError, ValueError):
            return None


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
