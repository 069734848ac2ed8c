"""The database and the state files of one folder."""

from pathlib import Path

import pytest

from actors.seams.storage import DiskStorage
from models.errors import StorageError
from models.runtime_state import RuntimeState, load_mirror
from tests.actors.builders import NOW, SIM
from tests.models.builders import a_fill, a_position, booked_fills


def test_all_files_are_in_the_folder(tmp_path: Path) -> None:
    """The folder is made where it is missing, and holds database and state files."""
    folder = tmp_path / "new" / "data"
    storage = DiskStorage(folder)
    store, findings = storage.open(NOW)
    assert findings == []
    store.book_fill(booked_fills([a_fill()])[0])
    store.close()
    state = RuntimeState(book=SIM, positions=(a_position(),), heat=(), balance=None, saved_at=NOW)
    storage.mirror(state)
    assert load_mirror(folder, SIM) == state
    assert {path.name for path in folder.iterdir()} == {"appsierra.db", "runtime_state_SIM_Sim1.json"}


def test_second_opening_finds_what_the_first_left(tmp_path: Path) -> None:
    """What was committed is there for the next start."""
    storage = DiskStorage(tmp_path)
    store, _ = storage.open(NOW)
    store.save_position(a_position(3))
    store.close()
    store, _ = storage.open(NOW)
    assert store.load_positions().positions == (a_position(3),)
    store.close()


@pytest.mark.parametrize("name", ["appsierra.db", "runtime_state_SIM_Sim1.json"])
def test_what_cannot_be_used_is_a_storage_error(tmp_path: Path, name: str) -> None:
    """A folder in the place of a file is refused with its path, whichever file it is."""
    (tmp_path / name).mkdir()
    storage = DiskStorage(tmp_path)
    with pytest.raises(StorageError, match=name):
        storage.open(NOW) if name.endswith(".db") else storage.mirror(
            RuntimeState(book=SIM, positions=(), heat=(), balance=None, saved_at=NOW)
        )
