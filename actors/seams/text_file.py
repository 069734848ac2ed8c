"""Text files that the trader asked for."""

from pathlib import Path
from typing import Protocol

from models import atomic_file


class TextFiles(Protocol):
    """Where whole files go."""

    def write(self, path: str, text: str) -> None:
        """Write a file, in place of what was there.

        Raises:
            OSError: It cannot be written; what was there is still there.
        """


class DiskTextFiles:
    """Files on disk, in UTF-8; line ends stay as they are."""

    def write(self, path: str, text: str) -> None:
        """Write a file whole, for other programs too: half a file never looks like a whole one."""
        atomic_file.replace(Path(path), text.encode(), atomic_file.SHARED)
