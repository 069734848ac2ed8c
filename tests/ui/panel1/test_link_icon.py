"""The connection icon."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel1.link_icon import LinkIcon
from ui.panel1.view_model import LinkLevel, LinkLook
from ui.theme import theme_of

THEME = theme_of(TradeMode.LIVE)


def picture(qtbot: QtBot, ring: LinkLevel, disc: LinkLevel) -> QImage:
    """Return the icon of two levels."""
    icon = LinkIcon()
    qtbot.addWidget(icon)
    icon.resize(24, 24)
    icon.show_link(LinkLook(Cell(text="", role="dim"), ring, disc, ""), THEME)
    assert ring.value in icon.accessibleDescription()
    return icon.grab().toImage()


def test_ring_and_disc_have_their_own_colours(qtbot: QtBot) -> None:
    """A slow link with fresh data is an amber ring around a green disc."""
    image = picture(qtbot, LinkLevel.SLOW, LinkLevel.GOOD)
    assert image.pixelColor(12, 12) == QColor(THEME.profit)
    assert QColor(THEME.warning) in [image.pixelColor(12, y) for y in range(6)]


def test_a_lost_link_is_struck_through(qtbot: QtBot) -> None:
    """Lost differs from good in shape: the stroke covers a corner that the ring leaves free."""
    free = picture(qtbot, LinkLevel.GOOD, LinkLevel.GOOD).pixelColor(3, 20)
    struck = picture(qtbot, LinkLevel.LOST, LinkLevel.LOST).pixelColor(3, 20)
    assert free != struck
