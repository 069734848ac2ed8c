"""A recording that goes on by itself, and goes where it is told."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.replay import index as indexes
from app.replay.playback import Playback
from app.replay.player import Player
from app.replay.tape import Tape


@pytest.fixture
def playback(
    qtbot: QtBot, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Playback]:
    """Return a playback with a checkpoint every ten seconds."""
    del qtbot
    monkeypatch.setattr(indexes, "EVERY_US", 10_000_000)
    with closing(Tape(recording)) as tape, closing(Playback(tape, None, tmp_path / "cache")) as playback:
        yield playback


def turn_until_shown(player: Player) -> None:
    """Take turns until the newest wish is fulfilled."""
    while player._wish is not None:
        player._take_turn()


def test_a_wish_waits_until_the_recording_is_read_that_far(playback: Playback) -> None:
    """Turn by turn, while the window stays alive; then it is shown exactly."""
    player = Player(playback, 1.0, patient=True)
    player.toggle()
    player.seek(playback.begins_us + 60_000_000)
    player._take_turn()
    assert player.view.is_waiting
    assert playback.utc_us < playback.begins_us + 60_000_000
    turn_until_shown(player)
    assert not player.view.is_waiting
    assert player.view.at_us == playback.begins_us + 60_000_000
    shown = playback.cells()
    playback.seek(playback.begins_us + 60_000_000)
    assert shown == playback.cells()
    player.stop()


def test_of_many_wishes_the_newest_is_shown(playback: Playback) -> None:
    """A drag over the line makes one new window, not a hundred; beyond the ends the ends are meant."""
    player = Player(playback, 1.0, patient=False)
    player.toggle()
    exchanged: list[int] = []
    player.exchanged.connect(lambda: exchanged.append(playback.utc_us))
    for second in range(100):
        player.seek(playback.begins_us + second * 1_000_000)
    turn_until_shown(player)
    assert exchanged == [playback.ends_us]
    player.stop()


def test_it_steps_frame_by_frame_and_stands_still(playback: Playback) -> None:
    """A frame forward is the next one of the recorded screen; a second back goes back."""
    player = Player(playback, 1.0, patient=False)
    player.seek(playback.begins_us + 30_000_000)
    turn_until_shown(player)
    player.step()
    assert not player.view.playing
    at_us = player.view.at_us
    assert 0 < at_us - playback.begins_us - 30_000_000 < 1_000_000
    player.back()
    assert player.view.at_us == at_us - 1_000_000
    player.stop()


def test_marks_are_walked(playback: Playback) -> None:
    """All of them, forward and back, each with the frame that shows it."""
    player = Player(playback, 1.0, patient=True)
    player.toggle()
    player.to_end()
    turn_until_shown(player)
    while player._looks:
        player._take_turn()
    marks = player.view.marks
    assert {mark.kind for mark in marks} >= {"trade", "alarm", "book"}
    player.to_begin()
    turn_until_shown(player)
    player.to_later_mark()
    turn_until_shown(player)
    first = player.view.at_us
    following = next(mark for mark in marks if mark.utc_us > playback.begins_us)
    assert 0 < first - following.utc_us < 1_000_000
    player.to_end()
    player.to_earlier_mark()
    turn_until_shown(player)
    last = [mark for mark in marks if mark.utc_us < playback.ends_us - 1_000_000][-1]
    assert 0 < player.view.at_us - last.utc_us < 1_000_000
    player.stop()


def test_it_plays_to_its_end(playback: Playback) -> None:
    """As fast as it can be; then it stands still, and begins again when it is told to play."""
    player = Player(playback, None, patient=False)
    ended: list[bool] = []
    player.ended.connect(lambda: ended.append(True))
    player.seek(playback.ends_us - 2_000_000)
    while not ended:
        player._take_turn()
    assert not player.view.playing
    assert player.view.at_us == playback.ends_us
    player.toggle()
    assert player.view.at_us == playback.begins_us
    player.stop()


def test_damage_is_said_and_what_is_before_it_can_be_shown(
    qtbot: QtBot, recording: Path, tmp_path: Path
) -> None:
    """A damaged middle is no end of the window."""
    del qtbot
    data = bytearray(recording.read_bytes())
    data[len(data) // 2] ^= 1
    path = tmp_path / "x.recording"
    path.write_bytes(data)
    with closing(Tape(path)) as tape, closing(Playback(tape)) as playback:
        player = Player(playback, None, patient=True)
        player.to_end()
        turn_until_shown(player)
        assert "damaged" in player.view.said
        player.seek(playback.begins_us + 5_000_000)
        turn_until_shown(player)
        assert player.view.at_us == playback.begins_us + 5_000_000
        assert player.error is None
        player.stop()
