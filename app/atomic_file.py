"""Replaces a file so that a reader sees the old content or the new one, never a part, whatever happens."""

import os
import tempfile
from pathlib import Path

from models.database_file import sync


def replace(path: Path, content: bytes) -> None:
    """Write a file whole; a file that exists keeps its permissions.

    Args:
        path: The file; its folder exists.
        content: All that is in it from now on.

    Raises:
        OSError: It cannot be written, and is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".unfinished")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)
