"""What the window expects of a panel."""

import pytest
from pytestqt.qtbot import QtBot

from actors.messages import Shown
from models.timeframe import Timeframe
from tests.ui.builders import a_scope
from ui.panel import Panel
from ui.panel1.widget import Panel1Widget
from ui.panel2.widget import Panel2Widget

PANELS = [Panel1Widget, Panel2Widget]


@pytest.mark.parametrize("make", PANELS)
def test_a_panel_takes_facts_and_gives_cells(qtbot: QtBot, make: type[Panel]) -> None:
    """Whatever fills a place takes facts and timeframes, and has all its cells before the first fact."""
    panel = make()
    qtbot.addWidget(panel)
    before = set(panel.cells())
    fact: Shown = a_scope()
    panel.receive(fact)
    panel.choose_timeframe(Timeframe.WEEK)
    panel.build_heavy_parts()
    assert set(panel.cells()) == before != set()


def test_the_places_and_generations_are_named() -> None:
    """No two panels of a generation fill the same place."""
    assert len({make.name for make in PANELS}) == len(PANELS)
    assert {make.generation for make in PANELS} == {"new"}
