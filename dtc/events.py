"""What a session tells its owner."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from dtc.errors import RemoteProtocolError
from dtc.messages import LogonResponse, Message


class LogonAccepted(Struct, frozen=True, kw_only=True):
    """The server let us in; requests may be sent from now on."""

    response: LogonResponse


class LogonRefused(Struct, frozen=True, kw_only=True):
    """The server did not let us in; `Closed` follows.

    Attributes:
        text: The server's reason, or ours where it gave none.
        may_reconnect: False when the server forbids another attempt until the user acts.
        result: The number the server sent (LogonStatusEnum), 0 when it sent none.
    """

    text: str
    may_reconnect: bool
    result: int


class EncodingUnanswered(Struct, frozen=True, kw_only=True):
    """The server does not react to the encoding request; `Closed` follows.

    It may be preset to JSON: the next connection can start with a logon in JSON instead.
    """


class ReconnectRequested(Struct, frozen=True, kw_only=True):
    """The server wants us at another address; reported, never followed, because logon data would go there."""

    address: str


class MessageReceived(Struct, frozen=True, kw_only=True):
    """One message of the server.

    Attributes:
        message: The message.
        request_id: Id of the open request or subscription it answers; None when it came unasked.
    """

    message: Message
    request_id: int | None


class MarketDataReceived(Struct, frozen=True, kw_only=True):
    """What comes by the thousand: trades, bids and asks in a row, in their order, with nothing else between.

    Attributes:
        messages: Of the types `dtc.messages.streams.TRADES` and `QUOTES`.
    """

    messages: tuple[Message, ...]


class BatchCompleted(Struct, frozen=True, kw_only=True):
    """The answer to a request is over.

    Attributes:
        request: The request as it was sent, with its RequestID.
        messages: The rows in the order they came; empty when the server has nothing to report.
        complete: False when rows are missing or the counts contradict each other: not a snapshot.
    """

    request: Message
    messages: tuple[Message, ...]
    complete: bool


class RequestRejected(Struct, frozen=True, kw_only=True):
    """The server refused a request or subscription, or it cannot be written in the encoding in force."""

    request: Message
    text: str


class Heartbeat(Struct, frozen=True, kw_only=True):
    """The server is alive.

    Attributes:
        dropped: Messages the server dropped; above 0 means that snapshots must be requested again.
        server_time: The server's clock, UTC, where it sent it.
    """

    dropped: int
    server_time: datetime | None


class LoggedOff(Struct, frozen=True, kw_only=True):
    """The server ended the session; `Closed` follows."""

    reason: str
    do_not_reconnect: bool


class Fault(Struct, frozen=True, kw_only=True):
    """Something could not be understood and was skipped; the stream goes on."""

    error: RemoteProtocolError


class Closed(Struct, frozen=True, kw_only=True):
    """The session is over and the connection must be closed; comes exactly once.

    Attributes:
        reason: What happened.
        hint: What to do about it, in plain words; "" where nothing needs to be done.
        may_reconnect: Whether another attempt makes sense without the user.
    """

    reason: str
    hint: str
    may_reconnect: bool


Event: TypeAlias = (
    LogonAccepted
    | LogonRefused
    | EncodingUnanswered
    | ReconnectRequested
    | MessageReceived
    | MarketDataReceived
    | BatchCompleted
    | RequestRejected
    | Heartbeat
    | LoggedOff
    | Fault
    | Closed
)
