"""The loop that lets time pass in a world and shows it to the outside."""

import logging
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from demo.conversation import ServerRules
from demo.orders import OrderChange
from demo.reports import reports_of
from demo.server import Server
from demo.snapshot_writer import INTERVAL_S, SnapshotWriter
from demo.world import STEP_S, World
from demo.world_state import WorldState, load_state, save_state
from dtc.messages.base import Message

log = logging.getLogger(__name__)

_STATE_INTERVAL_S: Final = 5.0
# Faster worlds live through several steps at once: more wake-ups would only cost processor time.
_SHORTEST_TICK_S: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a demo is started with.

    Attributes:
        csv: The snapshot file.
        state: The sidecar file.
        time_scale: Demo seconds per real second.
        fresh: Begin a new world in any case.
    """

    csv: Path
    state: Path
    seed: int
    time_scale: float
    fresh: bool
    rules: ServerRules


class Service:
    """Owns the world, the server and the two files; everything happens in the thread that calls `run`."""

    def __init__(self, setup: Setup, server: Server) -> None:
        """Find the world of the last process, or begin one, and write both files.

        Raises:
            OSError: One of the files cannot be written; `filename` names it.
        """
        self._setup = setup
        self._server = server
        self._stopping = threading.Event()
        self._state = self._starting_state()
        self.world = World(self._state.seed, self._state.started_at)
        self.world.advance_to(self._present_step(), lambda _change: None)
        self._writer = SnapshotWriter(setup.csv)
        self._writer.write(self.world.exchange.market.figures, self.world.instrument)
        save_state(setup.state, self._state)

    def run(self) -> None:
        """Serve until `stop`; then log the clients off."""
        tick_s = max(STEP_S / self._setup.time_scale, _SHORTEST_TICK_S)
        next_tick = next_snapshot = next_state = time.monotonic()
        while not self._stopping.is_set():
            now = time.monotonic()
            if now >= next_tick:
                next_tick = _next_due(next_tick, tick_s, now)
                self._live()
            if now >= next_snapshot:
                next_snapshot = _next_due(next_snapshot, INTERVAL_S, now)
                self._writer.try_write(self.world.exchange.market.figures, self.world.instrument)
            if now >= next_state:
                next_state = _next_due(next_state, _STATE_INTERVAL_S, now)
                self._note_alive()
            wait_s = max(0.0, min(next_tick, next_snapshot) - time.monotonic())
            self._server.poll(self.world, self._setup.rules, now=now, timeout_s=wait_s)
        self._note_alive()
        self._server.close("The server is shutting down.")

    def stop(self) -> None:
        """Let `run` return soon; may be called from any thread or signal handler."""
        self._stopping.set()
        self._server.wake()

    def _starting_state(self) -> WorldState:
        setup, now = self._setup, time.time()
        found = None if setup.fresh else load_state(setup.state)
        if found is not None and found.continues(seed=setup.seed, time_scale=setup.time_scale, now=now):
            log.info("the world goes on seed=%d started_at=%.3f", found.seed, found.started_at)
            return replace(found, alive_at=now)
        log.info("a new world begins seed=%d", setup.seed)
        return WorldState(seed=setup.seed, started_at=now, time_scale=setup.time_scale, alive_at=now)

    def _present_step(self) -> int:
        started_at = self._state.started_at
        return self.world.step_at(started_at + (time.time() - started_at) * self._setup.time_scale)

    def _live(self) -> None:
        messages: list[Message] = []

        def report(change: OrderChange) -> None:
            messages.extend(reports_of(self.world, change))

        self.world.advance_to(self._present_step(), report)
        self._server.tell(messages)
        self._server.tell_trades(self.world.tape)

    def _note_alive(self) -> None:
        self._state = replace(self._state, alive_at=time.time())
        try:
            save_state(self._setup.state, self._state)
        except OSError as error:
            log.warning("cannot write the state file %s: %s", self._setup.state, error)


def _next_due(due: float, interval_s: float, now: float) -> float:
    """Return the next moment of a steady beat; beats that were slept through are skipped."""
    missed = int((now - due) / interval_s)
    return due + (missed + 1) * interval_s
