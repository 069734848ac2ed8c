"""`replay` as a shell sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.commands.replay import _leave
from tests.security.wire import PYTHON_PATH

pytestmark = pytest.mark.slow


def replay(home: Path, *line: str) -> subprocess.CompletedProcess[str]:
    """Play offscreen."""
    return run(home, *line, "--offscreen")


def run(home: Path, *line: str) -> subprocess.CompletedProcess[str]:
    """Run the subcommand, from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", "replay", *line, "--home", home],
        cwd="/",
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_recording_is_played_into_a_screen_log(recording: Path, tmp_path: Path) -> None:
    """Every cell is written with its recorded moment; no file of a trader is touched."""
    log, home = tmp_path / "log.jsonl", tmp_path / "home"
    home.mkdir()
    done = replay(home, str(recording), "--speed", "max", "--screen-log", str(log))
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert len(lines) > 500
    assert 1_795_446_000 <= lines[0]["t"] <= lines[-1]["t"] <= 1_795_446_090
    assert {line["mode"] for line in lines} == {"SIM", "LIVE", "DEBUG"}
    assert not (home / "data" / "appsierra.db").exists()


def test_it_begins_where_it_is_told_and_keeps_the_speed(recording: Path, tmp_path: Path) -> None:
    """From a moment on, so many times as fast as life."""
    log = tmp_path / "log.jsonl"
    done = replay(tmp_path, str(recording), "--from", "+85", "--speed", "20", "--screen-log", str(log))
    assert done.returncode == 0
    times = [json.loads(line)["t"] for line in log.read_bytes().splitlines()]
    assert min(times) >= 1_795_446_085


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"", "it is no recording of APPSIERRA"),
        (b"APPSIERRA recording\n\7\0", "it has format 7, and this version of APPSIERRA reads format 1"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    """Code 69, one line, no stack."""
    path = tmp_path / "x.recording"
    if content is not None:
        path.write_bytes(content)
    done = replay(tmp_path, str(path))
    assert (done.returncode, done.stdout) == (69, "")
    assert done.stderr.startswith(f"launcher.py: {path}: {said}")
    assert done.stderr.count("\n") == 1


def test_damage_in_the_middle_ends_it_in_a_sentence(recording: Path, tmp_path: Path) -> None:
    """What is before the damage is played; then it is said where it is."""
    data = bytearray(recording.read_bytes())
    data[len(data) // 2] ^= 1
    path = tmp_path / "x.recording"
    path.write_bytes(data)
    done = replay(tmp_path, str(path), "--speed", "max")
    assert done.returncode == 69
    assert done.stderr.startswith(f"launcher.py: {path}: it is damaged at byte")
    assert done.stderr.count("\n") == 1


def test_a_log_that_cannot_be_written_is_said(recording: Path, tmp_path: Path) -> None:
    """Code 73 before anything is played."""
    done = replay(tmp_path, str(recording), "--screen-log", str(tmp_path / "missing" / "log"))
    assert done.returncode == 73
    assert "No such file or directory" in done.stderr


class Staying(QWidget):
    """A window that does not close, as that of a session that ended with the strip on the screen."""

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay."""
        event.ignore()


def test_no_window_keeps_a_replay_from_ending(qtbot: QtBot) -> None:
    """The end of the recording is the end, whatever is on the screen then."""
    window = Staying()
    qtbot.addWidget(window)
    window.show()
    QTimer.singleShot(0, _leave)
    assert QApplication.exec() == 0
