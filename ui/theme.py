"""Colours: one immutable theme per trade mode and palette, hex only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from PySide6.QtGui import QColor, QPalette

from models.book import TradeMode
from ui.appearance import Palette


class ModeShape(Enum):
    """Outline of badge and frame; modes differ in shape, not in colour alone."""

    PLAIN = "plain"
    DASHED = "dashed"
    ROUND = "round"
    BEVELLED = "bevelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """All colours of one mode.

    Every text colour reaches a contrast of 4.5 : 1 on every surface.

    Attributes:
        window: Surface of window and panels.
        chart: Surface of the chart.
        elevated: Surface of menus, buttons and bars.
        cell: Surface of the cells.
        ink: Headings and the balance.
        primary: Values without a sign.
        dim: Labels and unknown values.
        border: Lines around cells and chart.
        frame: The frame around the window.
        frame_width: Pixels.
        shape: Outline of badge and frame.
    """

    window: str
    chart: str
    elevated: str
    cell: str
    ink: str
    primary: str
    dim: str
    profit: str
    loss: str
    warning: str
    alert: str
    critical: str
    stale: str
    info: str
    border: str
    frame: str
    frame_width: int
    badge: str
    badge_text: str
    shape: ModeShape

    def colour(self, role: str) -> str:
        """Return the text colour of a cell's role, as `#RRGGBB`.

        Raises:
            KeyError: There is no such role.
        """
        return {
            "profit": self.profit,
            "loss": self.loss,
            "neutral": self.primary,
            "warning": self.warning,
            "alert": self.alert,
            "critical": self.critical,
            "dim": self.dim,
            "stale": self.stale,
            "info": self.info,
        }[role]

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Return every colour that text is drawn on, badges apart."""
        return (self.window, self.chart, self.elevated, self.cell)

    @property
    def inks(self) -> tuple[str, ...]:
        """Return every colour that text is drawn with, badges apart."""
        roles = (self.profit, self.loss, self.warning, self.alert, self.critical, self.stale, self.info)
        return (self.ink, self.primary, self.dim, *roles)


_CLASSIC: Mapping[TradeMode | None, Theme] = {
    None: Theme(
        window="#26282B",
        chart="#26282B",
        elevated="#303336",
        cell="#303336",
        ink="#D0D3D6",
        primary="#E6F6FF",
        dim="#B3BFC9",
        profit="#5FD83A",
        loss="#FF8A80",
        warning="#F5B342",
        alert="#FF8A80",
        critical="#FF9A91",
        stale="#B4BCC4",
        info="#8FC2FF",
        border="#4A4F55",
        frame="#4A4F55",
        frame_width=4,
        badge="#4A4F55",
        badge_text="#FFFFFF",
        shape=ModeShape.PLAIN,
    ),
    TradeMode.DEBUG: Theme(
        window="#1E1E1E",
        chart="#1E1E1E",
        elevated="#2A2A2A",
        cell="#3A3A3A",
        ink="#D0D0D0",
        primary="#E6F6FF",
        dim="#A9BACA",
        profit="#52D22A",
        loss="#FF8A80",
        warning="#F5B342",
        alert="#FF8A80",
        critical="#FF9A91",
        stale="#B4BCC4",
        info="#7DB8FF",
        border="#4B5563",
        frame="#F5B342",
        frame_width=4,
        badge="#F5B342",
        badge_text="#000000",
        shape=ModeShape.DASHED,
    ),
    TradeMode.SIM: Theme(
        window="#FFFFFF",
        chart="#F5F5F5",
        elevated="#E8E8E8",
        cell="#E3F2FD",
        ink="#000000",
        primary="#0B2545",
        dim="#4A5A67",
        profit="#166C16",
        loss="#B3261E",
        warning="#855600",
        alert="#B3261E",
        critical="#A3160F",
        stale="#5A6472",
        info="#00609C",
        border="#9CCBE8",
        frame="#4DA7FF",
        frame_width=4,
        badge="#4DA7FF",
        badge_text="#000000",
        shape=ModeShape.ROUND,
    ),
    TradeMode.LIVE: Theme(
        window="#000000",
        chart="#000000",
        elevated="#1A1A1A",
        cell="#0F2540",
        ink="#FFD700",
        primary="#E6F6FF",
        dim="#8FA3B5",
        profit="#45C21C",
        loss="#FF5A61",
        warning="#F5B342",
        alert="#FF5A61",
        critical="#FF6E74",
        stale="#9AA7B4",
        info="#60A5FA",
        border="#6B5F14",
        frame="#FFD700",
        frame_width=8,
        badge="#00C97A",
        badge_text="#000000",
        shape=ModeShape.BEVELLED,
    ),
}


_LIGHT = 0.5


def _safe(theme: Theme) -> Theme:
    """Return a theme with Okabe and Ito's hues, as light or dark as its surfaces need."""
    if QColor(theme.window).lightnessF() > _LIGHT:
        return replace(
            theme,
            profit="#005FA3",
            loss="#9C4A00",
            warning="#6A5800",
            alert="#A83200",
            critical="#8F2600",
            info="#00664C",
        )
    return replace(
        theme,
        profit="#5FB8F0",
        loss="#F0A020",
        warning="#F0E442",
        alert="#FF8A5C",
        critical="#FF9770",
        info="#3DC9A0",
    )


_THEMES: Mapping[Palette, Mapping[TradeMode | None, Theme]] = {
    Palette.CLASSIC: _CLASSIC,
    Palette.SAFE: {mode: _safe(theme) for mode, theme in _CLASSIC.items()},
}


def theme_of(mode: TradeMode | None, palette: Palette = Palette.SAFE) -> Theme:
    """Return the theme of a mode; a grey one while no mode is known."""
    return _THEMES[palette][mode]


def palette_of(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme; platforms without colour schemes need it explicitly."""
    # A copy: some go on to change it.
    return QPalette(_palette(theme))


@cache
def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.primary),
        (role.Base, theme.elevated),
        (role.AlternateBase, theme.cell),
        (role.Text, theme.primary),
        (role.Button, theme.elevated),
        (role.ButtonText, theme.primary),
        (role.BrightText, theme.alert),
        (role.ToolTipBase, theme.elevated),
        (role.ToolTipText, theme.primary),
        (role.PlaceholderText, theme.dim),
        (role.Highlight, theme.badge),
        (role.HighlightedText, theme.badge_text),
        (role.Link, theme.info),
    ):
        palette.setColor(target, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor(theme.dim))
    palette.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, QColor(theme.dim))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Text, QColor(theme.dim))
    return palette
