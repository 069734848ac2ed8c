"""The DTC server: sockets around conversations, in one thread."""

import contextlib
import logging
import os
import selectors
import socket
from collections.abc import Iterable, Sequence
from typing import Final

from demo.conversation import Conversation, ServerRules
from demo.session_figures import Print
from demo.world import World
from dtc.messages.base import Message

log = logging.getLogger(__name__)

# Positions and balances are nobody else's business: the server is not reachable from outside this machine.
LOOPBACK: Final = "127.0.0.1"
_READ_SIZE: Final = 64 * 1024


class Server:
    """Listens on the loopback interface and serves every client that connects.

    Attributes:
        port: Port that it listens on.
    """

    def __init__(self, port: int) -> None:
        """Open the port.

        Args:
            port: 0 for any free one.

        Raises:
            OSError: The port is taken or not allowed.
        """
        self._selector = selectors.DefaultSelector()
        self._listener = _listening_socket(port)
        self.port: int = self._listener.getsockname()[1]
        self._clients: dict[socket.socket, Conversation] = {}
        self._waker, self._woken = socket.socketpair()
        for end in (self._waker, self._woken):
            end.settimeout(0.0)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)

    @property
    def waker(self) -> socket.socket:
        """Return the socket that ends a `poll` when a byte is written to it, from any thread or signal."""
        return self._waker

    def wake(self) -> None:
        """End a `poll` that is waiting; may be called from any thread."""
        # A full buffer means that waking is under way already, a closed socket that nobody sleeps any more.
        with contextlib.suppress(OSError):
            self._waker.send(b"\0")

    def poll(self, world: World, rules: ServerRules, *, now: float, timeout_s: float) -> None:
        """Wait for bytes or for time to pass, then read, answer and write.

        Args:
            world: What new clients are told about.
            rules: How new clients are treated.
            now: Monotonic seconds.
            timeout_s: How long to wait at most.
        """
        for key, _ in self._selector.select(timeout_s):
            if key.fileobj is self._listener:
                self._accept(world, rules, now)
            elif key.fileobj is self._woken:
                with contextlib.suppress(BlockingIOError):
                    self._woken.recv(_READ_SIZE)
            elif isinstance(key.fileobj, socket.socket):
                self._read(key.fileobj, now)
        for conversation in self._clients.values():
            conversation.tick(now)
        self._flush()

    def tell(self, messages: Iterable[Message]) -> None:
        """Send messages to every client that has logged on."""
        sequence = tuple(messages)
        if not sequence:
            return
        for conversation in self._clients.values():
            conversation.tell(sequence)
        self._flush()

    def tell_trades(self, trades: Sequence[Print]) -> None:
        """Send what the market traded to every client that has asked for it."""
        for conversation in self._clients.values():
            conversation.tell_trades(trades)
        self._flush()

    def close(self, reason: str) -> None:
        """Log every client off and give the port back."""
        for conversation in self._clients.values():
            conversation.log_off(reason)
        self._flush()
        for client in list(self._clients):
            self._drop(client)
        for end in (self._listener, self._woken, self._waker):
            end.close()
        self._selector.close()

    def _accept(self, world: World, rules: ServerRules, now: float) -> None:
        try:
            client, address = self._listener.accept()
        except OSError as error:
            log.info("a client left before it was accepted: %s", error)
            return
        client.settimeout(0.0)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._clients[client] = Conversation(world, rules, now)
        self._selector.register(client, selectors.EVENT_READ)
        log.info("client connected address=%s:%d", *address)

    def _read(self, client: socket.socket, now: float) -> None:
        try:
            data = client.recv(_READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._clients[client].receive(data, now)
        else:
            log.info("client disconnected")
            self._drop(client)

    def _flush(self) -> None:
        for client, conversation in list(self._clients.items()):
            self._write(client, conversation)

    def _write(self, client: socket.socket, conversation: Conversation) -> None:
        waiting = conversation.outgoing()
        try:
            while waiting:
                conversation.sent(client.send(waiting))
                waiting = conversation.outgoing()
        except BlockingIOError:
            pass
        except OSError:
            self._drop(client)
            return
        if conversation.closing:
            log.info("connection closed: %s", conversation.closing)
            self._drop(client)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if waiting else 0)
        if self._selector.get_key(client).events != wanted:
            self._selector.modify(client, wanted)

    def _drop(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        del self._clients[client]
        client.close()


def _listening_socket(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Skips the wait after a restart; on Windows it would let two servers share a port.
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
        listener.settimeout(0.0)
    except OSError:
        listener.close()
        raise
    return listener
