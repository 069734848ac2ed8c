"""Everything that can be set."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from actors.messages import SettingRefused
from models.book import TradeMode
from models.setting import SettingPath
from tests.ui.settings import a_setting, listed
from ui.badge import ModeBadge
from ui.setting_field import SettingField
from ui.settings_dialog import SettingsDialog
from ui.theme import theme_of
from ui.wording import HIDDEN

HOST = a_setting(("dtc", "host"), "127.0.0.1")
BALANCE = a_setting(("dtc", "start_balance"), "10000.00", is_amount=True)
PORT = a_setting(("dtc", "port"), "11099")


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    """Return a shown dialog with two settings and an account."""
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    dialog.show_mode("LIVE · REAL MONEY", theme_of(TradeMode.LIVE))
    dialog.show()
    dialog.show_settings(listed(HOST, PORT))
    return dialog


def texts(dialog: SettingsDialog) -> list[str]:
    """Return what is written."""
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_it_says_where_changes_go_and_which_mode_is_on_the_screen(dialog: SettingsDialog) -> None:
    """File and mode are in words; nothing behind the dialog stops."""
    assert "Every change is written to /home/settings.toml at once." in texts(dialog)
    assert dialog.findChildren(ModeBadge)[0].accessibleDescription() == "LIVE · REAL MONEY"
    assert not dialog.isModal()


def test_another_mode_colours_everything(dialog: SettingsDialog) -> None:
    """What was written under one mode is as readable under the next one, dark or light."""
    sim = theme_of(TradeMode.SIM)
    dialog.show_mode("SIM", sim)
    (said,) = [label for label in dialog.findChildren(QLabel) if label.text().startswith("Every change")]
    assert said.palette().windowText().color().name().upper() == sim.dim


def test_changes_are_passed_on(dialog: SettingsDialog) -> None:
    """Of a field as of a list."""
    told: list[SettingPath] = []
    dialog.changed.connect(lambda path, _text: told.append(path))
    dialog.findChildren(SettingField)[0].changed.emit(HOST.path, "box")
    remove = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Remove")
    remove.click()
    assert told == [("dtc", "host"), ("accounts", "Sim1")]


@pytest.mark.parametrize("path", [("dtc", "port"), ("accounts", "Sim1"), ("accounts", "new")])
def test_refusal_is_said_where_the_value_is(dialog: SettingsDialog, path: SettingPath) -> None:
    """Fields and lists say why."""
    dialog.refuse(SettingRefused(path=path, text="x", reason="that is wrong"))
    assert "that is wrong" in texts(dialog)


def test_names_that_came_and_went_are_followed(dialog: SettingsDialog) -> None:
    """The list is what the file says now."""
    dialog.show_settings(listed(HOST, PORT, names=("New",)))
    assert "New" in texts(dialog)
    assert "Sim1" not in texts(dialog)


def test_search_leaves_what_fits(dialog: SettingsDialog) -> None:
    """Settings and tables that do not fit are hidden."""
    dialog.findChildren(QLineEdit)[0].setText("Host")
    assert [field.isVisible() for field in dialog.findChildren(SettingField)] == [True, False]
    assert "[accounts]" not in texts(dialog)
    dialog.findChildren(QLineEdit)[0].setText("")
    assert "[accounts]" in texts(dialog)


def test_file_that_cannot_be_read_is_said(dialog: SettingsDialog) -> None:
    """In place of where changes go."""
    dialog.show_settings(listed(problem="settings.toml, line 2: port = 0 is wrong"))
    assert "settings.toml, line 2: port = 0 is wrong" in texts(dialog)


def test_amounts_are_hidden_from_the_first_moment(qtbot: QtBot) -> None:
    """Whatever is said after the wish is hidden at once, until the trader shows amounts again."""
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    dialog.hide_amounts(hidden=True)
    dialog.show_settings(listed(HOST, BALANCE))
    lines = {line.accessibleName(): line for line in dialog.findChildren(QLineEdit)}
    assert (lines["host"].text(), lines["start balance"].text()) == ("127.0.0.1", HIDDEN)
    dialog.hide_amounts(hidden=False)
    assert lines["start balance"].text() == "10000.00"
