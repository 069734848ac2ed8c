"""TCP connections to a server."""

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from actors.messages import BytesReceived, LinkClosed, LinkOpened, Message

CONNECT_TIMEOUT_S = 5.0
READ_BYTES = 256 * 1024
"""Large reads keep the number of messages per second low under load."""
READ_APART_S = 0.002
"""What comes sooner after a read waits for the next one, together: a mad market must not wake every actor two
thousand times a second, which would take the time that painting needs."""
MAX_UNSENT_BYTES = 64 * 1024
"""A client that only asks never has this much waiting, unless the server stopped reading."""


class Link(Protocol):
    """One connection."""

    def send(self, data: bytes) -> None:
        """Send bytes; never waits. What cannot be sent ends the connection with `LinkClosed`."""

    def close(self) -> None:
        """End the connection without `LinkClosed`; may be called more than once."""


class Net(Protocol):
    """Where connections come from."""

    def open(self, connection_id: int, host: str, port: int) -> Link:
        """Start to connect; never waits. `LinkOpened`, `BytesReceived` and `LinkClosed` carry the id."""


class TcpNet:
    """Connections over TCP, each with a thread of its own that owns no state and only posts."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post

    def open(self, connection_id: int, host: str, port: int) -> Link:
        """Start to connect."""
        return TcpLink(connection_id, host, port, self._post)


class TcpLink:
    """One TCP connection."""

    def __init__(self, connection_id: int, host: str, port: int, post: Callable[[Message], None]) -> None:
        self._id = connection_id
        self._address = (host, port)
        self._post = post
        self._unsent = bytearray()
        self._lock = threading.Lock()
        self._closing = False
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)  # noqa: FBT003 - the parameter has no name
        self._thread = threading.Thread(target=self._run, name=f"dtc socket {connection_id}", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Queue bytes and wake the thread."""
        with self._lock:
            self._unsent += data
        self._wake()

    def close(self) -> None:
        """End the connection; the thread sends what it can at once and goes."""
        self._closing = True
        self._wake()
        self._thread.join(1.0)

    def _wake(self) -> None:
        with suppress(OSError):  # full: it is awake anyway; closed: it has ended
            self._wake_in.send(b"\0")

    def _run(self) -> None:
        try:
            reason = self._connect_and_serve()
        except (OSError, UnicodeError) as error:
            reason = describe(error)
        finally:
            self._wake_out.close()
            self._wake_in.close()
        if not self._closing:
            self._post(LinkClosed(connection_id=self._id, reason=reason))

    def _connect_and_serve(self) -> str:
        with socket.create_connection(self._address, CONNECT_TIMEOUT_S) as peer:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer.setblocking(False)  # noqa: FBT003 - the parameter has no name
            self._post(LinkOpened(connection_id=self._id))
            with selectors.DefaultSelector() as selector:
                selector.register(peer, selectors.EVENT_READ)
                selector.register(self._wake_out, selectors.EVENT_READ)
                return self._serve(peer, selector)

    def _serve(self, peer: socket.socket, selector: selectors.BaseSelector) -> str:
        while True:
            for key, events in selector.select():
                if key.fileobj is self._wake_out:
                    self._wake_out.recv(4096)
                elif events & selectors.EVENT_READ:
                    data = peer.recv(READ_BYTES)
                    if not data:
                        return "the server closed the connection"
                    self._post(BytesReceived(connection_id=self._id, data=data))
                    time.sleep(READ_APART_S)
            unsent = self._send(peer)
            if self._closing:
                return ""
            if unsent > MAX_UNSENT_BYTES:
                return "the server does not read what it is sent"
            selector.modify(peer, selectors.EVENT_READ | (selectors.EVENT_WRITE if unsent else 0))

    def _send(self, peer: socket.socket) -> int:
        """Send what is waiting; return how many bytes still wait."""
        with self._lock:
            if self._unsent:
                with suppress(BlockingIOError):
                    del self._unsent[: peer.send(self._unsent)]
            return len(self._unsent)


def describe(error: OSError | UnicodeError) -> str:
    """Return what went wrong with a connection, in a few plain words."""
    if isinstance(error, ConnectionRefusedError):
        return "nothing is listening there"
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionResetError):
        return "the server cut the connection"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "the host name is not known"
    return error.strerror or str(error)
