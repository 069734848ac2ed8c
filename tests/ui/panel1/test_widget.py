"""Panel 1 as a widget."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from actors.messages import ShowBook, ShowMode, SwitchEquityView
from models.book import TradeMode
from models.timeframe import Timeframe
from tests.ui.builders import NOW, REAL, SIM1, a_balance, a_curve, a_link, a_scope, a_tick, a_view
from ui.panel import PanelName
from ui.panel1.equity_toggle import EquityToggle
from ui.panel1.pills import Pill
from ui.panel1.widget import Panel1Widget

SESSION = (
    a_link(),
    a_scope(),
    a_tick(),
    a_curve((7200, "10000"), (1800, "10100"), (600, "9900")),
    a_balance("9900"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> Panel1Widget:
    """Return a shown panel with a session."""
    widget = Panel1Widget()
    qtbot.addWidget(widget)
    widget.resize(740, 300)
    widget.show()
    for fact in SESSION:
        widget.receive(fact)
    return widget


def labels(panel: Panel1Widget) -> dict[str, str]:
    """Return the visible texts by accessible name."""
    return {label.accessibleName(): label.text() for label in panel.findChildren(QLabel) if label.isVisible()}


def account_button(panel: Panel1Widget) -> QToolButton:
    """Return the button that shows the account."""
    return panel.findChildren(QToolButton)[0]


def test_the_labels_show_exactly_the_canonical_cells(panel: Panel1Widget) -> None:
    """What the screen log says is what the labels show."""
    cells, shown = panel.cells(), labels(panel)
    assert (panel.name, panel.generation) == (PanelName.PANEL1, "new")
    assert shown["Balance"] == cells["Balance"].text == "$9,900.00"
    assert shown["Profit and loss"] == cells["PnL"].text
    assert shown["Sign of profit and loss"] == {"profit": "▲", "loss": "▼"}.get(cells["PnL"].role, "")
    assert shown["Connection"] == cells["Connection"].text == "Connected"
    assert shown["Points"] == cells["Points"].text == "2"
    assert account_button(panel).text() == cells["Account"].text == "Sim1"


def test_a_click_on_a_pill_chooses_its_timeframe(qtbot: QtBot, panel: Panel1Widget) -> None:
    """A click shows the timeframe at once and tells the other panels."""
    pill = next(pill for pill in panel.findChildren(Pill) if pill.timeframe is Timeframe.WEEK)
    with qtbot.waitSignal(panel.timeframe_chosen) as chosen:
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert chosen.args == [Timeframe.WEEK]
    assert panel.cells()["Timeframe"].text == "1W"
    assert [each.text() for each in panel.findChildren(QAbstractButton) if each.isChecked()] == ["1W"]


def test_a_timeframe_chosen_elsewhere_checks_its_pill(panel: Panel1Widget) -> None:
    """A key or another panel moves the mark, without an echo."""
    echoes: list[object] = []
    panel.timeframe_chosen.connect(echoes.append)
    panel.choose_timeframe(Timeframe.YEAR)
    assert [pill.timeframe for pill in panel.findChildren(Pill) if pill.isChecked()] == [Timeframe.YEAR]
    assert echoes == []


def test_the_account_button_asks_for_a_book(qtbot: QtBot, panel: Panel1Widget) -> None:
    """Choosing an account in the menu is an intent; the panel itself changes nothing."""
    menu = account_button(panel).menu()
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Sim1"].isChecked()
    with qtbot.waitSignal(panel.intent) as intent:
        actions["120005"].trigger()
    assert intent.args == [ShowBook(book=REAL)]
    with qtbot.waitSignal(panel.intent) as intent:
        actions["No DEBUG account is known yet"].trigger()
    assert intent.args == [ShowMode(mode=TradeMode.DEBUG)]
    assert panel.cells()["Account"].text == "Sim1"


def test_hovering_shows_the_past_and_leaving_restores_the_present(panel: Panel1Widget) -> None:
    """The mouse over the chart changes balance, P&L and the time above the line, until it leaves."""
    before = dict(panel.cells())
    panel.build_heavy_parts()
    panel._chart.hovered.emit(NOW.timestamp() - 1000)
    assert panel.cells()["Balance"].text == labels(panel)["Balance"] == "$10,100.00"
    assert panel._chart.hover_text() == panel.cells()["Hover"].text != ""
    panel._chart.hovered.emit(None)
    assert panel.cells() == before
    assert panel._chart.hover_text() == ""


def test_another_book_shows_nothing_of_the_old_one(panel: Panel1Widget) -> None:
    """After a switch the labels of the old book's money are gone."""
    panel.receive(a_scope(REAL, 2))
    assert labels(panel)["Balance"] == "--"
    panel.receive(a_balance("1", book=SIM1, epoch=1))
    assert labels(panel)["Balance"] == "--"


def test_a_name_from_the_server_is_plain_text(panel: Panel1Widget) -> None:
    """No label of the panel takes text for mark-up."""
    assert {label.textFormat() for label in panel.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_the_equity_button_asks_for_the_other_curve(qtbot: QtBot, panel: Panel1Widget) -> None:
    """Which one is shown is the canonical cell; the choice comes back as a fact."""
    toggle = panel.findChildren(EquityToggle)[0]
    assert toggle.text() == panel.cells()["Equity"].text == "Closed P&L"
    with qtbot.waitSignal(panel.intent) as intent:
        QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert intent.args == [SwitchEquityView()]
    panel.receive(a_view(with_open=True))
    assert toggle.text() == panel.cells()["Equity"].text == "With open P&L"
