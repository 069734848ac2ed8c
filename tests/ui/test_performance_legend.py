"""Which line is which."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.cell_label import CellLabel
from ui.performance_legend import PerformanceLegend
from ui.theme import theme_of


def test_legend_names_every_colour_and_every_dash(qtbot: QtBot) -> None:
    """Each has a piece of its line beside its name, also after a change of the mode."""
    window = QWidget()
    qtbot.addWidget(window)
    legend = PerformanceLegend(window)
    pictures = []
    for mode in (TradeMode.SIM, TradeMode.LIVE):
        legend.show_theme(theme_of(mode))
        legend.resize(legend.sizeHint())
        pictures.append(legend.grab().toImage())
    texts = [label.text() for label in legend.findChildren(CellLabel)]
    assert texts == ["Panel 1", "Panel 2", "Process", "new", "legacy", "mixed"]
    assert pictures[0] != pictures[1]
