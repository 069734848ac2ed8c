"""What a replay is steered with."""

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_tape_line import VIEW
from ui.replay_bar import ReplayBar


def a_bar(qtbot: QtBot) -> ReplayBar:
    """Return a bar on the screen."""
    bar = ReplayBar(VIEW)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def texts(bar: ReplayBar) -> list[str]:
    """Return what the labels say."""
    return [label.text() for label in bar.findChildren(QLabel)]


def test_it_says_replay_and_the_recorded_time(qtbot: QtBot) -> None:
    """Nobody takes it for the live window."""
    bar = a_bar(qtbot)
    assert {" REPLAY ", "Mon 2026-11-23 09:00:00 Chicago"} <= set(texts(bar))
    bar.show_view(replace(VIEW, at_us=VIEW.at_us + 61_000_000, said="damaged"))
    assert {"Mon 2026-11-23 09:01:01 Chicago", "damaged"} <= set(texts(bar))


def test_each_button_has_its_name_and_its_signal(qtbot: QtBot) -> None:
    """Play says what it would do."""
    bar = a_bar(qtbot)
    buttons = {button.accessibleName(): button for button in bar.findChildren(QPushButton)}
    signals = {
        "Previous mark": bar.earlier_pressed,
        "Back one second": bar.back_pressed,
        "Play or pause": bar.play_pressed,
        "Forward to the next change": bar.step_pressed,
        "Next mark": bar.later_pressed,
    }
    for name, signal in signals.items():
        with qtbot.waitSignal(signal, timeout=0):
            buttons[name].click()
    assert buttons["Play or pause"].text() == "Pause"
    bar.show_view(replace(VIEW, playing=False, marks=()))
    assert buttons["Play or pause"].text() == "Play"
    assert not buttons["Next mark"].isEnabled()


def test_a_speed_is_chosen(qtbot: QtBot) -> None:
    """Max is no number; the speed of the command line is among them."""
    bar = ReplayBar(replace(VIEW, speed=0.5))
    qtbot.addWidget(bar)
    (box,) = bar.findChildren(QComboBox)
    assert [box.itemText(index) for index in range(box.count())] == ["0.5x", "1x", "2x", "10x", "60x", "max"]
    chosen: list[float | None] = []
    bar.speed_chosen.connect(chosen.append)
    box.activated.emit(3)
    box.activated.emit(5)
    assert chosen == [10.0, None]


def test_it_fits_the_smallest_window(qtbot: QtBot) -> None:
    """At 760 pixels no button is cut off, and the longest hint stays within its room."""
    bar = a_bar(qtbot)
    assert bar.minimumSizeHint().width() <= 760
    bar.resize(760, bar.sizeHint().height())
    height = bar.sizeHint().height()
    bar.show_view(replace(VIEW, at_us=VIEW.begins_us, known_us=VIEW.begins_us, is_waiting=True))
    assert bar.sizeHint().height() == height
    bar.show_view(replace(VIEW, said="/home/jane" + "/folder" * 40))
    assert bar.minimumSizeHint().width() <= 760
    for child in bar.findChildren(QWidget):
        if child.isVisible():
            assert bar.rect().contains(child.geometry())
