"""What statistics of a hundred thousand trades cost, and whether the window notices."""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer

from actors.base import Ports
from actors.messages import Begin, Message, ScopeChanged, StatisticsChanged, TradesLoaded
from actors.seams.clock import SystemClock
from actors.seams.text_file import DiskTextFiles
from actors.statistics import StatisticsActor
from app.__main__ import SWITCH_INTERVAL_S
from benchmarks.figure import Figure
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.scoreboard import Scoreboard
from models.timeframe import Timeframe
from models.trade import Trade
from models.trade_history import TradeHistory

RUNS = 7
TRADES = 100_000
ANEW_BOUND_MS = 50.0
ONE_MORE_BOUND_MS = 1.0
STALL_BOUND_MS = 16.0
_LONGEST_S = 20.0
_BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))
_MINUTES_BETWEEN = timedelta(minutes=3)


def measure() -> list[Figure]:
    """Add up everything anew, add one more, and watch an event loop beside the actor."""
    now = datetime.now(UTC)
    trades = _trades(now)
    history, board = TradeHistory(trades), Scoreboard(trades, now)
    later = [_trade(TRADES + number, "12.50", now) for number in range(RUNS)]
    return [
        Figure(
            name="100,000 trades anew",
            unit="ms",
            runs=[_ms(lambda: history.statistics(history.window(Timeframe.ALL, now))) for _ in range(RUNS)],
            reference=[_ms(lambda: _plainly(trades)) for _ in range(RUNS)],
            bound=ANEW_BOUND_MS,
        ),
        Figure(
            name="one trade more, 7 timeframes",
            unit="ms",
            runs=[_ms(partial(board.add, trade, now)) for trade in later],
            reference=[],
            bound=ONE_MORE_BOUND_MS,
        ),
        _stalls(tuple(trades)),
    ]


def _stalls(trades: tuple[Trade, ...]) -> Figure:
    """Measure the longest pause of an event loop while the actor takes over all trades."""
    qt = QCoreApplication.instance() or QCoreApplication([])
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.collect()
    gc.disable()
    try:
        busy = [_longest_pause_ms(qt, trades) for _ in range(RUNS)]
        idle = [_longest_pause_ms(qt, ()) for _ in range(RUNS)]
    finally:
        gc.enable()
        sys.setswitchinterval(usual)
    return Figure(
        name="longest pause of the window", unit="ms", runs=busy, reference=idle, bound=STALL_BOUND_MS
    )


def _longest_pause_ms(qt: QCoreApplication, trades: tuple[Trade, ...]) -> float:
    told: list[Message] = []
    clock = SystemClock(told.append)
    actor = StatisticsActor.start(ports=Ports(post=told.append, clock=clock), files=DiskTextFiles())
    pauses, beats = [0.0], [time.perf_counter()]
    timer = QTimer()
    timer.setInterval(1)

    def beat() -> None:
        at = time.perf_counter()
        pauses.append(at - beats[-1])
        beats.append(at)
        is_done = any(isinstance(message, StatisticsChanged) for message in told)
        if (is_done and len(beats) > RUNS) or at - beats[0] > _LONGEST_S:
            qt.quit()

    timer.timeout.connect(beat)
    scope = ScopeChanged(epoch=1, mode=_BOOK.mode, account=_BOOK.account, known=(_BOOK,), reason="measured")
    for message in (Begin(), scope, TradesLoaded(book=_BOOK, trades=trades)):
        actor.tell(message)
    timer.start()
    qt.exec()
    timer.stop()
    actor.stop()
    return 1000 * max(pauses)


def _plainly(trades: list[Trade]) -> tuple[float, ...]:
    """Return the main figures as a loop over the trades and the standard library have them."""
    nets = [float(trade.net) for trade in trades if trade.net is not None]
    total = peak = fall = 0.0
    for net in nets:
        total += net
        peak = max(peak, total)
        fall = max(fall, peak - total)
    won, lost = sum(net for net in nets if net > 0), -sum(net for net in nets if net < 0)
    return total, fall, won / lost, statistics.fmean(nets) / statistics.pstdev(nets)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _trades(now: datetime) -> list[Trade]:
    chance = random.Random(1)  # noqa: S311 - the same trades in every run, nothing secret
    return [
        _trade(number, f"{chance.gauss(5, 120):.2f}", now - (TRADES - number) * _MINUTES_BETWEEN)
        for number in range(TRADES)
    ]


def _trade(number: int, net: str, exit_time: datetime) -> Trade:
    return Trade(
        trade_id=f"t{number}",
        book=_BOOK,
        symbol=Symbol("MESZ26"),
        root="MES",
        direction=1,
        contracts=Decimal(1),
        average_entry=Decimal("6750.25"),
        average_exit=Decimal("6755.25"),
        entry_time=exit_time - timedelta(minutes=2),
        exit_time=exit_time,
        gross=Decimal(net) + Decimal("1.24"),
        fees=Decimal("1.24"),
        net=Decimal(net),
        initial_stop=None,
        last_stop=None,
        last_target=None,
        initial_risk=None,
        r_multiple=Decimal("0.35"),
        mae_points=Decimal("-1.25"),
        mfe_points=Decimal("4.5"),
        mae=Decimal("-6.25"),
        mfe=Decimal("22.5"),
        efficiency=None,
        entry_context=None,
        exit_context=None,
        notes=(),
        executions=(),
    )
