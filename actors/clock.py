"""The beat that everything on the screen counts seconds by."""

import logging

from actors.base import Actor, handles
from actors.messages import ClockStepped, Tick, Ticked
from models.elapsed import StepWatch

log = logging.getLogger(__name__)

INTERVAL_S = 0.5
"""Seconds change on the screen, and flashing cells turn on and off, at this pace."""
SLEPT_S = 2.0
"""Beats that lie further apart than this have the sleep of the computer between them."""


class ClockActor(Actor):
    """Tells the time, so that panels of both generations count with the same clock."""

    name = "clock"

    def begin(self) -> None:
        """Start to beat."""
        self._watch = StepWatch(self.clock.utc(), self.clock.elapsed())
        self._beat_s = self.clock.monotonic()
        self.clock.every(self.name, INTERVAL_S, Tick())

    def release(self) -> None:
        """Beat no more."""
        self.clock.cancel(self.name)

    @handles(Tick)
    def tick(self, _command: Tick) -> None:
        """Tell the time.

        One beat is left out when the clock was set or the computer slept: until then whoever keeps moments
        has moved them, and the first price has said what is left of a drawdown.
        """
        before_s, self._beat_s = self._beat_s, self.clock.monotonic()
        step = self._watch.look(self.clock.utc(), self.clock.elapsed())
        if step:
            log.info("the computer's clock was set by %+.3f s", step.total_seconds())
            self.post(ClockStepped(by_s=step.total_seconds()))
        elif self._beat_s - before_s <= SLEPT_S:
            self.post(Ticked(at=self.clock.utc()))
