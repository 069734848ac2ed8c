"""What the window expects of a panel."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from actors.messages import Shown
from models.timeframe import Timeframe
from tests.ui.builders import MES, NOW, a_balance, a_curve, a_link, a_scope, a_tick
from ui.appearance import AS_USUAL, Appearance, Palette, Unit
from ui.legacy.panel1 import LegacyPanel1
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import Choices, Panel, PanelName
from ui.panel1.widget import Panel1Widget
from ui.panel2.widget import Panel2Widget

PANELS: list[type[Panel]] = [Panel1Widget, Panel2Widget, LegacyPanel1, LegacyPanel2]


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
    assert {(make.name, make.generation) for make in PANELS} == set(product(PanelName, ("new", "legacy")))


@pytest.mark.parametrize("make", PANELS)
def test_choices_move_from_panel_to_panel(qtbot: QtBot, make: type[Panel]) -> None:
    """What the trader chose can be given to a panel of either generation, without a signal."""
    panel = make()
    qtbot.addWidget(panel)
    for fact in (a_link(), a_scope(), a_tick(), a_curve((7_000, "1"), (60, "2")), a_balance("2")):
        panel.receive(fact)
    told: list[object] = []
    panel.cells_changed.connect(lambda: told.append(panel))
    panel.timeframe_chosen.connect(told.append)
    first = panel.name is PanelName.PANEL1
    at = NOW.timestamp() - 600
    private = Appearance(unit=Unit.TICKS, is_private=True, palette=Palette.CLASSIC)
    chosen = Choices(symbol=MES, appearance=private)
    if first:
        chosen = Choices(timeframe=Timeframe.WEEK, hovered=at, appearance=private)
    panel.adopt(chosen)
    assert panel.choices() == chosen
    assert told == []
    if first:
        cells = panel.cells()
        assert (cells["Timeframe"].text, cells["Balance"].text) == ("1W", "$•••")
        assert cells["Hover"].text
    panel.adopt(Choices(timeframe=Timeframe.LIVE, appearance=AS_USUAL) if first else Choices())
    if first:
        assert (panel.cells()["Timeframe"].text, panel.cells()["Balance"].text) == ("LIVE", "$2.00")


@pytest.mark.parametrize("make", PANELS)
@pytest.mark.parametrize("rubbish", [{}, {"event": "Ticked", "epoch": 1, "at": "soon"}])
def test_rubbish_is_counted_and_changes_nothing(
    qtbot: QtBot, make: type[Panel], rubbish: Mapping[str, Any], allow_log: Callable[[str], None]
) -> None:
    """A panel never raises on a payload that is the form of no fact."""
    allow_log("payload (dropped|refused)")
    panel = make()
    qtbot.addWidget(panel)
    before = panel.cells()
    panel.receive(rubbish)
    assert panel.cells() == before
    assert panel.payload_errors == 1
