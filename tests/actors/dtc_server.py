"""A DTC server over real TCP whose every answer a test gives."""

import select
import socket
from typing import Self, TypeVar

from msgspec import structs

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
    HistoricalOrderFillsRequest,
    LogonRequest,
    LogonResponse,
    Message,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    TradeAccountResponse,
    TradeAccountsRequest,
)

_WAIT_S = 2.0
# Far longer than a queued message takes over the loopback interface.
_UNDER_WAY_S = 0.03

Kind = TypeVar("Kind", bound=Message)


class DtcServer:
    """Listens on a free port."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_WAIT_S)
        self.port: int = self._listener.getsockname()[1]
        self._peers: list[Peer] = []

    def accept(self) -> "Peer":
        """Wait for the next connection."""
        connection, _ = self._listener.accept()
        peer = Peer(connection)
        self._peers.append(peer)
        return peer

    def close(self) -> None:
        """Stop listening, and end all connections."""
        self._listener.close()
        for peer in self._peers:
            peer.close()


class Peer:
    """One connection, seen from the server."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(_WAIT_S)
        self._socket = connection
        self._decoder = Decoder(Encoding.BINARY, frozenset({EncodingRequest.type_of()}))
        self._received: list[Message] = []
        self.encoding = Encoding.BINARY

    def receive(self, kind: type[Kind]) -> Kind:
        """Wait for the next message, which must be of this kind."""
        while not self._received:
            data = self._socket.recv(65_536)
            if not data:
                raise EOFError(f"closed instead of {kind.__name__}")
            self._received += [item for item in self._decoder.feed(data) if isinstance(item, Message)]
        message = self._received.pop(0)
        assert isinstance(message, kind), f"{message} instead of {kind.__name__}"
        return message

    def is_silent(self) -> bool:
        """Return whether nothing comes that was not taken; what was sent before this call has arrived."""
        return not self._received and not select.select([self._socket], [], [], _UNDER_WAY_S)[0]

    def is_closed(self) -> bool:
        """Wait for the end of the connection."""
        return self._socket.recv(1) == b""

    def send(self, *messages: Message) -> None:
        """Send messages at once."""
        self.send_bytes(b"".join(encode(message, self.encoding) for message in messages))

    def send_bytes(self, data: bytes) -> None:
        """Send bytes."""
        self._socket.sendall(data)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def agree(self) -> LogonRequest:
        """Agree on the encoding that the client wants; return its logon."""
        wanted = Encoding(self.receive(EncodingRequest).Encoding)
        self.send(EncodingResponse(Encoding=wanted))
        self.encoding = wanted
        self._received += [item for item in self._decoder.resume(wanted) if isinstance(item, Message)]
        return self.receive(LogonRequest)

    def speak(self, encoding: Encoding) -> None:
        """Expect and use an encoding without agreement."""
        self.encoding = encoding
        self._decoder = Decoder(encoding)

    def let_in(self) -> Self:
        """Agree on the encoding, and accept the logon."""
        self.agree()
        self.send(LogonResponse(Result=1, ServerName="SC DTC Server"))
        return self

    def answer(self, request: Message, *rows: Message) -> None:
        """Send the rows of an answer, numbered."""
        total = "TotalNumMessages" if isinstance(request, OpenOrdersRequest) else "TotalNumberMessages"
        request_id: int = getattr(request, "RequestID", 0)
        self.send(
            *(
                structs.replace(row, **{"RequestID": request_id, total: len(rows), "MessageNumber": number})
                for number, row in enumerate(rows, start=1)
            )
        )


def nothing_for(request: Message) -> Message:
    """Return the row that means that there is nothing to report."""
    request_id: int = getattr(request, "RequestID", 0)
    match request:
        case TradeAccountsRequest():
            return TradeAccountResponse(RequestID=request_id)
        case OpenOrdersRequest():
            return OrderUpdate(RequestID=request_id, TotalNumMessages=1, MessageNumber=1, NoOrders=1)
        case CurrentPositionsRequest():
            return PositionUpdate(RequestID=request_id, TotalNumberMessages=1, MessageNumber=1, NoPositions=1)
        case AccountBalanceRequest():
            return AccountBalanceUpdate(
                RequestID=request_id, TotalNumberMessages=1, MessageNumber=1, NoAccountBalances=1
            )
        case HistoricalOrderFillsRequest(TradeAccount=account):
            raise AssertionError(f"fills of {account} are answered with rows or a reject")
    raise AssertionError(request)
