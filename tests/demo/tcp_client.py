"""A DTC client over a real socket, for tests of the server."""

import socket
from collections.abc import Callable
from typing import Self

from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding
from dtc.messages import EncodingRequest, Message

_WAIT_S = 5.0
_ENCODING_RESPONSE = 7


class TcpClient:
    """Sends messages and waits for what comes back."""

    def __init__(self, port: int, encoding: Encoding = Encoding.BINARY) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_WAIT_S)
        self._encoding = encoding
        self._decoder = Decoder(encoding)
        self.received: list[Received] = []

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._socket.close()

    def negotiate(self, encoding: Encoding) -> None:
        """Ask for an encoding and wait until it is in force."""
        self._decoder = Decoder(Encoding.BINARY, frozenset({_ENCODING_RESPONSE}))
        self.send(EncodingRequest(Encoding=encoding))
        self.wait_for(lambda received: len(received) == 1)
        self._encoding = encoding
        self.received = [*self._decoder.resume(encoding)]

    def send(self, *messages: Message) -> None:
        """Send messages in the present encoding."""
        self._socket.sendall(b"".join(encode(message, self._encoding) for message in messages))

    def wait_for(self, complete: Callable[[list[Received]], bool]) -> list[Received]:
        """Return all that has been received once a condition holds.

        Raises:
            TimeoutError: It does not hold after some seconds.
            EOFError: The server closed the connection before.
        """
        while not complete(self.received):
            data = self._socket.recv(65_536)
            if not data:
                raise EOFError(f"closed after {self.received}")
            self.received += self._decoder.feed(data)
        return self.received

    def wait_for_type(self, wanted: type[Message], count: int = 1) -> list[Received]:
        """Return all that has been received once there are so many messages of a type."""
        return self.wait_for(lambda received: sum(isinstance(each, wanted) for each in received) >= count)

    def is_closed_by_server(self) -> bool:
        """Wait for the end of the stream; say whether it came."""
        try:
            self.wait_for(lambda _received: False)
        except (EOFError, ConnectionResetError):
            return True
        except TimeoutError:
            return False
        return False
