"""Parts that the tests of actors share."""

from collections.abc import Callable, Iterator
from typing import Any

import pykka
import pytest

from actors.base import Actor, Ports
from actors.messages import AccountsListed, Begin, ConnectionState, Message, Ping
from actors.positions import PositionsActor
from dtc.enums import Encoding
from dtc.session import SessionConfig
from tests.actors.builders import LIVE, NOTHING_LOADED, SIM, SIM2, link
from tests.actors.dtc_server import DtcServer
from tests.actors.line import Line
from tests.fakes import FakeClock, FakeIds

AllowLog = Callable[[str], None]
"""Allows log lines in which a regular expression is found."""


class Stage:
    """One started actor, and everything that it posts.

    The actor under test is real, in its own thread; only time stands still until a test moves it.
    """

    def __init__(self) -> None:
        self.posted: list[Message] = []
        self.clock = FakeClock()
        self.ports = Ports(post=self.posted.append, clock=self.clock)
        self._refs: list[pykka.ActorRef[Any]] = []

    def start(self, actor_class: type[Actor], **arguments: object) -> "Played":
        """Start an actor, and let it begin."""
        ref = actor_class.start(ports=self.ports, **arguments)
        self._refs.append(ref)
        played = Played(ref, self.posted, self.clock)
        played.tell(Begin())
        return played

    def stop(self) -> None:
        """Stop what was started."""
        for ref in self._refs:
            ref.stop(block=True, timeout=2)


class Played:
    """A running actor that a test talks to."""

    def __init__(self, ref: pykka.ActorRef[Any], posted: list[Message], clock: FakeClock) -> None:
        self.ref = ref
        self.posted = posted
        self._clock = clock

    def tell(self, *messages: Message) -> list[Message]:
        """Tell messages, wait until they are handled, return what was posted meanwhile."""
        before = len(self.posted)
        for message in messages:
            self.ref.tell(message)
        self._settle()
        return self.posted[before:]

    def wait(self, seconds: float) -> list[Message]:
        """Let time pass, with all that falls due on the way; return what was posted meanwhile."""
        before = len(self.posted)
        self._clock.pass_time(seconds, self._tell_due)
        return self.posted[before:]

    def _tell_due(self, message: Message) -> None:
        self.ref.tell(message)
        self._settle()

    def _settle(self) -> None:
        assert self.ref.ask(Ping(), block=True, timeout=2)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Give a stage, and empty it afterwards."""
    stage = Stage()
    yield stage
    stage.stop()


@pytest.fixture
def server() -> Iterator[DtcServer]:
    """Give a listening server."""
    server = DtcServer()
    yield server
    server.close()


@pytest.fixture
def encoding() -> Encoding:
    """Give the encoding that the actor asks for."""
    return Encoding.JSON_COMPACT


@pytest.fixture
def line(server: DtcServer, encoding: Encoding) -> Iterator[Line]:
    """Give an actor that is about to connect."""
    line = Line(server.port, SessionConfig(encoding=encoding, username="me", password="secret"))
    yield line
    line.stop()


@pytest.fixture
def positions(stage: Stage) -> Played:
    """Give the actor, with nothing stored, a link that is ready, and three accounts of the server."""
    played = stage.start(PositionsActor, ids=FakeIds(), contracts={})
    played.tell(NOTHING_LOADED, AccountsListed(books=(SIM, SIM2, LIVE)), link(ConnectionState.READY))
    return played
