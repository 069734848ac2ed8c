"""A recording on its window."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from app.replay import index as indexes
from app.replay.playback import Playback
from app.replay.tape import Tape

Cells = Mapping[tuple[str, str], Cell]


@pytest.fixture
def tape(recording: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tape]:
    """Return a tape with a checkpoint every ten seconds."""
    monkeypatch.setattr(indexes, "EVERY_US", 10_000_000)
    with closing(Tape(recording)) as tape:
        yield tape


@pytest.fixture
def playback(qtbot: QtBot, tape: Tape, tmp_path: Path) -> Iterator[Playback]:
    """Return a playback with a log and a cache."""
    del qtbot
    with closing(Playback(tape, tmp_path / "log.jsonl", tmp_path / "cache")) as playback:
        yield playback


def test_a_seek_shows_what_was_shown(playback: Playback) -> None:
    """At forty moments, forward and back, every cell is what it was on the way through the tape."""
    shown: dict[int, Cells] = {}
    while playback.step():
        shown[playback.utc_us] = playback.cells()
    assert len(shown) > 200
    for moment in Random(1).sample(sorted(shown), 40):
        playback.seek(moment)
        assert playback.cells() == shown[moment]
        assert playback.utc_us == moment


def test_it_goes_on_after_a_seek(playback: Playback) -> None:
    """What comes after a seek is what comes without one."""
    middle = (playback.begins_us + playback.ends_us) // 2
    playback.play(middle)
    while playback.step():
        pass
    last = playback.cells()
    playback.seek(middle)
    assert playback.cells() != last
    assert not playback.play(playback.ends_us)
    assert playback.cells() == last
    assert playback.utc_us == playback.ends_us


def test_nothing_of_the_way_to_a_moment_is_logged(playback: Playback, tmp_path: Path) -> None:
    """The log begins with what is shown after it, all cells of it."""
    playback.seek(playback.ends_us - 2_000_000)
    assert not (tmp_path / "log.jsonl").exists()
    playback.play(playback.ends_us)
    assert b'"cell":"Balance"' in (tmp_path / "log.jsonl").read_bytes()


def test_marks_are_known_once_the_index_is_built(playback: Playback, tmp_path: Path) -> None:
    """A whole index is kept for the next time."""
    playback.seek(playback.ends_us + 1)
    assert playback.marks
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_it_plays_for_some_time(playback: Playback) -> None:
    """A turn of the window ends after its time, and tells when there is no more."""
    turns = 1
    while playback.play_for(0.0 if turns == 1 else 0.05):
        turns += 1
    assert turns > 1
    assert not playback.step()
