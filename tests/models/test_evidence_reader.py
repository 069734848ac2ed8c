"""Reading beside a monitor that runs."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import StorageError
from models.evidence_reader import read
from models.store import Store
from tests.models.builders import NOW, SIM, a_position
from tests.models.rollout.builders import a_day

DATABASE = "appsierra.db"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return the open database of a monitor."""
    store, _ = Store.open(tmp_path / DATABASE, NOW)
    yield store
    store.close()


def test_what_the_monitor_commits_is_seen_at_once(store: Store, tmp_path: Path) -> None:
    """While its own connection stays open."""
    assert read(tmp_path / DATABASE, None) == ((), "unknown")
    store.evidence.save(a_day())
    store.state.save_positions("flat")
    found = read(tmp_path / DATABASE, None)
    assert (found.intervals, found.positions) == ((a_day(),), "flat")


def test_a_position_in_the_database_is_open_whatever_was_judged(store: Store, tmp_path: Path) -> None:
    """The database is the truth."""
    store.state.save_positions("flat")
    store.save_position(a_position(book=SIM))
    assert read(tmp_path / DATABASE, None).positions == "open"


def test_nothing_can_be_written_through_it(tmp_path: Path) -> None:
    """Of a database that is not there none is made."""
    with pytest.raises(StorageError, match="there is no database yet"):
        read(tmp_path / DATABASE, None)
    assert not (tmp_path / DATABASE).exists()


def test_damaged_counts_are_an_error_and_not_zero(store: Store, tmp_path: Path) -> None:
    """Evidence that cannot be read never promotes."""
    store.evidence.save(a_day())
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute('UPDATE evidence SET counts = \'{"open": "many"}\'')
    connection.close()
    with pytest.raises(StorageError, match="the recorded counts are damaged"):
        read(tmp_path / DATABASE, None)


def test_what_is_no_database_is_an_error(tmp_path: Path) -> None:
    """The text says which file."""
    (tmp_path / DATABASE).write_bytes(b"nonsense" * 1_000)
    with pytest.raises(StorageError, match=DATABASE):
        read(tmp_path / DATABASE, None)
