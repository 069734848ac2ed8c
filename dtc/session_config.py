"""How to open a session."""

from dataclasses import dataclass, field
from typing import Final

from dtc.enums import Encoding
from dtc.errors import LocalProtocolError

LONGEST_TEXT: Final = 31  # bytes; char[32] with its final zero
_SHORTEST_HEARTBEAT_S: Final = 1
_LONGEST_HEARTBEAT_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionConfig:
    """How to open a session.

    Attributes:
        encoding: Encoding to ask for, or to start in without negotiation.
        username: Only where the server requires authentication.
        password: As above; neither is ever shown.
        heartbeat_interval_s: Whole seconds, 1 to 60; 10 to 20 suit Sierra Chart.
        client_name: Shown in Sierra Chart's list of clients.
        negotiate: Whether to send an encoding request first.
        encoding_timeout_s: From the TCP connect to the first byte of the answer to an encoding request,
            seconds; a server beside us answers within milliseconds, one that is preset to JSON never.
        logon_timeout_s: From the TCP connect to the accepted logon, seconds.
        request_timeout_s: For the next row of an answer, seconds.

    Raises:
        LocalProtocolError: A value cannot be sent.
    """

    encoding: Encoding
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    heartbeat_interval_s: int = 10
    client_name: str = "APPSIERRA"
    negotiate: bool = True
    encoding_timeout_s: float = 3.0
    logon_timeout_s: float = 20.0
    request_timeout_s: float = 15.0

    def __post_init__(self) -> None:
        """Refuse what could not be sent later."""
        for name in ("username", "password", "client_name"):
            if not fits(getattr(self, name)):
                raise LocalProtocolError(f"{name} must be at most {LONGEST_TEXT} bytes, without a zero byte")
        if not _SHORTEST_HEARTBEAT_S <= self.heartbeat_interval_s <= _LONGEST_HEARTBEAT_S:
            raise LocalProtocolError(
                f"heartbeat interval is {self.heartbeat_interval_s} s, must be "
                f"{_SHORTEST_HEARTBEAT_S} to {_LONGEST_HEARTBEAT_S}"
            )


def fits(text: str) -> bool:
    """Return whether a name or a password can be sent."""
    try:
        return "\0" not in text and len(text.encode()) <= LONGEST_TEXT
    except UnicodeEncodeError:
        return False
