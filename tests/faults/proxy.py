"""A TCP proxy that knows where messages begin and end, and lets somebody else decide what becomes of them."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from select import select
from typing import NamedTuple

from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding
from dtc.messages import EncodingResponse, Message

_TURN_S = 0.005
_READ_BYTES = 65_536
_JSON = {Encoding.JSON, Encoding.JSON_COMPACT}
# Nothing lingers: the system sends RST in place of FIN.
_RESET = struct.pack("ii", 1, 0)


class Frame(NamedTuple):
    """One message of the server, and the bytes that it came in."""

    message: Received
    raw: bytes


class Wire:
    """One connection through the proxy.

    Attributes:
        encoding: How the server speaks on it.
        number: 1 for the first.
        is_over: It is to be closed, or has been.
    """

    def __init__(self, number: int, client: socket.socket, server: socket.socket) -> None:
        self.number = number
        self.encoding = Encoding.BINARY
        self.is_over = False
        self.client, self.server = client, server
        self.delivered_at = time.monotonic()
        self._resets = False
        self._seen: list[bytes] = []
        self._decoder: Decoder | None = None

    def to_client(self, data: bytes) -> None:
        """Let the client have bytes."""
        if self.is_over:
            return
        try:
            self.client.sendall(data)
        except OSError:
            self.is_over = True
        else:
            self.delivered_at = time.monotonic()

    def to_server(self, data: bytes) -> None:
        """Let the server have bytes."""
        try:
            self.server.sendall(data)
        except OSError:
            self.is_over = True

    def say(self, *messages: Message) -> None:
        """Tell the client something that the server never said."""
        self.to_client(b"".join(encode(message, self.encoding) for message in messages))

    def end(self, *, reset: bool = False) -> None:
        """End both sides; what was sent before still arrives, unless it is reset."""
        self._resets = self._resets or reset
        self.is_over = True

    def cut_up(self, data: bytes) -> list[Frame]:
        """Return the messages that became complete with these bytes of the server."""
        if self._decoder is None:
            self.encoding = Encoding.JSON if data[:1] == b"{" else Encoding.BINARY
            pauses = frozenset({EncodingResponse.type_of()})
            self._decoder = Decoder(self.encoding, pauses, observe=self._seen.append)
        frames = self._frames(self._decoder.feed(data))
        if self._decoder.is_paused and isinstance(frames[-1].message, EncodingResponse):
            wanted = Encoding(frames[-1].message.Encoding)
            received = self._decoder.resume(wanted)
            self.encoding = wanted
            frames += self._frames(received)
        return frames

    def _frames(self, received: Sequence[Received]) -> list[Frame]:
        end = b"\0" if self._decoder is not None and self._decoder.encoding in _JSON else b""
        raws, self._seen[:] = self._seen[:], []
        return [Frame(message, raw + end) for message, raw in zip(received, raws, strict=True)]

    def close(self) -> None:
        """Close both sides."""
        self.is_over = True
        if self._resets:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.client.close()
        self.server.close()


Down = Callable[[Wire, list[Frame]], None]
Up = Callable[[Wire, bytes], None]


def pass_down(wire: Wire, frames: list[Frame]) -> None:
    """Let the client have what the server said."""
    wire.to_client(b"".join(frame.raw for frame in frames))


def pass_up(wire: Wire, data: bytes) -> None:
    """Let the server have what the client said."""
    wire.to_server(data)


def swallow(_wire: Wire, _what: object) -> None:
    """Let nobody have anything."""


class Hold:
    """Keeps messages of the server back until they are let go, in their order.

    Args:
        kind: Of which messages; all others pass.
    """

    def __init__(self, kind: type = object) -> None:
        self._kind = kind
        self._held: list[tuple[Wire, bytes]] | None = []
        self._lock = threading.Lock()

    def __call__(self, wire: Wire, frames: list[Frame]) -> None:
        """Take what the server says."""
        with self._lock:
            for frame in frames:
                if self._held is not None and isinstance(frame.message, self._kind):
                    self._held.append((wire, frame.raw))
                else:
                    wire.to_client(frame.raw)

    def let_go(self) -> None:
        """Let the client have what was kept, and all that comes from now on."""
        with self._lock:
            for wire, raw in self._held or ():
                wire.to_client(raw)
            self._held = None


class Proxy:
    """Listens where the monitor connects to; each connection has a thread.

    Args:
        target: Port of the server.

    Attributes:
        down: What becomes of the server's messages.
        up: What becomes of the client's bytes.
        hides_ends: Nobody learns that the other side has hung up.
        opened: How many connections there have been.
    """

    def __init__(self, target: int) -> None:
        self.down: Down = pass_down
        self.up: Up = pass_up
        self.hides_ends = False
        self.opened = 0
        self._began_at = time.monotonic()
        self._target = target
        self._wires: list[Wire] = []
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._gate = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, name="faults proxy", daemon=True)
        self._accepting.start()

    @property
    def wires(self) -> list[Wire]:
        """Return the connections that live."""
        return [wire for wire in list(self._wires) if not wire.is_over]

    @property
    def delivered_at(self) -> float:
        """Return the monotonic second in which the client was sent something last."""
        return max((wire.delivered_at for wire in list(self._wires)), default=self._began_at)

    def cut(self, *, reset: bool = False) -> None:
        """End every connection."""
        for wire in self.wires:
            wire.end(reset=reset)

    @contextmanager
    def doing(self, down: Down = pass_down, up: Up = pass_up, *, hides_ends: bool = False) -> Iterator[None]:
        """Do something else with what passes, as long as this lasts."""
        self.down, self.up, self.hides_ends = down, up, hides_ends
        try:
            yield
        finally:
            self.down, self.up, self.hides_ends = pass_down, pass_up, False

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Listen no more, as long as this lasts."""
        with self._gate:
            self._listener.close()
        self.cut()
        try:
            yield
        finally:
            with self._gate:
                self._listener = socket.create_server(("127.0.0.1", self.port))

    def stop(self) -> None:
        """End it."""
        self._stopping.set()
        self._accepting.join()
        self.cut()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.wait(_TURN_S):
            with self._gate:
                if self._listener.fileno() < 0 or not select([self._listener], [], [], 0)[0]:
                    continue
                client, _ = self._listener.accept()
            self.opened += 1
            wire = Wire(self.opened, client, socket.create_connection(("127.0.0.1", self._target)))
            for side in (wire.client, wire.server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._wires.append(wire)
            thread = threading.Thread(target=self._serve, args=(wire,), name="faults wire", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, wire: Wire) -> None:
        sides = [wire.client, wire.server]
        while not wire.is_over:
            for side in select(sides, [], [], _TURN_S)[0]:
                data = b""
                with suppress(OSError):
                    data = side.recv(_READ_BYTES)
                if not data:
                    sides.remove(side)
                elif side is wire.client:
                    self.up(wire, data)
                else:
                    self.down(wire, wire.cut_up(data))
            if wire.client not in sides or (wire.server not in sides and not self.hides_ends):
                break
        wire.close()
