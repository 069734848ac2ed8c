"""The chip below a panel."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from ui.generation_chip import GenerationChip
from ui.panel import PanelName
from ui.shadow import Agreement
from ui.theme import theme_of

THEME = theme_of(None)


@pytest.fixture
def chip(qtbot: QtBot) -> GenerationChip:
    """Return the chip of Panel 2, legacy."""
    chip = GenerationChip(PanelName.PANEL2)
    qtbot.addWidget(chip)
    chip.show_generation(Cell(text="legacy", role="neutral"), THEME)
    chip.show()
    return chip


def texts(chip: GenerationChip) -> list[str]:
    """Return what can be read."""
    labels = [label for label in chip.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in sorted(labels, key=lambda label: label.x())]


def test_it_names_panel_and_generation(chip: GenerationChip) -> None:
    """Nothing about agreement while nothing is compared."""
    chip.show_agreement(None, THEME)
    assert texts(chip) == ["Panel 2", "legacy"]


@pytest.mark.parametrize(
    ("agreement", "tip"),
    [
        (Agreement(compared=12_408, matched=12_408), "Equal cells"),
        (Agreement(compared=12_408, matched=12_400, raised=2), "raised 2 times"),
    ],
)
def test_it_counts_equal_cells(chip: GenerationChip, agreement: Agreement, tip: str) -> None:
    """Equal of compared, with thousands grouped; what was raised stands in the tip."""
    chip.show_agreement(agreement, THEME)
    assert texts(chip) == ["Panel 2", "legacy", agreement.text()]
    (count,) = [label for label in chip.findChildren(QLabel) if "/" in label.text()]
    assert tip in count.toolTip()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("Show the new Panel 2", "swap_wanted"), ("Differences and changes of Panel 2", "details_wanted")],
)
def test_its_buttons_work_from_the_keyboard(
    qtbot: QtBot, chip: GenerationChip, name: str, signal: str
) -> None:
    """Both can take the focus, and the space bar presses them."""
    (button,) = [one for one in chip.findChildren(QToolButton) if one.accessibleName() == name]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(getattr(chip, signal)):
        QTest.keyClick(button, Qt.Key.Key_Space)
