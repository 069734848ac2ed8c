"""A session at a thousand facts a second with swaps of generations; prints what it measured as JSON."""

import gc
import json
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import psutil
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from actors.messages import (
    BalanceChanged,
    BookConfirmed,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    Fact,
    HeatChanged,
    PositionChanged,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from app.__main__ import SWITCH_INTERVAL_S
from app.garbage import GarbageCollector
from app.stress.swap import still_window
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.contract import contract_of
from models.equity import EquityPoint, curve_of
from models.order import Protection
from models.quote import Quote
from models.trade import Position
from ui.generations import other
from ui.inlet import Inlet
from ui.panel import PanelName
from ui.payload import Arrival
from ui.window import MainWindow

SWAPS = 1_000
FACTS_PER_S = 1_000
_SETTLED_SWAPS = 100
_QUIET_MS = 4_500
"""The spares are built ahead by then."""
_PAUSE_MS = (5, 50)
_HEARTBEAT_MS = 2
_SEED = 7
_BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))
_SYMBOL = Symbol("MESZ25")
_BEGAN = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
_ENTRY = Decimal(6750)
_TICK = Decimal("0.25")
_NOT_OURS = "This plugin does not support"
"""What the offscreen platform says about itself."""


def opening() -> Iterator[tuple[Fact, str | None]]:
    """Yield the state at the start: connected, in a position, in drawdown, with a curve of a day."""
    yield ScopeChanged(epoch=1, mode=_BOOK.mode, account=_BOOK.account, known=(_BOOK,), reason="start"), None
    state = ConnectionState.READY
    yield ConnectionChanged(state=state, endpoint="127.0.0.1:11099", detail="", at=_BEGAN), None
    yield BookConfirmed(book=_BOOK, confirmed=True, at=_BEGAN), None
    points = [
        EquityPoint(
            at=_BEGAN - timedelta(seconds=80_000 - 40 * number), balance=Decimal(10_000 + number % 97)
        )
        for number in range(2_000)
    ]
    yield CurveChanged(book=_BOOK, curve=curve_of(points)), None
    yield BalanceChanged(book=_BOOK, balance=points[-1].balance, confirmed=True, at=_BEGAN), None
    yield _holding(_ENTRY), None
    yield HeatChanged(book=_BOOK, symbol=_SYMBOL, since=_BEGAN - timedelta(seconds=250)), None


def stream(chance: Random) -> Iterator[tuple[Fact, str | None]]:
    """Yield facts for ever: prices mostly; clock, position and drawdown in between."""
    price, number = _ENTRY, 0
    while True:
        number += 1
        at = _BEGAN + timedelta(milliseconds=number)
        price += _TICK * chance.choice((-1, 0, 1))
        if number % 500 == 0:
            yield Ticked(at=at), "Ticked"
        elif number % 100 == 0:
            yield _holding(price), None
        elif number % 2_500 == 1:
            since = at - timedelta(seconds=chance.choice((1, 200, 280, 400)))
            yield HeatChanged(book=_BOOK, symbol=_SYMBOL, since=since), None
        else:
            yield QuoteRead(quote=_quote(price, at)), "quote"


def _quote(price: Decimal, at: datetime) -> Quote:
    return Quote(
        last=price,
        high=price + 5,
        low=price - 5,
        vwap=price - 1,
        poc=price + 1,
        cum_delta=Decimal(1234),
        read_at=at,
    )


def _holding(price: Decimal) -> PositionChanged:
    low, high = min(price, _ENTRY) - 2, max(price, _ENTRY) + 2
    position = Position(
        trade_id="t1",
        book=_BOOK,
        symbol=_SYMBOL,
        quantity=Decimal(2),
        average_price=_ENTRY,
        entry_time=_BEGAN - timedelta(minutes=9),
        low=low,
        high=high,
        worst_open=(low - _ENTRY) * 10,
        best_open=(high - _ENTRY) * 10,
        entered=Decimal(2),
        entry_value=_ENTRY * 2,
        exited=Decimal(0),
        exit_value=Decimal(0),
        realised=Decimal(0),
        fees=Decimal("1.24"),
        initial_risk=Decimal(5),
        entry_context=None,
        confirmed=True,
    )
    protection = Protection(
        stop=_ENTRY - 5, stop_quantity=Decimal(2), target=_ENTRY + 10, target_quantity=Decimal(2)
    )
    return PositionChanged(
        book=_BOOK,
        symbol=_SYMBOL,
        contract=contract_of(_SYMBOL, {}, None),
        position=position,
        protection=protection,
        opened_at=position.entry_time,
    )


