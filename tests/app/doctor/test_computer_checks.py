"""Planted faults of the computer."""

import shutil
import sys
import zoneinfo
from datetime import timedelta
from pathlib import Path

import pytest

from app.checkout import CHECKOUT
from app.doctor import computer_checks
from app.doctor.computer_checks import is_aborting
from tests.app.doctor.patients import a_home, an_answer, around, causes, look_over, one
from tests.models.builders import NOW


@pytest.mark.parametrize(("seconds", "words"), [(40, "40 s behind"), (-3600, "3,600 s ahead of")])
def test_clock_that_differs_from_the_server_is_named(tmp_path: Path, seconds: int, words: str) -> None:
    """With how much, and which way."""
    answer = an_answer(clock=(NOW + timedelta(seconds=seconds), NOW))
    found = look_over(a_home(tmp_path), around(answer))
    assert causes(found) == {"clock-differs"}
    assert words in one(found, "clock-differs").what


def test_missing_time_zones_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the system nor the package has that of Chicago."""
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    monkeypatch.setitem(sys.modules, "tzdata", None)
    previous = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(tmp_path)])
    try:
        assert causes(look_over(a_home(tmp_path))) == {"clock-no-zones"}
    finally:
        zoneinfo.reset_tzpath(previous or None)


def test_package_that_is_not_the_locked_one_is_named(tmp_path: Path) -> None:
    """With both versions."""
    checkout = tmp_path / "checkout"
    (checkout / "requirements").mkdir(parents=True)
    for name in ("pyproject.toml", "settings.toml"):
        shutil.copy(CHECKOUT / name, checkout)
    lock = (CHECKOUT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    pinned = next(line for line in lock.splitlines() if line.startswith("pykka=="))
    lock = lock.replace(pinned, "pykka==9.9.9 \\")
    (checkout / "requirements" / "runtime.lock").write_text(lock, encoding="utf-8")
    found = look_over(a_home(tmp_path), around(checkout=checkout))
    assert causes(found) == {"versions-not-locked"}
    assert "(locked: 9.9.9)" in one(found, "versions-not-locked").what


def test_qt_that_aborts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """6.12 under Python 3.11 alone."""
    if sys.version_info < (3, 12):
        metadata = tmp_path / "packages" / "pyside6_essentials-6.12.0.dist-info" / "METADATA"
        metadata.parent.mkdir(parents=True)
        metadata.write_text(
            "Metadata-Version: 2.1\nName: PySide6-Essentials\nVersion: 6.12.0\n", encoding="utf-8"
        )
        monkeypatch.syspath_prepend(str(tmp_path / "packages"))
        assert causes(look_over(a_home(tmp_path))) == {"versions-qt-aborts"}
    assert is_aborting("6.12.0", (3, 11))
    assert not is_aborting("6.12.0", (3, 12))
    assert not is_aborting("6.11.3", (3, 11))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring them")
def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name that the linker looks for."""
    monkeypatch.setattr(computer_checks, "OFFSCREEN_LIBRARIES", {"libNothing.so.1": "nothing"})
    found = look_over(a_home(tmp_path))
    assert causes(found) == {"versions-missing-library"}
    assert "libNothing.so.1" in one(found, "versions-missing-library").what


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring both")
def test_missing_sound_and_screen_are_notes(tmp_path: Path) -> None:
    """Alarms are seen, and a monitor may run offscreen; a dead display is a fault."""
    home = a_home(tmp_path)
    assert causes(look_over(home, around(which=lambda _name: None))) == {"sound-none"}
    assert one(look_over(home), "screen-none").what
    dead = look_over(home, around(environ={"DISPLAY": ":4711"}))
    assert "screen-dead" in causes(dead)
