"""A flag that failed in a version stays off in it, and only in it."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.burned_flags import BurnedFlags
from flags import FlagName

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def burned(tmp_path: Path) -> BurnedFlags:
    """Return the store in an empty folder."""
    return BurnedFlags(tmp_path, lambda: NOW)


def test_nothing_is_burned_at_first(burned: BurnedFlags) -> None:
    """A folder without the file burns nothing."""
    assert burned.in_version("1.0") == {}


def test_burned_flag_holds_for_its_version_alone(burned: BurnedFlags, tmp_path: Path) -> None:
    """The failed version finds the reason, a newer one finds nothing, and the file says all of it."""
    burned.burn("USE_NEW_PANEL1", "1.0", "raised")
    burned.burn("USE_NEW_PANEL2", "1.1", "slow")
    assert burned.in_version("1.0") == {FlagName.USE_NEW_PANEL1: "raised"}
    assert burned.in_version("1.1") == {FlagName.USE_NEW_PANEL2: "slow"}
    assert burned.in_version("1.2") == {}
    assert msgspec.json.decode((tmp_path / "burned.json").read_bytes()) == {
        "USE_NEW_PANEL1": {"version": "1.0", "why": "raised", "at": "2026-11-23T15:00:00.000Z"},
        "USE_NEW_PANEL2": {"version": "1.1", "why": "slow", "at": "2026-11-23T15:00:00.000Z"},
    }


def test_flag_that_failed_again_has_its_newest_reason(burned: BurnedFlags) -> None:
    """The last failure of a flag replaces the one before."""
    burned.burn("USE_NEW_PANEL1", "1.0", "raised")
    burned.burn("USE_NEW_PANEL1", "1.1", "slow")
    assert burned.in_version("1.0") == {}
    assert burned.in_version("1.1") == {FlagName.USE_NEW_PANEL1: "slow"}


def test_flag_that_is_gone_is_passed_over(burned: BurnedFlags) -> None:
    """A flag that this version does not know cannot trouble it."""
    burned.burn("USE_OLD_THING", "1.0", "raised")
    assert burned.in_version("1.0") == {}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"USE_NEW_PANEL1": 1}', b"\xff", b"{"])
def test_unreadable_file_burns_both_panels(burned: BurnedFlags, tmp_path: Path, content: bytes) -> None:
    """Where nobody knows what failed, the legacy panels are the safe side, and the file is named."""
    path = tmp_path / "burned.json"
    path.write_bytes(content)
    found = burned.in_version("1.0")
    assert set(found) == {FlagName.USE_NEW_PANEL1, FlagName.USE_NEW_PANEL2}
    assert all(str(path) in why for why in found.values())
    burned.burn("USE_TYPED_EVENTS", "1.0", "raised")
    assert set(burned.in_version("1.0")) == {*found, FlagName.USE_TYPED_EVENTS}
