"""Where the window was, from one start to the next."""

import logging
from pathlib import Path

log = logging.getLogger(__name__)


class WindowPlace:
    """A small file with Qt's description of the window's place, read before and written after the run.

    Args:
        path: The file; None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def load(self) -> bytes | None:
        """Return what was saved; None when there is nothing, or it cannot be read."""
        if self._path is None:
            return None
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("place of the window cannot be read: %s", error)
            return None

    def save(self, place: bytes) -> None:
        """Keep the place; a failure costs no more than the place."""
        if self._path is None:
            return
        try:
            self._path.write_bytes(place)
        except OSError as error:
            log.warning("place of the window cannot be kept: %s", error)
