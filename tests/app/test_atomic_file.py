"""A file is replaced whole or not at all."""

import sys
from pathlib import Path

import pytest

from app import atomic_file


def test_content_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    """The new content is there, and no temporary file."""
    path = tmp_path / "a.json"
    atomic_file.replace(path, b"one")
    atomic_file.replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_stay(tmp_path: Path) -> None:
    """A file that others may read can still be read by them; a new one is private."""
    path = tmp_path / "a"
    path.touch()
    path.chmod(0o644)
    atomic_file.replace(path, b"x")
    assert path.stat().st_mode & 0o777 == 0o644
    atomic_file.replace(tmp_path / "b", b"x")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_refused_write_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """When the name cannot be taken, the old thing is there and the temporary file is not."""
    path = tmp_path / "a"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="a"):
        atomic_file.replace(path, b"x")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotFoundError):
        atomic_file.replace(tmp_path / "missing" / "a", b"x")
