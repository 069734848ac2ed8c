"""The dialogs beside the window."""

import pytest
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from actors.messages import (
    ChangeSetting,
    Command,
    Fact,
    ListPerformance,
    ListSettings,
    SettingRefused,
    TrackingSet,
)
from models.book import TradeMode
from tests.ui.settings import a_setting, listed
from tests.ui.test_performance_view import a_point
from tests.ui.test_performance_view import listed as performance_listed
from ui.badge import ModeBadge
from ui.dialogs import Dialogs
from ui.menus import Menus
from ui.performance_plot import PerformancePlot
from ui.performance_window import PerformanceWindow
from ui.setting_field import SettingField
from ui.settings_dialog import SettingsDialog
from ui.theme import theme_of
from ui.wording import HIDDEN


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """Return a window."""
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def test_settings_are_asked_for_shown_and_changed(window: QMainWindow) -> None:
    """The dialog opens at once, is filled when the answer comes, and posts what is chosen."""
    posted: list[Command | Fact] = []
    menus = Menus(window.menuBar())
    dialogs = Dialogs(menus, posted.append, (), window)
    dialogs.receive(listed())
    menus.settings.emit()
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    dialogs.receive(listed())
    (field,) = dialog.findChildren(SettingField)
    field.changed.emit(("dtc", "port"), "1")
    assert posted == [ListSettings(), ChangeSetting(path=("dtc", "port"), text="1")]
    dialogs.receive(SettingRefused(path=("dtc", "port"), text="1", reason="no"))
    dialogs.show_mode("SIM", theme_of(TradeMode.SIM))
    assert dialog.findChildren(ModeBadge)[0].accessibleDescription() == "SIM"


def test_privacy_holds_in_dialogs_that_are_opened_later(window: QMainWindow) -> None:
    """As in one that is open."""
    menus = Menus(window.menuBar())
    dialogs = Dialogs(menus, lambda _: None, (), window)
    dialogs.hide_amounts(hidden=True)
    menus.settings.emit()
    dialogs.receive(listed(a_setting(("sim", "start_balance"), "10000.00", is_amount=True)))
    (field,) = window.findChildren(SettingField)
    (line,) = field.findChildren(QLineEdit)
    assert line.text() == HIDDEN
    dialogs.hide_amounts(hidden=False)
    assert line.text() == "10000.00"


def test_performance_is_asked_for_and_shown(window: QMainWindow) -> None:
    """The window says at once whether anything is measured, asks, and is filled by the answer."""
    posted: list[Command | Fact] = []
    menus = Menus(window.menuBar())
    dialogs = Dialogs(menus, posted.append, (), window)
    dialogs.receive(performance_listed(a_point(2)))
    dialogs.receive(TrackingSet(on=True))
    menus.performance.emit()
    (shown,) = window.findChildren(PerformanceWindow)
    assert shown.isVisible()
    assert posted == [ListPerformance(span_s=3600.0)]
    dialogs.receive(performance_listed(a_point(2)))
    assert [plot.isVisible() for plot in shown.findChildren(PerformancePlot)] == [True] * 6
    dialogs.receive(TrackingSet(on=False))
    dialogs.receive(performance_listed())
    dialogs.show_mode("SIM", theme_of(TradeMode.SIM))
    assert not any(plot.isVisible() for plot in shown.findChildren(PerformancePlot))
    shown.close()
