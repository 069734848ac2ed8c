"""Amounts are hidden everywhere at once: in every window, dialog and tooltip, in both generations."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableView, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from actors.messages import AlarmsListed, NoticeRaised, Severity, Shown, SwapPanels, TradesListed
from models.alarm import AlarmKind, record_of
from models.timeframe import Timeframe
from tests.models.results import results
from tests.ui.alarms import an_alarm, holding_alarms
from tests.ui.builders import (
    NOW,
    SIM1,
    a_balance,
    a_curve,
    a_link,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    a_view,
    an_open_equity,
    holding,
    shown,
)
from tests.ui.panel3.facts import told_results
from tests.ui.test_window import Desk
from ui.appearance import Appearance, Unit
from ui.cell_grid import CellGrid
from ui.legacy.panel1 import LegacyPanel1
from ui.panel1.chart import EquityChart
from ui.panel1.widget import Panel1Widget
from ui.window import MainWindow
from ui.wording import HIDDEN

NETS = ("713.57", "-719.61", "727.33")
LOSS = an_alarm(AlarmKind.LOSS_80, text="SIM Sim1: today's loss of $731.25 is 82 % of the limit of $900.00.")
SMALL = an_alarm(AlarmKind.STOP_SMALL, text="SIM Sim1 MES: stops cover 37 of 73 contracts.")
FLOW = NoticeRaised(key="flow", severity=Severity.INFO, text="Sim1: the balance changed by -$739.00.")
AMOUNT = re.compile(r"\$\s?-?\d")
SESSION = (
    a_link(),
    a_scope(),
    a_tick(95),
    a_curve((3000, "74100.00"), (1800, "74733.51"), (600, "74717.43")),
    a_balance("74717.43"),
    a_quote("6755.50"),
    holding(
        a_position(quantity=73, entry="6750.25", low="6749.00", high="6756.75", initial_risk="10"),
        a_protection("6745.25", "6762.25", 37),
    ),
    an_open_equity((3000, "74100.00"), (60, "76633.77")),
    told_results(*NETS),
    holding_alarms(LOSS, SMALL),
    shown(FLOW),
)


def texts(top: QWidget) -> Iterator[str]:
    """Yield everything that a window says: on the screen, under the mouse, and to a screen reader."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleDescription())
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QTableView):
            yield from table_texts(widget.model())
        elif isinstance(widget, CellGrid):
            yield from widget._tips.values()
        elif isinstance(widget, EquityChart) and widget._curve.frame is not None:
            yield from (tick.text for tick in widget._curve.frame.amounts)
        elif callable(text := getattr(widget, "text", None)):
            yield str(text())


def table_texts(model: QAbstractItemModel) -> Iterator[str]:
    """Yield every cell of a table."""
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.data(model.index(row, column)))


def everything(window: MainWindow) -> list[str]:
    """Return the texts of every window that is on the screen, and the canonical cells."""
    tops = [top for top in QApplication.topLevelWidgets() if top is window or top.isVisible()]
    cells = [cell.cell.text for cell in window.watch.cells()]
    return [*cells, *(text for top in tops for text in texts(top) if text)]


def amounts(said: list[str]) -> set[str]:
    """Return the numbers that are dollars, or numbers of contracts, in what is said openly."""
    dollars = {number for text in said for number in re.findall(r"\$(\d[\d,]*(?:\.\d+)?)", text)}
    return dollars | {net.strip("-") for net in NETS} | {"73", "37"}


def telling(said: list[str], secret: set[str]) -> list[str]:
    """Return the texts that give an amount away."""
    secrets = [re.compile(rf"(?<![\d.,:]){re.escape(number)}(?![\d.,:])") for number in secret]
    return [text for text in said if AMOUNT.search(text) or any(each.search(text) for each in secrets)]


def show_everything(window: MainWindow, generation: str) -> None:
    """Open every dialog that shows an amount, and give the second panel a window of its own."""
    for panel in ("panel1", "panel2"):
        window.receive(SwapPanels(panels=(panel,), generation=generation, who="user", why="test"))
    window._menus.alarms.log.emit()
    window.receive(shown(AlarmsListed(records=(record_of(LOSS), record_of(SMALL)))))
    window._menus.generations.details.emit()
    window._stack._statistics._open("Total PnL")
    window.receive(told_trades())
    window._desk._detach("panel2")


def told_trades() -> Shown:
    """Return the trades of the day."""
    trades = tuple(results(NETS))
    return shown(TradesListed(book=SIM1, timeframe=Timeframe.DAY, trades=trades, left_out=0))


@pytest.fixture
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    """Return a window of a session, and close it with all windows beside it."""
    window = Desk().window(appearance=Appearance(unit=getattr(request, "param", Unit.OWN)))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for fact in SESSION:
        window.receive(fact)
    qtbot.waitUntil(lambda: bool(window.findChildren(EquityChart)))
    yield window
    window.close()


@pytest.mark.parametrize("generation", ["new", "legacy"])
@pytest.mark.parametrize("with_open", [False, True])
@pytest.mark.parametrize("window", list(Unit), indirect=True)
def test_privacy_leaves_no_amount_anywhere(window: MainWindow, generation: str, *, with_open: bool) -> None:
    """What the windows said openly is not to be found any more once the key is pressed."""
    window.receive(a_view(with_open=with_open))
    show_everything(window, generation)
    openly = everything(window)
    secret = amounts(openly)
    assert len(telling(openly, secret)) > 10
    window._menus.privacy.emit()
    window.receive(told_trades())
    privately = everything(window)
    assert telling(privately, secret) == []
    assert any(HIDDEN in text for text in privately)
    window._menus.desk.compact.emit()
    assert telling(everything(window), secret) == []


@pytest.mark.parametrize("generation", ["new", "legacy"])
def test_the_mouse_over_the_curve_tells_no_amount(window: MainWindow, generation: str) -> None:
    """The balance of a moment is as hidden as that of now."""
    show_everything(window, generation)
    secret = amounts(everything(window))
    window._menus.privacy.emit()
    window.receive(told_trades())
    at = NOW.timestamp() - 1800
    for legacy in window.findChildren(LegacyPanel1):
        legacy._hover(at)
    for new in window.findChildren(Panel1Widget):
        new._hovered(at)
    cells = {cell.name: cell.cell.text for cell in window.watch.cells()}
    assert cells["Hover"]
    assert cells["Balance"] == f"${HIDDEN}"
    assert telling(everything(window), secret) == []


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_an_open_tooltip_goes_with_the_amounts(qtbot: QtBot, window: MainWindow) -> None:
    """It would keep the words that it was opened with."""
    QToolTip.showText(window.mapToGlobal(QPoint(5, 5)), "Best open P&L $2,372.50", window)
    qtbot.waitUntil(QToolTip.isVisible)
    QTest.keyClick(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
