"""The lock holds between processes, and never outlives its holder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.checkout import CHECKOUT
from app.file_lock import FileLock

_HOLD = """
import sys
from pathlib import Path
from app.file_lock import FileLock
assert FileLock(Path(sys.argv[1])).try_acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file to lock."""
    return tmp_path / "a.lock"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock until its stdin closes."""
    with subprocess.Popen(
        [sys.executable, "-S", "-c", _HOLD, path],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_other_process_keeps_us_out_and_is_named(path: Path, holder: subprocess.Popen[str]) -> None:
    """While another process holds the lock it cannot be taken, and its process id is known."""
    lock = FileLock(path)
    assert not lock.try_acquire()
    assert lock.holder() == holder.pid


def test_killed_holder_frees_the_lock(path: Path, holder: subprocess.Popen[str]) -> None:
    """A crash leaves no stale lock behind."""
    holder.kill()
    holder.wait()
    lock = FileLock(path)
    assert lock.try_acquire()
    lock.release()


def test_acquire_waits_for_the_holder_to_end(path: Path, holder: subprocess.Popen[str]) -> None:
    """A blocked acquire succeeds once the other process is gone."""
    lock = FileLock(path)
    assert not lock.try_acquire()
    assert holder.stdin
    holder.stdin.close()
    lock.acquire()
    lock.release()


def test_two_locks_in_one_process_exclude_each_other(path: Path) -> None:
    """The lock holds between instances too, and can be taken again after it is released."""
    first, second = FileLock(path), FileLock(path)
    assert first.try_acquire()
    assert not second.try_acquire()
    first.release()
    first.release()
    assert second.try_acquire()
    second.release()


def test_holder_is_unknown_without_a_file(path: Path) -> None:
    """Nobody is named where nobody has ever held the lock, or the file holds something else."""
    assert FileLock(path).holder() is None
    path.write_text("x")
    assert FileLock(path).holder() is None


def test_lock_in_a_place_that_is_no_folder_raises(tmp_path: Path) -> None:
    """A lock that cannot be written is an error, not a lock held by somebody."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        FileLock(tmp_path / "file" / "a.lock").try_acquire()
