"""More and more messages a second, until the program cannot keep up: what is merged, and what never is."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import PriceReceived, SwapPanels
from app.stress.bounds import missed_stalls
from app.stress.command import Stress
from app.stress.load import NOTHING, Sent
from app.stress.opening import Opening
from app.stress.screen import Screen
from app.stress.stage import Stage, stage
from app.stress.watch import Lateness, Watch
from demo.load_books import BOOKS
from ui.payload import Arrival, typed

STEPS: Final = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 80_000)
BEHIND_MS: Final = 250.0
_KEPT_UP: Final = 0.9
_LOOK_MS: Final = 5
_REST_MS: Final = 200
_GIVE_UP_S: Final = 30.0


class FloodStep(msgspec.Struct, frozen=True, kw_only=True):
    """One rate.

    Attributes:
        sent_per_s: Messages that the socket took.
        merged: Prices that were never handed to the window, because a newer one was there.
        behind_ms: From the end of the step until the window had the last price; None if it never had.
        broken: Which bounds broke, in words.
    """

    wanted_per_s: float
    sent_per_s: float
    merged: int
    stall_p50_ms: float
    stall_p99_ms: float
    stall_max_ms: float
    behind_ms: float | None
    broken: tuple[str, ...]


class FloodFound(msgspec.Struct, frozen=True, kw_only=True):
    """What the flood found.

    Attributes:
        sustained_per_s: Messages a second in the last step in which nothing broke.
        merged_quotes: Prices that a newer one has replaced on the way to the window.
        lost_fills: Fills that were sent and are not in the database.
    """

    seed: int
    sustained_per_s: float
    prices: int
    merged_quotes: int
    fills: int
    lost_fills: int
    steps: tuple[FloodStep, ...]
    examples: tuple[str, ...]
    missed: tuple[str, ...]


class Prices:
    """Counts the prices that the window is handed, and keeps the newest of each symbol."""

    def __init__(self) -> None:
        self.count = 0
        self.last: dict[str, float] = {}

    def take(self, arrival: Arrival) -> None:
        """Take what the window was handed."""
        shown = None if isinstance(arrival, SwapPanels) else typed(arrival)
        if shown is not None and isinstance(shown.fact, PriceReceived):
            self.count += 1
            self.last[shown.fact.symbol] = float(shown.fact.price.last)

    def has(self, sent: Sent) -> bool:
        """Tell whether the newest price of everything has arrived."""
        return all(self.last.get(book.symbol) == sent.last.get(book.account) for book in BOOKS)


class FloodRun(QObject):
    """One step after the other, until one breaks a bound."""

    def __init__(self, command: Stress, staged: Stage, prices: Prices) -> None:
        super().__init__()
        self._command = command
        self._stage = staged
        self._prices = prices
        self._left = list(STEPS)
        self._lateness = Lateness()
        self._watch = Watch(staged.application.window, self._lateness.note)
        self._opening = Opening(staged, Screen(staged.application.window), self._rest, self)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._ended_at = self._began_at = 0.0
        self._before = NOTHING
        self._handed = 0
        self.steps: list[FloodStep] = []

    @Slot()
    def _rest(self) -> None:
        """Let all that is on its way arrive before the next step."""
        if self._stage.send():
            QTimer.singleShot(_REST_MS, self._begin)

    @Slot()
    def _begin(self) -> None:
        if not self._stage.send(prices=self._left[0], fills=self._command.fills_per_s):
            return
        self._before, self._handed = self._stage.sent, self._prices.count
        self._lateness = Lateness()
        self._watch.note_late = self._lateness.note
        self._began_at = time.monotonic()
        QTimer.singleShot(round(self._command.seconds * 1000), self._end)

    @Slot()
    def _end(self) -> None:
        self._ended_at = time.monotonic()
        if self._stage.send():
            self._looking.start()

    @Slot()
    def _look(self) -> None:
        now = time.monotonic()
        has_all = self._prices.has(self._stage.sent)
        if not has_all and now - self._ended_at < _GIVE_UP_S:
            return
        self._looking.stop()
        self._note((now - self._ended_at) * 1000 if has_all else None)
        self._left.pop(0)
        if self._left and not self.steps[-1].broken:
            QTimer.singleShot(_REST_MS, self._begin)
        else:
            # The database writes what waits before the application ends.
            self._stage.end()

    def _note(self, behind_ms: float | None) -> None:
        wanted, lateness = float(self._left[0]), self._lateness
        sent = self._stage.sent.prices - self._before.prices
        per_s = sent / (self._ended_at - self._began_at)
        broken = list(missed_stalls(lateness))
        if per_s < _KEPT_UP * wanted:
            broken.append(f"only {per_s:,.0f} of {wanted:,.0f} a second got through")
        if behind_ms is None or behind_ms > BEHIND_MS:
            took = "never" if behind_ms is None else f"after {behind_ms:.0f} ms"
            broken.append(f"the last price arrived {took}, at most {BEHIND_MS:.0f} ms")
        self.steps.append(
            FloodStep(
                wanted_per_s=wanted,
                sent_per_s=per_s,
                merged=sent - (self._prices.count - self._handed),
                stall_p50_ms=lateness.share(0.5),
                stall_p99_ms=lateness.share(0.99),
                stall_max_ms=lateness.share(1.0),
                behind_ms=behind_ms,
                broken=tuple(broken),
            )
        )


def stress_flood(command: Stress) -> FloodFound:
    """Flood the real program, and return what was found.

    Raises:
        UnavailableError: The load server does not start, or its accounts do not come to the screen.
    """
    prices = Prices()
    with stage(command.seed, offscreen=command.offscreen, listen=prices.take) as staged:
        run = FloodRun(command, staged, prices)
        staged.run()
        lost = staged.sent.fills - stored_fills(staged.home.data)
    kept = [step.sent_per_s for step in run.steps if not step.broken]
    missed = () if kept else (f"not even {STEPS[0]:,} a second: {'; '.join(run.steps[0].broken)}",)
    return FloodFound(
        seed=command.seed,
        sustained_per_s=kept[-1] if kept else 0.0,
        prices=sum(round(step.sent_per_s * command.seconds) for step in run.steps),
        merged_quotes=sum(step.merged for step in run.steps),
        fills=staged.sent.fills,
        lost_fills=lost,
        steps=tuple(run.steps),
        examples=tuple(f"{step.wanted_per_s:,.0f}/s: {text}" for step in run.steps for text in step.broken),
        missed=(*missed, *((f"lost fills: {lost}, at most 0",) if lost else ())),
    )


def stored_fills(data: Path) -> int:
    """Return how many fills are in the database of a data folder."""
    with closing(sqlite3.connect(data / "appsierra.db")) as connection:
        (stored,) = connection.execute("SELECT count(*) FROM executions").fetchone()
    return int(stored)
