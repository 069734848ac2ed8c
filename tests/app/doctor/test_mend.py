"""What `--fix` restores, what it keeps, and when it refuses."""

from datetime import date
from pathlib import Path

from app import home as homes
from app.doctor.mend import mend
from app.home import Home
from models.database_file import copy_path
from models.runtime_state import load_mirror, mirror_path
from models.store import Store
from tests.app.doctor.patients import a_home, a_state_file, around, causes, look_over, stored_position
from tests.app.doctor.test_state_checks import grown
from tests.models.builders import LIVE, NOW, SIM


def a_home_with_a_copy(folder: Path) -> Home:
    """Return a home whose database has the copy of a day; after it the position grew by one contract."""
    home = a_home(folder)
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    assert store.backup(date(2026, 11, 22)) == copy_path(home.data / "appsierra.db", date(2026, 11, 22))
    store.close()
    a_state_file(home, grown(stored_position(home)))
    return home


def test_nothing_is_done_where_all_is_well(tmp_path: Path) -> None:
    """Not a byte changes."""
    home = a_home(tmp_path)
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    assert mend(home, around()) == []
    assert {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()} == before


def test_database_and_the_position_after_its_copy_are_restored(tmp_path: Path) -> None:
    """The whole way: damaged file, copy of yesterday, what the state file knew beyond it; all is kept."""
    home = a_home_with_a_copy(tmp_path)
    path = home.data / "appsierra.db"
    path.write_text("damaged", encoding="utf-8")
    done = mend(home, around())
    assert [each.id for each in done] == ["fixed", "fixed"]
    assert "2026-11-22 was restored" in done[0].what
    assert "with 1 fills" in done[1].what
    assert not causes(look_over(home))
    restored = stored_position(home)
    assert restored.quantity == 3
    assert not restored.confirmed
    (damaged,) = home.data.glob("appsierra.db.damaged-*")
    assert damaged.read_text(encoding="utf-8") == "damaged"
    (before,) = home.data.glob("appsierra.db.before-fix-*")
    assert damaged.name in done[0].what
    assert before.name in done[1].what


def test_restored_fill_does_not_count_again(tmp_path: Path) -> None:
    """When the server lists it later, it is known; the balance has its fee once."""
    home = a_home_with_a_copy(tmp_path)
    mend(home, around())
    store, _ = Store.open(home.data / "appsierra.db", NOW)
    assert (SIM, "e9") in store.load_positions().execution_ids
    store.close()
    assert mend(home, around()) == []
    assert "balance-ledger-differs" not in causes(look_over(home))


def test_damaged_state_file_is_written_anew(tmp_path: Path) -> None:
    """From the database; the damaged one stays beside it."""
    home = a_home(tmp_path)
    mirror_path(home.data, SIM).write_text("{", encoding="utf-8")
    (done,) = mend(home, around())
    state = load_mirror(home.data, SIM)
    assert state is not None
    assert state.positions == (stored_position(home),)
    (kept,) = home.data.glob("runtime_state_SIM_Sim1.json.damaged-*")
    assert kept.name in done.what
    assert not causes(look_over(home))


def test_damaged_state_file_of_no_account_is_set_aside(tmp_path: Path) -> None:
    """An older program's, for example."""
    home = a_home(tmp_path)
    (home.data / "runtime_state_panel2_SIM_Sim1.json").write_text("{}", encoding="utf-8")
    (done,) = mend(home, around())
    assert "named for no account" in done.what
    assert load_mirror(home.data, LIVE) is None


def test_running_monitor_is_never_mended(tmp_path: Path) -> None:
    """It is told, and nothing changes."""
    home = a_home(tmp_path)
    mirror_path(home.data, SIM).write_text("{", encoding="utf-8")
    lock = homes.lock(home)
    (done,) = mend(home, around())
    lock.release()
    assert done.id == "fix-refused"
    assert mirror_path(home.data, SIM).read_text(encoding="utf-8") == "{"


def test_what_fails_is_told(tmp_path: Path) -> None:
    """The place where the damaged file would be kept is taken."""
    home = a_home(tmp_path)
    path = home.data / "appsierra.db"
    path.write_text("damaged", encoding="utf-8")
    (home.data / "appsierra.db.damaged-20261123T150000.000000Z").mkdir()
    (done,) = mend(home, around())
    assert done.id == "fix-failed"
    assert path.read_text(encoding="utf-8") == "damaged"
