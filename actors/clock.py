"""The beat that everything on the screen counts seconds by."""

from actors.base import Actor, handles
from actors.messages import Tick, Ticked

INTERVAL_S = 0.5
"""Seconds change on the screen, and flashing cells turn on and off, at this pace."""


class ClockActor(Actor):
    """Tells the time, so that panels of both generations count with the same clock."""

    name = "clock"

    def begin(self) -> None:
        """Start to beat."""
        self.clock.every(self.name, INTERVAL_S, Tick())

    def release(self) -> None:
        """Beat no more."""
        self.clock.cancel(self.name)

    @handles(Tick)
    def tick(self, _command: Tick) -> None:
        """Tell the time."""
        self.post(Ticked(at=self.clock.utc()))
