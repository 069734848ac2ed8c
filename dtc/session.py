"""One client session: encoding, logon, heartbeats, requests, end.

Pure: time and received bytes go in, events and bytes to send come out. One object per TCP connection.
"""

from enum import Enum, auto
from itertools import groupby
from typing import Final, cast

from msgspec import structs

from dtc import events, hints
from dtc.client_types import require_client_type
from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding, LogonStatus, RequestAction
from dtc.errors import LocalProtocolError, RemoteProtocolError, UnwritableError
from dtc.json_text import Unrecognised
from dtc.messages import (
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    Logoff,
    LogonRequest,
    LogonResponse,
    MarketDataRequest,
    Message,
)
from dtc.messages.base import message_name
from dtc.messages.streams import QUOTES, TRADES
from dtc.opening import NEEDED, Opening, judge
from dtc.requests import ANSWERS, OpenRequests
from dtc.session_config import SessionConfig
from dtc.timestamps import utc_datetime

__all__ = ["Session", "SessionConfig", "State"]

_MARKET: Final = frozenset({*TRADES, *QUOTES})
_SENT_BY_THE_SESSION: Final = frozenset({1, 5, 6})

_LONGEST_REASON: Final = 95  # bytes; char[96] with its final zero
# Sierra Chart beats at least every 40 s, whatever was asked for; a peer that beats fast gets 5 s at least.
_SLOWEST_HEARTBEAT_S: Final = 40
_SHORTEST_LOSS_S: Final = 5.0
_MOST_FAULTS: Final = 20
# Requests and heartbeats are small; this much waiting means that nobody takes the bytes.
_MOST_OUTGOING: Final = 256 * 1024


class State(Enum):
    """Where a session stands."""

    IDLE = auto()
    NEGOTIATING = auto()
    LOGGING_ON = auto()
    READY = auto()
    CLOSED = auto()


class _Step(Enum):
    NEGOTIATE = auto()
    LOG_ON = auto()
    ACCEPT = auto()
    CLOSE = auto()


_TRANSITIONS: Final = {
    (State.IDLE, _Step.NEGOTIATE): State.NEGOTIATING,
    (State.IDLE, _Step.LOG_ON): State.LOGGING_ON,
    (State.NEGOTIATING, _Step.LOG_ON): State.LOGGING_ON,
    (
        State.LOGGING_ON,
        _Step.LOG_ON,
    ): State.LOGGING_ON,  # again, in the encoding the server turned out to speak
    (State.LOGGING_ON, _Step.ACCEPT): State.READY,
    (State.IDLE, _Step.CLOSE): State.CLOSED,
    (State.NEGOTIATING, _Step.CLOSE): State.CLOSED,
    (State.LOGGING_ON, _Step.CLOSE): State.CLOSED,
    (State.READY, _Step.CLOSE): State.CLOSED,
}


def _is_market(item: Received) -> bool:
    return type(item) in _MARKET