class SwapSession(QObject):
    """Two windows hear the same facts; in one of them generations are swapped at random moments."""

    def __init__(self) -> None:
        super().__init__()
        self._chance = Random(_SEED)  # noqa: S311 - a benchmark, no secret
        self._window = still_window()
        self._still = still_window()
        self._window.resize(1100, 900)
        self._window.show()
        self._inlet = Inlet(deliver=self._deliver, drained=self._drained)
        self._garbage = GarbageCollector(self)
        self._swaps_ms: list[float] = []
        self._first_ms: dict[PanelName, float] = {}
        self._sizes_mb: list[float] = []
        self._differing: set[tuple[str, str]] = set()
        self._compared = 0
        self._stall_ms = 0.0
        self._beat = time.perf_counter()
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(_HEARTBEAT_MS)
        self._heart.timeout.connect(self._take_pulse)
        self._stopped = threading.Event()
        self._feeder = threading.Thread(target=self._feed, daemon=True)

    def run(self) -> dict[str, object]:
        """Swap so often, and return what was measured."""
        self._garbage.start()
        self._feeder.start()
        QTimer.singleShot(_QUIET_MS, self._begin)
        QApplication.exec()
        self._stopped.set()
        self._feeder.join()
        self._inlet.close()
        return {
            "swaps_ms": self._swaps_ms,
            "first_ms": max(self._first_ms.values()),
            "stall_ms": self._stall_ms,
            "grown_mb": self._sizes_mb[1] - self._sizes_mb[0],
            "differing": sorted(self._differing),
            "compared": self._compared,
        }

    def _feed(self) -> None:
        for fact, key in opening():
            self._inlet.put(Shown(epoch=1, fact=fact), key)
        began = time.perf_counter()
        facts = stream(Random(_SEED))  # noqa: S311 - as above
        for sent, (fact, key) in enumerate(facts, start=1):
            self._inlet.put(Shown(epoch=1, fact=fact), key)
            if self._stopped.wait(max(0.0, began + sent / FACTS_PER_S - time.perf_counter())):
                return

    def _deliver(self, arrival: Arrival) -> None:
        self._window.receive(arrival)
        self._still.receive(arrival)

    def _drained(self) -> None:
        self._window.after_drain()
        swapped, still = _cells(self._window), _cells(self._still)
        self._compared += len(still)
        self._differing |= {name for name, cell in still.items() if swapped[name] != cell}

    @Slot()
    def _begin(self) -> None:
        self._beat = time.perf_counter()
        self._heart.start()
        self._swap()

    @Slot()
    def _take_pulse(self) -> None:
        now = time.perf_counter()
        self._stall_ms = max(self._stall_ms, (now - self._beat) * 1000 - _HEARTBEAT_MS)
        self._beat = now

    @Slot()
    def _swap(self) -> None:
        name = self._chance.choice(list(PanelName))
        migration = self._window.migration
        began = time.perf_counter()
        migration.swap(name, other(migration.hosts[name].generation), "user", "drill")
        # With layout and repaint: the turn ends when the trader sees the other panel.
        for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
            QApplication.sendPostedEvents(None, kind.value)
        took_ms = (time.perf_counter() - began) * 1000
        if name in self._first_ms:
            self._swaps_ms.append(took_ms)
        else:
            self._first_ms[name] = took_ms
        if len(self._swaps_ms) in {_SETTLED_SWAPS, SWAPS}:
            gc.collect()
            self._sizes_mb.append(psutil.Process().memory_info().rss / 1e6)
            self._beat = time.perf_counter()
        if len(self._swaps_ms) == SWAPS:
            QApplication.exit()
        else:
            QTimer.singleShot(self._chance.randint(*_PAUSE_MS), self._swap)


def _cells(window: MainWindow) -> dict[tuple[str, str], object]:
    hosts = window.migration.hosts
    return {(name.value, label): cell for name, host in hosts.items() for label, cell in host.cells().items()}


def main() -> int:
    """Run the session; return the exit code."""
    warnings: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and _NOT_OURS not in text:
            warnings.append(text)

    qInstallMessageHandler(note)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _application = QApplication([])
    measured = SwapSession().run()
    sys.stdout.write(json.dumps({**measured, "warnings": warnings}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
