"""All that was recorded of one run."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actors.seams.track import SHOT, Track
from app.arguments import parse
from app.errors import UnavailableError
from app.home import Home
from app.plan import make_plan
from app.recordings import FOLDER, tape_files
from app.replay.tape import Tape
from models.recording import Block, Row, pack


def a_run(home: Path, *parts: tuple[int, ...]) -> list[Path]:
    """Write a run of several files, with a block at each of the given seconds; return the files."""
    plan = make_plan(parse(["--demo"]), Home(home), {})
    files = tape_files(plan, plan.link(None), Track())
    for number, seconds in enumerate(parts):
        files.open(datetime(2026, 11, 23, number, tzinfo=UTC))
        for second in seconds:
            files.append(pack(Block.of([Row(SHOT, 0, -1, second * 10**6, second * 10**6)], [])))
    files.close()
    return sorted((home / "data" / FOLDER).iterdir())


def test_files_of_a_run_are_one_tape(tmp_path: Path) -> None:
    """The last file is played with those that it continues; where it begins is known."""
    paths = a_run(tmp_path, (1, 2), (3,), (4, 5))
    with closing(Tape(paths[2])) as tape, closing(Tape(paths[1])) as shorter:
        assert shorter.fingerprint != tape.fingerprint
        check_parts(tape)


def check_parts(tape: Tape) -> None:
    """See that three files are one."""
    assert [tape.time_of(index) // 10**6 for index in range(len(tape))] == [1, 2, 3, 4, 5]
    assert [tape.block(index).rows[0].utc_us // 10**6 for index in range(5)] == [1, 2, 3, 4, 5]
    assert (tape.first, tape.header.part, tape.ended, tape.notices) == (3, 3, False, [])


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    """Without its beginning a run cannot be played, and the file that is missing is said."""
    first, second = a_run(tmp_path, (1,), (2,))
    first.unlink()
    with pytest.raises(UnavailableError, match=rf"{first.name}, which {second.name} continues"):
        Tape(second)


def test_a_part_of_another_run_is_refused(tmp_path: Path) -> None:
    """A file under the right name that is not the right one is no beginning."""
    first, second = a_run(tmp_path / "a", (1,), (2,))
    second.replace(first)
    with pytest.raises(UnavailableError):
        Tape(first)


def test_a_torn_end_is_told(tmp_path: Path) -> None:
    """What is missing is said, the rest is played."""
    (path,) = a_run(tmp_path, (1, 2))
    path.write_bytes(path.read_bytes()[:-3])
    with closing(Tape(path)) as tape:
        assert len(tape) == 1
        assert tape.notices[0].startswith(f"{path}: its last ")


@pytest.mark.parametrize("content", [b"", b"x" * 1_000])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """The file and what is wrong with it are named."""
    path = tmp_path / "x.recording"
    path.write_bytes(content)
    with pytest.raises(UnavailableError, match=r"x\.recording: it is no recording of APPSIERRA"):
        Tape(path)


def test_nothing_and_folders_are_refused(tmp_path: Path) -> None:
    """A wrong path is said as such."""
    with pytest.raises(UnavailableError, match="there is no such file"):
        Tape(tmp_path / "missing")
    with pytest.raises(UnavailableError, match="Is a directory"):
        Tape(tmp_path)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    """A run that was killed in its first half second shows nothing."""
    (path,) = a_run(tmp_path, ())
    with pytest.raises(UnavailableError, match="nothing is recorded in it"):
        Tape(path)
