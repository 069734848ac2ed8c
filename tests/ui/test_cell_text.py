"""How values are written."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from ui.cell_text import Writer, shrunk
from ui.fonts import TextSize, font_of


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("+1.25 pt", "+1.25", " pt"),
        ("-9 ticks", "-9", " ticks"),
        ("0.00 R", "0.00", " R"),
        ("$52.48", "$52.48", ""),
        ("2 @ 6750.25", "2 @ 6750.25", ""),
        ("--", "--", ""),
        ("110'16.5", "110'16.5", ""),
    ],
)
def test_number_and_unit_are_together_the_text(qtbot: QtBot, text: str, number: str, unit: str) -> None:
    """What is written smaller is the unit alone, and no letter is lost."""
    del qtbot
    line = Writer(font_of(TextSize.VALUE), 300).line(text, is_stale=False)
    assert (text[: line.length], line.unit) == (number, unit)


def test_other_digits_are_written_the_same(qtbot: QtBot) -> None:
    """Texts of one shape share fonts and widths, so a changing number does not jitter."""
    del qtbot
    writer = Writer(font_of(TextSize.VALUE), 300)
    assert writer.line("+1.25 pt", is_stale=False) is writer.line("+7.75 pt", is_stale=False)
    assert writer.line("+1.25 pt", is_stale=False) is not writer.line("+1.25 pt", is_stale=True)


@pytest.mark.parametrize("room", [60, 90, 120])
@pytest.mark.parametrize("text", ["125 @ 0.0067525000", "-$1,234,567.89"])
def test_what_is_too_wide_is_written_smaller(qtbot: QtBot, text: str, room: float) -> None:
    """A long value fits in a narrow cell; below a readable size it says that it does not."""
    del qtbot
    font = font_of(TextSize.VALUE)
    writer = Writer(font, room)
    line = writer.line(text, is_stale=False)
    assert line.hand.font.pointSizeF() < font.pointSizeF()
    needed = QFontMetricsF(line.hand.font).horizontalAdvance(text)
    assert writer.fits(text, is_stale=False) is (needed <= room + 0.5)


def test_shapes_do_not_pile_up(qtbot: QtBot) -> None:
    """However many shapes pass by, a bounded number is kept."""
    del qtbot
    writer = Writer(font_of(TextSize.VALUE), 300)
    for length in range(1, 1200):
        writer.line("x" * length, is_stale=False)
    assert len(writer._lines) <= 500


def test_fonts_only_shrink_and_stay_readable(qtbot: QtBot) -> None:
    """A share above one is the font itself, one near nothing is the smallest."""
    del qtbot
    font = font_of(TextSize.VALUE)
    assert shrunk(font, 1.5) is font
    assert shrunk(font, 0.01).pointSizeF() == pytest.approx(font.pointSizeF() * 0.4, abs=0.05)
