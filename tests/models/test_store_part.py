"""What every part of the store begins with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.evidence_reader import read
from models.store import Store
from models.store_part import StorePart
from tests.models.builders import SIM
from tests.models.rollout.builders import a_day


def test_parts_share_one_transaction(tmp_path: Path) -> None:
    """What fails in one of them undoes what another had written."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, datetime.now(UTC))
    parts = (store.money, store.alarms, store.perf, store.evidence, store.state)
    assert all(isinstance(part, StorePart) for part in parts)
    with pytest.raises(RuntimeError):
        _begin(store)
    assert store.state.load_shown() is None
    store.close()
    assert read(path, None).intervals == ()


def _begin(store: Store) -> None:
    with store.transaction():
        store.evidence.save(a_day(1, {"open": 1}))
        store.state.save_shown(SIM)
        raise RuntimeError
