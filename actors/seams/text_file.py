"""Text files that the trader asked for."""

from pathlib import Path
from typing import Protocol


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
        """Write a file beside its place, then move it there: half a file never looks like a whole one."""
        place = Path(path)
        draft = place.with_name(f"{place.name}.part")
        try:
            draft.write_bytes(text.encode())
            draft.replace(place)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
