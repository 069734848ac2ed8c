"""Panel 3 as a widget."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from actors.messages import Command, ExportTrades, ListTrades, StatisticsChanged, TradesListed
from models.book import TradeMode
from models.timeframe import Timeframe
from tests.models.results import results
from tests.ui.builders import REAL, SIM1, a_scope, shown
from tests.ui.panel3.facts import SCENARIO, told_results
from ui.appearance import Appearance
from ui.cell_grid import CellGrid, CellHandle
from ui.panel1.pills import Pill
from ui.panel3.detail_dialog import DetailDialog
from ui.panel3.sharpe_bar import SharpeBar
from ui.panel3.view_model import LABELS
from ui.panel3.widget import Panel3Widget
from ui.theme import theme_of


@pytest.fixture
def panel(qtbot: QtBot) -> Panel3Widget:
    """Return a shown panel with five trades."""
    widget = Panel3Widget()
    qtbot.addWidget(widget)
    widget.resize(740, 250)
    widget.show()
    widget.receive(a_scope())
    widget.receive(told_results(*SCENARIO))
    return widget


@pytest.fixture
def intents(panel: Panel3Widget) -> list[Command]:
    """Return the list of what the panel asks for."""
    asked: list[Command] = []
    panel.intent.connect(asked.append)
    return asked


def pill(panel: Panel3Widget, timeframe: Timeframe) -> Pill:
    """Return the pill of a timeframe."""
    return next(found for found in panel.findChildren(Pill) if found.timeframe is timeframe)


def open_cell(panel: Panel3Widget, label: str) -> DetailDialog:
    """Click a cell, and return the dialog."""
    cell = next(found for found in panel.findChildren(CellHandle) if found.accessibleName() == label)
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)
    return panel.findChildren(DetailDialog)[0]


def rows(dialog: DetailDialog) -> int:
    """Return the number of rows in the table of a dialog."""
    return dialog.findChildren(QTableView)[0].model().rowCount()


def test_the_grid_shows_exactly_the_canonical_cells(panel: Panel3Widget) -> None:
    """What the record of the screen says is what cells, bar and pills show."""
    cells = panel.cells()
    grid = {cell.accessibleName(): cell.accessibleDescription() for cell in panel.findChildren(CellHandle)}
    assert grid == {label: cells[label].text for row in LABELS for label in row}
    assert panel.findChildren(SharpeBar)[0].accessibleDescription() == cells["Sharpe"].text
    chosen = [found.timeframe.value for found in panel.findChildren(Pill) if found.isChecked()]
    assert chosen == [cells["Timeframe"].text] == ["1D"]


@pytest.mark.parametrize("width", [560, 740, 1480])
def test_no_text_is_cut_off(panel: Panel3Widget, width: int) -> None:
    """Label and value are whole at any width that the panel accepts."""
    panel.receive(told_results("-1234567.89", "2345678.90"))
    panel.resize(max(width, panel.minimumSizeHint().width()), panel.minimumSizeHint().height())
    assert panel.findChildren(CellGrid)[0].clipped() == []


def test_pills_choose_the_timeframe(panel: Panel3Widget, qtbot: QtBot) -> None:
    """A click changes the figures at once, and the record of the screen hears of it."""
    with qtbot.waitSignal(panel.cells_changed):
        QTest.mouseClick(pill(panel, Timeframe.MONTH), Qt.MouseButton.LeftButton)
    assert panel.cells()["Timeframe"].text == "1M"
    assert panel.cells()["Sharpe"].text.endswith("daily")


def test_chosen_pill_has_the_colour_of_the_total(panel: Panel3Widget) -> None:
    """A losing timeframe is seen from afar."""
    panel.receive(told_results("-5"))
    image = pill(panel, Timeframe.DAY).grab().toImage()
    painted = {image.pixelColor(x, image.height() // 2).name().upper() for x in range(image.width())}
    assert theme_of(TradeMode.SIM).loss in painted


def test_remarks_are_on_the_screen(panel: Panel3Widget) -> None:
    """Too little data says so beside the title."""
    panel.receive(told_results())
    assert "No closed trade in 1D" in [label.text() for label in panel.findChildren(QLabel)]


def test_cell_opens_its_trades(panel: Panel3Widget, intents: list[Command]) -> None:
    """A click shows the formula at once, asks for the trades, and lists them when they come."""
    dialog = open_cell(panel, "Expectancy")
    assert dialog.isVisible()
    assert intents == [ListTrades(book=SIM1, timeframe=Timeframe.DAY)]
    assert "50.00" in [label.text() for label in dialog.findChildren(QLabel)]
    answer = TradesListed(book=SIM1, timeframe=Timeframe.DAY, trades=tuple(results(SCENARIO)), left_out=0)
    panel.receive(shown(answer))
    assert rows(dialog) == 5


@pytest.mark.parametrize(
    "late",
    [
        TradesListed(book=SIM1, timeframe=Timeframe.WEEK, trades=tuple(results(["1"])), left_out=0),
        TradesListed(book=REAL, timeframe=Timeframe.DAY, trades=tuple(results(["1"])), left_out=0),
    ],
)
def test_answers_to_older_questions_are_dropped(panel: Panel3Widget, late: TradesListed) -> None:
    """Trades of another timeframe or book are never listed under this one's title."""
    dialog = open_cell(panel, "Trades")
    panel.receive(shown(late))
    assert rows(dialog) == 0


