"""Replaces a file so that a reader sees the old content or the new one, never a part, whatever happens."""

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o600
SHARED: Final = 0o666
"""For everybody whom the umask lets read."""

# Access denied, sharing violation, lock violation: a scanner or a backup has the file for some milliseconds.
_HELD_BY_ANOTHER: Final = frozenset({5, 32, 33})
_TRIES: Final = 10
# A screen may wait behind this: half a second in all.
_PAUSE_S: Final = 0.05
# The name of a temporary file may be longer than the name of the file, and has to fit as well.
_NAME_LETTERS: Final = 32


def replace(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Write a file whole; a file that exists keeps its permissions.

    Args:
        path: The file; its folder exists.
        content: All that is in it from now on.
        mode: Permissions of a new file, before the umask.

    Raises:
        OSError: It cannot be written, and is as it was.
    """
    temporary = path.with_name(f"{path.name[:_NAME_LETTERS]}.{secrets.token_hex(6)}.unfinished")
    try:
        # The one way in which a file is private from its first moment.
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        move(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def move(
    source: Path,
    target: Path,
    *,
    rename: Callable[[Path, Path], object] = Path.replace,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Move a file to where another one is, as soon as other programs on Windows let go of that.

    Raises:
        OSError: The target cannot be replaced, now and half a second later.
    """
    for left in reversed(range(_TRIES)):
        try:
            rename(source, target)
        except OSError as error:
            if not left or getattr(error, "winerror", None) not in _HELD_BY_ANOTHER:
                raise
            pause(_PAUSE_S)
        else:
            return


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk; Windows cannot wait for folders.

    Raises:
        OSError: The disk refused.
    """
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
