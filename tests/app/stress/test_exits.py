"""Starts and ends of the real program."""

from pathlib import Path

import pytest

from app.stress.exits import damaged_files, warnings_in
from tests.app.stress.runs import result, start


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_ends_at_each_kind_of_moment_leave_all_whole() -> None:
    """While it starts and while it writes, the program ends well."""
    _, found = result(start("exit", "--cycles", "2"))
    assert (found["wrong_codes"], found["warnings"], found["damaged"]) == (0, 0, 0), found["examples"]
    assert (found["during_start"], found["during_flush"], found["during_reconnect"]) == (1, 1, 0)
    assert found["slowest_s"] > 0


def test_damage_is_named(tmp_path: Path) -> None:
    """A file that cannot be read, and one that was put aside, are both damage."""
    (tmp_path / "windows.json").write_text("{", encoding="utf-8")
    (tmp_path / "state.json").write_text("{}", encoding="utf-8")
    (tmp_path / "appsierra.db.damaged-1").touch()
    damage = damaged_files(tmp_path)
    assert [text.partition(":")[0] for text in damage] == ["windows.json", "appsierra.db.damaged-1"]


def test_only_words_about_the_missing_display_are_harmless() -> None:
    """Whatever else is on stderr is a warning."""
    said = "No display: rendering offscreen\nQObject::killTimer: wrong thread\n\n"
    assert warnings_in(said) == ["QObject::killTimer: wrong thread"]
