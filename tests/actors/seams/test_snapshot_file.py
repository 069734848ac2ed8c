"""The snapshot file on a real disk."""

import os
from io import FileIO
from pathlib import Path
from typing import cast

import pytest

from actors.seams.snapshot_file import MAX_BYTES, DiskSnapshotFile, Reading
from tests.snapshots.reader import read_under_fire


def read(file: DiskSnapshotFile) -> Reading:
    """Return what the file holds."""
    reading = file.read(None)
    assert reading is not None
    return reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a file that exists."""
    path = tmp_path / "snapshot.csv"
    path.write_bytes(b"one\n")
    return path


def test_known_version_is_not_read_again(path: Path) -> None:
    """The same version is told once."""
    file = DiskSnapshotFile(path)
    first = read(file)
    assert first.data == b"one\n"
    assert file.read(first.stamp) is None


def test_replaced_file_is_new_even_if_it_looks_the_same(path: Path) -> None:
    """Another file in the same place is news, also with equal size and time."""
    file = DiskSnapshotFile(path)
    first = read(file)
    new = path.with_suffix(".new")
    new.write_bytes(b"two\n")
    os.utime(new, ns=(first.stamp.modified_ns, first.stamp.modified_ns))
    new.replace(path)
    second = file.read(first.stamp)
    assert second is not None
    assert second.data == b"two\n"


def test_rewritten_file_is_new(path: Path) -> None:
    """A file written over in place is news, also with equal size."""
    file = DiskSnapshotFile(path)
    first = read(file)
    path.write_bytes(b"two\n")
    os.utime(path, ns=(0, first.stamp.modified_ns + 1))
    second = file.read(first.stamp)
    assert second is not None
    assert second.data == b"two\n"


def test_growing_file_is_new(path: Path) -> None:
    """A longer file is news, also with equal time."""
    file = DiskSnapshotFile(path)
    first = read(file)
    path.write_bytes(b"one\ntwo\n")
    os.utime(path, ns=(0, first.stamp.modified_ns))
    assert file.read(first.stamp) is not None


def test_huge_file_costs_bounded_memory(path: Path) -> None:
    """Of a file that cannot be a snapshot just enough is read to see that."""
    path.write_bytes(bytes(MAX_BYTES * 3))
    assert len(read(DiskSnapshotFile(path)).data) == MAX_BYTES + 1


def test_missing_file_raises_with_its_name(path: Path) -> None:
    """A missing file is the error of the system, which names it."""
    path.unlink()
    with pytest.raises(FileNotFoundError) as caught:
        DiskSnapshotFile(path).read(None)
    assert caught.value.filename == str(path)


class Restless:
    """A file whose content changes between reads so many times."""

    def __init__(self, changes: int) -> None:
        self.reads = 0
        self._changes = changes

    def read(self, _size: int) -> bytes:
        """Return what is there now."""
        self.reads += 1
        return b"%d\n" % min(self.reads, self._changes + 1)

    def seek(self, _position: int) -> None:
        """Go back to the beginning."""


def test_content_counts_once_two_reads_agree(path: Path) -> None:
    """What changes while it is read may be a mix of two rows; it is read until it holds still."""
    restless = Restless(changes=3)
    assert DiskSnapshotFile(path)._read_still(cast("FileIO", restless)) == b"4\n"
    assert restless.reads == 5


def test_file_that_never_holds_still_is_an_error(path: Path) -> None:
    """A poll gives up after some reads, and says why."""
    with pytest.raises(BlockingIOError, match="written all the time") as caught:
        DiskSnapshotFile(path)._read_still(cast("FileIO", Restless(changes=1000)))
    assert caught.value.filename == str(path)


@pytest.mark.slow
def test_rows_of_a_file_under_fire_are_whole() -> None:
    """Of many reads while another process rewrites the file, none gives a row that nobody wrote."""
    figures = read_under_fire(20_000)
    assert figures.wrong == 0, figures.examples
    assert figures.reads == 20_000
    assert figures.rows > 100
    assert figures.refused.total() > 100
