"""`rollout` on a home folder."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import home
from app.commands.rollout import roll_out
from models.rollback import RollbackWish, wish_of
from tests.app.rollout_home import RolloutHome
from tests.app.test_rollout_options import wish


@pytest.fixture
def desk(tmp_path: Path) -> RolloutHome:
    """Return a home folder in the first week of phase 4, which began just now."""
    desk = RolloutHome(tmp_path, datetime.now(UTC))
    for _ in range(3):
        desk.promoted(force_why="drill")
    desk.close()
    return desk


def test_a_look_writes_nothing(desk: RolloutHome) -> None:
    """And says what is missing."""
    before = len(list((desk.place.data / "evidence").iterdir()))
    answer = roll_out(wish("status"), desk.place)
    assert answer.done
    assert answer.rollout.stage == "4.1"
    assert any(reason.startswith("calendar time") for reason in answer.missing)
    assert len(list((desk.place.data / "evidence").iterdir())) == before


@pytest.mark.parametrize("action", ["check", "promote"])
def test_what_is_missing_is_not_done(desk: RolloutHome, action: str) -> None:
    """The evidence is named either way."""
    answer = roll_out(wish(action), desk.place)
    assert (answer.done, answer.rollout.stage) == (False, "4.1")
    assert answer.evidence.startswith("evidence/0004-phase4-")
    assert answer.missing


def test_force_is_written_down(desk: RolloutHome) -> None:
    """With the reason, and what was missing."""
    answer = roll_out(wish("promote", force=True, why="measured elsewhere"), desk.place)
    assert (answer.done, answer.rollout.stage) == (True, "4.2")
    assert "forced: measured elsewhere; missing: calendar time" in answer.rollout.history[-1].why


def test_a_sign_off_has_a_name(desk: RolloutHome) -> None:
    """It belongs to the phase in which it is given."""
    answer = roll_out(wish("sign", name="Ada"), desk.place)
    assert answer.text == "Ada signs off phase 4, week 1"
    assert answer.rollout.history[-1].new == "Ada"


def test_a_running_monitor_shows_the_legacy_panels_first(desk: RolloutHome) -> None:
    """The command leaves a wish that names what goes back; without a monitor there is none."""
    lock, wishes = home.lock(desk.place), []
    path, done = desk.place.data / "ROLLBACK", threading.Event()

    def take() -> None:
        while not done.wait(0.005):
            if path.exists():
                wishes.append(wish_of(path.read_bytes()))
                path.unlink()
                return

    thread = threading.Thread(target=take)
    thread.start()
    try:
        answer = roll_out(wish("rollback", why="drill"), desk.place)
    finally:
        done.set()
        thread.join()
        lock.release()
    assert wishes == [RollbackWish(panels=("panel1", "panel2"), who="command line", why="drill")]
    assert (answer.rollout.stage, answer.problem) == ("3", "")
    assert roll_out(wish("rollback"), desk.place).rollout.stage == "2"
