"""A session with the server's part played by the test."""

from typing import TypeVar

from dtc import events
from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import EncodingResponse, LogonResponse, Message
from dtc.session import Session, SessionConfig, State

AnyEvent = TypeVar("AnyEvent")


class Conversation:
    """One session on a clock that only the test moves."""

    def __init__(self, config: SessionConfig | None = None) -> None:
        """Connect at second 100 of the clock."""
        self.config = config or SessionConfig(encoding=Encoding.JSON)
        self.now = 100.0
        self.session = Session(self.config)
        self.session.connected(self.now)
        first = Encoding.BINARY if self.config.negotiate else self.config.encoding
        self._server = Decoder(first, frozenset({6}))

    def sent(self) -> list[Message]:
        """Return the messages the session has sent since the last call, as a server reads them."""
        received = self._server.feed(self.session.take_outgoing())
        if self._server.is_paused and self.session.state is not State.NEGOTIATING:
            received += self._server.resume(self.session.encoding)
        return [item for item in received if isinstance(item, Message)]

    def say(self, *messages: Message, encoding: Encoding | None = None) -> list[events.Event]:
        """Let the server send messages; return what the session makes of them."""
        return self.say_bytes(b"".join(encode(m, encoding or self.session.encoding) for m in messages))

    def say_bytes(self, data: bytes) -> list[events.Event]:
        """Let the server send bytes; return what the session makes of them."""
        self.session.receive(data, self.now)
        return self.session.events()

    def wait(self, seconds: float) -> list[events.Event]:
        """Let time pass in one go; return what happened."""
        self.now += seconds
        self.session.tick(self.now)
        return self.session.events()

    def log_on(self) -> "Conversation":
        """Agree on the encoding and let the session in."""
        if self.config.negotiate:
            self.say(EncodingResponse(Encoding=self.config.encoding))
        self.say(LogonResponse(Result=1, ServerName="SC DTC Server"))
        self.sent()
        return self


def only(happened: list[events.Event], kind: type[AnyEvent]) -> AnyEvent:
    """Return the single event of one kind."""
    (event,) = [event for event in happened if isinstance(event, kind)]
    return event
