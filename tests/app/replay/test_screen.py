"""The window of a replay."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from actors.seams.line_file import DiskLineFile
from app.replay.memory import ScreenMemory
from app.replay.screen import ReplayScreen
from app.replay.tape import Tape
from app.start_state import StartState
from benchmarks.virtual_session import a_view
from tests.ui.builders import a_balance, a_scope
from ui.notices import Notices

NEW = {"USE_NEW_PANEL1": True, "USE_NEW_PANEL2": True}
OLD = {"USE_NEW_PANEL1": False, "USE_NEW_PANEL2": False}


@pytest.fixture
def start(recording: Path) -> StartState:
    """Return what a run began with."""
    with closing(Tape(recording)) as tape:
        return tape.header.start


@pytest.fixture
def screen(qtbot: QtBot, start: StartState, tmp_path: Path) -> Iterator[ReplayScreen]:
    """Return a screen with a log."""
    del qtbot
    with closing(DiskLineFile(tmp_path / "log.jsonl")) as log, closing(ReplayScreen(start, log)) as screen:
        yield screen


def lines(tmp_path: Path) -> list[bytes]:
    """Return what was logged."""
    path = tmp_path / "log.jsonl"
    return path.read_bytes().splitlines() if path.exists() else []


def test_it_shows_what_was_chosen(screen: ReplayScreen) -> None:
    """Generations are swapped as they were, whatever the flags at the start said."""
    for flags, generation in ((OLD, "legacy"), (NEW, "new"), (OLD, "legacy")):
        screen.view(a_view(flags, Notices()))
        assert screen.cells()["window", "Generation1"].text == generation
        assert screen.cells()["window", "Generation2"].text == generation


def test_cells_are_written_when_the_tape_says_so(screen: ReplayScreen, tmp_path: Path) -> None:
    """Not when the event loop has time: the recorded moments count."""
    screen.view(a_view(NEW, Notices()))
    screen.frame([(a_scope(), None), (a_balance("10000"), None)])
    QCoreApplication.processEvents()
    assert lines(tmp_path) == []
    screen.shot(12.5)
    assert all(line.startswith(b'{"t":12.5,"epoch":1,') for line in lines(tmp_path))
    assert any(b'"cell":"Balance"' in line for line in lines(tmp_path))


def test_cells_are_those_of_the_recorded_screen(screen: ReplayScreen) -> None:
    """Which panels were shown is on the tape: this window may have another size."""
    view = a_view(NEW, Notices())
    screen.view(view)
    assert {panel for panel, _ in screen.cells()} == {"panel1", "panel2", "panel3", "window"}
    for names in (("panel2", "panel3"), ("compact",)):
        screen.view(msgspec.structs.replace(view, shown=names))
        assert {panel for panel, _ in screen.cells()} == {*names, "window"}


def test_a_new_screen_is_told_what_another_was_told(screen: ReplayScreen) -> None:
    """It shows at once what the other one came to."""
    memory = ScreenMemory()
    memory.view(a_view(OLD, Notices()))
    memory.frame([(a_scope(), None), (a_balance("10000"), None)])
    screen.remember(memory)
    assert screen.cells()["panel1", "Account"].text == "Sim1"
    assert screen.cells()["window", "Generation1"].text == "legacy"


def test_a_replay_never_looks_like_the_present(screen: ReplayScreen) -> None:
    """Title and strip say what it is, whatever is shown."""
    screen.frame([(a_scope(), None)])
    assert screen.window.windowTitle() == "APPSIERRA REPLAY · SIM Sim1"
    texts = [label.text() for label in screen.window.findChildren(QLabel)]
    assert any("nothing here is live" in text for text in texts)
