"""The files of a recording: one for each session day of a run; the oldest runs make room for new ones."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from models import atomic_file

SUFFIX: Final = ".recording"
_PRIVATE: Final = 0o700


class TapeFullError(Exception):
    """This run alone fills what recordings may take."""


class TapeFiles(Protocol):
    """Where a recording goes."""

    def open(self, now: datetime) -> None:
        """Begin a file; the first of this run, or the next.

        Raises:
            OSError: It cannot be written.
            TapeFullError: There is no room for it.
        """

    def append(self, data: bytes) -> None:
        """Write behind what is there, and hand it to the operating system.

        Raises:
            OSError: It cannot be written.
            TapeFullError: There is no room for it.
        """

    def sync(self) -> None:
        """Wait until all is on the disk.

        Raises:
            OSError: It cannot be written.
        """

    def close(self) -> None:
        """Close the file; may be called more than once."""


class DiskTapeFiles:
    """Files in a folder, `2026-11-23_150000Z.1.recording` and so on.

    Args:
        folder: Made if it is not there.
        limit_bytes: Of all files together.
        beginning: Returns how a file begins, by the name of the one it continues, empty for none, and its
            number in the run.
    """

    def __init__(self, folder: Path, limit_bytes: int, beginning: Callable[[str, int], bytes]) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._beginning = beginning
        self._run = ""
        self._name = ""
        self._part = 0
        self._file: BinaryIO | None = None
        self._room = 0

    def open(self, now: datetime) -> None:
        """Begin a file, and delete the oldest runs where there is no room for it."""
        # Once a session day: what is finished must not wait for the system to write it some time.
        self.sync()
        self.close()
        self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        self._run = self._run or f"{now:%Y-%m-%d_%H%M%S.%f}Z"
        self._part += 1
        continued, self._name = self._name, f"{self._run}.{self._part}{SUFFIX}"
        self._room = self._make_room()
        self._file = (self._folder / self._name).open("xb")
        self.append(self._beginning(continued, self._part))
        # The name is as much a part of the file as what is in it.
        atomic_file.sync(self._folder)

    def append(self, data: bytes) -> None:
        """Write behind what is there."""
        if self._file is None:
            return
        if len(data) > self._room:
            self._room = self._make_room()
            if len(data) > self._room:
                raise TapeFullError
        self._room -= len(data)
        self._file.write(data)
        self._file.flush()

    def sync(self) -> None:
        """Wait until all is on the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            file, self._file = self._file, None
            # What a full disk did not take when it was written, it does not take now; that was said then.
            with suppress(OSError):
                file.close()

    def _make_room(self) -> int:
        """Delete the oldest runs until a quarter of the room is free; return how many bytes are.

        A run is deleted as a whole: its later files cannot be played without the earlier ones.
        """
        paths = sorted(self._folder.glob(f"*{SUFFIX}"))
        runs = [list(files) for _, files in groupby(paths, key=lambda path: path.name.rsplit(".", 2)[0])]
        sizes = [sum(path.stat().st_size for path in files) for files in runs]
        for files, size in zip(runs, tuple(sizes), strict=True):
            if sum(sizes) <= self._limit_bytes * 3 // 4 or files[0].name.startswith(f"{self._run}."):
                break
            for path in files:
                path.unlink(missing_ok=True)
            sizes.remove(size)
        return self._limit_bytes - sum(sizes)
