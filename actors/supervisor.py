"""Starts the actors in order, sees that they answer, and stops them in reverse."""

import faulthandler
import logging
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pykka

from actors.base import Actor
from actors.messages import Begin, Ping
from actors.router import Router

PING_TIMEOUT_S = 5.0

log = logging.getLogger(__name__)


class ActorSpec(NamedTuple):
    """What is needed to start one actor."""

    actor_class: type[Actor]
    arguments: dict[str, Any]


class Supervisor:
    """The life of all actors, for start-up and shutdown code in one thread."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._started: list[pykka.ActorRef[Any]] = []

    def start(self, specs: Sequence[ActorSpec]) -> None:
        """Start actors, each after those that it stops before; then let all begin.

        Raises:
            pykka.Timeout: An actor does not answer.
        """
        for spec in specs:
            ref = spec.actor_class.start(**spec.arguments)
            self._started.append(ref)
            self._router.attach(ref, spec.actor_class)
        for ref in self._started:
            ref.ask(Ping(), block=True, timeout=PING_TIMEOUT_S)
        for ref in self._started:
            ref.tell(Begin())

    def stop(self, deadline_s: float, *, elapsed: Callable[[], float] = time.monotonic) -> list[str]:
        """Stop all actors in reverse order, whatever hangs.

        Args:
            deadline_s: Seconds for all of them together; what does not stop by then is left behind as the
                daemon thread that it is.
            elapsed: Source of monotonic seconds.

        Returns:
            The names of the actors that did not stop.
        """
        end = elapsed() + deadline_s
        hung = []
        for ref in reversed(self._started):
            # Each gets its share of what is left, so that one that hangs does not take it from the flush.
            remaining = max(0.05, (end - elapsed()) / 2)
            try:
                ref.stop(block=True, timeout=remaining)
            except pykka.Timeout:
                hung.append(ref.actor_class.name)
        self._started.clear()
        if hung:
            log.error("actors do not stop: %s", ", ".join(hung))
            faulthandler.dump_traceback(sys.stderr, all_threads=True)
        return hung
