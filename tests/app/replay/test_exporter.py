"""Exports from the window of a replay."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.replay.exporter import Exporter, minute_before, name_of
from tests.ui.test_tape_line import BEGIN, VIEW
from ui.tape_line import Mark


def test_parts_have_the_names_of_the_command_line() -> None:
    """A mark by its number among those of its kind; the minute before by seconds after the beginning."""
    other = Mark(BEGIN + 12_000_000, "alarm", "stop missing")
    view = replace(VIEW, at_us=BEGIN + 75_500_000, marks=(*VIEW.marks, other))
    assert [name_of(mark, view) for mark in view.marks] == ["trade:1", "alarm:1", "alarm:2"]
    assert minute_before(view) == "+15.500000..+75.500000"


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_a_bundle_is_written_while_the_window_goes_on(qtbot: QtBot, recording: Path, tmp_path: Path) -> None:
    """Into the exports of the home folder; what went wrong is said."""
    exporter = Exporter(recording, tmp_path)
    said: list[str] = []
    exporter.said.connect(said.append)
    exporter.export("+20..+22")
    exporter.export("+20..+22")
    assert said[1].startswith("One export at a time")
    qtbot.waitUntil(lambda: len(said) == 3, timeout=40_000)
    assert said[2].endswith(": 2.0 s exported")
    (bundle,) = (tmp_path / "exports").iterdir()
    assert (bundle / "session.recording").exists()
    exporter.export("trade:999")
    qtbot.waitUntil(lambda: len(said) == 5, timeout=40_000)
    assert said[4].startswith("trade:999: the recording has ")
    exporter.close()
