"""Planted faults in the database: real files, really damaged."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest

from app import home as homes
from app.doctor.mend import mend
from app.home import Home
from models.database_file import copy_path
from models.database_look import APPLICATION_ID
from models.store import Store
from models.trade import UNREPORTED
from tests.app.doctor.patients import (
    a_home,
    a_state_file,
    an_answer,
    around,
    causes,
    look_over,
    one,
    stored_position,
)
from tests.models.builders import LIVE, NOW


def execute(home: Home, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(home.data / "appsierra.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("this is no database", encoding="utf-8")


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def _scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192:24576] = b"\xa5" * 16384
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "cause"),
    [
        (_empty, "database-empty"),
        (_text, "database-not-one"),
        (_torn, "database-damaged"),
        (_scrambled, "database-damaged"),
    ],
)
def test_damage_is_named(tmp_path: Path, damage: Callable[[Path], None], cause: str) -> None:
    """Nothing else is concluded from a file that is damaged, and it is not touched."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    damage(path)
    before = path.read_bytes()
    assert causes(look_over(home)) == {cause}
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "cause"),
    [
        ("PRAGMA application_id = 42", "database-foreign"),
        ("PRAGMA user_version = 99", "database-newer"),
        ("PRAGMA user_version = 1", "database-older"),
        ("DROP TABLE heat", "database-tables-missing"),
        ("UPDATE open_positions SET quantity = 'many'", "database-damaged-rows"),
        ("UPDATE trades SET gross = 'x'", "database-damaged-rows"),
        ("DELETE FROM executions WHERE execution_id = 'e2'", "database-trades-without-fills"),
    ],
)
def test_wrong_content_is_named(tmp_path: Path, statement: str, cause: str) -> None:
    """Another program's, another version's, less than there was."""
    home = a_home(tmp_path)
    execute(home, statement)
    assert cause in causes(look_over(home))


def test_position_without_a_server_is_named(tmp_path: Path) -> None:
    """The server does not have its account, or the settings gave the account another mode."""
    home = a_home(tmp_path)
    assert causes(look_over(home, around(an_answer(accounts=(LIVE,))))) == {"database-orphan-position"}
    path = home.root / "settings.toml"
    text = path.read_text(encoding="utf-8").replace('Debug1 = "DEBUG"', 'Sim1 = "LIVE"')
    path.write_text(text, encoding="utf-8")
    found = look_over(home, around(an_answer(accounts=None, logged_on=False)))
    assert "Sim1 is LIVE now" in one(found, "database-orphan-position").what


def test_position_of_simulation_alone_is_a_note(tmp_path: Path) -> None:
    """With the setting of Sierra Chart that makes its positions known."""
    home = a_home(tmp_path)
    position = msgspec.structs.replace(stored_position(home), notes=(UNREPORTED,))
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    store.save_position(position)
    store.close()
    a_state_file(home, position)
    found = look_over(home)
    assert causes(found) == {"position-unreported"}
    assert "Simulated Trading Service" in one(found, "position-unreported").do


def test_clock_that_was_set_back_is_named(tmp_path: Path) -> None:
    """The database is from tomorrow, and so is the snapshot."""
    assert "clock-set-back" in causes(look_over(a_home(tmp_path), around(late_s=-86_400)))


def test_database_in_use_is_read_beside_its_monitor(tmp_path: Path) -> None:
    """What was committed a moment ago is seen, and nothing is in the way of the next commit."""
    home = a_home(tmp_path)
    lock = homes.lock(home)
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    store.save_account(LIVE, NOW, confirmed=True)
    found = look_over(home)
    assert not causes(found)
    assert "1 trades, 3 fills, 1 open" in one(found, "database-ok").what
    store.save_account(LIVE, NOW, confirmed=True)
    store.close()
    lock.release()


def test_log_of_a_killed_monitor_is_a_note_and_is_read(tmp_path: Path) -> None:
    """What it committed last counts; the log is not taken in by looking."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    store, _ = Store.open(path, NOW)
    position = stored_position_and_more(store)
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(home.data / name, tmp_path / name)
    store.close()
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(tmp_path / name, home.data / name)
    a_state_file(home, *position)
    log = home.data / f"{path.name}-wal"
    before = log.read_bytes()
    found = look_over(home)
    assert causes(found) == {"database-log-left"}
    assert "0 open" in one(found, "database-ok").what
    assert log.read_bytes() == before


def stored_position_and_more(store: Store) -> tuple[()]:
    """Close the position in the database; return what is open then."""
    (position,) = store.load_positions().positions
    store.delete_position(position.book, position.symbol)
    return ()


def test_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder in its place."""
    home = a_home(tmp_path)
    (home.data / "appsierra.db").unlink()
    (home.data / "appsierra.db").mkdir()
    assert "database-unreadable" in causes(look_over(home))


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="rights mean nothing there")
def test_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Nothing would be stored."""
    home = a_home(tmp_path)
    (home.data / "appsierra.db").chmod(0o400)
    assert causes(look_over(home)) == {"database-read-only"}


def test_database_whose_log_was_deleted_is_named(tmp_path: Path) -> None:
    """All there was stood in the log; the copy of the day before has tables."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    copy = copy_path(path, date(2026, 11, 22))
    copy.parent.mkdir()
    path.rename(copy)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    assert causes(look_over(home)) == {"database-without-tables"}


def test_database_that_is_gone_is_named_while_copies_are_there(tmp_path: Path) -> None:
    """Without copies it is that of a first start."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    copy = copy_path(path, date(2026, 11, 22))
    copy.parent.mkdir()
    path.rename(copy)
    assert causes(look_over(home)) == {"database-lost"}
    assert mend(home, around())[0].id == "fixed"
    assert not causes(look_over(home))


def test_copies_that_are_all_damaged_are_named(tmp_path: Path) -> None:
    """One sound one is enough."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    damaged = copy_path(path, date(2026, 11, 22))
    damaged.parent.mkdir()
    damaged.write_text("damaged", encoding="utf-8")
    assert causes(look_over(home)) == {"database-no-sound-copy"}
    shutil.copy(path, copy_path(path, date(2026, 11, 21)))
    assert not causes(look_over(home))
