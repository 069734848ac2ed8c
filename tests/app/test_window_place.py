"""What the windows remember."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.window_place import WindowPlace


def test_places_are_there_after_a_restart(tmp_path: Path) -> None:
    """What one run saves the next one loads."""
    WindowPlace(tmp_path / "windows.json").save({"window": "here"})
    assert WindowPlace(tmp_path / "windows.json").load() == {"window": "here"}


def test_first_start_has_no_place(tmp_path: Path) -> None:
    """Nothing saved is no error."""
    assert WindowPlace(tmp_path / "windows.json").load() == {}


def test_places_that_cannot_be_kept_cost_nothing_else(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    """Neither reading nor writing in vain keeps the monitor from running."""
    allow_log("places of the windows cannot be")
    folder = tmp_path / "folder"
    folder.mkdir()
    place = WindowPlace(folder)
    assert place.load() == {}
    place.save({"window": "here"})


@pytest.mark.parametrize(
    ("content", "kept"), [("rubbish", {}), ("[1]", {}), ('{"a": 1, "b": "c"}', {"b": "c"})]
)
def test_rubbish_counts_as_nothing(
    tmp_path: Path, allow_log: Callable[[str], None], content: str, kept: dict[str, str]
) -> None:
    """A damaged file opens the windows where they open first."""
    allow_log("places of the windows cannot be read")
    (tmp_path / "windows.json").write_text(content, encoding="utf-8")
    assert WindowPlace(tmp_path / "windows.json").load() == kept


def test_nothing_is_kept_without_a_file() -> None:
    """A window without a window system has no place."""
    place = WindowPlace(None)
    place.save({"window": "here"})
    assert place.load() == {}
