"""A DTC server of one client that knows nothing by itself: what load generators have in common."""

import select
import socket
import time
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from dtc.codec import Decoder, encode
from dtc.enums import BuySell, Encoding, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
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

TURN_S: Final = 0.0005


class PlainServer:
    """Answers that there is nothing, and sends what a subclass wants it to.

    Args:
        accounts: Their names.
        tick: Smallest price step of every symbol.
        tick_value: Dollars per tick.

    Attributes:
        symbol_ids: Number under which the client wants the prices of a symbol.
        defined: Symbols whose contract the client knows.
        answered: How many requests have been answered, prices not counted.
    """

    def __init__(self, accounts: Sequence[str], tick: float, tick_value: float) -> None:
        self.symbol_ids: dict[str, int] = {}
        self.defined: set[str] = set()
        self.answered = 0
        self._accounts = accounts
        self._tick = tick
        self._tick_value = tick_value
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._decoder = Decoder(Encoding.BINARY, frozenset({EncodingRequest.type_of()}))
        self._encoding = Encoding.BINARY

    @property
    def port(self) -> int:
        """Return where it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def accept(self) -> None:
        """Wait for the client."""
        self._peer, _ = self._listener.accept()
        # Else the system keeps small packets back for 40 ms, which would be measured.
        self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """End it."""
        self._peer.close()
        self._listener.close()

    def answer_for(self, seconds: float) -> None:
        """Answer what is asked within that time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.answer(TURN_S)

    def answer(self, wait_s: float) -> None:
        """Read what the client sent and answer it; wait so long for it.

        Raises:
            EOFError: The client went away.
        """
        if not select.select([self._peer], [], [], wait_s)[0]:
            return
        data = self._peer.recv(65_536)
        if not data:
            raise EOFError("the client went away")
        received = self._decoder.feed(data)
        while received:
            message = received.pop(0)
            if isinstance(message, EncodingRequest):
                self.send(EncodingResponse(Encoding=message.Encoding))
                self._encoding = Encoding(message.Encoding)
                received = self._decoder.resume(self._encoding)
            elif isinstance(message, MarketDataRequest):
                self.symbol_ids[message.Symbol] = message.SymbolID
            elif isinstance(message, Message):
                answers = self._answers(message)
                self.answered += bool(answers)
                self.send(*answers)

    def send(self, *messages: Message) -> None:
        """Send messages."""
        self.send_bytes(b"".join(encode(message, self._encoding) for message in messages))

    def send_bytes(self, data: bytes) -> None:
        """Send what is encoded already; waits while the client does not read."""
        self._peer.sendall(data)

    def _answers(self, request: Message) -> list[Message]:
        request_id: int = getattr(request, "RequestID", 0)
        rows: list[Message] = []
        match request:
            case LogonRequest():
                return [LogonResponse(Result=1, ServerName="SC DTC Server", SecurityDefinitionsSupported=1)]
            case TradeAccountsRequest():
                count = len(self._accounts)
                rows = [
                    TradeAccountResponse(TradeAccount=name, TotalNumberMessages=count, MessageNumber=number)
                    for number, name in enumerate(self._accounts, start=1)
                ]
            case OpenOrdersRequest():
                rows = [OrderUpdate(NoOrders=1, TotalNumMessages=1, MessageNumber=1)]
            case HistoricalOrderFillsRequest():
                rows = [HistoricalOrderFillsReject(RejectText="none")]
            case CurrentPositionsRequest():
                rows = [PositionUpdate(NoPositions=1, TotalNumberMessages=1, MessageNumber=1)]
            case AccountBalanceRequest():
                rows = [AccountBalanceUpdate(NoAccountBalances=1, TotalNumberMessages=1, MessageNumber=1)]
            case SecurityDefinitionForSymbolRequest():
                self.defined.add(request.Symbol)
                rows = [
                    SecurityDefinitionResponse(
                        Symbol=request.Symbol,
                        MinPriceIncrement=self._tick,
                        CurrencyValuePerIncrement=self._tick_value,
                        IsFinalMessage=1,
                    )
                ]
        return [structs.replace(row, RequestID=request_id) for row in rows]


def trade_bytes(symbol_id: int, price: float) -> bytes:
    """Return a trade as JSON; far cheaper than a message, which a load of thousands a second needs."""
    return b'{"Type":107,"SymbolID":%d,"AtBidOrAsk":2,"Price":%.4f,"Volume":1,"DateTime":%d}\0' % (
        symbol_id,
        price,
        time.time(),
    )


def fill_of(account: str, symbol: str, number: int, contracts: float, price: float) -> OrderUpdate:
    """Return the complete fill of a market order, now.

    Args:
        account: Whose order.
        symbol: What was traded.
        number: Of the order and of its execution; it comes once.
        contracts: Bought if above 0, else sold.
        price: Of the fill.
    """
    return OrderUpdate(
        Symbol=symbol,
        TradeAccount=account,
        ServerOrderID=f"{number}",
        OrderStatus=OrderStatus.FILLED,
        OrderUpdateReason=OrderUpdateReason.ORDER_FILLED,
        OrderType=OrderType.MARKET,
        BuySell=BuySell.BUY if contracts > 0 else BuySell.SELL,
        OrderQuantity=abs(contracts),
        FilledQuantity=abs(contracts),
        RemainingQuantity=0.0,
        AverageFillPrice=price,
        LastFillPrice=price,
        LastFillQuantity=abs(contracts),
        LastFillDateTime=int(time.time()),
        LastFillExecutionID=f"e{number}",
        TotalNumMessages=1,
        MessageNumber=1,
    )
