"""Colours."""

import re

import pytest
from PySide6.QtGui import QColor, QPalette

from models.book import TradeMode
from ui.theme import Theme, palette_of, theme_of

MODES = [None, *TradeMode]
ROLES = ("profit", "loss", "neutral", "warning", "alert", "critical", "dim", "stale", "info")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Theme) -> list[str]:
    """Return every colour of a theme."""
    return [value for value in (getattr(theme, name) for name in theme.__slots__) if isinstance(value, str)]


@pytest.mark.parametrize("mode", MODES)
def test_every_text_colour_reads_on_every_surface(mode: TradeMode | None) -> None:
    """All text reaches 4.5 : 1, on cells, chart, bars and window alike."""
    theme = theme_of(mode)
    pairs = [(ink, surface) for ink in theme.inks for surface in theme.surfaces]
    pairs.append((theme.badge_text, theme.badge))
    poor = [(ink, surface, contrast(ink, surface)) for ink, surface in pairs if contrast(ink, surface) < 4.5]
    assert not poor


@pytest.mark.parametrize("mode", MODES)
def test_colours_are_plain_hex(mode: TradeMode | None) -> None:
    """Qt understands every colour, because all are #RRGGBB."""
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours(theme_of(mode)))


@pytest.mark.parametrize("mode", MODES)
def test_every_role_has_a_colour(mode: TradeMode | None) -> None:
    """Each role of a cell has a colour, and profit is not loss."""
    theme = theme_of(mode)
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