class Session:
    """The client's side of one connection.

    After every call that takes `now` (monotonic seconds), collect `events()` and send `take_outgoing()`.
    """

    def __init__(self, config: SessionConfig) -> None:
        """Prepare a session; nothing is sent before `connected()`."""
        self._config = config
        self._state = State.IDLE
        self._encoding = Encoding.BINARY if config.negotiate else config.encoding
        self._decoder = Decoder(self._encoding, frozenset({EncodingResponse.type_of()}))
        self._requests = OpenRequests(config.request_timeout_s)
        self._outgoing = bytearray()
        self._events: list[events.Event] = []
        self._opening: bytes | None = b""
        self._awaits_encoding = config.negotiate
        self._last_id = 0
        self._faults = 0
        self._connected_at = 0.0
        self._heard_at = 0.0
        self._beat_at = 0.0

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    @property
    def encoding(self) -> Encoding:
        """Encoding in force."""
        return self._encoding

    def connected(self, now: float) -> None:
        """Start: the TCP connection is there.

        Raises:
            LocalProtocolError: The session was started before.
        """
        if self._state is not State.IDLE:
            raise LocalProtocolError("a session serves one connection only")
        self._connected_at = self._heard_at = now
        if self._config.negotiate:
            self._step(_Step.NEGOTIATE)
            self._queue(EncodingRequest(Encoding=self._config.encoding))
        else:
            self._log_on()

    def receive(self, data: bytes, now: float) -> None:
        """Take bytes from the server; splits and merges do not matter."""
        if self._state is State.IDLE:
            raise LocalProtocolError("received bytes before connected()")
        if self._state is State.CLOSED:
            return
        if self._opening is not None:
            self._opening += data
            if len(self._opening) < NEEDED:
                return
            data, self._opening = self._opening, None
            if not self._judge_opening(data):
                return
        self._take_all(self._decoder.feed(data), now)
        if self._state is State.NEGOTIATING and self._encoding is Encoding.JSON:
            self._log_on()  # a server preset to JSON may never answer the binary request

    def peer_closed(self, now: float) -> None:
        """Take the end of the stream."""
        del now
        if self._state is State.READY:
            self._close("the server closed the connection", hints.SERVER_GONE)
        else:
            if self._is_ignored:
                self._events.append(events.EncodingUnanswered())
            self._close("the server closed the connection before the logon", hints.CLOSED_EARLY)

    def tick(self, now: float) -> None:
        """Do what is due: heartbeat, time-outs. To be called about once a second."""
        if self._state in {State.NEGOTIATING, State.LOGGING_ON}:
            waited_s = now - self._connected_at
            if self._is_ignored and waited_s >= self._config.encoding_timeout_s:
                self._events.append(events.EncodingUnanswered())
                self._close("no answer to the encoding request", hints.NOTHING_HEARD)
            elif waited_s >= self._config.logon_timeout_s:
                self._logon_timed_out()
        elif self._state is State.READY:
            if now - self._heard_at >= self._loss_s():
                self._close(f"nothing heard from the server for {self._loss_s():.0f} s", hints.SERVER_SILENT)
                return
            if now >= self._beat_at:
                self._beat_at = now + self._config.heartbeat_interval_s
                self._queue(Heartbeat())
            self._events += self._requests.expire(now)

    def request(self, message: Message, now: float) -> int:
        """Send a request and wait for its answer.

        What cannot be written in the encoding of this session, such as a symbol that is too long for it, is
        rejected at once, as if the server had done it.

        Args:
            message: A request whose RequestID (MarketDataRequest: SymbolID) is still 0.
            now: Monotonic seconds.

        Returns:
            The id it was sent with.

        Raises:
            LocalProtocolError: Not logged on, not a request, or an id is set already.
        """
        require_client_type(message.type_number)
        name = "SymbolID" if isinstance(message, MarketDataRequest) else "RequestID"
        if not isinstance(message, MarketDataRequest) and type(message) not in ANSWERS:
            raise LocalProtocolError(f"{message_name(message.type_number)} is not a request")
        if getattr(message, name):
            raise LocalProtocolError(f"{name} is given by the session")
        request_id = self._last_id + 1
        numbered = structs.replace(message, **{name: request_id})
        try:
            self.send(numbered, now)
        except UnwritableError as error:
            self._events.append(events.RequestRejected(request=numbered, text=str(error)))
        else:
            self._requests.add(numbered, request_id, now)
        self._last_id = request_id
        return request_id

    def send(self, message: Message, now: float) -> None:
        """Send a message that is on the list of allowed types.

        Raises:
            LocalProtocolError: Not allowed, or not logged on.
            UnwritableError: A value does not fit into its field.
        """
        del now
        require_client_type(message.type_number)
        if message.type_number in _SENT_BY_THE_SESSION:
            raise LocalProtocolError(f"{message_name(message.type_number)} is sent by the session itself")
        if self._state is not State.READY:
            raise LocalProtocolError(f"not logged on (session is {self._state.name.lower()})")
        self._queue(message)
        if isinstance(message, MarketDataRequest) and message.RequestAction == RequestAction.UNSUBSCRIBE:
            self._requests.forget_subscription(message.SymbolID)

    def logoff(self, reason: str, now: float) -> None:
        """End the session from our side; the bytes of the farewell can still be taken."""
        del now
        if self._state in {State.LOGGING_ON, State.READY}:
            short = (
                reason.replace("\0", "").encode(errors="replace")[:_LONGEST_REASON].decode(errors="ignore")
            )
            self._queue(Logoff(Reason=short))
        self._close(f"logged off: {reason}", "", may_reconnect=False)

    def take_outgoing(self) -> bytes:
        """Return the bytes to send, once."""
        outgoing = bytes(self._outgoing)
        self._outgoing.clear()
        return outgoing

    def events(self) -> list[events.Event]:
        """Return what happened since the last call, in order."""
        happened, self._events = self._events, []
        return happened

    def _step(self, step: _Step) -> None:
        self._state = _TRANSITIONS[self._state, step]

    def _queue(self, message: Message) -> None:
        """Add to the outgoing bytes: the only place that does, so nothing gets around the list."""
        require_client_type(message.type_number)
        if len(self._outgoing) > _MOST_OUTGOING:
            self._close("the server does not take what is sent", hints.SERVER_STUCK)
            return
        self._outgoing += encode(message, self._encoding)

    def _close(self, reason: str, hint: str, *, may_reconnect: bool = True) -> None:
        if self._state is State.CLOSED:
            return
        self._step(_Step.CLOSE)
        self._events.append(events.Closed(reason=reason, hint=hint, may_reconnect=may_reconnect))

    def _log_on(self) -> None:
        self._step(_Step.LOG_ON)
        self._queue(
            LogonRequest(
                Username=self._config.username,
                Password=self._config.password,
                HeartbeatIntervalInSeconds=self._config.heartbeat_interval_s,
                ClientName=self._config.client_name,
            )
        )

    @property
    def _is_ignored(self) -> bool:
        """Whether an encoding request was sent and not a byte came back."""
        return self._state is State.NEGOTIATING and self._opening == b""

    def _logon_timed_out(self) -> None:
        waited = f"no logon within {self._config.logon_timeout_s:.0f} s"
        self._close(waited, hints.NOTHING_HEARD if self._opening == b"" else hints.NO_LOGON_ANSWER)

    def _loss_s(self) -> float:
        """Seconds of silence after which the server is taken for gone."""
        return max(_SHORTEST_LOSS_S, 2.0 * min(self._config.heartbeat_interval_s, _SLOWEST_HEARTBEAT_S))

    def _judge_opening(self, data: bytes) -> bool:
        """Look at the first bytes of the server; return whether to go on."""
        opening = judge(data)
        speaks_json = self._encoding in {Encoding.JSON, Encoding.JSON_COMPACT}
        if opening is Opening.TLS:
            self._close("the server answers with TLS", hints.TLS)
        elif opening is Opening.HTTP:
            self._close("the server answers with HTTP", hints.HTTP)
        elif opening is Opening.BINARY and speaks_json:
            self._close("the server answers in binary to a logon in JSON", hints.BINARY_PRESET)
        elif opening is Opening.JSON and not speaks_json:
            self._encoding = Encoding.JSON
            self._decoder.resume(Encoding.JSON)
            if self._state is State.LOGGING_ON:
                self._log_on()
        return self._state is not State.CLOSED

    def _take_all(self, received: list[Received], now: float) -> None:
        while True:
            for is_market, items in groupby(received, _is_market):
                if is_market:
                    self._heard_at = now
                    self._faults = 0
                    messages = cast("tuple[Message, ...]", tuple(items))
                    self._events.append(events.MarketDataReceived(messages=messages))
                    continue
                for item in items:
                    self._take(item, now)
                    if self._state is State.CLOSED:
                        return
            if not self._decoder.is_paused:
                return
            received = self._decoder.resume(self._encoding)

    def _take(self, item: Received, now: float) -> None:
        if isinstance(item, RemoteProtocolError):
            self._take_fault(item)
            return
        self._heard_at = now
        if isinstance(item, Unrecognised):
            return
        self._faults = 0
        match item:
            case Heartbeat():
                server_time = utc_datetime(item.CurrentDateTime)
                self._events.append(
                    events.Heartbeat(dropped=item.NumDroppedMessages, server_time=server_time)
                )
            case LogonResponse():
                self._take_logon_response(item, now)
            case EncodingResponse():
                self._take_encoding_response(item)
            case Logoff():
                self._take_logoff(item)
            case _:
                self._events += self._requests.receive(item, now)

    def _take_fault(self, error: RemoteProtocolError) -> None:
        if error.fatal:
            self._close(str(error), hints.FRAMING_LOST)
            return
        self._events.append(events.Fault(error=error))
        self._faults += 1
        if self._faults >= _MOST_FAULTS:
            self._close(f"{self._faults} messages in a row made no sense: {error}", hints.WRONG_ENCODING)

    def _take_encoding_response(self, response: EncodingResponse) -> None:
        if not self._awaits_encoding:
            self._take_fault(RemoteProtocolError("ENCODING_RESPONSE that nobody asked for"))
            return
        self._awaits_encoding = False
        try:
            self._encoding = Encoding(response.Encoding)
        except ValueError:
            self._close(f"the server insists on encoding {response.Encoding}", hints.UNKNOWN_ENCODING)
            return
        if self._state is State.NEGOTIATING:
            self._log_on()

    def _take_logon_response(self, response: LogonResponse, now: float) -> None:
        if self._state is not State.LOGGING_ON:
            self._take_fault(RemoteProtocolError(f"LOGON_RESPONSE while {self._state.name.lower()}"))
            return
        text, result = response.ResultText, response.Result
        if result == LogonStatus.SUCCESS:
            self._step(_Step.ACCEPT)
            self._awaits_encoding = False
            self._beat_at = now + self._config.heartbeat_interval_s
            self._events.append(events.LogonAccepted(response=response))
        elif result == LogonStatus.RECONNECT_NEW_ADDRESS:
            self._events.append(events.ReconnectRequested(address=response.ReconnectAddress))
            self._close(f"the server asks to connect to {response.ReconnectAddress!r}", hints.NEW_ADDRESS)
        else:
            may_reconnect = result != LogonStatus.ERROR_NO_RECONNECT
            text = text or f"the server gave no reason (result {result})"
            self._events.append(events.LogonRefused(text=text, may_reconnect=may_reconnect, result=result))
            hint = hints.LOGON_REFUSED if may_reconnect else hints.LOGON_FORBIDDEN
            self._close(f"logon refused: {text}", hint, may_reconnect=may_reconnect)

    def _take_logoff(self, message: Logoff) -> None:
        may_reconnect = not message.DoNotReconnect
        self._events.append(events.LoggedOff(reason=message.Reason, do_not_reconnect=not may_reconnect))
        hint = hints.SERVER_GONE if may_reconnect else hints.LOGON_FORBIDDEN
        reason = message.Reason or "no reason given"
        self._close(f"the server logged us off: {reason}", hint, may_reconnect=may_reconnect)
