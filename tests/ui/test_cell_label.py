"""A label that shows a cell."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from tests.ui.event_count import EventCount
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


@pytest.fixture
def label(qtbot: QtBot) -> CellLabel:
    """Return a label."""
    widget = CellLabel("Balance", TextSize.BODY)
    qtbot.addWidget(widget)
    return widget


def colour(label: CellLabel) -> QColor:
    """Return the colour of the text."""
    return label.palette().color(label.foregroundRole())


def test_text_colour_and_reader_follow_the_cell(label: CellLabel) -> None:
    """The text is exactly the cell's, in the colour of its role, told to screen readers too."""
    label.show_cell(Cell(text="<i>-1</i>", role="loss"), THEME)
    assert (label.text(), label.accessibleName(), label.accessibleDescription()) == (
        "<i>-1</i>", "Balance", "<i>-1</i>",
    )  # fmt: skip
    assert colour(label) == QColor(THEME.loss)


def test_stale_is_italic_too(label: CellLabel) -> None:
    """Stale differs in slant, not in colour alone, and goes back."""
    label.show_cell(Cell(text="1", role="stale"), THEME)
    assert label.font().italic()
    label.show_cell(Cell(text="1", role="neutral"), THEME)
    assert not label.font().italic()


def test_only_neutral_text_takes_another_colour(label: CellLabel) -> None:
    """A heading colour replaces neutral, and never a colour with a meaning."""
    label.show_cell(Cell(text="1", role="neutral"), THEME, "#123456")
    assert colour(label) == QColor("#123456")
    label.show_cell(Cell(text="1", role="dim"), THEME, "#123456")
    assert colour(label) == QColor(THEME.dim)


def test_the_theme_of_another_mode_recolours(label: CellLabel) -> None:
    """The same cell in another mode has that mode's colour."""
    label.show_cell(Cell(text="1", role="profit"), THEME)
    live = theme_of(TradeMode.LIVE)
    label.show_cell(Cell(text="1", role="profit"), live)
    assert colour(label) == QColor(live.profit)


def test_a_filled_label_has_its_colour_behind_the_text(label: CellLabel) -> None:
    """And gives it back; text and ground never have the same."""
    label.show_cell(Cell(text="1", role="alert"), THEME, is_filled=True)
    assert label.grab().toImage().pixelColor(0, 0) == QColor(THEME.alert)
    assert colour(label) == QColor(THEME.window)
    label.show_cell(Cell(text="1", role="alert"), THEME)
    assert colour(label) == QColor(THEME.alert)
    assert not label.autoFillBackground()


def test_a_snug_label_asks_for_room_only_when_its_text_needs_other_room(qtbot: QtBot) -> None:
    """Digits change without a layout; a longer text has the room that it needs."""
    window = QWidget()
    qtbot.addWidget(window)
    row, label = QHBoxLayout(window), CellLabel("Last price", TextSize.HEADING, window)
    label.hug()
    row.addWidget(label)
    label.show_cell(Cell(text="6750.25", role="neutral"), THEME)
    with qtbot.waitExposed(window):
        window.show()
    asked = EventCount(window, QEvent.Type.LayoutRequest)
    label.show_cell(Cell(text="6751.50", role="neutral"), THEME)
    QApplication.sendPostedEvents()
    assert (asked.count, label.text()) == (0, "6751.50")
    label.show_cell(Cell(text="12,345,678.50", role="neutral"), THEME)
    QApplication.sendPostedEvents()
    assert asked.count == 1
    for text in ("--", "12,345,678.50", "FLAT"):
        label.show_cell(Cell(text=text, role="neutral"), THEME)
        free = QLabel(text)
        free.setFont(label.font())
        assert label.size() == free.sizeHint()
