"""A list of names with their settings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from models.setting import SettingGroup, SettingRow
from tests.ui.settings import a_list, a_setting
from ui.setting_rows import SettingRows
from ui.theme import theme_of
from ui.wording import HIDDEN

LIMITS = (("Sim1", "500.00"), ("", ""))
Told = list[tuple[object, object]]


@pytest.fixture
def rows(qtbot: QtBot) -> SettingRows:
    """Return a list of two accounts."""
    rows = SettingRows(a_list("Sim1", "A.B"))
    qtbot.addWidget(rows)
    rows.show()
    return rows


@pytest.fixture
def told(rows: SettingRows) -> Told:
    """Return what the list tells."""
    changes: Told = []
    rows.changed.connect(lambda *change: changes.append(change))
    return changes


def button(rows: SettingRows, name: str) -> QPushButton:
    """Return a button by its accessible name."""
    return next(each for each in rows.findChildren(QPushButton) if each.accessibleName() == name)


def test_value_of_a_name_is_changed(rows: SettingRows, told: Told) -> None:
    """The path names the row."""
    box = next(each for each in rows.findChildren(QComboBox) if each.accessibleName().startswith("A.B"))
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert told == [(("accounts", "A.B"), "LIVE")]


def test_name_is_removed(rows: SettingRows, told: Told) -> None:
    """Without a text the name goes."""
    button(rows, "Remove Sim1").click()
    assert told == [(("accounts", "Sim1"), None)]


def test_name_is_added(rows: SettingRows, told: Told) -> None:
    """Name and value together; one alone says what is missing."""
    line = rows.findChildren(QLineEdit)[0]
    line.setText("New")
    button(rows, "Add to accounts").click()
    assert told == []
    assert any("Type a name" in label.text() for label in rows.findChildren(QLabel) if label.isVisible())
    rows.findChildren(QComboBox)[-1].setCurrentText("LIVE")
    button(rows, "Add to accounts").click()
    assert told == [(("accounts", "New"), "LIVE")]


def test_what_the_file_says_is_shown(rows: SettingRows) -> None:
    """The same names with other values."""
    rows.show_group(a_list("Sim1", "A.B"))
    assert rows.names() == ("Sim1", "A.B")
    assert [rows.fits(wanted) for wanted in ("a.b", "account", "zebra")] == [True, True, False]


def test_reason_has_the_colour_of_an_alert(rows: SettingRows) -> None:
    """A refused change is said where it was made."""
    rows.show_theme(theme_of(TradeMode.SIM))
    rows.refuse("no such mode")
    (label,) = [label for label in rows.findChildren(QLabel) if label.text() == "no such mode"]
    assert label.palette().windowText().color().name().upper() == theme_of(TradeMode.SIM).alert


def test_limits_of_accounts_are_hidden(qtbot: QtBot) -> None:
    """Those in the list, the one that is being added, and what a refusal says of them."""
    limits = [a_setting(("limits", name, "daily_loss"), text, is_amount=True) for name, text in LIMITS]
    rows = SettingRows(
        SettingGroup(
            path=("limits",),
            about="",
            rows=(SettingRow(name="Sim1", settings=(limits[0],)),),
            blank=SettingRow(name="", settings=(limits[1],)),
        )
    )
    qtbot.addWidget(rows)
    rows.show()
    _, limit, new = rows.findChildren(QLineEdit)
    new.setText("750,00")
    rows.hide_amounts(hidden=True)
    rows.refuse("daily_loss = 750,00 is wrong")
    assert (limit.text(), new.text()) == (HIDDEN, HIDDEN)
    assert f"daily_loss = {HIDDEN} is wrong" in [label.text() for label in rows.findChildren(QLabel)]
