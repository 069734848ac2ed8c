import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.book import Book, TradeAccount, TradeMode
from models.errors import StorageError
from models.runtime_state import RuntimeState, load_mirror, mirror, mirror_path
from tests.models.builders import LIVE, NOW, SIM, SYMBOL, a_position, later

STATE = RuntimeState(
    book=SIM,
    positions=(a_position(-1),),
    heat=((SYMBOL, later(-30)),),
    balance=Decimal("10250.00"),
    saved_at=NOW,
)


def test_state_comes_back_whole(tmp_path: Path) -> None:
    """Positions, drawdowns and balance survive, in the file that the guide names."""
    mirror(tmp_path / "data", STATE)
    assert load_mirror(tmp_path / "data", SIM) == STATE
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["runtime_state_SIM_Sim1.json"]


def test_file_is_json_that_says_its_version_and_time(tmp_path: Path) -> None:
    """Other tools can read it."""
    mirror(tmp_path, STATE)
    document = json.loads(mirror_path(tmp_path, SIM).read_text(encoding="utf-8"))
    assert (document["schema_version"], document["saved_at"]) == (1, "2026-11-23T15:00:00Z")


def test_no_file_is_no_state(tmp_path: Path) -> None:
    """A book that was never mirrored has no state, which is no error."""
    assert load_mirror(tmp_path, LIVE) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"schema_version": 1}'])
def test_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    """The error says which file to delete."""
    mirror_path(tmp_path, SIM).write_bytes(content)
    with pytest.raises(StorageError, match="runtime_state_SIM_Sim1"):
        load_mirror(tmp_path, SIM)


def test_file_of_another_book_or_version_is_refused(tmp_path: Path) -> None:
    """A file that was copied over another one does not become its state."""
    mirror(tmp_path, STATE)
    text = mirror_path(tmp_path, SIM).read_text(encoding="utf-8")
    mirror_path(tmp_path, LIVE).write_text(text, encoding="utf-8")
    mirror_path(tmp_path, SIM).write_text(
        text.replace('"schema_version": 1', '"schema_version": 2'), encoding="utf-8"
    )
    for book in (LIVE, SIM):
        with pytest.raises(StorageError, match="belongs to SIM Sim1"):
            load_mirror(tmp_path, book)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(names, names)
def test_account_names_never_leave_the_folder_nor_collide(one: str, other: str) -> None:
    """Slashes, dots and any other character make one file name, different for different accounts."""
    folder = Path("data")
    paths = [mirror_path(folder, Book(TradeMode.SIM, TradeAccount(name))) for name in (one, other)]
    assert all(path.parent == folder and not set(path.name) & set('/\\:*?"<>|\0') for path in paths)
    assert (paths[0] == paths[1]) is (one == other)


def test_path_of_a_hostile_account_stays_inside(tmp_path: Path) -> None:
    """An account called like a path is only a name."""
    hostile = Book(TradeMode.SIM, TradeAccount("../../etc/passwd"))
    assert mirror_path(tmp_path, hostile).resolve().parent == tmp_path.resolve()


def test_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    """The error of the system leaves as one that the trader can read."""
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="data"):
        mirror(tmp_path / "data", STATE)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_kill_while_writing_never_leaves_a_part(tmp_path: Path) -> None:
    """A reader finds a whole state after any kill."""
    code = (
        "import sys; from pathlib import Path; from models.runtime_state import mirror;"
        "from tests.models.test_runtime_state import STATE\n"
        "while True: mirror(Path(sys.argv[1]), STATE); print(flush=True)"
    )
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(20):
                writer.stdout.readline()
            writer.kill()
        assert load_mirror(tmp_path, SIM) == STATE
