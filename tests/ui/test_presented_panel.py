"""Panels that a presenter feeds."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from actors.messages import Shown
from tests.ui.builders import a_link, a_position, a_quote, a_scope, a_tick, holding
from ui.appearance import Appearance
from ui.cell_label import CellLabel
from ui.panel2.view_model import Panel2View
from ui.panel2.widget import Panel2Widget

HIDDEN = Appearance(is_private=True)


@pytest.fixture
def panel(qtbot: QtBot) -> Panel2Widget:
    """Return a panel with an open position and a price of 6748.00."""
    widget = Panel2Widget()
    qtbot.addWidget(widget)
    for fact in (a_link(), a_scope(), a_tick(), a_quote("6748"), holding(a_position())):
        widget.receive(fact)
    return widget


def painted(panel: Panel2Widget) -> str:
    """Return the last price as it is on the screen."""
    labels = panel.findChildren(CellLabel)
    return next(label.text() for label in labels if label.accessibleName() == "Last price")


def test_each_fact_is_on_the_screen_at_once(panel: Panel2Widget) -> None:
    """Outside of a batch nothing waits."""
    assert painted(panel) == "6748.00"
    panel.receive(a_quote("6749"))
    assert painted(panel) == "6749.00"


def test_a_batch_is_rendered_once_it_is_over(panel: Panel2Widget) -> None:
    """What is shown is known at once, and painted at the end, the newest only."""
    panel.hold()
    for price in ("6749", "6750", "6751"):
        panel.receive(a_quote(price))
    assert panel.cells()["Live"].text == "6751.00"
    assert painted(panel) == "6748.00"
    panel.release()
    assert painted(panel) == "6751.00"


def test_a_choice_of_appearance_is_told_once(panel: Panel2Widget) -> None:
    """What is chosen already changes nothing, so that the record of the screen has no line twice."""
    told: list[bool] = []
    panel.cells_changed.connect(lambda: told.append(panel.choices().appearance == HIDDEN))
    panel.choose_appearance(HIDDEN)
    panel.choose_appearance(HIDDEN)
    assert told == [True]


def test_what_is_no_fact_is_counted(panel: Panel2Widget, allow_log: Callable[[str], None]) -> None:
    """A payload of another program changes nothing."""
    allow_log("ERROR ui.payload: payload dropped: event")
    panel.receive({"what": "ever"})
    assert (panel.payload_errors, painted(panel)) == (1, "6748.00")


def test_a_batch_is_presented_as_a_whole(qtbot: QtBot) -> None:
    """Of facts that arrive together one view is made, not one of each."""
    panel = Counting()
    qtbot.addWidget(panel)
    panel.hold()
    for fact in (a_link(), a_scope(), a_tick(), a_quote("6748"), holding(a_position())):
        panel.receive(fact)
    panel.release()
    assert panel.batches == [5]
    assert panel.cells()["Live"].text == "6748.00"


class Counting(Panel2Widget):
    """Counts the facts of each view."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self.batches: list[int] = []
        super().__init__()

    def _present(self, view: Panel2View, *batch: Shown) -> Panel2View:
        self.batches.append(len(batch))
        return super()._present(view, *batch)
