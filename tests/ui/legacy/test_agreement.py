"""Both generations over the same facts."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from actors.dict_form import to_dict
from actors.messages import Cell
from models.timeframe import Timeframe
from tests.ui.legacy.tape import Cycle, Hover, Step, Tape
from ui.appearance import Appearance
from ui.legacy.panel1 import LegacyPanel1
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import Panel, Payload
from ui.panel1.widget import Panel1Widget
from ui.panel2.widget import Panel2Widget

STEPS = 1000


def press_space(panel: Panel) -> None:
    """Choose the next position with the keyboard."""
    symbol = next(label for label in panel.findChildren(QLabel) if label.accessibleName() == "Symbol")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(symbol, key)


class Screen:
    """Both panels of one generation."""

    def __init__(self, panel1: Panel1Widget | LegacyPanel1, panel2: Panel2Widget | LegacyPanel2) -> None:
        """Take the panels of one generation."""
        self.panel1 = panel1
        self.panel2 = panel2

    def take(self, step: Step, *, as_dict: bool = False) -> None:
        """Let both panels take a fact, typed or as dict, or one of them the trader's hand."""
        if isinstance(step, Timeframe):
            self.panel1.choose_timeframe(step)
        elif isinstance(step, Hover):
            self.hover(step.at)
        elif isinstance(step, Cycle):
            press_space(self.panel2)
        elif isinstance(step, Appearance):
            self.panel1.choose_appearance(step)
            self.panel2.choose_appearance(step)
        else:
            self.receive(to_dict(step) if as_dict else step)

    def receive(self, payload: Payload) -> None:
        """Hand a fact to both panels."""
        self.panel1.receive(payload)
        self.panel2.receive(payload)

    def hover(self, at: float | None) -> None:
        """Move the mouse over the chart, or away from it."""
        if isinstance(self.panel1, LegacyPanel1):
            self.panel1._hover(at)
        else:
            self.panel1._chart.hovered.emit(at)

    def cells(self) -> Mapping[str, Cell]:
        """Return what both panels show."""
        return {**self.panel1.cells(), **self.panel2.cells()}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_both_generations_show_the_same_after_every_fact(qtbot: QtBot, seed: int) -> None:
    """Text, role and flash of every cell agree after each of a thousand facts, whatever their form."""
    new, legacy = Screen(Panel1Widget(), Panel2Widget()), Screen(LegacyPanel1(), LegacyPanel2())
    for screen in (new, legacy):
        qtbot.addWidget(screen.panel1)
        qtbot.addWidget(screen.panel2)
    for number, step in enumerate(Tape(seed).steps(STEPS)):
        new.take(step, as_dict=number % 4 > 1)
        legacy.take(step, as_dict=number % 2 == 0)
        expected, actual = new.cells(), legacy.cells()
        assert actual == expected, f"seed {seed}, step {number}: {step}"
        assert list(actual) == list(expected)
    for screen in (new, legacy):
        assert (screen.panel1.payload_errors, screen.panel2.payload_errors) == (0, 0)


@pytest.mark.slow
def test_either_generation_takes_over_what_the_trader_chose(qtbot: QtBot) -> None:
    """Timeframe, hover and symbol move to another panel of either generation, and every cell with them."""
    chosen = Screen(LegacyPanel1(), LegacyPanel2())
    followers = Screen(LegacyPanel1(), LegacyPanel2()), Screen(Panel1Widget(), Panel2Widget())
    for screen in (chosen, *followers):
        qtbot.addWidget(screen.panel1)
        qtbot.addWidget(screen.panel2)
    for step in Tape(5).steps(300):
        chosen.take(step)
        for follower in followers:
            if not isinstance(step, Timeframe | Hover | Cycle | Appearance):
                follower.take(step)
            follower.panel1.adopt(chosen.panel1.choices())
            follower.panel2.adopt(chosen.panel2.choices())
            assert follower.cells() == chosen.cells()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_arrows_agree_with_signs_and_with_each_other(qtbot: QtBot, seed: int) -> None:
    """Both generations point the same way, and no arrow contradicts the sign of its figure."""
    new, legacy = Screen(Panel1Widget(), Panel2Widget()), Screen(LegacyPanel1(), LegacyPanel2())
    for screen in (new, legacy):
        qtbot.addWidget(screen.panel1)
        qtbot.addWidget(screen.panel2)
    seen = set()
    for number, step in enumerate(Tape(seed).steps(STEPS)):
        for screen in (new, legacy):
            screen.take(step)
        arrows = arrows_of(legacy.panel2)
        assert arrows == arrows_of(new.panel2), f"seed {seed}, step {number}: {step}"
        cells = new.panel2.cells()
        for label in ("R-Multiple", "MAE", "MFE", "Delta", "Efficiency", "Pts"):
            if label in arrows:
                assert (cells[label].text[0] == "-") is (arrows[label] < 0), cells[label]
                seen.add((label, arrows[label]))
    assert {("R-Multiple", 1), ("MAE", -1), ("MFE", 1), ("Pts", 1), ("Pts", -1)} <= seen


def arrows_of(panel: Panel) -> Mapping[str, int]:
    """Return the arrows beside the titles of Panel 2, by label."""
    if isinstance(panel, Panel2Widget):
        return {label: mark.arrow for label, mark in panel._view.marks.items() if mark.arrow}
    assert isinstance(panel, LegacyPanel2)
    ends = {label: title.text()[-1] for label, title in panel._title_labels.items()}
    return {label: 1 if end == "▲" else -1 for label, end in ends.items() if end in "▲▼"}
