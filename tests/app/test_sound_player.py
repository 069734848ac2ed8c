"""Sounds through what the operating system has to play them."""

import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.sound_player import SystemSounds
from models.alarm import AlarmKind
from models.tone import wav

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows plays them itself")


class Beeps:
    """Counts beeps."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        """Beep."""
        self.count += 1


@pytest.fixture
def beeps() -> Beeps:
    """Return a counter of beeps."""
    return Beeps()


def a_program(folder: Path) -> str:
    """Return a program that writes down what it is asked to play."""
    program = folder / "player"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{folder / "played"}"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def played(folder: Path) -> list[str]:
    """Return the files that were played so far."""
    path = folder / "played"
    return path.read_text(encoding="utf-8").split() if path.exists() else []


@pytest.mark.usefixtures("qtbot")
def test_without_a_player_the_computer_beeps(tmp_path: Path, beeps: Beeps) -> None:
    """A machine without audio neither fails nor complains."""
    sounds = SystemSounds(tmp_path, beeps, which=lambda _name: None)
    sounds.play(AlarmKind.STOP_NEAR, 70)
    assert beeps.count == 1
    sounds.deleteLater()


@pytest.mark.usefixtures("qtbot")
def test_folder_that_cannot_be_written_beeps(tmp_path: Path, beeps: Beeps) -> None:
    """An alarm is heard in some way whatever the disk says."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    sounds = SystemSounds(tmp_path / "file", beeps, which=lambda _name: "/bin/true")
    sounds.play(AlarmKind.STOP_NEAR, 70)
    assert beeps.count == 1
    sounds.deleteLater()


@pytest.mark.usefixtures("qtbot")
def test_program_that_does_not_start_beeps(tmp_path: Path, beeps: Beeps) -> None:
    """What is found need not work."""
    sounds = SystemSounds(tmp_path, beeps, which=lambda _name: str(tmp_path / "gone"))
    sounds.play(AlarmKind.STOP_NEAR, 70)
    assert beeps.count == 1
    sounds.deleteLater()


@pytest.mark.slow
def test_sounds_are_played_one_after_the_other(tmp_path: Path, beeps: Beeps, qtbot: QtBot) -> None:
    """Each is played once, in order, from a file that is made once."""
    program = a_program(tmp_path)
    sounds = SystemSounds(tmp_path / "sounds", beeps, which=lambda _name: program)
    for kind in (AlarmKind.HEAT_WARNING, AlarmKind.LOSS_50, AlarmKind.HEAT_WARNING):
        sounds.play(kind, 70)
    names = ["heat_warning-70.wav", "loss_50-70.wav", "heat_warning-70.wav"]
    qtbot.waitUntil(lambda: [Path(each).name for each in played(tmp_path)] == names, timeout=5000)
    assert (tmp_path / "sounds" / names[0]).read_bytes() == wav(AlarmKind.HEAT_WARNING, 70)
    assert beeps.count == 0
