"""A file is replaced whole or not at all."""

import sys
from pathlib import Path

import pytest

from models import atomic_file


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_new_file_may_be_for_others_too(tmp_path: Path) -> None:
    """Then the umask says for whom, as with any other file."""
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.touch()
    atomic_file.replace(ours, b"x", atomic_file.SHARED)
    assert ours.stat().st_mode == plain.stat().st_mode


def test_the_longest_name_has_a_temporary_one(tmp_path: Path) -> None:
    """What can be the name of a file can be written."""
    path = tmp_path / ("a" * 250 + ".json")
    atomic_file.replace(path, b"x")
    assert path.read_bytes() == b"x"


class HeldError(PermissionError):
    """What Windows says while another program has a file open."""

    winerror = 32


class Program:
    """Another program that has the target open for some moves."""

    def __init__(self, moves: int) -> None:
        self.moves = moves
        self.waited_s = 0.0

    def rename(self, source: Path, target: Path) -> None:
        """Move, once the program has let go."""
        self.moves -= 1
        if self.moves >= 0:
            raise HeldError
        source.replace(target)

    def pause(self, seconds: float) -> None:
        """Note how long was waited."""
        self.waited_s += seconds


@pytest.mark.parametrize(("moves", "waited_s"), [(0, 0.0), (3, 0.15)])
def test_a_file_that_another_program_holds_is_waited_for(tmp_path: Path, moves: int, waited_s: float) -> None:
    """A scanner that looks into the file for a moment costs that moment."""
    (tmp_path / "new").write_bytes(b"new")
    program = Program(moves)
    atomic_file.move(tmp_path / "new", tmp_path / "a", rename=program.rename, pause=program.pause)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert program.waited_s == pytest.approx(waited_s)


def test_a_file_that_is_never_let_go_is_an_error(tmp_path: Path) -> None:
    """It is waited for no longer than a screen may stand still."""
    (tmp_path / "new").touch()
    program = Program(1_000)
    with pytest.raises(HeldError):
        atomic_file.move(tmp_path / "new", tmp_path / "a", rename=program.rename, pause=program.pause)
    assert 0 < program.waited_s <= 0.5


def test_any_other_refusal_is_one_at_once(tmp_path: Path) -> None:
    """What waiting does not mend is not waited for."""
    program = Program(0)
    with pytest.raises(FileNotFoundError):
        atomic_file.move(tmp_path / "none", tmp_path / "a", rename=program.rename, pause=program.pause)
    assert program.waited_s == 0


def test_refused_write_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """When the name cannot be taken, the old thing is there and the temporary file is not."""
    path = tmp_path / "a"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="a"):
        atomic_file.replace(path, b"x")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotFoundError):
        atomic_file.replace(tmp_path / "missing" / "a", b"x")
