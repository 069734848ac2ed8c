"""Parts that the tests of actors share."""

from collections.abc import Iterator
from typing import Any

import pytest

from actors.base import Actor, Ports
from actors.messages import Begin, Message, Ping
from tests.fakes import FakeClock


class Stage:
    """One started actor, and everything that it posts.

    The actor under test is real, in its own thread; only time stands still until a test moves it.
    """

    def __init__(self) -> None:
        self.posted: list[Message] = []
        self.clock = FakeClock()
        self.ports = Ports(post=self.posted.append, clock=self.clock)
        self._refs: list[Any] = []

    def start(self, actor_class: type[Actor], **arguments: Any) -> "Played":
        """Start an actor, and let it begin."""
        ref = actor_class.start(ports=self.ports, **arguments)
        self._refs.append(ref)
        played = Played(ref, self.posted)
        played.tell(Begin())
        return played

    def stop(self) -> None:
        """Stop what was started."""
        for ref in self._refs:
            ref.stop(block=True, timeout=2)


class Played:
    """A running actor that a test talks to."""

    def __init__(self, ref: Any, posted: list[Message]) -> None:
        self.ref = ref
        self._posted = posted

    def tell(self, *messages: Message) -> list[Message]:
        """Tell messages, wait until they are handled, return what was posted meanwhile."""
        before = len(self._posted)
        for message in messages:
            self.ref.tell(message)
        assert self.ref.ask(Ping(), block=True, timeout=2)
        return self._posted[before:]


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Give a stage, and empty it afterwards."""
    stage = Stage()
    yield stage
    stage.stop()
