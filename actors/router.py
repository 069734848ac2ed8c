"""Who hears what: every message goes to the actors that handle its type."""

import logging
from collections import defaultdict
from typing import Any

import pykka

from actors.base import Actor
from actors.messages import Message

log = logging.getLogger(__name__)


class Router:
    """Deliver messages by type.

    `attach` is for start-up code, in one thread and before the first message; `post` is for every thread.
    """

    def __init__(self) -> None:
        self._receivers: defaultdict[type[Message], list[pykka.ActorRef[Any]]] = defaultdict(list)

    def attach(self, ref: pykka.ActorRef[Any], actor_class: type[Actor]) -> None:
        """Let an actor hear all types that its class handles."""
        for message_type in actor_class.handlers:
            self._receivers[message_type].append(ref)

    def post(self, message: Message) -> None:
        """Tell everyone who handles this type; never raises, never waits."""
        for ref in self._receivers.get(type(message), ()):
            try:
                ref.tell(message)
            except pykka.ActorDeadError:
                # Only at shutdown: a failing actor keeps its mailbox, a stopped one wants nothing more.
                log.debug("not delivered to %s: %s", ref, type(message).__name__)
