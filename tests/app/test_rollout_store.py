"""The rollout of a running monitor."""

from pathlib import Path

from app.rollout_store import RolloutOfMonitor
from tests.app.rollout_home import RolloutHome


def test_the_window_promotes_and_rolls_back_as_the_command_line_does(tmp_path: Path) -> None:
    """Without proofs of its own it rests on those that were written down last."""
    desk = RolloutHome(tmp_path)
    store = RolloutOfMonitor(desk.place)
    assert store.promote().text == "phase 1 stays"
    assert store.look().gates[0].have == "not run"
    desk.rollout.check()
    assert store.check().text == "phase 1: pass, 3 of 3 gates pass"
    assert store.promote().text == "phase 2, legacy panels kept, begins"
    assert store.panels_back() == ("panel1", "panel2")
    assert store.roll_back().text == "back in phase 1, flags"
    desk.close()


def test_what_is_wrong_becomes_an_answer(tmp_path: Path) -> None:
    """A file that cannot be read ends no actor; what was known last stays, with the reason."""
    desk = RolloutHome(tmp_path)
    desk.close()
    store = RolloutOfMonitor(desk.place)
    known = store.look()
    (desk.place.root / "settings.toml").write_text("[flags")
    assert "this is not TOML" in store.look().missing[0]
    assert store.look().stage == known.stage
    assert "this is not TOML" in store.promote().text
    first = RolloutOfMonitor(desk.place).look()
    assert (first.name, first.gates, first.following) == ("unknown", (), "")
    assert "this is not TOML" in first.missing[0]
