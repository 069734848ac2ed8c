"""A file that only grows, line by line."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol, cast


class LineFile(Protocol):
    """Where lines go."""

    def append(self, lines: Iterable[bytes]) -> None:
        """Write lines, each without its newline, and hand them to the operating system.

        Raises:
            OSError: They cannot be written.
        """

    def close(self) -> None:
        """Close the file; may be called more than once."""


class DiskLineFile:
    """A file on disk; emptied by its first line, so that it holds what one program wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._mode = "wb"

    def append(self, lines: Iterable[bytes]) -> None:
        """Write lines."""
        if self._file is None:
            self._file = cast("BinaryIO", self._path.open(self._mode))
            self._mode = "ab"
        self._file.write(b"".join(line + b"\n" for line in lines))
        self._file.flush()

    def close(self) -> None:
        """Close the file; a later line is appended to what is there."""
        if self._file is not None:
            file, self._file = self._file, None
            # What a full disk did not take when it was written, it does not take now; that was said then.
            with suppress(OSError):
                file.close()
