"""The files of recordings."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actors.seams.tape_files import DiskTapeFiles, TapeFullError

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def files_in(folder: Path, limit_bytes: int = 10_000) -> DiskTapeFiles:
    """Return files that begin with the name of the one that they continue."""
    return DiskTapeFiles(folder, limit_bytes, lambda continues, part: f"{part} {continues}\n".encode())


def run(folder: Path, at: datetime, size: int, limit_bytes: int = 10_000) -> None:
    """Write a recording of one file."""
    files = files_in(folder, limit_bytes)
    files.open(at)
    files.append(b"x" * size)
    files.close()


def test_the_files_of_a_run_name_each_other(tmp_path: Path) -> None:
    """Each says which one it continues, and they sort in their order."""
    files = files_in(tmp_path / "recordings")
    files.open(NOON)
    files.append(b"one")
    files.open(NOON + timedelta(hours=5))
    files.append(b"two")
    files.sync()
    files.close()
    files.close()
    first, second = sorted((tmp_path / "recordings").iterdir())
    assert first.read_bytes() == b"1 \none"
    assert second.read_bytes() == f"2 {first.name}\ntwo".encode()


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    """A recording tells what somebody trades."""
    run(tmp_path / "recordings", NOON, 1)
    assert (tmp_path / "recordings").stat().st_mode & 0o077 == 0


def test_the_oldest_runs_make_room(tmp_path: Path) -> None:
    """A new file deletes whole runs, the oldest first, until a quarter is free; nothing else."""
    for hour in range(4):
        run(tmp_path, NOON + timedelta(hours=hour), 3_000)
    (tmp_path / "notes.txt").write_text("x" * 5_000, encoding="utf-8")
    run(tmp_path, NOON + timedelta(hours=9), 100)
    kept = sorted(path.name[11:13] for path in tmp_path.glob("*.recording"))
    assert kept == ["14", "15", "21"]
    assert (tmp_path / "notes.txt").exists()


def test_a_run_that_alone_is_too_large_ends(tmp_path: Path) -> None:
    """It deletes all others, and never a part of itself: the rest could not be played."""
    run(tmp_path, NOON - timedelta(days=1), 2_000, limit_bytes=5_000)
    files = files_in(tmp_path, limit_bytes=5_000)
    files.open(NOON)
    for _ in range(4):
        files.append(b"x" * 1_000)
    with pytest.raises(TapeFullError):
        files.append(b"x" * 1_000)
    files.close()
    (left,) = tmp_path.iterdir()
    assert left.name.startswith("2026-11-23")
    assert left.stat().st_size <= 5_000


def test_nothing_is_written_to_a_closed_file(tmp_path: Path) -> None:
    """What comes after the end is dropped."""
    files = files_in(tmp_path)
    files.append(b"early")
    files.sync()
    files.open(NOON)
    files.close()
    files.append(b"late")
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == b"1 \n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_file_on_a_full_disk_is_closed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it did not take is said when it is written, and not again at the end."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    monkeypatch.setattr(Path, "open", lambda _path, _mode: open("/dev/full", "wb"))  # noqa: PTH123, SIM115 - its method is what is replaced
    files = files_in(folder)
    with pytest.raises(OSError, match="No space left"):
        files.open(NOON)
    files.close()
    files.close()


def test_name_and_end_of_a_file_survive_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is on the disk once a file has begun, and a file once another one continues it."""
    waited: list[int] = []
    wait = os.fsync

    def fsync(descriptor: int) -> None:
        waited.append(os.fstat(descriptor).st_ino)
        wait(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    files = files_in(tmp_path)
    files.open(NOON)
    folder = tmp_path.stat().st_ino
    assert waited == [folder]
    files.append(b"one")
    (first,) = tmp_path.iterdir()
    files.open(NOON + timedelta(hours=5))
    assert waited == [folder, first.stat().st_ino, folder]
    files.close()
