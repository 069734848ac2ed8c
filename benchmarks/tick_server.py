"""A DTC server that trades one contract: `python -m benchmarks.tick_server RATE:SECONDS ...`.

Trades of two seconds have all different prices, so that whoever sees one knows when it was sent. In between
the broker fills orders. Prints its port, and at the end when each price was sent, and the number of fills.
"""

import json
import select
import socket
import sys
import time
from typing import Final

from msgspec import structs

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    HistoricalOrderFillsReject,
    HistoricalOrderFillsRequest,
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    Message,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)

ACCOUNT: Final = "Sim1"
SYMBOL: Final = "ZZZZ26"
TICK: Final = 0.0001
ENTRY: Final = 6750.0
PRICES: Final = 100_003
"""So many prices above the entry come in turn; as this is a prime, each comes once in a turn."""
STRIDE: Final = 7_919
_TURN_S: Final = 0.0005
_FILL_EVERY_S: Final = 0.1
_BEAT_S: Final = 5.0
_LOGON_S: Final = 2.0
_SETTLE_S: Final = 1.0
_HELD: Final = 5.0
"""Contracts of a position when it is opened."""
_FILLS_OF_A_TRADE: Final = 20


class TickServer:
    """Serves one client.

    Args:
        phases: Trades a second, and for how many seconds.
    """

    def __init__(self, phases: list[tuple[int, float]]) -> None:
        self._phases = phases
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._decoder = Decoder(Encoding.BINARY, frozenset({EncodingRequest.type_of()}))
        self._encoding = Encoding.BINARY
        self._symbol_id: int | None = None
        self._number = 0
        self._fills = 0
        self._side = -1
        self._sent: list[tuple[int, float]] = []
        self._beat_at = self._fill_at = 0.0

    def run(self) -> dict[str, object]:
        """Serve until all phases are over; return what was sent."""
        sys.stdout.write(f"{self._listener.getsockname()[1]}\n")
        sys.stdout.flush()
        self._peer, _ = self._listener.accept()
        # Else the system keeps small packets back for 40 ms, which would be measured.
        self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer_for(_LOGON_S)
        self._send(self._fill())
        while self._symbol_id is None:
            self._answer(_TURN_S)
        self._answer_for(_SETTLE_S)
        starts = []
        for rate, seconds in self._phases:
            starts.append((rate, time.monotonic()))
            self._trade(rate, seconds)
        self._answer_for(_SETTLE_S)
        return {"phases": starts, "sent": self._sent, "fills": self._fills}

    def _trade(self, rate: int, seconds: float) -> None:
        began, first = time.monotonic(), self._number
        while (now := time.monotonic()) < began + seconds:
            due = first + int((now - began) * rate)
            if due > self._number:
                chunk = b"".join(map(self._quote, range(self._number + 1, due + 1)))
                self._number = due
                self._sent.append((due, time.monotonic()))
                self._peer.sendall(chunk)
            if now >= self._fill_at:
                self._fill_at = now + _FILL_EVERY_S
                self._send(self._fill())
            if now >= self._beat_at:
                self._beat_at = now + _BEAT_S
                self._send(Heartbeat())
            self._answer(_TURN_S)

    def _quote(self, number: int) -> bytes:
        return b'{"Type":107,"SymbolID":%d,"AtBidOrAsk":2,"Price":%.4f,"Volume":1,"DateTime":%d}\0' % (
            self._symbol_id or 0,
            ENTRY + number * STRIDE % PRICES * TICK,
            time.time(),
        )

    def _fill(self) -> Message:
        """Return the next fill: a contract taken in or given back, and now and then all of them turned."""
        step = self._fills % _FILLS_OF_A_TRADE
        if step == 0:
            contracts, self._side = (2 * _HELD if self._fills else _HELD), -self._side
        else:
            contracts = 1.0
        buys = self._side > 0 if step % 2 == 0 else self._side < 0
        self._fills += 1
        return OrderUpdate(
            Symbol=SYMBOL,
            TradeAccount=ACCOUNT,
            ServerOrderID=f"{self._fills}",
            OrderStatus=7,
            OrderUpdateReason=4,
            OrderType=1,
            BuySell=1 if buys else 2,
            OrderQuantity=contracts,
            FilledQuantity=contracts,
            RemainingQuantity=0.0,
            AverageFillPrice=ENTRY,
            LastFillPrice=ENTRY,
            LastFillQuantity=contracts,
            LastFillDateTime=int(time.time()),
            LastFillExecutionID=f"e{self._fills}",
            TotalNumMessages=1,
            MessageNumber=1,
        )

    def _answer_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._answer(_TURN_S)

    def _answer(self, wait_s: float) -> None:
        """Read what the client sent and answer it; wait so long for it."""
        if not select.select([self._peer], [], [], wait_s)[0]:
            return
        data = self._peer.recv(65_536)
        if not data:
            raise EOFError("the client went away")
        received = self._decoder.feed(data)
        while received:
            message = received.pop(0)
            if isinstance(message, EncodingRequest):
                self._send(EncodingResponse(Encoding=message.Encoding))
                self._encoding = Encoding(message.Encoding)
                received = self._decoder.resume(self._encoding)
            elif isinstance(message, MarketDataRequest):
                self._symbol_id = message.SymbolID
            elif isinstance(message, Message):
                self._send(*_answers(message))

    def _send(self, *messages: Message) -> None:
        self._peer.sendall(b"".join(encode(message, self._encoding) for message in messages))


def _answers(request: Message) -> list[Message]:
    request_id: int = getattr(request, "RequestID", 0)
    rows: list[Message] = []
    match request:
        case LogonRequest():
            return [LogonResponse(Result=1, ServerName="SC DTC Server", SecurityDefinitionsSupported=1)]
        case TradeAccountsRequest():
            rows = [TradeAccountResponse(TradeAccount=ACCOUNT, TotalNumberMessages=1, MessageNumber=1)]
        case OpenOrdersRequest():
            rows = [OrderUpdate(NoOrders=1, TotalNumMessages=1, MessageNumber=1)]
        case HistoricalOrderFillsRequest():
            rows = [HistoricalOrderFillsReject(RejectText="none")]
        case CurrentPositionsRequest():
            rows = [PositionUpdate(NoPositions=1, TotalNumberMessages=1, MessageNumber=1)]
        case AccountBalanceRequest():
            rows = [AccountBalanceUpdate(NoAccountBalances=1, TotalNumberMessages=1, MessageNumber=1)]
        case SecurityDefinitionForSymbolRequest():
            rows = [
                SecurityDefinitionResponse(
                    Symbol=SYMBOL, MinPriceIncrement=TICK, CurrencyValuePerIncrement=0.0005, IsFinalMessage=1
                )
            ]
    return [structs.replace(row, RequestID=request_id) for row in rows]


def main(phases: list[str]) -> int:
    """Serve; return the exit code."""
    pairs = [phase.split(":") for phase in phases]
    sent = TickServer([(int(rate), float(seconds)) for rate, seconds in pairs]).run()
    sys.stdout.write(json.dumps(sent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
