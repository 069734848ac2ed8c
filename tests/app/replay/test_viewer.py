"""The window of a replay."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.replay.exporter import Exporter
from app.replay.playback import Playback
from app.replay.player import Player
from app.replay.tape import Tape
from app.replay.viewer import Viewer
from ui.tape_line import Mark
from ui.window import MainWindow


@pytest.fixture
def shown(qtbot: QtBot, recording: Path, tmp_path: Path) -> Iterator[tuple[Playback, Player, Viewer]]:
    """Return a viewer ten seconds after the beginning, standing still."""
    with closing(Tape(recording)) as tape, closing(Playback(tape)) as playback:
        player = Player(playback, 1.0, patient=False)
        viewer = Viewer(playback, player, Exporter(recording, tmp_path))
        viewer.show()
        player.toggle()
        player.seek(playback.begins_us + 10_000_000)
        player._take_turn()
        yield playback, player, viewer
        player.stop()
        viewer.close()
        qtbot.addWidget(viewer)


def test_it_shows_the_window_of_each_seek(shown: tuple[Playback, Player, Viewer]) -> None:
    """One window, the newest, above the time line, and the title says REPLAY."""
    playback, player, viewer = shown
    player.seek(playback.begins_us + 40_000_000)
    player._take_turn()
    assert viewer.findChildren(MainWindow) == [playback.window]
    assert playback.window.isVisible()
    assert playback.window.geometry().bottom() < viewer.bar.geometry().top()
    assert viewer.windowTitle().startswith("APPSIERRA REPLAY · ")


def test_keys_steer_wherever_the_focus_is(shown: tuple[Playback, Player, Viewer]) -> None:
    """Space, steps and marks; none of them does what it does in the monitor."""
    playback, player, viewer = shown
    viewer.activateWindow()
    QTest.keyClick(playback.window, Qt.Key.Key_Space)
    assert player.view.playing
    at_us = player.view.at_us
    QTest.keyClick(viewer.bar.line, Qt.Key.Key_Period)
    assert not player.view.playing
    assert at_us < player.view.at_us
    QTest.keyClick(viewer.bar.line, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert player.view.at_us > at_us + 1_000_000
    QTest.keyClick(viewer.bar.line, Qt.Key.Key_End)
    assert player.view.at_us == playback.ends_us
    QTest.keyClick(viewer.bar.line, Qt.Key.Key_Home)
    assert player.view.at_us == playback.begins_us


def test_what_is_played_on_a_private_key_stays_readable(shown: tuple[Playback, Player, Viewer]) -> None:
    """P goes to the mark before; it hides no amount as it would in the monitor."""
    playback, _, viewer = shown
    before = playback.cells()
    QTest.keyClick(viewer.bar.line, Qt.Key.Key_P)
    assert playback.cells() == before


def test_parts_to_export_are_those_near_to_what_is_shown(shown: tuple[Playback, Player, Viewer]) -> None:
    """The minute before, and marks by their time, under the names of the command line."""
    playback, player, viewer = shown
    player._marks = (Mark(playback.begins_us + 2_000_000, "alarm", "A & B"),)
    (button,) = [each for each in viewer.findChildren(QPushButton) if each.menu() is not None]
    menu = button.menu()
    menu.aboutToShow.emit()
    assert [action.data() for action in menu.actions()] == ["+0.000000..+10.000000", "alarm:1"]
    assert menu.actions()[1].text().endswith("alarm: A && B")
