"""The sign of an alarm."""

from pytestqt.qtbot import QtBot

from models.alarm import AlarmPriority
from models.book import TradeMode
from ui.alarm_sign import AlarmSign
from ui.theme import theme_of


def painted(sign: AlarmSign, priority: AlarmPriority, *, is_open: bool) -> bytes:
    """Return the pixels of a sign, without its colours."""
    sign.show_priority(priority, theme_of(TradeMode.LIVE), is_open=is_open)
    image = sign.grab().toImage()
    back = image.pixel(0, 0)
    return bytes(image.pixel(x, y) != back for y in range(image.height()) for x in range(image.width()))


def test_priorities_differ_in_shape(qtbot: QtBot) -> None:
    """Whoever sees no colours sees which is which, and whether it is open."""
    sign = AlarmSign()
    qtbot.addWidget(sign)
    sign.resize(sign.sizeHint())
    shapes = {painted(sign, each, is_open=is_open) for each in AlarmPriority for is_open in (True, False)}
    assert len(shapes) == 2 * len(AlarmPriority)