def test_bar_opens_too(panel: Panel3Widget) -> None:
    """The ratio is explained like every other figure."""
    QTest.mouseClick(panel.findChildren(SharpeBar)[0], Qt.MouseButton.LeftButton)
    (dialog,) = panel.findChildren(DetailDialog)
    assert dialog.windowTitle() == "APPSIERRA · Sharpe · SIM Sim1 · 1D"


def test_open_dialog_follows_the_figures(panel: Panel3Widget, intents: list[Command]) -> None:
    """A trade that closes changes value and list of an open dialog; repeated figures ask for nothing."""
    dialog = open_cell(panel, "Total PnL")
    panel.receive(told_results(*SCENARIO))
    assert len(intents) == 1
    panel.receive(told_results(*SCENARIO, "10"))
    assert "260.00" in [label.text() for label in dialog.findChildren(QLabel)]
    assert len(intents) == 2


def test_open_dialog_follows_the_timeframe(panel: Panel3Widget, intents: list[Command]) -> None:
    """Another pill lists the trades of that timeframe."""
    dialog = open_cell(panel, "Total PnL")
    QTest.mouseClick(pill(panel, Timeframe.WEEK), Qt.MouseButton.LeftButton)
    assert intents[-1] == ListTrades(book=SIM1, timeframe=Timeframe.WEEK)
    assert dialog.windowTitle().endswith("1W")


def an_unreadable_history(panel: Panel3Widget) -> None:
    """Tell that the trades are not known any more."""
    panel.receive(shown(StatisticsChanged(book=SIM1, by_timeframe=(), problem="disk on fire")))


def another_book(panel: Panel3Widget) -> None:
    """Switch to real money."""
    panel.receive(a_scope(REAL, 2))


@pytest.mark.parametrize("end", [an_unreadable_history, another_book])
def test_dialog_closes_when_its_figures_are_gone(
    panel: Panel3Widget, end: Callable[[Panel3Widget], None]
) -> None:
    """Trades of one book are never beside figures of another."""
    dialog = open_cell(panel, "Total PnL")
    end(panel)
    assert not dialog.isVisible()


def test_nothing_opens_while_nothing_is_known(panel: Panel3Widget, intents: list[Command]) -> None:
    """Unknown figures have no trades behind them."""
    another_book(panel)
    panel.findChildren(SharpeBar)[0].opened.emit("Sharpe")
    assert panel.findChildren(DetailDialog) == []
    assert intents == []


def test_export_becomes_a_command(panel: Panel3Widget, intents: list[Command]) -> None:
    """The panel writes no file: it asks for one."""
    dialog = open_cell(panel, "Trades")
    dialog.export_wanted.emit("/tmp/mine.csv")
    assert intents[-1] == ExportTrades(book=SIM1, timeframe=Timeframe.DAY, path="/tmp/mine.csv")


def test_privacy_reaches_cells_and_an_open_dialog(panel: Panel3Widget, qtbot: QtBot) -> None:
    """The total is hidden in the grid, in the dialog, and the trades are asked for anew."""
    panel._open("Total PnL")
    with qtbot.waitSignals([panel.cells_changed, panel.intent]):
        panel.choose_appearance(Appearance(is_private=True))
    dialog = panel._details
    assert dialog is not None
    assert panel.cells()["Total PnL"].text.endswith("•••")
    assert panel.cells()["Total PnL"].text in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.close()


def test_a_batch_is_rendered_as_a_whole(panel: Panel3Widget) -> None:
    """While facts of a batch come in nothing is drawn anew; the cells know them all."""
    grid = panel.findChildren(CellGrid)[0]
    panel.hold()
    panel.receive(a_scope(REAL, 2))
    panel.receive(told_results("5", book=REAL, epoch=2))
    assert panel.cells()["Trades"].text == "1"
    assert grid.handle("Trades").accessibleDescription() == "5"
    panel.release()
    assert grid.handle("Trades").accessibleDescription() == "1"
