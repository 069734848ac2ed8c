"""The place of the chart."""

from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.builders import a_balance, a_curve, a_link, a_scope, a_tick
from ui.panel1.chart import EquityChart
from ui.panel1.chart_area import ChartArea
from ui.panel1.presenter import EMPTY_VIEW, present
from ui.panel1.view_model import Panel1View
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


def a_view() -> Panel1View:
    """Return a view with a curve."""
    view = EMPTY_VIEW
    for fact in (a_link(), a_scope(), a_tick(), a_curve((60, "1"), (10, "2")), a_balance("2")):
        view = present(view, fact)
    return view


def an_area(qtbot: QtBot) -> ChartArea:
    """Return a shown area."""
    area = ChartArea()
    qtbot.addWidget(area)
    area.resize(500, 160)
    area.show()
    return area


def test_the_placeholder_says_what_is_missing(qtbot: QtBot) -> None:
    """Without a curve the sentence is told to screen readers, and it fits into the area."""
    area = an_area(qtbot)
    area.show_curve(EMPTY_VIEW, THEME)
    assert area.accessibleDescription() == "Waiting for the account's equity"
    assert area.fontMetrics().horizontalAdvance(EMPTY_VIEW.empty_text) < area.width()


def test_the_chart_appears_only_with_a_curve(qtbot: QtBot) -> None:
    """The chart covers the placeholder while there is a curve, and leaves it when there is none."""
    area = an_area(qtbot)
    area.show_curve(a_view(), THEME)
    assert area.findChild(EquityChart) is None
    area.build_chart()
    area.build_chart()
    assert [chart.isVisible() for chart in area.findChildren(EquityChart)] == [True]
    area.show_curve(EMPTY_VIEW, THEME)
    assert [chart.isVisible() for chart in area.findChildren(EquityChart)] == [False]
