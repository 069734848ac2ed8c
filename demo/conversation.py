"""The server's side of one connection: bytes and time in, bytes out, no socket and no clock."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeGuard

from demo.answers import answers_to
from demo.session_figures import Print
from demo.world import World
from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding, LogonStatus, MessageType, RequestAction
from dtc.errors import RemoteProtocolError
from dtc.messages import (
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    Logoff,
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    MarketDataSnapshot,
    MarketDataUpdateTradeCompact,
)
from dtc.messages.base import Message

log = logging.getLogger(__name__)

# Sierra Chart never beats less often, whatever a client asks for.
LONGEST_INTERVAL_S: Final = 40.0
# A client that beats every second is still given this long.
LEAST_SILENCE_S: Final = 5.0
LOGON_LIMIT_S: Final = 20.0
# More than any answer; a client that lets this much pile up reads no longer.
LARGEST_BACKLOG: Final = 4 * 1024 * 1024
_MOST_FAULTS: Final = 100
_SWITCHES: Final = frozenset({int(MessageType.ENCODING_REQUEST)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerRules:
    """How the server is set up.

    Attributes:
        encoding: The one encoding that is spoken; None lets the client choose ("Automatic").
        username: Wanted at logon together with the password; empty for no authentication.
        password: Wanted at logon.
        refusal: Text with which every logon is refused; empty to accept.
        serves_prices: Whether clients get market data; Sierra Chart refuses it for CME futures.
    """

    encoding: Encoding | None = None
    username: str = ""
    password: str = field(default="", repr=False)
    refusal: str = ""
    serves_prices: bool = False


class Conversation:
    """Agrees on the encoding, lets the client log on, answers, and keeps the connection alive.

    Attributes:
        closing: Why the connection is to be closed once the outgoing bytes are sent; empty while it lives.
        logged_on: Whether the client gets what happens in the world.
    """

    def __init__(self, world: World, rules: ServerRules, now: float) -> None:
        self.closing = ""
        self.logged_on = False
        self._world = world
        self._rules = rules
        self._encoding = rules.encoding
        self._decoder: Decoder | None = None
        self._outgoing = bytearray()
        self._connected_at = now
        self._heard_at = now
        self._beat_at = now
        self._interval_s = 0.0
        self._faults = 0
        self._symbol_id: int | None = None

    @property
    def encoding(self) -> Encoding:
        """Return the encoding in force."""
        return Encoding.BINARY if self._encoding is None else self._encoding

    def receive(self, data: bytes, now: float) -> None:
        """Take bytes of the client and answer them.

        Args:
            data: At least one byte.
            now: Monotonic seconds.
        """
        if self.closing:
            return
        self._heard_at = now
        if self._decoder is None:
            if self._encoding is None:
                self._encoding = Encoding.JSON if data[:1] == b"{" else Encoding.BINARY
            self._decoder = Decoder(self._encoding, _SWITCHES)
        received = self._decoder.feed(data)
        while received:
            received = self._take(received, now)

    def tick(self, now: float) -> None:
        """Send a heartbeat when it is due; give up a client that says nothing."""
        if self.closing:
            return
        if not self.logged_on:
            if now - self._connected_at > LOGON_LIMIT_S:
                self._close("no logon")
            return
        if self._interval_s <= 0:
            return
        if now - self._heard_at > max(2 * self._interval_s, LEAST_SILENCE_S):
            self.log_off("No heartbeat received")
        elif now - self._beat_at >= self._interval_s:
            self._beat_at = now
            self._send(Heartbeat(CurrentDateTime=int(self._world.time_of(self._world.step))))

    def tell(self, messages: Iterable[Message]) -> None:
        """Send what happens in the world, if the client has logged on."""
        if self.logged_on and not self.closing:
            for message in messages:
                self._send(message)

    def tell_trades(self, trades: Iterable[Print]) -> None:
        """Send what the market traded, if the client has asked for it."""
        if self._symbol_id is None or self.closing:
            return
        for trade in trades:
            self._send(
                MarketDataUpdateTradeCompact(
                    SymbolID=self._symbol_id,
                    Price=self._world.instrument.price(trade.price),
                    Volume=float(trade.quantity),
                    DateTime=int(self._world.time_of(self._world.step)),
                    AtBidOrAsk=2 if trade.aggressor > 0 else 1,
                )
            )

    def log_off(self, reason: str) -> None:
        """Say goodbye; the connection is closed afterwards."""
        if self.logged_on and not self.closing:
            self._send(Logoff(Reason=reason))
        self._close(reason)

    def outgoing(self) -> bytes:
        """Return the bytes that wait to be sent."""
        return bytes(self._outgoing)

    def sent(self, count: int) -> None:
        """Forget bytes that have been sent."""
        del self._outgoing[:count]

    def _take(self, received: list[Received], now: float) -> list[Received]:
        """Handle messages; return those that were waiting for a new encoding."""
        for message in received:
            if self.closing:
                return []
            if isinstance(message, EncodingRequest):
                return self._switch(message)
            if isinstance(message, RemoteProtocolError):
                self._note_fault(message)
            elif isinstance(message, LogonRequest):
                self._log_on(message, now)
            elif isinstance(message, Logoff):
                self._close("the client logged off")
            elif self._is_subscription(message):
                self._subscribe(message)
            elif self.logged_on:
                for answer in answers_to(self._world, message):
                    self._send(answer)
        return []

    def _is_subscription(self, message: Received) -> TypeGuard[MarketDataRequest]:
        return (
            self.logged_on
            and self._rules.serves_prices
            and isinstance(message, MarketDataRequest)
            and message.Symbol == self._world.instrument.symbol
        )

    def _subscribe(self, request: MarketDataRequest) -> None:
        if request.RequestAction == RequestAction.UNSUBSCRIBE:
            self._symbol_id = None
            return
        self._symbol_id = request.SymbolID
        last = self._world.instrument.price(self._world.exchange.market.figures.last)
        now = self._world.time_of(self._world.step)
        self._send(MarketDataSnapshot(SymbolID=request.SymbolID, LastTradePrice=last, LastTradeDateTime=now))

    def _switch(self, request: EncodingRequest) -> list[Received]:
        """Answer in the old encoding, then speak the new one: all that follows is in it already."""
        wanted = self.encoding
        if self._rules.encoding is None and request.Encoding in tuple(Encoding):
            wanted = Encoding(request.Encoding)
        self._send(EncodingResponse(Encoding=wanted))
        self._encoding = wanted
        return self._decoder.resume(wanted) if self._decoder else []

    def _log_on(self, request: LogonRequest, now: float) -> None:
        rules = self._rules
        if rules.refusal:
            self._refuse(LogonStatus.ERROR, rules.refusal)
            return
        given, wanted = (request.Username, request.Password), (rules.username, rules.password)
        if any(wanted) and given != wanted:
            self._refuse(LogonStatus.ERROR_NO_RECONNECT, "Invalid username or password")
            return
        self.logged_on = True
        self._interval_s = min(float(request.HeartbeatIntervalInSeconds), LONGEST_INTERVAL_S)
        self._beat_at = now
        self._send(
            LogonResponse(
                Result=LogonStatus.SUCCESS,
                ResultText="Connected to SC DTC Protocol server. Service=simulated",
                ServerName="SC DTC Server",
                TradingIsSupported=1,
                OCOOrdersSupported=1,
                BracketOrdersSupported=1,
                SecurityDefinitionsSupported=1,
                MarketDepthIsSupported=0,
            )
        )
        log.info("client logged on name=%s encoding=%s", request.ClientName, self.encoding.name)

    def _refuse(self, status: LogonStatus, text: str) -> None:
        self._send(LogonResponse(Result=status, ResultText=text, ServerName="SC DTC Server"))
        self._close(f"logon refused: {text}")

    def _note_fault(self, error: RemoteProtocolError) -> None:
        log.debug("cannot read a message: %s", error)
        self._faults += 1
        if error.fatal or self._faults > _MOST_FAULTS:
            self._close(f"cannot read what the client sends: {error}")

    def _send(self, message: Message) -> None:
        if len(self._outgoing) > LARGEST_BACKLOG:
            self._close("the client does not read")
            return
        self._outgoing += encode(message, self.encoding)

    def _close(self, reason: str) -> None:
        self.closing = self.closing or reason
