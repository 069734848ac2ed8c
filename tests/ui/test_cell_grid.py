"""Cells in one widget."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QPaintEvent, QPalette, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.appearance import Palette
from ui.cell_grid import CellGrid
from ui.cell_marks import Mark
from ui.theme import theme_of

LABELS = (("Price", "Heat", "Time"), ("Stop", "MAE", "Pts"))
THEME = theme_of(TradeMode.SIM)
CELLS = {label: Cell(text="6745.25", role="neutral") for row in LABELS for label in row}
TIPS = {label: f"about {label}" for label in CELLS}


class Watched(CellGrid):
    """Keeps what it was asked to paint."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__(LABELS)
        self.asked: list[QRegion] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the region, and paint."""
        self.asked.append(event.region())
        super().paintEvent(event)

    def settled(self) -> list[QRegion]:
        """Return what was painted since the last look."""
        QApplication.processEvents()
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def grid(qtbot: QtBot) -> Watched:
    """Return a shown grid."""
    widget = Watched()
    qtbot.addWidget(widget)
    widget.resize(600, 150)
    widget.show_cells(CELLS, THEME, tips=TIPS)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.settled()
    return widget


def focused() -> QWidget:
    """Return the widget that the keys are about."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def changed(**texts: str) -> dict[str, Cell]:
    """Return the cells with other texts."""
    return CELLS | {label: Cell(text=text, role="neutral") for label, text in texts.items()}


def test_only_changed_cells_are_painted(grid: Watched) -> None:
    """One value repaints its own cell and no other; nothing new repaints nothing."""
    grid.show_cells(changed(Stop="6746.00"), THEME, tips=TIPS)
    (region,) = grid.settled()
    assert region.boundingRect() == grid.handle("Stop").geometry()
    grid.show_cells(changed(Stop="6746.00"), THEME, tips=TIPS)
    assert grid.settled() == []


def test_many_changes_are_painted_at_once(grid: Watched) -> None:
    """All cells at a time are one rectangle."""
    grid.show_cells(changed(**dict.fromkeys(CELLS, "1")), THEME, tips=TIPS)
    (region,) = grid.settled()
    assert region.rectCount() == 1
    assert region.boundingRect() == grid.rect()


def test_a_mark_alone_is_a_change(grid: Watched) -> None:
    """An arrow that turns is painted though the text stays."""
    grid.show_cells(CELLS, THEME, tips=TIPS, marks={"Pts": Mark(arrow=1)})
    (region,) = grid.settled()
    assert region.boundingRect() == grid.handle("Pts").geometry()


def test_only_flashing_cells_blink(grid: Watched) -> None:
    """The other half second repaints what flashes."""
    flashing = CELLS | {"Heat": Cell(text="5:00", role="critical", flash=True)}
    grid.show_cells(flashing, THEME, tips=TIPS)
    grid.settled()
    grid.blink(bright=False)
    (region,) = grid.settled()
    assert region.boundingRect() == grid.handle("Heat").geometry()
    grid.blink(bright=False)
    assert grid.settled() == []


def test_another_theme_paints_everything(grid: Watched) -> None:
    """No colour of the old theme is left."""
    live = theme_of(TradeMode.LIVE, Palette.CLASSIC)
    grid.show_cells(CELLS, live, tips=TIPS)
    grid.settled()
    image = grid.grab().toImage()
    seen = {image.pixelColor(x, y).name().upper() for x in range(0, 600, 3) for y in range(0, 150, 3)}
    assert live.cell in seen
    assert THEME.cell not in seen


def test_other_colours_of_the_window_paint_the_grid_once(qtbot: QtBot) -> None:
    """The handles are not painted themselves: Qt would paint the grid below them once more."""
    window, other = QWidget(), QPalette()
    qtbot.addWidget(window)
    window.setAutoFillBackground(True)
    grid = Watched()
    QHBoxLayout(window).addWidget(grid)
    with qtbot.waitExposed(window):
        window.show()
    grid.settled()
    other.setColor(QPalette.ColorRole.Window, QColor("#102030"))
    window.setPalette(other)
    grid.show_cells(CELLS, theme_of(TradeMode.LIVE), tips=TIPS)
    assert len(grid.settled()) == 1


