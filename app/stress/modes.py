"""Modes and accounts switched at a rate, and every painted cell compared with the badge."""

import threading
import time
from collections.abc import Callable
from random import Random
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import Command, Fact, ShowMode, ShowNextMode
from app.process_gauge import memory_mb
from app.stress.bounds import missed_stalls
from app.stress.command import Stress
from app.stress.memory import slope_of
from app.stress.opening import Opening, show
from app.stress.screen import Screen
from app.stress.stage import Stage, stage
from app.stress.watch import Lateness, Watch
from demo.load_books import BOOKS
from models.book import TradeMode

SETTLE_MS: Final = 250.0
_GIVE_UP_MS: Final = 5_000.0
_AFTERWARDS_MS: Final = 500
_LOOK_MS: Final = 5
_SAMPLE_MS: Final = 500
_WARM_UP_PART: Final = 0.25
SHORT_S: Final = 600.0
"""In a shorter run what is cached at first looks like growth."""


class ModesFound(msgspec.Struct, frozen=True, kw_only=True):
    """What a run with mode switches found.

    Attributes:
        cells: Cells compared that showed a value.
        badge_is_last: In the end the badge named what was chosen last, and went on doing so.
        settle_ms: From the last switch until all of its book was painted; None if it never was.
        rss_slope_mb_per_h: None where the system does not tell memory, or the run was too short for a line.
        rss_slope_error_mb_per_h: Its standard error.
        is_short: The slope of so short a run says little.
        missed: The bounds that were missed, in words.
    """

    seed: int
    rate: float
    seconds: float
    switches: int
    frames: int
    cells: int
    leaks: int
    badge_is_last: bool
    stall_p50_ms: float
    stall_p99_ms: float
    stall_max_ms: float
    settle_ms: float | None
    rss_slope_mb_per_h: float | None
    rss_slope_error_mb_per_h: float | None
    is_short: bool
    prices: int
    fills: int
    examples: tuple[str, ...]
    missed: tuple[str, ...]


class Switches(threading.Thread):
    """Asks for one book or mode after another, on time, whatever the screen is doing.

    Args:
        post: The way to the actors.
        rate: Switches a second.
        chance: Chooses.

    Attributes:
        count: How many have been asked for.
        last: The book asked for last; its account is the one that must be on the badge in the end.
        last_at: Monotonic seconds of that.
    """

    def __init__(self, post: Callable[[Command | Fact], None], rate: float, chance: Random) -> None:
        super().__init__(name="stress switches", daemon=True)
        self.count = 0
        self.last = BOOKS[0]
        self.last_at = 0.0
        self._post = post
        self._rate = rate
        self._chance = chance
        self._stopped = threading.Event()

    def run(self) -> None:
        """Switch until `stop`; the last switch names an account."""
        began = time.monotonic()
        while not self._stopped.wait(max(0.0, began + self.count / self._rate - time.monotonic())):
            self._post(self._next())
            self.count += 1
        self.last = self._chance.choice(BOOKS)
        self.last_at = time.monotonic()
        self._post(show(self.last))
        self.count += 1

    def stop(self) -> None:
        """Make the last switch, and wait for that."""
        self._stopped.set()
        self.join()

    def _next(self) -> Command:
        next_mode, mode = ShowNextMode(), ShowMode(mode=self._chance.choice(list(TradeMode)))
        book = show(self._chance.choice(BOOKS))
        return self._chance.choices((next_mode, mode, book), weights=(1, 1, 4))[0]


