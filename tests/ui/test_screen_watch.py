"""When the screen is recorded, and what is noted of it on a tape."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from actors.messages import CellsPainted, NoticeRaised, Severity
from models.timeframe import Timeframe
from tests.ui.builders import a_balance, a_scope, served, shown
from tests.ui.test_window import Desk
from ui.appearance import AS_USUAL, with_next_unit
from ui.inlet import Inlet
from ui.panel import PanelName
from ui.view_state import ViewState, view_of
from ui.window import MainWindow


class NotedTape:
    """Keeps what is noted."""

    def __init__(self) -> None:
        self.notes: list[object] = []
        self.views: list[ViewState] = []

    def frame(self, taken: int) -> None:
        """Keep that a batch was taken."""
        self.notes.append(taken)

    def shot(self, at: float) -> float:
        """Keep that cells were written; tell another moment."""
        self.notes.append("shot")
        return at + 76.0

    def view(self, chosen: bytes) -> None:
        """Keep what was chosen."""
        self.notes.append("view")
        self.views.append(view_of(chosen))


@pytest.fixture
def tape() -> NotedTape:
    """Return a tape."""
    return NotedTape()


def opened(qtbot: QtBot, desk: Desk, **options: object) -> tuple[MainWindow, Inlet]:
    """Return a shown window and its inlet."""
    window = desk.window(**options)  # type: ignore[arg-type]  # whatever a test wants
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    inlet = Inlet(window.receive, window.after_drain, draining=window.before_drain, parent=window)
    return window, inlet


@pytest.fixture
def desk() -> Desk:
    """Return a desk."""
    return Desk()


def test_each_batch_and_each_shot_is_noted(qtbot: QtBot, desk: Desk, tape: NotedTape) -> None:
    """How many facts had come is noted before they are shown; the moment of the shot is that of the log."""
    window, inlet = opened(qtbot, desk, record=True, tape=tape)
    del window
    inlet.put(a_scope())
    inlet.put(a_balance("1"), "balance")
    inlet.put(a_balance("2"), "balance")
    qtbot.waitUntil(lambda: "shot" in tape.notes)
    inlet.put(a_balance("3"))
    qtbot.waitUntil(lambda: tape.notes.count("shot") == 2)
    assert [note for note in tape.notes if note != "view"] == [3, "shot", 4, "shot"]
    assert {record.at for record in desk.records()} == {77.5}


@pytest.mark.parametrize(("record", "at_once"), [(True, [2]), (False, [2, "shot"])])
def test_only_a_log_waits_for_the_paint(
    qtbot: QtBot, desk: Desk, tape: NotedTape, *, record: bool, at_once: list[object]
) -> None:
    """What a log says was painted must have been; a tape alone notes the moment of each batch with it."""
    window, inlet = opened(qtbot, desk, record=record, tape=tape)
    del window
    inlet.put(a_scope())
    qtbot.waitUntil(lambda: "shot" in tape.notes)
    del tape.notes[:]
    inlet.put(served("26750.00"))
    inlet.drain()
    assert tape.notes == at_once
    qtbot.waitUntil(lambda: tape.notes == [2, "shot"])


def test_choices_are_noted_before_the_shot_that_shows_them(qtbot: QtBot, desk: Desk, tape: NotedTape) -> None:
    """Timeframe, unit and statistics are on the tape once each, however they were chosen."""
    window, inlet = opened(qtbot, desk, tape=tape)
    inlet.put(a_scope())
    qtbot.waitUntil(lambda: "shot" in tape.notes)
    del tape.notes[:], tape.views[:]
    for key in (Qt.Key.Key_3, Qt.Key.Key_U, Qt.Key.Key_S):
        window.activateWindow()
        QTest.keyClick(window, key)
        qtbot.waitUntil(lambda: bool(tape.notes) and tape.notes[-1] == "shot")
        assert tape.notes[0] == "view"
        del tape.notes[:]
    first, second, third = tape.views
    assert first.choices["panel1"].timeframe is Timeframe.WEEK
    assert second.appearance == with_next_unit(AS_USUAL)
    assert ("panel3" in third.shown) != ("panel3" in second.shown)


def test_what_a_fact_changes_is_noted_before_the_shot_that_shows_it(
    qtbot: QtBot, desk: Desk, tape: NotedTape
) -> None:
    """A notice is on the tape with the batch that brings it, also between prices; prices choose nothing."""
    window, inlet = opened(qtbot, desk, tape=tape)
    inlet.put(a_scope())
    qtbot.waitUntil(lambda: "shot" in tape.notes)
    del tape.notes[:]
    inlet.put(served("26750.00"))
    qtbot.waitUntil(lambda: tape.notes == [2, "shot"])
    notice = NoticeRaised(key="disk", severity=Severity.ERROR, text="The disk is full.")
    for fact in (served("26750.25"), shown(notice), served("26750.50")):
        inlet.put(fact)
    qtbot.waitUntil(lambda: tape.notes == [2, "shot", 5, "view", "shot"])
    assert tape.views[-1].notices == (notice,)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tape.views[-1].notices == ())
    window.say(notice)
    qtbot.waitUntil(lambda: tape.views[-1].notices == (notice,))


def test_choices_that_move_no_cell_are_noted(qtbot: QtBot, desk: Desk, tape: NotedTape) -> None:
    """Without anything to hide, privacy is noted all the same; so is what has no room in a small window."""
    window, inlet = opened(qtbot, desk, tape=tape)
    window.resize(1400, 1000)
    inlet.put(a_scope())
    qtbot.waitUntil(lambda: "shot" in tape.notes)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: tape.views[-1].appearance.is_private)
    assert "panel3" in tape.views[-1].shown
    window.resize(760, 560)
    qtbot.waitUntil(lambda: tape.views[-1].shown == ("panel1", "panel2"))
    QTest.keyClick(window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: tape.views[-1].shown == ("panel2", "panel3"))
    window.resize(1400, 1000)
    qtbot.waitUntil(lambda: tape.views[-1].shown == ("panel1", "panel2", "panel3"))


def test_without_log_and_tape_nothing_is_recorded(qtbot: QtBot, desk: Desk) -> None:
    """Who wants nothing pays nothing."""
    window, inlet = opened(qtbot, desk)
    inlet.put(a_scope())
    qtbot.waitUntil(lambda: window.watch._scope is not None)
    assert not window.watch._soon.isActive()
    assert not desk.records()


def test_what_was_chosen_is_shown_again(qtbot: QtBot, desk: Desk, tape: NotedTape) -> None:
    """A window shows generations, choices and notices of another, and has the same cells."""
    window, inlet = opened(qtbot, desk, tape=tape)
    inlet.put(a_scope())
    inlet.put(a_balance("10000"))
    window.migration.swap(PanelName.PANEL1, "legacy", "user", "test")
    for key in (Qt.Key.Key_3, Qt.Key.Key_P):
        window.activateWindow()
        QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: tape.notes[-1:] == ["shot"])
    view = tape.views[-1]
    other, other_inlet = opened(qtbot, Desk(), replays=True, record=True)
    other_inlet.put(a_scope())
    other_inlet.put(a_balance("10000"))
    other_inlet.drain()
    other.show_again(view)
    assert list(other.watch.cells(view.shown)) == list(window.watch.cells(view.shown))


def test_a_replay_is_recorded_when_it_is_told_so(qtbot: QtBot, desk: Desk) -> None:
    """Not when the event loop comes to it."""
    window, inlet = opened(qtbot, desk, replays=True, record=True)
    inlet.put(a_scope())
    inlet.drain()
    assert not window.watch._soon.isActive()
    window.watch.record(5.5, ("panel1",))
    (record,) = desk.records()
    assert isinstance(record, CellsPainted)
    assert (record.at, {cell.panel for cell in record.cells}) == (5.5, {"panel1", "window"})
