"""The files of the rollout."""

from pathlib import Path

import msgspec
import pytest

from app.errors import UnwritableError
from app.rollout_files import RolloutFiles
from models.rollout.evidence import references
from models.rollout.record import Record
from tests.models.rollout.test_evidence import EVIDENCE


def test_numbers_go_on_and_the_newest_of_a_stage_is_found(tmp_path: Path) -> None:
    """Each file has its own number, whatever else lies there."""
    files = RolloutFiles(tmp_path)
    other = msgspec.structs.replace(EVIDENCE, stage="5")
    referred = references((files.write(EVIDENCE), files.write(other)))
    (tmp_path / "evidence" / "notes.json").write_text("{}")
    assert [line.name[:12] for line in files.lines(referred)] == ["0001-phase4-", "0002-phase5-"]
    referred = references(
        (*(f"evidence/{name} sha256:{sha}" for name, sha in referred.items()), files.write(other))
    )
    lines = files.lines(referred)
    assert [line.name[:4] for line in lines] == ["0001", "0002", "0003"]
    assert files.newest(lines, "4.1") == EVIDENCE
    assert files.newest(lines, "6") is None


def test_a_file_that_nobody_names_is_no_problem_and_no_help(tmp_path: Path) -> None:
    """The program may end between the file and the trail."""
    files = RolloutFiles(tmp_path)
    files.write(EVIDENCE)
    (line,) = files.lines({})
    assert (line.problem, line.verdict) == ("", "inconclusive")


def test_a_record_is_kept_whole(tmp_path: Path) -> None:
    """Without a file the rollout is at its beginning; a file that is none is not."""
    files = RolloutFiles(tmp_path)
    assert files.load() == Record()
    files.save(Record(stage="5"))
    assert files.load() == Record(stage="5")
    files.path.write_bytes(b"{}")
    assert files.load() is None
    files.path.unlink()
    files.path.mkdir()
    assert files.load() is None


def test_one_at_a_time(tmp_path: Path) -> None:
    """The monitor and the command line wait for each other; without a folder it is said."""
    lock = RolloutFiles(tmp_path).lock()
    lock.release()
    RolloutFiles(tmp_path).lock().release()
    with pytest.raises(UnwritableError, match=r"rollout\.lock"):
        RolloutFiles(tmp_path / "missing").lock()
