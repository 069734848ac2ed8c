"""Panels swapped at a rate, with positions open and prices coming, beside a window that never swaps."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import AlarmRaised, Cell, SwapPanels
from app.stress.bounds import missed_stalls
from app.stress.command import Stress
from app.stress.opening import Opening, show
from app.stress.screen import Screen
from app.stress.stage import Stage, stage
from app.stress.watch import Lateness, Watch
from demo.load_books import BOOKS
from flags import BOTH_NEW, resolve
from models.alarm import AlarmKind
from ui.alarm_sounds import AlarmSounds, Silence
from ui.generations import other
from ui.panel import PanelName
from ui.payload import Arrival, typed
from ui.window import MainWindow

_PULSES_PER_S: Final = 0.8
"""Seldom enough that each is heard: the cool-down of the run's settings is a second."""
_REST_MS: Final = 800
"""An alarm is painted and in the database by then."""
_MOST_EXAMPLES: Final = 5


class SwapFound(msgspec.Struct, frozen=True, kw_only=True):
    """What a run with swaps found.

    Attributes:
        refused: Swaps that were not made.
        cells: Cells compared with those of the window that never swaps.
        pulses: How often the price went near a stop and away again.
        lost_alarms: Of those, how many the trader was not shown.
        doubled_alarms: How many alarms were told or kept more often than they happened.
    """

    seed: int
    rate: float
    seconds: float
    swaps: int
    refused: int
    cells: int
    differing: int
    pulses: int
    alarms: int
    lost_alarms: int
    doubled_alarms: int
    stall_p50_ms: float
    stall_p99_ms: float
    stall_max_ms: float
    examples: tuple[str, ...]
    missed: tuple[str, ...]


class Alarms:
    """Hands everything to a window that never swaps, and counts the alarms about a near stop."""

    def __init__(self) -> None:
        self.still: MainWindow | None = None
        self.raised = 0

    def take(self, arrival: Arrival) -> None:
        """Take what the window was handed."""
        shown = None if isinstance(arrival, SwapPanels) else typed(arrival)
        if shown is None:
            return
        if isinstance(shown.fact, AlarmRaised) and shown.fact.alarm.kind is AlarmKind.STOP_NEAR:
            self.raised += 1
        if self.still is not None:
            self.still.receive(arrival)


class SwapRun(QObject):
    """One run: all books once, then swaps of a random panel."""

    def __init__(self, command: Stress, staged: Stage, alarms: Alarms) -> None:
        super().__init__()
        self._command = command
        self._stage = staged
        self._chance = Random(command.seed)  # noqa: S311 - a load, no secret
        self._window = staged.application.window
        self._still = still_window()
        alarms.still = self._still
        self.lateness = Lateness()
        self.swaps = self.refused = self.cells = 0
        self.differing: list[str] = []
        self._watch = Watch(self._window, lambda _at, _late: None)
        self._opening = Opening(staged, Screen(self._window), self._wait, self)
        self._swapping = QTimer(self)
        self._swapping.setInterval(max(1, round(1000 / command.rate)))
        self._swapping.timeout.connect(self._swap)

    def _wait(self) -> None:
        self._stage.application.post(show(BOOKS[0]))
        for host in self._window.migration.hosts.values():
            # In the program this happens while it is idle; here nothing ever is.
            host.prebuild()
        QTimer.singleShot(_REST_MS, self._begin)

    @Slot()
    def _begin(self) -> None:
        command = self._command
        if not self._stage.send(prices=command.prices_per_s, fills=command.fills_per_s, pulses=_PULSES_PER_S):
            return
        self._watch.painted.connect(self._compare)
        self._watch.note_late = self.lateness.note
        self._swapping.start()
        QTimer.singleShot(round(command.seconds * 1000), self._rest)

    @Slot()
    def _swap(self) -> None:
        name = self._chance.choice(list(PanelName))
        host = self._window.migration.hosts[name]
        before = host.generation
        self._window.migration.swap(name, other(before), "user", "stress")
        self.swaps += host.generation != before
        self.refused += host.generation == before

    @Slot()
    def _compare(self) -> None:
        swapped, still = _cells(self._window), _cells(self._still)
        self.cells += len(still)
        self.differing += [
            f"{name}: {_said(swapped[name])} in place of {_said(cell)}"
            for name, cell in still.items()
            if swapped[name] != cell
        ]

    @Slot()
    def _rest(self) -> None:
        self._swapping.stop()
        if self._stage.send():
            QTimer.singleShot(_REST_MS, self._finish)

    @Slot()
    def _finish(self) -> None:
        self._compare()
        self._watch.note_late = lambda _at, _late: None
        self._still.deleteLater()
        self._stage.end()


def stress_swap(command: Stress) -> SwapFound:
    """Swap panels in the real program, and return what was found.

    Raises:
        UnavailableError: The load server does not start, or its accounts do not come to the screen.
    """
    alarms = Alarms()
    with stage(command.seed, offscreen=command.offscreen, listen=alarms.take) as staged:
        run = SwapRun(command, staged, alarms)
        staged.run()
        kept, painted = kept_alarms(staged.home.data)
    lost = max(0, staged.sent.pulses - min(painted, alarms.raised))
    doubled = max(0, max(kept, alarms.raised) - staged.sent.pulses)
    bounds = {"cells that differ": len(run.differing), "refused swaps": run.refused}
    bounds |= {"lost alarms": lost, "doubled alarms": doubled}
    return SwapFound(
        seed=command.seed,
        rate=command.rate,
        seconds=command.seconds,
        swaps=run.swaps,
        refused=run.refused,
        cells=run.cells,
        differing=len(run.differing),
        pulses=staged.sent.pulses,
        alarms=alarms.raised,
        lost_alarms=lost,
        doubled_alarms=doubled,
        stall_p50_ms=run.lateness.share(0.5),
        stall_p99_ms=run.lateness.share(0.99),
        stall_max_ms=run.lateness.share(1.0),
        examples=tuple(run.differing[:_MOST_EXAMPLES]),
        missed=(
            *(f"{what}: {count}, at most 0" for what, count in bounds.items() if count),
            *missed_stalls(run.lateness),
        ),
    )


def kept_alarms(data: Path) -> tuple[int, int]:
    """Return how many alarms about a near stop are in the log of a data folder, and how many were painted."""
    with closing(sqlite3.connect(data / "appsierra.db")) as connection:
        kept, painted = connection.execute(
            "SELECT count(*), count(paint_ms) FROM alarms WHERE kind = ?", (AlarmKind.STOP_NEAR.value,)
        ).fetchone()
    return int(kept), int(painted)


def _said(cell: Cell) -> str:
    return f"{cell.text!r} ({cell.role})"


def still_window() -> MainWindow:
    """Return a window with both new panels that nothing stands behind."""
    return MainWindow(
        post=lambda _message: None,
        record=False,
        load_places=dict,
        save_places=lambda _places: None,
        start_demo=lambda: None,
        first_paint=lambda: None,
        flags=resolve({}, BOTH_NEW, "stress"),
        version="stress",
        sounds=AlarmSounds(Silence()),
    )


def _cells(window: MainWindow) -> Mapping[str, Cell]:
    hosts = window.migration.hosts
    return {
        f"{name.value} {label}": cell for name, host in hosts.items() for label, cell in host.cells().items()
    }
