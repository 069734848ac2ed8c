"""The compact strip."""

from functools import reduce

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.builders import a_link, a_position, a_protection, a_quote, a_scope, a_tick, holding
from ui.appearance import Appearance
from ui.badge import ModeBadge
from ui.compact_strip import CompactStrip
from ui.compact_view import CompactView, appear, present
from ui.theme import theme_of

NEAR = reduce(
    present,
    (
        a_link(),
        a_scope(),
        a_tick(1),
        a_quote("6746.00"),
        holding(a_position(), a_protection("6745.25", None)),
    ),
    CompactView(),
)


@pytest.fixture
def strip(qtbot: QtBot) -> CompactStrip:
    """Return a shown strip."""
    strip = CompactStrip()
    qtbot.addWidget(strip)
    strip.show()
    return strip


def texts(strip: CompactStrip) -> dict[str, str]:
    """Return what is written, by accessible name."""
    return {label.accessibleName(): label.text() for label in strip.findChildren(QLabel)}


@pytest.mark.parametrize(("mode", "word"), [(TradeMode.SIM, "SIM"), (TradeMode.LIVE, "LIVE · REAL MONEY")])
def test_mode_is_a_word_a_frame_and_a_title(strip: CompactStrip, mode: TradeMode, word: str) -> None:
    """Simulated money never looks like real money."""
    strip.show_mode(word, theme_of(mode))
    assert strip.findChildren(ModeBadge)[0].accessibleDescription() == word
    assert word in strip.windowTitle()
    image = strip.grab().toImage()
    edge = {image.pixelColor(1, y).name().upper() for y in range(image.height())}
    assert theme_of(mode).frame in edge


def test_cells_are_written(strip: CompactStrip) -> None:
    """What is recorded is what is on the strip."""
    strip.show_view(NEAR)
    written = texts(strip)
    assert {name: written[name] for name in ("Position", "Trade net", "Heat", "To stop")} == {
        name: cell.text for name, cell in strip.cells().items() if name != "Alarm"
    }
    assert written["Worst alarm"] == strip.cells()["Alarm"].text


def test_what_flashes_changes_its_colour_and_stays_readable(qtbot: QtBot, strip: CompactStrip) -> None:
    """Both halves of a flash show the text."""
    strip.show_mode("SIM", theme_of(TradeMode.SIM))
    strip.show_view(NEAR)
    label = next(each for each in strip.findChildren(QLabel) if each.accessibleName() == "To stop")
    seen: set[str] = set()

    def both() -> bool:
        seen.add(label.palette().windowText().color().name().upper())
        return len(seen) == 2

    qtbot.waitUntil(both, timeout=3000)
    assert seen == {theme_of(TradeMode.SIM).alert, theme_of(TradeMode.SIM).primary}
    strip.show_view(CompactView())
    assert not strip._flash.isActive()


def test_nothing_flashes_where_nothing_may_move(strip: CompactStrip) -> None:
    """What would flash has its colour behind the text instead, as nothing else has, while it lasts."""
    theme = theme_of(TradeMode.SIM)
    strip.show_mode("SIM", theme)
    strip.show_view(NEAR)
    strip._flash.timeout.emit()
    strip.show_view(appear(NEAR, Appearance(is_still=True)))
    assert not strip._flash.isActive()
    labels = {each.accessibleName(): each for each in strip.findChildren(QLabel)}
    filled = {name for name, each in labels.items() if each.autoFillBackground()}
    assert filled == {name for name, cell in strip.cells().items() if cell.flash} == {"To stop"}
    palette = labels["To stop"].palette()
    assert palette.window().color().name().upper() == theme.alert
    assert palette.windowText().color().name().upper() == theme.window
    strip.show_view(CompactView())
    assert not any(each.autoFillBackground() for each in labels.values())


def test_double_click_and_closing_ask_for_the_whole_window(qtbot: QtBot, strip: CompactStrip) -> None:
    """A monitor does not vanish by a slip of the hand."""
    with qtbot.waitSignal(strip.left):
        QTest.mouseDClick(strip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.left):
        strip.close()
    assert strip.isVisible()


def send(strip: CompactStrip, kind: QMouseEvent.Type, at: QPoint, buttons: Qt.MouseButton) -> None:
    """Let the mouse do something at a place of the screen."""
    local = QPointF(strip.mapFromGlobal(at))
    event = QMouseEvent(
        kind, local, QPointF(at), Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(strip, event)


def test_it_follows_the_hand(strip: CompactStrip) -> None:
    """From press to release, and no further."""
    strip.move(40, 40)
    start = strip.pos() + QPoint(5, 5)
    send(strip, QMouseEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)
    send(strip, QMouseEvent.Type.MouseMove, start + QPoint(30, 20), Qt.MouseButton.LeftButton)
    assert strip.pos() == QPoint(70, 60)
    send(strip, QMouseEvent.Type.MouseButtonRelease, start, Qt.MouseButton.NoButton)
    send(strip, QMouseEvent.Type.MouseMove, start, Qt.MouseButton.NoButton)
    assert strip.pos() == QPoint(70, 60)


def test_figures_do_not_move_their_neighbours(strip: CompactStrip) -> None:
    """The strip has room for the widest usual figures from the start."""
    before = strip.sizeHint().width()
    strip.show_view(NEAR)
    assert strip.sizeHint().width() == before


def test_a_bound_is_seen_whole(strip: CompactStrip) -> None:
    """The words before a result must not push its digits out of sight."""
    position = msgspec.structs.replace(a_position(quantity=2), executions=())
    strip.show_view(
        reduce(present, [a_link(), a_scope(), a_quote("6752.25"), holding(position)], CompactView())
    )
    (net,) = [each for each in strip.findChildren(QLabel) if each.accessibleName() == "Trade net"]
    assert net.text() == "at most +$18.76"
    assert net.fontMetrics().horizontalAdvance(net.text()) <= net.minimumWidth()
