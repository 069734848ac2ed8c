"""How the value of a cell is written: number and unit, in fonts that make both fit."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

_SMALLEST_SHARE = 0.4
_UNIT_SHARE = 0.78
# Digits are equally wide, so a text with other digits need not be measured again.
_SHAPE = str.maketrans("123456789", "000000000")
_MOST_LINES = 500


def shrunk(font: QFont, share: float) -> QFont:
    """Return a font in a share of its size; never larger, and never too small to be read."""
    if share >= 1.0:
        return font
    smaller = QFont(font)
    # Hinting makes sizes grow in steps, so the exact share could still be a pixel too large.
    smaller.setPointSizeF(font.pointSizeF() * max(_SMALLEST_SHARE, 0.96 * share))
    return smaller


class Hand:
    """A font for numbers, and a smaller one for their units."""

    def __init__(self, font: QFont) -> None:
        """Derive the smaller one."""
        self.font = font
        self.unit_font = QFont(font)
        self.unit_font.setPointSizeF(font.pointSizeF() * _UNIT_SHARE)
        self.unit_font.setWeight(QFont.Weight.Medium)
        self._metrics, self._unit_metrics = QFontMetricsF(font), QFontMetricsF(self.unit_font)
        self.unit_ascent, self.unit_height = self._unit_metrics.ascent(), self._unit_metrics.height()

    def widths(self, number: str, unit: str) -> tuple[float, float]:
        """Return the widths of a number and its unit, pixels."""
        return self._metrics.horizontalAdvance(number), self._unit_metrics.horizontalAdvance(unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How all texts of one shape are written: the same but for the digits.

    Attributes:
        length: Letters of the number; what follows is the unit, with the space before it.
        width: Of the number, pixels.
    """

    length: int
    unit: str
    hand: Hand
    width: float
    unit_width: float


class Writer:
    """Chooses fonts for values that share one width.

    Args:
        font: For values that fit.
        room: Width, pixels.
    """

    def __init__(self, font: QFont, room: float) -> None:
        self._font = font
        self._room = room
        self._hands: dict[tuple[bool, float], Hand] = {}
        self._lines: dict[tuple[str, bool], Line] = {}

    def line(self, text: str, *, is_stale: bool) -> Line:
        """Return how a value is written, smaller where it would not fit: text is never clipped."""
        shape = (text.translate(_SHAPE), is_stale)
        line = self._lines.get(shape)
        if line is None:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            line = self._lines[shape] = self._measured(text, is_stale=is_stale)
        return line

    def fits(self, text: str, *, is_stale: bool) -> bool:
        """Tell whether a value is inside its room, whole."""
        line = self.line(text, is_stale=is_stale)
        return line.width + line.unit_width <= self._room + 0.5

    def _measured(self, text: str, *, is_stale: bool) -> Line:
        length = _length_of_number(text)
        number, unit = text[:length], text[length:]
        hand = self._hand(is_stale=is_stale, share=1.0)
        width, unit_width = hand.widths(number, unit)
        if width + unit_width > self._room:
            # Steps, so that a growing number does not need a font of its own for every digit.
            share = int(20 * self._room / (width + unit_width)) / 20
            hand = self._hand(is_stale=is_stale, share=share)
            width, unit_width = hand.widths(number, unit)
        return Line(length=length, unit=unit, hand=hand, width=width, unit_width=unit_width)

    def _hand(self, *, is_stale: bool, share: float) -> Hand:
        hand = self._hands.get((is_stale, share))
        if hand is None:
            font = QFont(shrunk(self._font, share))
            font.setItalic(is_stale)
            hand = self._hands[is_stale, share] = Hand(font)
        return hand


def _length_of_number(text: str) -> int:
    """Return how many letters come before the unit; all where there is none."""
    at = text.rfind(" ")
    return at if at > 0 and text[at + 1 :].isalpha() else len(text)
