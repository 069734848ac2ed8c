"""Three unclean exits in a row put the saved flags aside; the fourth brings the legacy panels."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.beacon import STREAK, Beacon, Decision
from flags import DEFAULTS, FlagName

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
NEW: Mapping[FlagName, bool] = {**DEFAULTS, FlagName.USE_NEW_PANEL1: True, FlagName.USE_NEW_PANEL2: True}
MIXED: Mapping[FlagName, bool] = {**DEFAULTS, FlagName.USE_NEW_PANEL1: True}


def a_start(folder: Path, flags: Mapping[FlagName, bool] = NEW) -> tuple[Beacon, Decision]:
    """Start, as another process would."""
    beacon = Beacon(folder, "1.0", lambda: NOW)
    return beacon, beacon.begin(flags)


def crash(folder: Path, times: int) -> None:
    """Start and die, some times in a row."""
    for _ in range(times):
        a_start(folder)


def test_beacon_burns_while_the_monitor_runs(tmp_path: Path) -> None:
    """The file is there from the start to the orderly exit, and says what was tried."""
    path = tmp_path / "beacon.json"
    beacon, decision = a_start(tmp_path)
    assert decision == Decision()
    assert msgspec.json.decode(path.read_bytes()) == {
        "flags": {name.value: value for name, value in NEW.items()},
        "version": "1.0",
        "at": "2026-11-23T15:00:00.000Z",
        "unclean": 0,
    }
    beacon.end(worked=True)
    assert not path.exists()


@pytest.mark.parametrize("crashes", range(STREAK))
def test_fewer_unclean_exits_change_nothing(tmp_path: Path, crashes: int) -> None:
    """Once or twice may be chance."""
    crash(tmp_path, crashes)
    assert a_start(tmp_path)[1] == Decision()


def test_third_unclean_exit_brings_the_flags_that_worked_last(tmp_path: Path) -> None:
    """Flags of the last orderly exit replace the saved ones, and the banner says so."""
    a_start(tmp_path, MIXED)[0].end(worked=True)
    crash(tmp_path, STREAK)
    decision = a_start(tmp_path)[1]
    assert decision.flags_override == MIXED
    assert "3 times in a row" in decision.notice
    assert "USE_NEW_PANEL1 on, USE_NEW_PANEL2 off" in decision.notice


def test_fourth_unclean_exit_brings_the_legacy_panels(tmp_path: Path) -> None:
    """When those fail too, nothing that is saved counts, however often it goes on."""
    a_start(tmp_path, MIXED)[0].end(worked=True)
    crash(tmp_path, STREAK + 1)
    for times in (4, 5):
        decision = a_start(tmp_path)[1]
        assert decision.flags_override == DEFAULTS
        assert f"{times} times in a row" in decision.notice


def test_third_unclean_exit_of_a_monitor_that_never_worked_brings_legacy(tmp_path: Path) -> None:
    """Where no flags ever worked there are only the legacy panels to go back to."""
    crash(tmp_path, STREAK)
    assert a_start(tmp_path)[1].flags_override == DEFAULTS


def test_orderly_exit_ends_the_streak(tmp_path: Path) -> None:
    """Unclean exits count only in a row."""
    crash(tmp_path, STREAK - 1)
    a_start(tmp_path)[0].end(worked=True)
    crash(tmp_path, STREAK - 1)
    assert a_start(tmp_path)[1] == Decision()


def test_flags_that_ran_for_a_while_have_worked_even_if_it_ends_badly(tmp_path: Path) -> None:
    """What was on the screen when the while was over is what worked."""
    beacon, _ = a_start(tmp_path)
    beacon.use({name.value: value for name, value in MIXED.items()})
    beacon.worked()
    crash(tmp_path, STREAK - 1)
    assert a_start(tmp_path)[1].flags_override == MIXED


def test_start_that_was_given_up_has_not_worked(tmp_path: Path) -> None:
    """An orderly exit without a run puts the beacon out and keeps no flags."""
    a_start(tmp_path, NEW)[0].end(worked=False)
    crash(tmp_path, STREAK)
    assert a_start(tmp_path)[1].flags_override == DEFAULTS


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"flags": 1}', b"\xff"])
def test_unreadable_files_count_as_little_as_they_say(tmp_path: Path, content: bytes) -> None:
    """A beacon in pieces is one unclean exit; flags in pieces are none that worked."""
    (tmp_path / "beacon.json").write_bytes(content)
    (tmp_path / "last_good_flags.json").write_bytes(content)
    assert a_start(tmp_path)[1] == Decision()
    crash(tmp_path, 1)
    assert a_start(tmp_path)[1].flags_override == DEFAULTS


def test_flags_of_another_version_are_completed_and_cut(tmp_path: Path) -> None:
    """Flags that worked in another version: unknown names are passed over, missing ones take defaults."""
    a_start(tmp_path)[0].end(worked=True)
    path = tmp_path / "last_good_flags.json"
    path.write_bytes(path.read_bytes().replace(b"USE_NEW_PANEL2", b"USE_NEW_PANEL9"))
    crash(tmp_path, STREAK)
    assert a_start(tmp_path)[1].flags_override == MIXED


def test_beacon_that_cannot_be_written_is_said_and_stops_nothing(tmp_path: Path) -> None:
    """A full disk costs the beacon, not the start."""
    folder = tmp_path / "missing"
    beacon, decision = a_start(folder)
    assert decision.flags_override is None
    assert str(folder / "beacon.json") in decision.notice
    with pytest.raises(OSError, match="missing"):
        beacon.worked()


def test_exit_that_cannot_be_kept_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, allow_log: object
) -> None:
    """The orderly exit goes on when the disk refuses."""
    assert callable(allow_log)
    allow_log("orderly exit cannot be kept")
    a_start(tmp_path / "missing")[0].end(worked=True)
    assert "orderly exit cannot be kept" in caplog.text
