"""Starts and ends of the real program."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.stress.exits import damaged_files, warnings_in, where_time_went
from tests.app.stress.runs import result, start


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_ends_at_each_kind_of_moment_leave_all_whole() -> None:
    """While it starts and while it writes, the program ends well."""
    _, found = result(start("exit", "--cycles", "2"))
    wrong = (found["unstarted"], found["wrong_codes"], found["warnings"], found["damaged"])
    assert wrong == (0, 0, 0, 0), found["examples"]
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


def test_log_tells_where_the_time_went() -> None:
    """A slow end says how long it took to begin, and to end in order."""
    asked_at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    log = (
        "2026-11-23T14:59:58.000Z INFO MainThread app.application: first paint\n"
        "2026-11-23T15:00:00.200Z INFO MainThread app.application: ending\n"
        "2026-11-23T15:00:03.100Z INFO MainThread app.application: ended in 2.90 s\n"
    )
    assert where_time_went(log, asked_at) == " (began to after 0.20 s, had in order after 3.10 s)"
    assert "says nothing" in where_time_went("", asked_at)
