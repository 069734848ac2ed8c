"""The remembered place of the window."""

from collections.abc import Callable
from pathlib import Path

from app.window_place import WindowPlace


def test_place_is_there_after_a_restart(tmp_path: Path) -> None:
    """What one run saves the next one loads."""
    WindowPlace(tmp_path / "window.bin").save(b"\x01place")
    assert WindowPlace(tmp_path / "window.bin").load() == b"\x01place"


def test_first_start_has_no_place(tmp_path: Path) -> None:
    """Nothing saved is no error."""
    assert WindowPlace(tmp_path / "window.bin").load() is None


def test_place_that_cannot_be_kept_costs_nothing_else(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    """Neither reading nor writing in vain keeps the monitor from running."""
    allow_log("place of the window cannot be")
    place = WindowPlace(tmp_path)
    assert place.load() is None
    place.save(b"x")


def test_nothing_is_kept_without_a_file() -> None:
    """A window without a window system has no place."""
    place = WindowPlace(None)
    place.save(b"\x01place")
    assert place.load() is None