class ModeRun(QObject):
    """One run: all books once, the switches, the end of them."""

    def __init__(self, command: Stress, staged: Stage) -> None:
        super().__init__()
        self._command = command
        self._stage = staged
        window = staged.application.window
        self.lateness = Lateness()
        self.screen = Screen(window)
        self.frames = 0
        self.settle_ms: float | None = None
        self.badge_is_last = False
        self.sizes: list[tuple[float, float]] = []
        self.switches = Switches(staged.application.post, command.rate, Random(command.seed))  # noqa: S311 - a load, no secret
        self._watch = Watch(window, lambda _at, _late: None)
        self._opening = Opening(staged, self.screen, self._begin, self)
        self._sampling = QTimer(self)
        self._sampling.setInterval(_SAMPLE_MS)
        self._sampling.timeout.connect(self._sample)
        self._settling = QTimer(self)
        self._settling.setInterval(_LOOK_MS)
        self._settling.timeout.connect(self._ask_for_a_frame)

    def _begin(self) -> None:
        command = self._command
        if not self._stage.send(prices=command.prices_per_s, fills=command.fills_per_s):
            return
        self._watch.painted.connect(self._look)
        self._watch.note_late = self.lateness.note
        self._sampling.start()
        self.switches.start()
        QTimer.singleShot(round(command.seconds * 1000), self._settle)

    @Slot()
    def _settle(self) -> None:
        self._sampling.stop()
        self.switches.stop()
        self._settling.start()

    @Slot()
    def _ask_for_a_frame(self) -> None:
        """Let the window paint: also where nothing was left to change, what is there is looked at."""
        self._stage.application.window.update()
        if (time.monotonic() - self.switches.last_at) * 1000 > _GIVE_UP_MS:
            self._settling.stop()
            self._finish()

    @Slot(float)
    def _look(self, at: float) -> None:
        self.frames += 1
        self.screen.check()
        if self._settling.isActive() and self.screen.is_complete(self.switches.last):
            self._settling.stop()
            self.settle_ms = (at - self.switches.last_at) * 1000
            QTimer.singleShot(_AFTERWARDS_MS, self._finish)

    @Slot()
    def _finish(self) -> None:
        self.screen.check()
        self.badge_is_last = self.screen.is_complete(self.switches.last)
        self._watch.note_late = lambda _at, _late: None
        if self._stage.send():
            self._stage.end()

    @Slot()
    def _sample(self) -> None:
        size = memory_mb()
        if size is not None:
            self.sizes.append((time.monotonic(), size))


def stress_modes(command: Stress) -> ModesFound:
    """Switch modes in the real program, and return what was found.

    Raises:
        UnavailableError: The load server does not start, or its accounts do not come to the screen.
    """
    with stage(command.seed, offscreen=command.offscreen) as staged:
        run = ModeRun(command, staged)
        staged.run()
    warm = run.sizes[round(len(run.sizes) * _WARM_UP_PART) :]
    slope = slope_of(warm)
    missed = missed_stalls(run.lateness)
    if run.screen.leaks:
        missed = (f"leaked cells: {run.screen.leaks}, at most 0", *missed)
    if not run.badge_is_last:
        missed = ("the badge or a cell is not what was chosen last", *missed)
    if run.settle_ms is None or run.settle_ms > SETTLE_MS:
        took = "never" if run.settle_ms is None else f"after {run.settle_ms:.0f} ms"
        missed = (*missed, f"settled {took}, at most {SETTLE_MS:.0f} ms")
    return ModesFound(
        seed=command.seed,
        rate=command.rate,
        seconds=command.seconds,
        switches=run.switches.count,
        frames=run.frames,
        cells=run.screen.cells,
        leaks=run.screen.leaks,
        badge_is_last=run.badge_is_last,
        stall_p50_ms=run.lateness.share(0.5),
        stall_p99_ms=run.lateness.share(0.99),
        stall_max_ms=run.lateness.share(1.0),
        settle_ms=run.settle_ms,
        rss_slope_mb_per_h=slope and slope.mb_per_h,
        rss_slope_error_mb_per_h=slope and slope.error,
        is_short=command.seconds < SHORT_S,
        prices=staged.sent.prices,
        fills=staged.sent.fills,
        examples=tuple(run.screen.examples),
        missed=missed,
    )
