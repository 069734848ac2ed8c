"""The sidecar file of a world."""

from dataclasses import replace
from pathlib import Path

import pytest

from demo.world_state import WorldState, load_state, save_state

STATE = WorldState(seed=1, started_at=1000.5, time_scale=2.0, alive_at=2000.25)


def test_a_saved_state_is_found_again(tmp_path: Path) -> None:
    """Loading gives what was saved, and no temporary file is left."""
    file = tmp_path / "state.json"
    save_state(file, replace(STATE, seed=9))
    save_state(file, STATE)
    assert load_state(file) == STATE
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"seed": 1}', b'{"seed": null}', b"\xff"])
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty or damaged file means that there is no world to go on with."""
    file = tmp_path / "state.json"
    if content is not None:
        file.write_bytes(content)
    assert load_state(file) is None


@pytest.mark.parametrize(
    ("seed", "time_scale", "now", "continues"),
    [
        (1, 2.0, 2000.25, True),
        (1, 2.0, 2000.25 + 1799, True),
        (1, 2.0, 2000.25 + 1801, False),
        (2, 2.0, 2001.0, False),
        (1, 1.0, 2001.0, False),
        (1, 2.0, 900.0, False),
    ],
)
def test_a_world_goes_on_after_less_than_an_hour_of_its_time(
    seed: int, time_scale: float, now: float, *, continues: bool
) -> None:
    """Another seed, another speed, a longer gap or a clock before the start begin a new world."""
    assert STATE.continues(seed=seed, time_scale=time_scale, now=now) is continues


def test_a_world_older_than_a_day_is_not_lived_through_again() -> None:
    """However recent its last sign of life, a long-lived world ends with its process."""
    old = WorldState(seed=1, started_at=0.0, time_scale=1.0, alive_at=90_000.0)
    assert not old.continues(seed=1, time_scale=1.0, now=90_001.0)
