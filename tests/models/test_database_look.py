"""A first look at a database file that changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.database_look import Damage, look, looked_into
from models.migrations import newest_version
from models.schema import TABLE_NAMES
from models.store import Store
from tests.models.builders import NOW, SIM


def test_database_of_ours_is_known(tmp_path: Path) -> None:
    """By version and tables; no file appears beside it."""
    path = tmp_path / "appsierra.db"
    Store.open(path, NOW)[0].close()
    with looked_into(path, in_use=False) as connect:
        found = look(path, connect)
    assert (found.damage, found.is_foreign, found.version) == (None, False, newest_version())
    assert found.tables > TABLE_NAMES
    assert found.words == ""
    assert [file.name for file in tmp_path.iterdir()] == ["appsierra.db"]


def test_damage_is_told_in_words(tmp_path: Path) -> None:
    """They follow the name of the file."""
    path = tmp_path / "appsierra.db"
    path.write_bytes(b"SQLite format 3\0 and no more")
    with looked_into(path, in_use=False) as connect:
        found = look(path, connect)
    assert found.damage is Damage.BROKEN
    assert found.words.startswith("is damaged (")


@pytest.mark.parametrize("name", [b"sqlite_autoindex_trades_1", b"CREATE TABLE"])
def test_damage_that_is_no_text_is_damage(tmp_path: Path, name: bytes) -> None:
    """SQLite quotes what it cannot understand, byte for byte."""
    path = tmp_path / "appsierra.db"
    Store.open(path, NOW)[0].close()
    content = path.read_bytes()
    assert name in content
    path.write_bytes(content.replace(name, bytes([0x90]) * len(name)))
    with looked_into(path, in_use=False) as connect:
        found = look(path, connect)
    assert found.damage is Damage.BROKEN
    assert found.words.isprintable()


def test_nothing_can_be_written_through_it(tmp_path: Path) -> None:
    """Neither beside a monitor nor without one."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    for in_use in (True, False):
        if not in_use:
            store.close()
        with (
            looked_into(path, in_use=in_use) as connect,
            closing(connect()) as connection,
            pytest.raises(sqlite3.OperationalError, match="readonly"),
        ):
            connection.execute("DELETE FROM heat")


def test_what_a_killed_program_left_in_the_log_is_seen(tmp_path: Path) -> None:
    """From a copy: the log stays what it was."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    store.save_account(SIM, NOW, confirmed=True)
    log = path.with_name("appsierra.db-wal")
    before = log.read_bytes()
    with looked_into(path, in_use=False) as connect, closing(connect()) as connection:
        assert connection.execute("SELECT account FROM accounts").fetchall() == [("Sim1",)]
    assert log.read_bytes() == before
    store.close()
