"""Panel 2 of both generations in one process, on the window system that Qt is told; writes JSON."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import cycle

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from actors.messages import (
    ConnectionChanged,
    ConnectionState,
    Fact,
    HeatChanged,
    PositionChanged,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.contract import contract_of
from models.order import Protection
from models.quote import Quote
from models.trade import MarketContext, Position
from ui.cell_grid import CellGrid
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import Choices, Panel
from ui.panel2.presenter import EMPTY_VIEW, choose, present
from ui.panel2.view_model import LABELS, Panel2View
from ui.panel2.widget import Panel2Widget
from ui.theme import theme_of

ROUNDS = 1500
_WARM_UP = 100
_PANEL_SIZE = (900, 260)
_GRID_SIZE = (876, 190)
_BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))
_NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
_LAST = Decimal("6750.25")
_SYMBOLS = tuple(Symbol(f"MES{month}{year}") for year in (26, 27) for month in "HMUZ")


def main() -> int:
    """Measure, round about, each of the four once in a round."""
    qt = QApplication([])
    facts = [Shown(epoch=1, fact=fact) for fact in _facts()]
    jobs = {
        "empty": _empty(),
        "grid": _grid(_views(facts)),
        "new": _panel(Panel2Widget(), facts),
        "legacy": _panel(LegacyPanel2(), facts),
    }
    qt.processEvents()
    samples: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    gc.disable()
    for number in range(ROUNDS + _WARM_UP):
        for name, job in jobs.items():
            took_s = next(job)
            if number >= _WARM_UP:
                samples[name].append(1000 * took_s)
        qt.processEvents()
    sys.stdout.write(json.dumps(samples))
    return 0


def _timed(widget: QWidget, change: Callable[[], object]) -> float:
    """Return the seconds that a change and the painting of all it touched took."""
    began = time.perf_counter()
    change()
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.UpdateRequest))
    return time.perf_counter() - began


def _empty() -> Iterator[float]:
    """Paint a plain surface of the same size."""
    widget = QWidget()
    widget.resize(*_GRID_SIZE)
    widget.setAutoFillBackground(True)
    widget.show()
    while True:
        yield _timed(widget, widget.update)


def _grid(views: list[Panel2View]) -> Iterator[float]:
    """Show other texts in all cells."""
    grid = CellGrid(LABELS)
    grid.resize(*_GRID_SIZE)
    grid.show()
    theme = theme_of(_BOOK.mode)
    for view in cycle(views):
        yield _timed(grid, partial(grid.show_cells, view.grid, theme, tips=view.tips, marks=view.marks))


def _panel(panel: Panel, facts: list[Shown]) -> Iterator[float]:
    """Show another position, computed by the panel itself."""
    # A panel is a part of a window; as one of its own it would talk to the window system all the time.
    window = QWidget()
    window.resize(*_PANEL_SIZE)
    panel.setParent(window)
    panel.setGeometry(window.rect())
    for fact in facts:
        panel.receive(fact)
    window.show()
    before = panel.cells()
    for symbol in cycle(_SYMBOLS):
        yield _timed(window, partial(panel.adopt, Choices(symbol=symbol)))
        after = panel.cells()
        same = [label for row in LABELS for label in row if after[label] == before[label]]
        if same and before["Symbol"] != after["Symbol"]:
            raise RuntimeError(f"not all cells changed: {', '.join(same)}")
        before = after


def _views(facts: list[Shown]) -> list[Panel2View]:
    view = EMPTY_VIEW
    for fact in facts:
        view = present(view, fact)
    return [choose(view, symbol) for symbol in _SYMBOLS]


def _facts() -> Iterator[Fact]:
    """Yield a session with positions of which no two neighbours share a cell."""
    yield ConnectionChanged(state=ConnectionState.READY, endpoint="127.0.0.1:11099", detail="", at=_NOW)
    yield ScopeChanged(epoch=1, mode=_BOOK.mode, account=_BOOK.account, known=(_BOOK,), reason="measured")
    yield Ticked(at=_NOW)
    quote = Quote(
        last=_LAST, high=_LAST, low=_LAST, vwap=_LAST, poc=_LAST, cum_delta=Decimal(1), read_at=_NOW
    )
    yield QuoteRead(quote=quote)
    for number, symbol in enumerate(_SYMBOLS):
        yield _opened(number, symbol)
        since = _NOW - timedelta(seconds=170 + 37 * number)
        yield HeatChanged(book=_BOOK, symbol=symbol, since=since)


def _opened(number: int, symbol: Symbol) -> PositionChanged:
    """Return a position; every other one is short, in loss, and not confirmed."""
    sign = -1 if number % 2 else 1
    step = Decimal("0.25") * (number + 3)
    entry = _LAST - step
    contracts = Decimal(number + 1)
    low, high = entry - step / 2, entry + 3 * step
    gains = [(edge - entry) * sign * contracts * 5 for edge in (low, high)]
    return PositionChanged(
        book=_BOOK,
        symbol=symbol,
        contract=contract_of(symbol, {}, None),
        opened_at=_NOW - timedelta(seconds=41 * (number + 1)),
        protection=Protection(
            stop=entry - 4 * sign * step,
            stop_quantity=contracts,
            target=entry + 9 * sign * step,
            target_quantity=contracts,
        ),
        position=Position(
            trade_id=symbol,
            book=_BOOK,
            symbol=symbol,
            quantity=sign * contracts,
            average_price=entry,
            entry_time=_NOW - timedelta(seconds=41 * (number + 1)),
            low=low,
            high=high,
            worst_open=min(gains),
            best_open=max(gains),
            entered=contracts,
            entry_value=entry * contracts,
            exited=Decimal(0),
            exit_value=Decimal(0),
            realised=Decimal(0),
            fees=Decimal("0.62") * contracts,
            initial_stop=entry - 4 * sign * step,
            initial_risk=contracts * (step + 2),
            entry_context=MarketContext(
                vwap=entry + sign * step,
                cum_delta=Decimal(137 * sign * (number + 1)),
                poc=entry - sign * step,
            ),
            confirmed=sign > 0,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
