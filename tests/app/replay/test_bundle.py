"""A part of a recorded session to hand on."""

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import UnavailableError, UnwritableError
from app.replay.bundle import Stretch, around, chosen, write_bundle
from app.replay.playback import Playback
from app.replay.tape import Tape
from ui.tape_line import Mark


def test_a_bundle_holds_all_that_is_needed(qtbot: QtBot, recording: Path, tmp_path: Path) -> None:
    """It plays to the cells that were shown; log, pictures, versions and checksums fit; no path is in it."""
    del qtbot
    folder = tmp_path / "bundle"
    with closing(Tape(recording)) as tape, closing(Playback(tape)) as whole:
        stretch = Stretch(whole.begins_us + 30_000_000, whole.begins_us + 36_000_000)
        mark = Mark(stretch.begin_us + 1_000_000, "alarm", "stop near")
        write_bundle(folder, tape, stretch, [mark, Mark(stretch.end_us + 1, "trade", "later")])
        with closing(Tape(folder / "session.recording")) as part, closing(Playback(part)) as again:
            again.play(stretch.end_us)
            whole.play(stretch.end_us)
            assert again.cells() == whole.cells()
    times = [json.loads(line)["t"] for line in (folder / "screen.jsonl").read_bytes().splitlines()]
    assert stretch.begin_us / 1e6 - 0.001 <= min(times) <= max(times) <= stretch.end_us / 1e6 + 0.001
    pictures = sorted(folder.glob("*.png"))
    assert [path.name for path in pictures] == ["01-begin.png", "02-alarm.png", "03-middle.png", "04-end.png"]
    assert all(QImage(str(path)).width() > 700 for path in pictures)
    assert set(json.loads((folder / "versions.json").read_bytes())) == {"recorded by", "exported by"}
    about = (folder / "README.txt").read_text()
    assert "launcher.py replay session.recording --from +30.000" in about
    assert "alarm: stop near" in about
    assert "later" not in about
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for path in folder.iterdir():
        assert str(tmp_path.parent).encode() not in path.read_bytes()


def test_a_folder_that_holds_something_is_left_alone(recording: Path, tmp_path: Path) -> None:
    """Nothing of the trader's is mixed with a bundle."""
    (tmp_path / "mine").write_text("mine")
    with closing(Tape(recording)) as tape, pytest.raises(UnwritableError, match="not empty"):
        write_bundle(tmp_path, tape, Stretch(0, 1), [])
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_mark_stands_for_the_time_around_it(qtbot: QtBot, recording: Path) -> None:
    """From before a trade was opened, never beyond the recording; the n-th of its kind is meant."""
    del qtbot
    with closing(Tape(recording)) as tape, closing(Playback(tape)) as playback:
        begins_us, ends_us = playback.begins_us, playback.ends_us
        trade = Mark(begins_us + 50_000_000, "trade", "", lasted_us=15_000_000)
        early = Mark(ends_us - 1_000_000, "alarm", "")
        assert around(trade, playback) == (begins_us + 5_000_000, begins_us + 60_000_000)
        assert around(early, playback).end_us == ends_us
    assert chosen([trade, early], "alarm", 1) == early
    with pytest.raises(UnavailableError, match="trade:2: the recording has 1 of them"):
        chosen([trade, early], "trade", 2)
