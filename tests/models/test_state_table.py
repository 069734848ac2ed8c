"""Single facts in the database."""

from pathlib import Path

import pytest

from models.errors import StorageError
from models.store import Store
from tests.models.builders import LIVE, NOW, SIM, later


def test_a_new_database_knows_nothing(tmp_path: Path) -> None:
    """Nothing was shown, nothing ran; the curve is the closed one."""
    store, _ = Store.open(tmp_path / "appsierra.db", NOW)
    assert (store.state.load_shown(), store.state.load_last_seen()) == (None, None)
    assert store.state.load_equity_view() is False
    store.close()


def test_the_newest_of_each_comes_back(tmp_path: Path) -> None:
    """Which book was shown, when the monitor ran, and which curve was wanted."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    store.state.save_shown(LIVE)
    store.state.save_shown(SIM)
    store.state.touch(NOW)
    store.state.touch(later(5))
    store.state.save_equity_view(with_open=True)
    store.close()
    store, _ = Store.open(path, NOW)
    assert (store.state.load_shown(), store.state.load_last_seen()) == (SIM, later(5))
    assert store.load_positions().last_seen == later(5)
    assert store.state.load_equity_view() is True
    store.close()


def test_a_closed_database_is_an_error_and_no_first_start(tmp_path: Path) -> None:
    """What cannot be read is not taken for what was never written."""
    store, _ = Store.open(tmp_path / "appsierra.db", NOW)
    store.close()
    for load in (store.state.load_shown, store.state.load_last_seen, store.state.load_equity_view):
        with pytest.raises(StorageError):
            load()
