"""Colours."""

import math
import re

import pytest
from PySide6.QtGui import QColor, QPalette

from models.book import TradeMode
from ui.appearance import Palette
from ui.theme import Theme, palette_of, theme_of

MODES = [None, *TradeMode]
LOOKS = [(mode, palette) for mode in MODES for palette in Palette]
ROLES = ("profit", "loss", "neutral", "warning", "alert", "critical", "dim", "stale", "info")


def linear_parts(colour: str) -> list[float]:
    """Return red, green and blue as shares of light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    red, green, blue = linear_parts(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Theme) -> list[str]:
    """Return every colour of a theme."""
    return [value for value in (getattr(theme, name) for name in theme.__slots__) if isinstance(value, str)]


@pytest.mark.parametrize(("mode", "palette"), LOOKS)
def test_every_text_colour_reads_on_every_surface(mode: TradeMode | None, palette: Palette) -> None:
    """All text reaches 4.5 : 1, on cells, chart, bars and window alike, and on the fill of an alarm."""
    theme = theme_of(mode, palette)
    pairs = [(ink, surface) for ink in theme.inks for surface in theme.surfaces]
    pairs += [(theme.badge_text, theme.badge), (theme.cell, theme.critical)]
    poor = [(ink, surface, contrast(ink, surface)) for ink, surface in pairs if contrast(ink, surface) < 4.5]
    assert not poor


@pytest.mark.parametrize(("mode", "palette"), LOOKS)
def test_colours_are_plain_hex(mode: TradeMode | None, palette: Palette) -> None:
    """Qt understands every colour, because all are #RRGGBB."""
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours(theme_of(mode, palette)))


# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
NO_RED = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
NO_GREEN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
NO_BLUE = ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900))
USUAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)

Matrix = tuple[tuple[float, float, float], ...]


def times(matrix: Matrix, vector: list[float]) -> list[float]:
    """Return the product of a matrix and a column."""
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour: str, eye: Matrix) -> list[float]:
    """Return a colour as an eye sees it, in CIELAB."""
    linear = times(eye, linear_parts(colour))
    xyz = times(TO_XYZ, [min(1.0, max(0.0, part)) for part in linear])
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(xyz, WHITE, strict=True))
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("eye", [USUAL, NO_RED, NO_GREEN, NO_BLUE], ids=["usual", "red", "green", "blue"])
@pytest.mark.parametrize("mode", MODES)
def test_profit_and_loss_are_apart_for_every_eye(mode: TradeMode | None, eye: Matrix) -> None:
    """In the safe palette nobody takes one for the other; 20 is ten times what can just be told apart."""
    theme = theme_of(mode)
    assert math.dist(seen(theme.profit, eye), seen(theme.loss, eye)) > 20


@pytest.mark.parametrize(("mode", "palette"), LOOKS)
def test_every_role_has_a_colour(mode: TradeMode | None, palette: Palette) -> None:
    """Each role of a cell has a colour, and profit is not loss."""
    theme = theme_of(mode, palette)
    assert {theme.colour(role) for role in ROLES} <= set(theme.inks)
    assert theme.profit != theme.loss


def test_modes_differ_in_shape_and_colour() -> None:
    """No two modes share the shape or the colour of their badge or the colour of their frame."""
    themes = [theme_of(mode) for mode in MODES]
    for distinct in ("shape", "badge", "frame"):
        assert len({getattr(theme, distinct) for theme in themes}) == len(themes)


def test_palette_follows_the_theme() -> None:
    """The palette carries the theme's surfaces, so that nothing depends on the desktop's colours."""
    palette = palette_of(theme_of(TradeMode.LIVE))
    assert palette.color(QPalette.ColorRole.Window) == QColor("#000000")
    assert palette.color(QPalette.ColorRole.ToolTipText) == QColor(theme_of(TradeMode.LIVE).primary)
