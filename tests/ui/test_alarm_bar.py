"""The bar of the worst alarm."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.alarm import AlarmKind, worst_first
from models.book import TradeMode
from tests.ui.alarms import an_alarm
from tests.ui.builders import NOW
from ui.alarm_bar import NO_ALARM, AlarmBar
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


@pytest.fixture
def bar(qtbot: QtBot) -> AlarmBar:
    """Return a bar that shows nothing yet."""
    bar = AlarmBar()
    qtbot.addWidget(bar)
    return bar


def texts(bar: AlarmBar) -> list[str]:
    """Return the words on the bar."""
    return [label.text() for label in bar.findChildren(QLabel) if label.text()]


def test_is_hidden_while_nothing_holds(bar: AlarmBar) -> None:
    """Without an alarm there is no bar and no text."""
    bar.show_alarms((an_alarm(),), THEME, "")
    assert not bar.isHidden()
    bar.show_alarms((), THEME, "")
    assert bar.isHidden()
    assert bar.cell() == NO_ALARM


def test_shows_the_worst_in_words_and_counts_the_others(bar: AlarmBar) -> None:
    """Priority as a word, the sentence as it was told, and how many more there are."""
    missing = an_alarm(AlarmKind.STOP_MISSING, text="SIM Sim1 MES: open for 1:00 without a working stop.")
    bar.show_alarms(worst_first([an_alarm(), missing, an_alarm(AlarmKind.HEAT_WARNING)]), THEME, "")
    assert texts(bar) == ["CRITICAL", missing.text, "+2 more"]
    assert bar.cell() == Cell(text=missing.text, role="critical")


def test_text_is_never_mark_up(bar: AlarmBar) -> None:
    """An account may have any name."""
    bar.show_alarms((an_alarm(text="<b>LIVE</b> 1"),), THEME, "")
    assert {label.textFormat() for label in bar.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_seen_and_snoozed_say_so(bar: AlarmBar) -> None:
    """What still holds stays on the bar, dim, with what the trader did about it."""
    bar.show_alarms((an_alarm(acknowledged=True),), THEME, "")
    assert texts(bar)[0] == "MEDIUM · seen"
    assert bar.cell().role == "dim"
    assert not any(button.isEnabled() for button in bar.findChildren(QPushButton))
    bar.show_alarms((an_alarm(snoozed_until=NOW + timedelta(minutes=5)),), THEME, "")
    assert "· snoozed until" in texts(bar)[0]


def test_says_why_nothing_is_heard(bar: AlarmBar) -> None:
    """A silent alarm must not look like one that was heard."""
    bar.show_alarms((an_alarm(),), THEME, "quiet hours")
    assert "silent: quiet hours" in texts(bar)


def test_buttons_tell_what_is_wanted(bar: AlarmBar, qtbot: QtBot) -> None:
    """The mouse can do what the keys do."""
    bar.show_alarms((an_alarm(),), THEME, "")
    acknowledge, snooze = bar.findChildren(QPushButton)
    with qtbot.waitSignal(bar.acknowledge):
        QTest.mouseClick(acknowledge, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.snooze):
        QTest.mouseClick(snooze, Qt.MouseButton.LeftButton)


def test_tells_that_it_was_painted(bar: AlarmBar, qtbot: QtBot) -> None:
    """So that the time to the screen can be measured where it ends."""
    with qtbot.waitSignal(bar.painted):
        bar.show_alarms((an_alarm(),), THEME, "")


def test_a_name_that_never_ends_widens_no_window(bar: AlarmBar) -> None:
    """An alarm tells account and symbol, which are the server's words."""
    bar.show_alarms((an_alarm(text="near"),), THEME, "")
    before = bar.minimumSizeHint().width()
    bar.show_alarms((an_alarm(text="W" * 400),), THEME, "")
    assert bar.minimumSizeHint().width() == before
