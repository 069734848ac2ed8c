import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from models.equity import EquityPoint
from models.migrations import newest_version
from models.store import Store
from tests.models.builders import LIVE, NOW


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_new_database_has_the_newest_version(tmp_path: Path) -> None:
    """An older program recognises the version and keeps its hands off."""
    path = tmp_path / "appsierra.db"
    Store.open(path, NOW)[0].close()
    assert _version(path) == newest_version()


def test_upgrade_that_was_killed_before_its_end_is_finished(tmp_path: Path) -> None:
    """Tables without version, as after a kill between the two, keep their rows and get the version."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    store.save_equity_point(LIVE, EquityPoint(at=NOW, balance=Decimal(1)))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    store, findings = Store.open(path, NOW)
    assert findings == []
    assert store.load_curves()[0][LIVE].length == 1
    store.close()
    assert _version(path) == newest_version()


def test_creation_that_was_killed_at_once_is_done_again(tmp_path: Path) -> None:
    """A database that has its mark but no tables yet is completed."""
    path = tmp_path / "appsierra.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0x41505352")
    store, findings = Store.open(path, NOW)
    assert (findings, store.load_accounts()) == ([], {})
    store.close()
