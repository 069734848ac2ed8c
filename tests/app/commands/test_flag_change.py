"""A flag is set in the settings file, and the trail says so."""

from pathlib import Path

import pytest

from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.commands.flag_change import change_flag
from app.errors import SettingsError, UnwritableError
from app.home import Home, prepare
from flags import FlagName
from models.audit import entries_of, first_break

P1 = FlagName.USE_NEW_PANEL1


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home folder with both panels off."""
    (tmp_path / "settings.toml").write_text("[flags]\nUSE_NEW_PANEL1 = 0\nUSE_NEW_PANEL2 = 0\n")
    return prepare(tmp_path)


def test_change_is_in_the_file_and_in_the_trail(home: Home) -> None:
    """File and trail agree on flag, values, who and why."""
    path = change_flag(home, P1, value=True, who="user", why="week 1")
    change_flag(home, P1, value=False, who="user", why="week 2")
    assert path.read_text() == "[flags]\nUSE_NEW_PANEL1 = false\nUSE_NEW_PANEL2 = 0\n"
    data = AuditTrail(home.data).read()
    assert first_break(data) is None
    assert [(entry.flag, entry.old, entry.new, entry.who, entry.why) for entry in entries_of(data)] == [
        ("USE_NEW_PANEL1", False, True, "user", "week 1"),
        ("USE_NEW_PANEL1", True, False, "user", "week 2"),
    ]


def test_burned_flag_can_be_turned_off_but_not_on(home: Home) -> None:
    """A version that failed does not get its flag back; nothing is written, and the reason is told."""
    BurnedFlags(home.data).burn(P1, version(), "raised while painting")
    before = (home.root / "settings.toml").read_bytes()
    with pytest.raises(SettingsError, match="raised while painting"):
        change_flag(home, P1, value=True, who="user", why="try")
    assert (home.root / "settings.toml").read_bytes() == before
    assert AuditTrail(home.data).read() == b""
    change_flag(home, P1, value=False, who="user", why="off")


def test_newer_version_may_turn_a_burned_flag_on(home: Home) -> None:
    """What failed in another version is no obstacle in this one."""
    BurnedFlags(home.data).burn(P1, "0.0.1", "raised")
    change_flag(home, P1, value=True, who="user", why="fixed")
    assert b"USE_NEW_PANEL1 = true" in (home.root / "settings.toml").read_bytes()


def test_unwritable_trail_says_what_was_done_all_the_same(home: Home) -> None:
    """The error tells that the flag was set, and which file refused."""
    (home.data / "audit.jsonl").mkdir()
    with pytest.raises(UnwritableError, match=r"USE_NEW_PANEL1 was set in .*audit\.jsonl"):
        change_flag(home, P1, value=True, who="user", why="x")


def test_settings_that_are_no_toml_are_refused(home: Home) -> None:
    """A broken file is named before anything is written."""
    (home.root / "settings.toml").write_text("[dtc\nport = 1\n")
    with pytest.raises(SettingsError, match="line 1"):
        change_flag(home, P1, value=True, who="user", why="x")
    assert AuditTrail(home.data).read() == b""
