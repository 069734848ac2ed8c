"""Planted faults in the state files."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec

from app import home as homes
from models.book import Symbol
from models.runtime_state import mirror_path
from models.trade import Execution, Position
from tests.app.doctor.patients import a_home, a_state_file, causes, look_over, one, stored_position
from tests.models.builders import NOW, SIM


def grown(position: Position) -> Position:
    """Return a position after one more fill."""
    more = Execution(
        execution_id="e9",
        order_id="o9",
        at=NOW + timedelta(seconds=5),
        quantity=Decimal(1),
        price=Decimal(6751),
        realised=Decimal(0),
        fee=Decimal("0.62"),
    )
    return msgspec.structs.replace(
        position, quantity=position.quantity + 1, executions=(*position.executions, more)
    )


def test_damaged_file_is_named(tmp_path: Path) -> None:
    """With its name."""
    home = a_home(tmp_path)
    mirror_path(home.data, SIM).write_text("{", encoding="utf-8")
    found = look_over(home)
    assert causes(found) == {"state-damaged", "state-older"}
    assert "runtime_state_SIM_Sim1.json" in one(found, "state-damaged").what


def test_position_that_only_the_file_knows_is_named(tmp_path: Path) -> None:
    """As after a database was restored from the copy of yesterday."""
    home = a_home(tmp_path)
    position = stored_position(home)
    a_state_file(home, grown(position))
    found = look_over(home)
    assert causes(found) == {"state-newer"}
    assert "long 3" in one(found, "state-newer").what
    other = msgspec.structs.replace(grown(position), symbol=Symbol("ESZ26"), trade_id="t77")
    a_state_file(home, position, other)
    assert "flat in the database" in one(look_over(home), "state-newer").what


def test_file_that_knows_less_is_a_note(tmp_path: Path) -> None:
    """The database is the truth: of a position that was closed since, and of one that the file lacks."""
    home = a_home(tmp_path)
    a_state_file(home)
    found = look_over(home)
    assert causes(found) == {"state-older"}
    assert "flat in the file, long 2" in one(found, "state-older").what
    closed = msgspec.structs.replace(stored_position(home), symbol=Symbol("ESZ26"))
    a_state_file(home, stored_position(home), closed)
    assert causes(look_over(home)) == {"state-older"}


def test_running_monitor_may_be_between_database_and_file(tmp_path: Path) -> None:
    """What differs for a moment is no fault."""
    home = a_home(tmp_path)
    a_state_file(home, grown(stored_position(home)))
    lock = homes.lock(home)
    assert causes(look_over(home)) == {"state-older"}
    lock.release()
