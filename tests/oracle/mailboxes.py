"""Actors without threads: one queue for all mailboxes, first in first out, so that every run is the same."""

from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import Any

from actors.base import Actor
from actors.messages import Begin, Message
from actors.router import Router
from actors.supervisor import ActorSpec

# Far above what any event of a tape sets off; more is a message that begets itself.
_MOST_STEPS = 200_000


class Mailbox:
    """Stands where Pykka has the queue of one actor."""

    def __init__(self) -> None:
        self.owner: Actor | None = None
        self.common: deque[tuple[Actor, Message]] = deque()

    def put(self, envelope: Any) -> None:  # noqa: ANN401 - a private class of Pykka
        """Queue a message behind those of all actors."""
        assert self.owner is not None
        self.common.append((self.owner, envelope.message))


@cache
def _threadless(actor_class: type[Actor]) -> type[Actor]:
    """Return the same actor with a mailbox that nobody waits at."""
    return type(actor_class.__name__, (actor_class,), {"_create_actor_inbox": staticmethod(Mailbox)})


class Ensemble:
    """The actors of one start; the router, the references and the classes are the real ones."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._queue: deque[tuple[Actor, Message]] = deque()
        self._actors: list[Actor] = []

    def start(self, specs: Sequence[ActorSpec]) -> None:
        """Create actors, make them known to the router, let all begin; nothing runs before `settle`."""
        for spec in specs:
            actor = _threadless(spec.actor_class)(**spec.arguments)
            mailbox: Any = actor.actor_inbox
            mailbox.owner, mailbox.common = actor, self._queue
            self._actors.append(actor)
            self._router.attach(actor.actor_ref, spec.actor_class)
        self._queue.extend((actor, Begin()) for actor in self._actors)

    def settle(self) -> None:
        """Handle messages until none is left.

        Raises:
            AssertionError: An actor failed, or the actors never come to rest.
        """
        for _ in range(_MOST_STEPS):
            if not self._queue:
                return
            actor, message = self._queue.popleft()
            actor.on_receive(message)
            assert not actor.failed_messages, f"{actor.name} failed on {actor.failed_messages[0]}"
        raise AssertionError(f"no rest after {_MOST_STEPS} messages, next is {self._queue[0][1]}")

    def stop(self) -> None:
        """End as the application does: in reverse order, each handling what is in its mailbox."""
        for actor in reversed(self._actors):
            self.settle()
            actor.actor_stopped.set()
            actor.on_stop()
        self._queue.clear()

    def kill(self) -> None:
        """End as a process that is killed does: nothing more is written, every open file is let go."""
        for actor in self._actors:
            actor.actor_stopped.set()
        self._queue.clear()
