"""The phases and their flags."""

import pytest

from models.rollout.stages import FIRST, PANEL1, PANEL2, STAGES, TYPED, Stage, after, before, stage_of


def stage(key: str) -> Stage:
    """Return a stage that there is."""
    found = stage_of(key)
    assert found is not None
    return found


def test_seven_phases_follow_each_other() -> None:
    """The fourth has two weeks, and nothing follows the last."""
    keys, place = [], FIRST
    while True:
        keys.append(place.key)
        following = after(place)
        if following is None:
            break
        place = following
    assert keys == ["1", "2", "3", "4.1", "4.2", "5", "6", "7"]
    assert {each.phase for each in STAGES} == set(range(1, 8))


@pytest.mark.parametrize(
    ("key", "on"),
    [
        ("1", ()),
        ("3", ()),
        ("4.1", (PANEL1,)),
        ("4.2", (PANEL1, PANEL2)),
        ("6", (PANEL1, PANEL2)),
        ("7", (PANEL1, PANEL2, TYPED)),
    ],
)
def test_each_stage_says_what_is_new(key: str, on: tuple[str, ...]) -> None:
    """Panel 1 first, then both, typed events last."""
    assert stage(key).on == on


@pytest.mark.parametrize(
    ("key", "phase", "target"),
    [
        ("1", None, None),
        ("4.2", None, "4.1"),
        ("5", None, "4.2"),
        ("7", 4, "4.1"),
        ("7", 3, "3"),
        ("3", 5, None),
        ("3", 3, None),
    ],
)
def test_the_way_back_is_one_step_or_to_the_beginning_of_a_phase(
    key: str, phase: int | None, target: str | None
) -> None:
    """Never forward, and never nowhere."""
    found = before(stage(key), phase)
    assert (found.key if found else None) == target


def test_names_tell_the_week() -> None:
    """A phase with weeks says which."""
    assert [stage(key).name for key in ("3", "4.2")] == ["phase 3", "phase 4, week 2"]
    assert stage_of("8") is None
