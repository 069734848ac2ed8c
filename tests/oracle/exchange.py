"""The other end of the line: a broker that keeps fills, orders and positions, and speaks DTC in bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from msgspec import structs

from actors.messages import BytesReceived, LinkClosed, LinkOpened
from actors.messages import Message as Fact
from dtc.codec import Decoder, encode
from dtc.enums import BuySell, Encoding, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsReject,
    CurrentPositionsRequest,
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsReject,
    HistoricalOrderFillsRequest,
    LogonRequest,
    LogonResponse,
    MarketDataReject,
    MarketDataRequest,
    MarketDataSnapshot,
    MarketDataUpdateTradeCompact,
    Message,
    OpenOrdersReject,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from tests.oracle.listener import Listener
from tests.security.wire import RECORDER, Stream

KINDS = {
    "unset": OrderType.UNSET,
    "market": OrderType.MARKET,
    "limit": OrderType.LIMIT,
    "stop": OrderType.STOP,
    "stop-limit": OrderType.STOP_LIMIT,
    "touched": OrderType.MARKET_IF_TOUCHED,
}
ENDS = {
    "cancelled": (OrderStatus.CANCELED, OrderUpdateReason.ORDER_CANCELED),
    "rejected": (OrderStatus.REJECTED, OrderUpdateReason.NEW_ORDER_REJECTED),
}


@dataclass
class Held:
    """Signed contracts and their average price."""

    quantity: int = 0
    average: Fraction = Fraction(0)

    def take(self, quantity: int, price: Fraction) -> None:
        """Net one more fill."""
        after = self.quantity + quantity
        if self.quantity * quantity >= 0:
            self.average = (abs(self.quantity) * self.average + abs(quantity) * price) / abs(after)
        elif after * self.quantity < 0:
            self.average = price
        self.quantity = after


@dataclass
class Broker:
    """What the broker knows, whether anybody listens or not."""

    accounts: tuple[str, ...]
    fills: list[HistoricalOrderFillResponse] = field(default_factory=list)
    said: dict[str, OrderUpdate] = field(default_factory=dict)
    orders: dict[str, OrderUpdate] = field(default_factory=dict)
    held: dict[tuple[str, str], Held] = field(default_factory=dict)
    balances: dict[str, float] = field(default_factory=dict)
    definitions: dict[str, tuple[float, float]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    ignored: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    prices: dict[str, float] = field(default_factory=dict)

    def fill(  # noqa: PLR0913 - what a fill has
        self,
        account: str,
        symbol: str,
        quantity: int,
        price: str,
        *,
        at: datetime,
        execution_id: str,
        order_id: str,
        of: int,
    ) -> OrderUpdate:
        """Execute; return the order update that tells of it."""
        exact = Fraction(price)
        self.held.setdefault((account, symbol), Held()).take(quantity, exact)
        side = BuySell.BUY if quantity > 0 else BuySell.SELL
        self.fills.append(
            HistoricalOrderFillResponse(
                Symbol=symbol,
                ServerOrderID=order_id,
                BuySell=side,
                Price=float(exact),
                DateTime=int(at.timestamp()),
                Quantity=float(abs(quantity)),
                UniqueExecutionID=execution_id,
                TradeAccount=account,
            )
        )
        order = self.orders.get(order_id) or OrderUpdate(
            Symbol=symbol,
            TradeAccount=account,
            ServerOrderID=order_id,
            OrderType=OrderType.MARKET,
            BuySell=side,
            OrderQuantity=float(of),
            FilledQuantity=0.0,
        )
        filled = (order.FilledQuantity or 0.0) + abs(quantity)
        left = (order.OrderQuantity or 0.0) - filled
        done = left <= 0
        update = structs.replace(
            order,
            OrderStatus=OrderStatus.FILLED if done else OrderStatus.PARTIALLY_FILLED,
            OrderUpdateReason=OrderUpdateReason.ORDER_FILLED
            if done
            else OrderUpdateReason.ORDER_FILLED_PARTIALLY,
            FilledQuantity=filled,
            RemainingQuantity=max(0.0, left),
            LastFillPrice=float(exact),
            LastFillQuantity=float(abs(quantity)),
            LastFillExecutionID=execution_id,
            LastFillDateTime=int(at.timestamp() * 1000),
        )
        self.orders[order_id] = structs.replace(update, LastFillPrice=None, LastFillQuantity=None)
        if done:
            del self.orders[order_id]
        self.said[execution_id] = update
        return update

    def position(self, account: str, symbol: str) -> PositionUpdate:
        """Return the report of one position."""
        held = self.held.get((account, symbol), Held())
        return PositionUpdate(
            Symbol=symbol,
            TradeAccount=account,
            Quantity=float(held.quantity),
            AveragePrice=float(held.average) if held.quantity else 0.0,
            Unsolicited=1,
        )

    def answer(self, request: Message) -> list[Message]:
        """Return the rows of an answer, numbered."""
        rows: Iterable[Message]
        match request:
            case TradeAccountsRequest():
                rows = [TradeAccountResponse(TradeAccount=name) for name in self.accounts]
            case HistoricalOrderFillsRequest(TradeAccount=account, StartDateTime=since):
                if "fills" in self.refused:
                    return [HistoricalOrderFillsReject(RequestID=request.RequestID, RejectText="no")]
                known = [] if account in self.hidden else self.fills
                rows = [row for row in known if row.TradeAccount == account and row.DateTime >= since]
                rows = rows or [HistoricalOrderFillResponse(NoOrderFills=1, TradeAccount=account)]
            case OpenOrdersRequest():
                if "orders" in self.refused:
                    return [OpenOrdersReject(RequestID=request.RequestID, RejectText="no")]
                restated = OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
                rows = [structs.replace(row, OrderUpdateReason=restated) for row in self.orders.values()]
                rows = rows or [OrderUpdate(NoOrders=1)]
            case CurrentPositionsRequest():
                if "positions" in self.refused:
                    return [CurrentPositionsReject(RequestID=request.RequestID, RejectText="no")]
                rows = [
                    structs.replace(self.position(*key), Unsolicited=0)
                    for key, held in self.held.items()
                    if held.quantity and key[0] not in self.hidden
                ] or [PositionUpdate(NoPositions=1)]
            case AccountBalanceRequest():
                rows = [
                    AccountBalanceUpdate(TradeAccount=name, CashBalance=cash)
                    for name, cash in self.balances.items()
                ] or [AccountBalanceUpdate(NoAccountBalances=1)]
            case SecurityDefinitionForSymbolRequest(Symbol=symbol):
                return [self._definition(request.RequestID, symbol)]
            case _:
                raise AssertionError(f"nobody answers {request}")
        return _numbered(request, list(rows))

    def snapshot(self, symbol: str, number: int) -> MarketDataSnapshot | MarketDataReject:
        """Return what opens a subscription: a refusal, as Sierra Chart has it, where there are no prices."""
        if symbol not in self.prices:
            return MarketDataReject(SymbolID=number, RejectText="Market data request not allowed")
        return MarketDataSnapshot(SymbolID=number, LastTradePrice=self.prices[symbol])

    def _definition(self, request_id: int, symbol: str) -> SecurityDefinitionResponse:
        if symbol not in self.definitions:
            return SecurityDefinitionResponse(RequestID=request_id, IsFinalMessage=1)
        tick, value = self.definitions[symbol]
        return SecurityDefinitionResponse(
            RequestID=request_id,
            Symbol=symbol,
            MinPriceIncrement=tick,
            CurrencyValuePerIncrement=value,
            IsFinalMessage=1,
        )


class Exchange:
    """The line to the broker; stands where the actors have TCP."""

    def __init__(self, broker: Broker, post: Callable[[Fact], None], listener: Listener) -> None:
        self._broker = broker
        self._post = post
        self._listener = listener
        self._peer: Peer | None = None
        self.is_up = True

    def open(self, connection_id: int, host: str, port: int) -> "Peer":
        """Accept, unless the line is down."""
        del host, port
        peer = Peer(connection_id, self._broker, self._post, self._listener)
        if self.is_up:
            self._peer = peer
            self._post(LinkOpened(connection_id=connection_id))
        else:
            self._post(LinkClosed(connection_id=connection_id, reason="nothing is listening there"))
        return peer

    def send(self, *messages: Message) -> None:
        """Tell who is logged on; what nobody hears is lost, as on a real line."""
        if self._peer is not None and self._peer.logged_on:
            self._peer.say(*messages)

    def trade(self, symbol: str, price: str) -> None:
        """Let the market trade at a price, and tell who has asked for it."""
        self._broker.prices[symbol] = float(price)
        if self._peer is not None and symbol in self._peer.symbol_ids:
            number = self._peer.symbol_ids[symbol]
            self.send(MarketDataUpdateTradeCompact(SymbolID=number, Price=float(price), Volume=1.0))

    def cut(self) -> None:
        """Take the line down."""
        self.is_up = False
        if self._peer is not None:
            self._post(LinkClosed(connection_id=self._peer.connection_id, reason="cut"))
            self._peer = None
            self._listener.hear_nothing()

    def hang_up(self) -> None:
        """Forget a client that is gone."""
        self._peer = None
        self._listener.hear_nothing()


class Peer:
    """One connection, seen from the broker."""

    def __init__(
        self, connection_id: int, broker: Broker, post: Callable[[Fact], None], listener: Listener
    ) -> None:
        self.connection_id = connection_id
        self._listener = listener
        self.logged_on = False
        self.symbol_ids: dict[str, int] = {}
        self._broker = broker
        self._post = post
        self._decoder = Decoder(Encoding.BINARY, frozenset({EncodingRequest.type_of()}))
        self._encoding = Encoding.BINARY
        self._stream = Stream()

    def send(self, data: bytes) -> None:
        """Take what the client sends."""
        RECORDER.take(self._stream, data, "an actor of a simulation")
        for item in self._decoder.feed(data):
            assert isinstance(item, Message), item
            self._take(item)

    def close(self) -> None:
        """Let the client go."""
        self.logged_on = False

    def say(self, *messages: Message) -> None:
        """Send messages to the client."""
        data = b"".join(encode(message, self._encoding) for message in messages)
        self._post(BytesReceived(connection_id=self.connection_id, data=data))
        for message in messages:
            self._listener.hear(message)

    def _take(self, message: Message) -> None:
        match message:
            case EncodingRequest(Encoding=wanted):
                self.say(EncodingResponse(Encoding=wanted))
                self._encoding = Encoding(wanted)
                assert not self._decoder.resume(self._encoding)
            case LogonRequest():
                self.logged_on = True
                self.say(LogonResponse(Result=1, ServerName="exchange"))
            case Heartbeat():
                self.say(Heartbeat())
            case HistoricalOrderFillsRequest() if "fills" in self._broker.ignored:
                pass
            case CurrentPositionsRequest() if "positions" in self._broker.ignored:
                pass
            case MarketDataRequest(Symbol=symbol, SymbolID=number):
                assert symbol not in self.symbol_ids, "asked for once on a connection"
                self.symbol_ids[symbol] = number
                self._listener.subscribe(symbol, number)
                self.say(self._broker.snapshot(symbol, number))
            case _ if hasattr(message, "RequestID"):
                self.say(*self._broker.answer(message))


def _numbered(request: Message, rows: list[Message]) -> list[Message]:
    total = "TotalNumMessages" if isinstance(request, OpenOrdersRequest) else "TotalNumberMessages"
    request_id: int = getattr(request, "RequestID", 0)
    return [
        structs.replace(row, **_counts(request_id, total, len(rows), number))
        for number, row in enumerate(rows, start=1)
    ]


def _counts(request_id: int, total: str, rows: int, number: int) -> dict[str, Any]:
    return {"RequestID": request_id, total: rows, "MessageNumber": number}
