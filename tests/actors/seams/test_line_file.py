"""A file that only grows."""

from pathlib import Path

import pytest

from actors.seams.line_file import DiskLineFile


def test_lines_are_on_the_disk_at_once(tmp_path: Path) -> None:
    """What was appended can be read by others before the file is closed."""
    path = tmp_path / "lines"
    file = DiskLineFile(path)
    file.append([b"one", b"two"])
    assert path.read_bytes() == b"one\ntwo\n"
    file.append([b"three"])
    assert path.read_bytes() == b"one\ntwo\nthree\n"
    file.close()


def test_first_line_empties_an_old_file(tmp_path: Path) -> None:
    """A file holds what one program wrote; before its first line the old content stays."""
    path = tmp_path / "lines"
    path.write_bytes(b"old\n")
    file = DiskLineFile(path)
    assert path.read_bytes() == b"old\n"
    file.append([b"new"])
    file.close()
    assert path.read_bytes() == b"new\n"


def test_closing_loses_nothing_and_may_be_repeated(tmp_path: Path) -> None:
    """A line after the end is added to what is there."""
    path = tmp_path / "lines"
    file = DiskLineFile(path)
    file.close()
    file.append([b"one"])
    file.close()
    file.close()
    file.append([b"two"])
    file.close()
    assert path.read_bytes() == b"one\ntwo\n"


def test_file_that_cannot_be_written_raises_with_its_name(tmp_path: Path) -> None:
    """The error says which file, and the next attempt may work."""
    path = tmp_path / "lines"
    path.mkdir()
    file = DiskLineFile(path)
    with pytest.raises(OSError, match="lines"):
        file.append([b"one"])
    path.rmdir()
    file.append([b"two"])
    file.close()
    assert path.read_bytes() == b"two\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_file_on_a_full_disk_is_closed_all_the_same() -> None:
    """What it did not take is said when it is written, and not again at the end."""
    file = DiskLineFile(Path("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        file.append([b"one"])
    file.close()
    file.close()