def test_a_theme_that_was_shown_is_not_laid_out_again(grid: Watched) -> None:
    """Back in the first mode all looks as it did, also where a banner took some of the height meanwhile."""
    first, size, live = grid._face, grid.size(), theme_of(TradeMode.LIVE)
    grid.resize(size.width(), size.height() - 40)
    grid.show_cells(CELLS, live, tips=TIPS)
    grid.settled()
    low, area = grid._face, grid.handle("Price").geometry()
    assert low is not first
    grid.resize(size)
    grid.show_cells(CELLS, THEME, tips=TIPS)
    grid.settled()
    assert grid._face is first
    assert grid.handle("Price").height() > area.height()
    grid.resize(size.width(), size.height() - 40)
    grid.show_cells(CELLS, live, tips=TIPS)
    grid.settled()
    assert grid._face is low
    assert grid.handle("Price").geometry() == area


def test_few_layouts_are_kept(grid: Watched) -> None:
    """A window that is drawn larger by hand leaves no picture behind for each of its sizes."""
    for wider in range(20):
        grid.resize(600 + wider, 150)
    assert len(grid._faces) == 6


def test_every_cell_is_reached_by_arrow_keys(grid: Watched) -> None:
    """From the first cell right and down through all, and around the edges."""
    grid.handle("Price").setFocus()
    seen = []
    for _ in LABELS:
        for _ in LABELS[0]:
            seen.append(focused().accessibleName())
            QTest.keyClick(focused(), Qt.Key.Key_Right)
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert seen == list(CELLS)
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    assert focused() is grid.handle("Pts")


def test_tab_stops_once_at_the_cell_used_last(grid: Watched) -> None:
    """The grid is one stop of the Tab key, wherever the arrow keys went."""
    grid.handle("Price").setFocus()
    QTest.keyClick(grid.handle("Price"), Qt.Key.Key_Right)
    stops = [label for label in CELLS if grid.handle(label).focusPolicy() is Qt.FocusPolicy.StrongFocus]
    assert stops == ["Heat"]


def test_the_focused_cell_has_a_ring(grid: Watched) -> None:
    """Who works by key sees where."""
    focused().clearFocus()
    before = grid.grab().toImage()
    grid.handle("Price").setFocus()
    assert grid.grab().toImage() != before


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_and_clicks_open_a_cell(grid: Watched, qtbot: QtBot, key: Qt.Key) -> None:
    """By key the focused one, by mouse the one that was clicked."""
    grid.handle("Heat").setFocus()
    with qtbot.waitSignal(grid.opened) as by_key:
        QTest.keyClick(grid.handle("Heat"), key)
    with qtbot.waitSignal(grid.opened) as by_click:
        QTest.mouseClick(grid.handle("Stop"), Qt.MouseButton.LeftButton)
    assert (by_key.args, by_click.args) == (["Heat"], ["Stop"])


def test_a_screen_reader_hears_label_value_and_detail(grid: Watched) -> None:
    """Each cell is an accessible child with name and value, and in focus with its detail."""
    grid.show_cells(changed(Stop="6746.00"), THEME, tips=TIPS)
    grid.handle("Stop").setFocus()
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface is not None
    heard = {}
    for index in range(interface.childCount()):
        child = interface.child(index)
        heard[child.text(QAccessible.Text.Name)] = child.text(QAccessible.Text.Description)
    assert heard == {label: cell.text for label, cell in changed(Stop="6746.00").items()}
    assert grid.handle("Stop").toolTip() == "about Stop"


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_mouse_finds_the_tip_of_its_cell(grid: Watched) -> None:
    """The tip is that of the cell under the mouse, as it is now."""
    at = grid.handle("MAE").geometry().center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, grid.mapToGlobal(at))
    QApplication.sendEvent(grid, event)
    assert QToolTip.text() == "about MAE"


def test_nothing_is_clipped(grid: Watched) -> None:
    """Every text is inside its cell, and the question can be answered with no."""
    assert grid.clipped() == []
    grid.resize(30, 20)
    assert set(grid.clipped()) == set(CELLS)
