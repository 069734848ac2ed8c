"""Text files on disk."""

from pathlib import Path

import pytest

from actors.seams.text_file import DiskTextFiles


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """Line ends and letters beyond ASCII arrive unchanged, in place of what was there."""
    path = tmp_path / "trades.csv"
    path.write_text("old and much longer than the new text", encoding="utf-8")
    DiskTextFiles().write(str(path), "a,é\r\n")
    assert path.read_bytes() == b"a,\xc3\xa9\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """What cannot be put in its place is reported, and no draft is left."""
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "inside").touch()
    with pytest.raises(OSError, match="taken"):
        DiskTextFiles().write(str(folder), "text")
    assert list(tmp_path.iterdir()) == [folder]


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    """The folder is not made up."""
    with pytest.raises(FileNotFoundError):
        DiskTextFiles().write(str(tmp_path / "none" / "trades.csv"), "text")
