"""Actors without threads: one thread delivers every message, in an order that somebody else decides."""

from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from actors.base import Actor
from actors.messages import Begin, Message
from actors.router import Router
from actors.supervisor import ActorSpec

OUTSIDE = ""
"""Sender of what no actor of the ensemble has sent."""

MOST_STEPS = 200_000
"""Far above what any event sets off; more is a message that begets itself."""


class Delivery(NamedTuple):
    """One message on its way.

    Attributes:
        sender: Name of the actor that sent it, or `OUTSIDE`.
    """

    sender: str
    receiver: Actor
    message: Message


class Schedule(Protocol):
    """Keeps what is on its way, and decides what arrives next.

    With real threads the messages of one sender to one receiver stay in order; all else may change places.
    """

    def put(self, delivery: Delivery) -> None:
        """Keep a message."""

    def take(self) -> Delivery | None:
        """Return the message that arrives next; None while nothing may."""

    def clear(self) -> None:
        """Forget all."""


class FirstInFirstOut:
    """One queue for all mailboxes, so that every run is the same."""

    def __init__(self) -> None:
        self._queue: deque[Delivery] = deque()

    def put(self, delivery: Delivery) -> None:
        """Keep a message behind those of all actors."""
        self._queue.append(delivery)

    def take(self) -> Delivery | None:
        """Return the oldest message."""
        return self._queue.popleft() if self._queue else None

    def clear(self) -> None:
        """Forget all."""
        self._queue.clear()


class _Mailbox:
    """Stands where Pykka has the queue of one actor."""

    owner: Actor

    def __init__(self, ensemble: "Ensemble") -> None:
        self._ensemble = ensemble

    def put(self, envelope: Any) -> None:  # noqa: ANN401 - a private class of Pykka
        """Hand a message to the schedule."""
        self._ensemble.schedule.put(Delivery(self._ensemble.sender, self.owner, envelope.message))


class Ensemble:
    """The actors of one start; the router, the references and the classes are the real ones.

    Args:
        router: Makes the actors known to each other.
        schedule: Decides what arrives next.

    Attributes:
        actors: In the order of their start.
        schedule: As it was given.
        sender: Name of the actor that is at work, or `OUTSIDE`.
    """

    def __init__(self, router: Router, schedule: Schedule | None = None) -> None:
        self._router = router
        self.schedule = schedule or FirstInFirstOut()
        self.actors: list[Actor] = []
        self.sender = OUTSIDE

    def create(self, specs: Sequence[ActorSpec]) -> None:
        """Create actors, and make them known to the router; none begins."""
        for spec in specs:
            mailbox = _Mailbox(self)
            ports = spec.arguments["ports"]._replace(inbox=lambda mailbox=mailbox: mailbox)
            mailbox.owner = actor = spec.actor_class(**{**spec.arguments, "ports": ports})
            self.actors.append(actor)
            self._router.attach(actor.actor_ref, spec.actor_class)

    def start(self, specs: Sequence[ActorSpec]) -> None:
        """Create actors, and let all begin; nothing runs before `step` or `settle`."""
        self.create(specs)
        for actor in self.actors:
            self.schedule.put(Delivery(OUTSIDE, actor, Begin()))

    def step(self) -> Delivery | None:
        """Let one message arrive and be handled; return it, or None when nothing may arrive now."""
        delivery = self.schedule.take()
        if delivery is not None:
            self.deliver(delivery)
        return delivery

    def deliver(self, delivery: Delivery) -> None:
        """Let an actor handle a message; what it sends comes from it."""
        self.sender = delivery.receiver.name
        try:
            delivery.receiver.on_receive(delivery.message)
        finally:
            self.sender = OUTSIDE

    def settle(self) -> None:
        """Handle messages until none may arrive.

        Raises:
            RuntimeError: The actors never come to rest.
        """
        for _ in range(MOST_STEPS):
            if self.step() is None:
                return
        raise RuntimeError(f"no rest after {MOST_STEPS} messages, next is {self.schedule.take()}")

    def stop(self) -> None:
        """End as the application does: in reverse order, each handling what is in its mailbox."""
        for actor in reversed(self.actors):
            self.settle()
            actor.actor_stopped.set()
            actor.on_stop()
        self.schedule.clear()

    def kill(self) -> None:
        """End as a process that is killed does: nothing more is written, every open file is let go."""
        for actor in self.actors:
            actor.actor_stopped.set()
        self.schedule.clear()
