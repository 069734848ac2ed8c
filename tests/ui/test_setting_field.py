"""One setting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from models.setting import Setting
from tests.ui.settings import a_setting
from ui.setting_field import SettingField, note_of, words
from ui.theme import theme_of
from ui.wording import HIDDEN

PORT = ("dtc", "port")


@pytest.fixture
def field(qtbot: QtBot) -> SettingField:
    """Return the field of a port."""
    field = SettingField(a_setting())
    qtbot.addWidget(field)
    field.show()
    return field


def typed(field: SettingField, text: str) -> None:
    """Type a value, and Enter."""
    line = field.findChildren(QLineEdit)[0]
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def texts(field: SettingField) -> list[str]:
    """Return what is written."""
    return [label.text() for label in field.findChildren(QLabel) if label.isVisible()]


def test_change_names_the_setting(field: SettingField) -> None:
    """Path and text are told."""
    told: list[tuple[object, object]] = []
    field.changed.connect(lambda *change: told.append(change))
    typed(field, "1")
    assert told == [(PORT, "1")]


def test_refused_value_stays_with_its_reason(field: SettingField) -> None:
    """News about other settings leave it; another value takes the reason away."""
    typed(field, "0")
    field.refuse("0 is wrong")
    field.show_setting(a_setting())
    assert "0 is wrong" in texts(field)
    assert field.findChildren(QLineEdit)[0].text() == "0"
    typed(field, "2")
    assert "0 is wrong" not in texts(field)
    field.show_setting(a_setting(text="2"))
    assert field.findChildren(QLineEdit)[0].text() == "2"


def test_reason_has_the_colour_of_an_alert(field: SettingField) -> None:
    """It is seen."""
    field.show_theme(theme_of(TradeMode.SIM))
    field.refuse("0 is wrong")
    (label,) = [label for label in field.findChildren(QLabel) if label.text() == "0 is wrong"]
    assert label.palette().windowText().color().name().upper() == theme_of(TradeMode.SIM).alert


@pytest.mark.parametrize(
    ("setting", "note"),
    [
        (a_setting(valid="a number", about="amber", at_once=True), "Amber · a number."),
        (a_setting(valid="a number"), "A number. Counts at the next start."),
        (a_setting(valid="", at_once=True), ""),
        (a_setting(valid="", later="a ledger runs"), "Counts at the next start: a ledger runs."),
        (
            a_setting(valid="", about="first; X wins", above="--dtc", at_once=True),
            "First. --dtc stands above this in this run.",
        ),
    ],
)
def test_note_says_what_when_and_what_stands_above(setting: Setting, note: str) -> None:
    """Everything that a trader must know before changing it."""
    assert note_of(setting) == note


def test_search_finds_key_words_and_meaning(field: SettingField) -> None:
    """Anything but what is not there."""
    field.show_setting(a_setting(about="where the Server listens"))
    assert [field.fits(wanted) for wanted in ("dtc.p", "port", "server", "zebra")] == [
        True,
        True,
        True,
        False,
    ]
    assert (words("flash_s"), words("USE_NEW_PANEL1")) == ("flash s", "USE_NEW_PANEL1")


def test_refused_value_that_was_written_later_is_no_refusal_any_more(field: SettingField) -> None:
    """What waited for another setting fits now."""
    typed(field, "5")
    field.refuse("5 does not fit yet")
    field.show_setting(a_setting(text="5"))
    assert "5 does not fit yet" not in texts(field)


def test_a_reason_does_not_tell_a_hidden_amount(qtbot: QtBot) -> None:
    """It has the value that was typed; shown again, it is whole."""
    balance = SettingField(a_setting(("sim", "start_balance"), "10000.00", is_amount=True))
    qtbot.addWidget(balance)
    balance.show()
    typed(balance, "10000,50")
    balance.hide_amounts(hidden=True)
    balance.refuse("start_balance = 10000,50 is wrong")
    assert f"start_balance = {HIDDEN} is wrong" in texts(balance)
    balance.hide_amounts(hidden=False)
    assert "start_balance = 10000,50 is wrong" in texts(balance)
