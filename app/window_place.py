"""What the windows remember, from one start to the next."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from models import atomic_file

log = logging.getLogger(__name__)


class WindowPlace:
    """A small file, read before the run, and written at a choice and after the run.

    Args:
        path: The file; None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def load(self) -> Mapping[str, str]:
        """Return what was saved; nothing when there is nothing, or it cannot be read."""
        if self._path is None:
            return {}
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("places of the windows cannot be read: %s", error)
            return {}
        items = kept.items() if isinstance(kept, dict) else ()
        return {name: value for name, value in items if isinstance(value, str)}

    def save(self, kept: Mapping[str, str]) -> None:
        """Keep it; a failure costs no more than the places."""
        if self._path is None:
            return
        try:
            atomic_file.replace(self._path, json.dumps(kept, indent=1).encode())
        except OSError as error:
            log.warning("places of the windows cannot be kept: %s", error)
