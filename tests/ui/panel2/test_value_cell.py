"""One cell of the grid."""

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel2.value_cell import ValueCell
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


def a_cell(qtbot: QtBot, cell: Cell, width: int = 150, direction: int = 0) -> ValueCell:
    """Return a painted cell."""
    widget = ValueCell("Stop")
    qtbot.addWidget(widget)
    widget.resize(width, 70)
    widget.show_cell(cell, THEME, tip="tip", direction=direction)
    widget.show()
    return widget


def pixels(image: QImage, colour: str) -> int:
    """Return how many pixels have exactly a colour."""
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_value_is_painted_in_the_colour_of_its_role(qtbot: QtBot) -> None:
    """A loss is painted in the colour of loss and in no colour of profit."""
    image = a_cell(qtbot, Cell(text="-2.25 pt", role="loss")).grab().toImage()
    assert pixels(image, THEME.loss) > 20
    assert pixels(image, THEME.profit) == 0


def test_flashing_changes_text_and_border(qtbot: QtBot) -> None:
    """The bright half has a thick border in the colour, the dark half neither border nor full text."""
    widget = a_cell(qtbot, Cell(text="6745.25", role="alert", flash=True))
    bright = pixels(widget.grab().toImage(), THEME.alert)
    widget.blink(bright=False)
    assert pixels(widget.grab().toImage(), THEME.alert) == 0
    widget.blink(bright=True)
    assert pixels(widget.grab().toImage(), THEME.alert) == bright > 300


def test_a_cell_without_flash_ignores_the_blinking(qtbot: QtBot) -> None:
    """A cell that does not flash looks the same in both halves."""
    widget = a_cell(qtbot, Cell(text="6745.25", role="neutral"))
    before = widget.grab().toImage()
    widget.blink(bright=False)
    assert widget.grab().toImage() == before


def test_the_direction_is_an_arrow_too(qtbot: QtBot) -> None:
    """Long and short differ in shape: the pictures with arrow up, down and none are all different."""
    cell = Cell(text="2 @ 6750.25", role="profit")
    images = [a_cell(qtbot, cell, direction=direction).grab().toImage() for direction in (1, -1, 0)]
    assert images[0] != images[1] != images[2] != images[0]


@pytest.mark.parametrize("text", ["--", "10 @ 26750.25", "125 @ 0.0067525000", "$1,234,567.89"])
@pytest.mark.parametrize("width", [110, 135, 200])
def test_text_is_never_wider_than_its_cell(qtbot: QtBot, text: str, width: int) -> None:
    """A long value is painted smaller, not cut off."""
    assert a_cell(qtbot, Cell(text=text, role="neutral"), width).text_fits()


def test_a_screen_reader_hears_label_and_value(qtbot: QtBot) -> None:
    """Label and value are told to assistive technology, the tip is under the mouse."""
    widget = a_cell(qtbot, Cell(text="6745.25", role="neutral"))
    assert (widget.accessibleName(), widget.accessibleDescription()) == ("Stop", "6745.25")
    assert widget.toolTip() == "tip"
