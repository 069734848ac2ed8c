"""The whole monitor behind a hostile server: every actor, the database, and the cells of both generations."""

from functools import cache
from typing import Final

from actors.messages import ActorGaveUp, ActorRestarted, BytesReceived, Message
from dtc.codec import Decoder
from dtc.enums import Encoding
from tests.fuzz.meter import Meter
from tests.simulation.checkpoint import Checkpoint
from tests.simulation.operations import Op, perform
from tests.simulation.window import Legacy
from tests.simulation.world import World

_STEP_S: Final = 0.5
_REST_S: Final = 6.0
"""Longer than a report of a position waits for its fill, and than a price stays fresh."""
_MOST_STEPS: Final = 200
_BEFORE: Final = (
    "quote 6748.00",
    "fill Sim1 2 6750.25 after",
    "stop Sim1 6745.25",
    "fill 120005 -1 6760.00 after",
)


class _Ear:
    """Hears when an actor fails."""

    world: World

    def __init__(self) -> None:
        self.failure = ""

    def overhear(self, message: Message) -> None:
        """Take a message that somebody posts."""
        if isinstance(message, ActorRestarted | ActorGaveUp) and not self.failure:
            self.failure = f"an actor failed: {message.actor}: {message.reason}"

    def forget(self) -> None:
        """Forget nothing: there is one start."""


class Monitor:
    """A monitor that has logged on, holds positions and shows one; played again and again from there.

    Args:
        encoding: How it speaks to the server.
    """

    def __init__(self, encoding: Encoding) -> None:
        self._ear = _Ear()
        self._encoding = encoding
        self._legacy = _legacy()
        self._world = World(self._legacy, follows=True, watch=self._ear, encoding=encoding)
        world = self._world
        world.broker.balances["120005"] = 25_000.0
        self._wait(_REST_S, Meter())
        for line in _BEFORE:
            perform(world, Op(0.0, line))
            self._wait(_STEP_S, Meter())
        assert world.is_ready
        self._saved = world.storage.save()
        self._panels = self._legacy.save()
        self._checkpoint = Checkpoint((world, self._ear))

    def play(self, pieces: list[bytes], meter: Meter) -> str:
        """Let the server send bytes; return what does not hold."""
        self._checkpoint.restore()
        self._legacy.restore(self._panels)
        self._saved.restore()
        counters: dict[int, Decoder] = {}
        for piece in pieces:
            peer = self._world.exchange._peer
            if peer is not None:
                number = peer.connection_id
                self._post(BytesReceived(connection_id=number, data=piece), meter)
                meter.taken += len(counters.setdefault(number, Decoder(self._encoding)).feed(piece))
                self._wait(_STEP_S, meter)
        self._wait(_REST_S, meter)
        return self._ear.failure or self._compare()

    def _compare(self) -> str:
        window = self._world.window
        if window.new == window.legacy_cells:
            return ""
        differing = {
            name: (cell, window.legacy_cells.get(name))
            for name, cell in window.new.items()
            if cell != window.legacy_cells.get(name)
        }
        return f"the generations differ (new, legacy): {differing}"

    def _wait(self, seconds: float, meter: Meter) -> None:
        """Let everything happen that is due within some time, and paint."""
        world, end_s = self._world, self._world.clock.elapsed_s + seconds
        for _ in range(_MOST_STEPS):
            self._settle(meter)
            if world.line:
                world.arrive()
            elif world.clock.elapsed_s < end_s:
                world.pass_time(end_s)
            else:
                break
        with meter:
            world.window.paint()

    def _post(self, message: Message, meter: Meter) -> None:
        self._world.post(message)
        self._settle(meter)

    def _settle(self, meter: Meter) -> None:
        for _ in range(_MOST_STEPS):
            with meter:
                if self._world.ensemble.step() is None:
                    return


def play_monitor(pieces: list[bytes], encoding: Encoding, meter: Meter) -> str:
    """Let a server send bytes to a monitor; return what does not hold."""
    return _monitor(encoding).play(pieces, meter)


@cache
def _legacy() -> Legacy:
    return Legacy()


@cache
def _monitor(encoding: Encoding) -> Monitor:
    return Monitor(encoding)
