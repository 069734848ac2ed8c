"""The file by which anyone asks for the legacy panels."""

from pathlib import Path

import pytest

from actors.seams.rollback_file import DiskRollbackFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file."""
    return tmp_path / "ROLLBACK"


def test_nothing_is_read_before_there_is_a_file(path: Path) -> None:
    """No file is no wish, with or without its folder, and cannot be removed wrongly."""
    file = DiskRollbackFile(path)
    assert file.read(None) is None
    assert DiskRollbackFile(path / "below").read(None) is None
    file.remove()


def test_content_is_read_once_until_the_file_changes(path: Path) -> None:
    """A known file is nothing new; another one under its name is."""
    file = DiskRollbackFile(path)
    path.write_bytes(b"one")
    reading = file.read(None)
    assert reading is not None
    assert reading.data == b"one"
    assert file.read(reading.stamp) is None
    path.write_bytes(b"three")
    changed = file.read(reading.stamp)
    assert changed is not None
    assert changed.data == b"three"


def test_removed_file_is_gone(path: Path) -> None:
    """After it was removed there is nothing to read."""
    file = DiskRollbackFile(path)
    path.touch()
    file.remove()
    assert not path.exists()
    assert file.read(None) is None


def test_folder_of_that_name_is_an_empty_wish_that_stays(path: Path) -> None:
    """What cannot be read is there all the same; what cannot be removed says so."""
    path.mkdir()
    file = DiskRollbackFile(path)
    reading = file.read(None)
    assert reading is not None
    assert reading.data == b""
    with pytest.raises(OSError, match="ROLLBACK"):
        file.remove()


def test_huge_file_is_not_read_whole(path: Path) -> None:
    """A file of any size costs a bounded read."""
    path.write_bytes(b"x" * 1_000_000)
    reading = DiskRollbackFile(path).read(None)
    assert reading is not None
    assert len(reading.data) == 64 * 1024
