"""Planted faults in the home folder."""

import os
import sys
from pathlib import Path

import pytest

from app import home as homes
from app.audit_trail import AuditTrail
from app.home import Home
from models.audit import AuditEntry, moment
from tests.app.doctor.patients import a_home, around, causes, look_over, one
from tests.models.builders import NOW


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the log folder belongs."""
    home = a_home(tmp_path)
    home.logs.rmdir()
    home.logs.touch()
    found = look_over(home)
    assert "home-unwritable" in causes(found)
    assert str(home.logs) in one(found, "home-unwritable").what


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that refuses files even for root")
def test_home_that_cannot_be_made_is_named() -> None:
    """The nearest folder that exists refuses files."""
    assert "home-unwritable" in causes(look_over(Home(Path("/proc/appsierra"))))


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_folder_that_others_can_read_is_named(tmp_path: Path) -> None:
    """With the rights that it has."""
    home = a_home(tmp_path)
    home.data.chmod(0o755)
    found = look_over(home)
    assert causes(found) == {"home-open-to-others"}
    assert "755" in one(found, "home-open-to-others").what


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can give a folder away")
def test_folder_of_another_user_is_named(tmp_path: Path) -> None:
    """With both users."""
    home = a_home(tmp_path)
    os.chown(home.logs, 4711, -1)
    found = look_over(home)
    assert causes(found) == {"home-other-owner"}
    assert "belongs to user 4711" in one(found, "home-other-owner").what


@pytest.mark.parametrize(("free", "cause"), [(50 * 2**20, "disk-full"), (500 * 2**20, "disk-scarce")])
def test_little_room_is_named(tmp_path: Path, free: int, cause: str) -> None:
    """With the megabytes that are left."""
    found = look_over(a_home(tmp_path), around(free_bytes=free))
    assert causes(found) == {cause}
    assert f"{free // 2**20} MB" in one(found, cause).what


def test_running_monitor_is_no_fault(tmp_path: Path) -> None:
    """It is told with its process; a lock file that was left behind is nothing."""
    home = a_home(tmp_path)
    lock = homes.lock(home)
    assert "The monitor runs" in one(look_over(home), "instance-ok").what
    lock.release()
    assert "No monitor runs" in one(look_over(home), "instance-ok").what


def test_claim_of_a_process_that_is_not_here_is_named(tmp_path: Path) -> None:
    """As when another computer shares the folder."""
    home = a_home(tmp_path)
    lock = homes.lock(home)
    (home.data / "appsierra.lock").write_text("999999999")
    assert causes(look_over(home)) == {"instance-unknown"}
    lock.release()


def test_rollback_that_nobody_read_is_named(tmp_path: Path) -> None:
    """The next start would follow it."""
    home = a_home(tmp_path)
    (home.data / "ROLLBACK").touch()
    assert causes(look_over(home)) == {"rollback-left"}


def test_changed_audit_trail_is_named(tmp_path: Path) -> None:
    """With its line."""
    home = a_home(tmp_path)
    trail = AuditTrail(home.data)
    for why in ("a", "b"):
        trail.append(
            AuditEntry(t=moment(NOW), who="user", flag="USE_NEW_PANEL1", old=True, new=True, why=why)
        )
    trail.path.write_bytes(trail.path.read_bytes().replace(b'"why":"b"', b'"why":"c"'))
    found = look_over(home)
    assert causes(found) == {"audit-broken"}
    assert "line 2" in one(found, "audit-broken").what
