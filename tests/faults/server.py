"""A DTC server over TCP for any number of clients; what it knows is the oracle's broker."""

import socket
import threading
import time
from contextlib import suppress
from select import select

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import (
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    Logoff,
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    MarketDataUpdateTradeCompact,
    Message,
)
from tests.oracle.exchange import Broker

BEAT_S = 1.0
SILENCE_S = 5.0
"""A client that says nothing for so long is logged off."""
_TURN_S = 0.005
_STUCK_S = 3.0


class Server:
    """Answers from what the broker knows, beats, and tells prices; all of it in one thread.

    Attributes:
        lock: Hold it while the broker is changed and told of: an answer is never cut in two.
        broker: What there is to know.
        logons: How many there have been.
        clock_step_s: Added to the time in its heartbeats.
    """

    def __init__(self, broker: Broker) -> None:
        self.lock = threading.RLock()
        self.broker = broker
        self.logons = 0
        self.clock_step_s = 0.0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._clients: list[_Client] = []
        self._beat_at = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="faults server", daemon=True)
        self._thread.start()

    def tell(self, *messages: Message) -> None:
        """Tell everybody who is logged on."""
        with self.lock:
            for client in self._clients:
                if client.logged_on:
                    client.send(*messages)

    def log_off(self, *, for_good: bool = False) -> None:
        """Say farewell to everybody, and hang up."""
        with self.lock:
            self.tell(Logoff(Reason="The server says farewell.", DoNotReconnect=int(for_good)))
            for client in self._clients:
                client.close()

    def stop(self) -> None:
        """End it."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            sources = [self._listener.fileno(), *(client.fileno() for client in self._clients)]
            ready, _, _ = select(sources, [], [], _TURN_S)
            with self.lock:
                for client in self._clients:
                    if client.fileno() in ready:
                        self._serve(client)
                if self._listener.fileno() in ready:
                    self._clients.append(_Client(self._listener.accept()[0]))
                self._beat(time.monotonic())
                for client in [client for client in self._clients if client.is_closed]:
                    client.hang_up()
                    self._clients.remove(client)
        self._listener.close()
        for client in self._clients:
            client.hang_up()

    def _serve(self, client: "_Client") -> None:
        for message in client.receive():
            match message:
                case LogonRequest():
                    client.logged_on = True
                    self.logons += 1
                    client.send(LogonResponse(Result=1, ServerName="faults", SecurityDefinitionsSupported=1))
                case Logoff():
                    client.close()
                case MarketDataRequest(Symbol=symbol, SymbolID=number):
                    client.symbol_ids[symbol] = number
                    client.send(self.broker.snapshot(symbol, number))
                case _ if client.logged_on and hasattr(message, "RequestID"):
                    client.send(*self.broker.answer(message))

    def _beat(self, now: float) -> None:
        if now < self._beat_at:
            return
        self._beat_at = now + BEAT_S / 2
        for client in self._clients:
            if now - client.heard_at > SILENCE_S:
                client.send(Logoff(Reason="No heartbeat received"))
                client.close()
            elif client.logged_on:
                beat = Heartbeat(CurrentDateTime=int(time.time() + self.clock_step_s))
                client.send(beat, *self._prices(client))

    def _prices(self, client: "_Client") -> list[Message]:
        return [
            MarketDataUpdateTradeCompact(SymbolID=number, Price=self.broker.prices[symbol], Volume=1.0)
            for symbol, number in client.symbol_ids.items()
        ]


class _Client:
    """One connection, seen from the server."""

    def __init__(self, peer: socket.socket) -> None:
        peer.settimeout(_STUCK_S)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = peer
        self._encoding: Encoding | None = None
        self._decoder = Decoder(Encoding.BINARY)
        self.logged_on = self.is_closed = False
        self.heard_at = time.monotonic()
        self.symbol_ids: dict[str, int] = {}

    def fileno(self) -> int:
        """Return what can be selected."""
        return self._socket.fileno()

    def receive(self) -> list[Message]:
        """Return what came; agree on the encoding."""
        data = b""
        with suppress(OSError):
            data = self._socket.recv(65_536)
        if not data:
            self.close()
            return []
        self.heard_at = time.monotonic()
        if self._encoding is None:
            self._encoding = Encoding.JSON if data[:1] == b"{" else Encoding.BINARY
            self._decoder = Decoder(self._encoding, frozenset({EncodingRequest.type_of()}))
        received = self._decoder.feed(data)
        if received and isinstance(received[-1], EncodingRequest):
            wanted = Encoding(received[-1].Encoding)
            self.send(EncodingResponse(Encoding=wanted))
            self._encoding = wanted
            received += self._decoder.resume(wanted)
        return [message for message in received if isinstance(message, Message)]

    def send(self, *messages: Message) -> None:
        """Send messages; who takes nothing, or is gone, is forgotten."""
        if self.is_closed or self._encoding is None:
            return
        try:
            self._socket.sendall(b"".join(encode(message, self._encoding) for message in messages))
        except OSError:
            self.close()

    def close(self) -> None:
        """Say nothing more; the server's own thread hangs up in its next turn."""
        self.is_closed, self.logged_on = True, False

    def hang_up(self) -> None:
        """Close the socket."""
        self._socket.close()
