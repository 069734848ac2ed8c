"""Messages that open, keep and close a session."""

import pytest

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages.session import LogonRequest, LogonResponse


def test_a_logon_response_is_no_success_by_default() -> None:
    """Only a result that was sent lets us in."""
    assert LogonResponse().Result == 0


def test_a_logon_shows_no_credentials() -> None:
    """The text form of a logon names the client only."""
    text = f"{LogonRequest(Username='jane', Password='hunter2', ClientName='APPSIERRA')!r}"
    assert text == "LogonRequest(ClientName='APPSIERRA', Username=***, Password=***)"


@pytest.mark.parametrize("size", [280, 284])
def test_logons_of_both_lengths_are_read(size: int) -> None:
    """A logon had 280 bytes in 2020 and has 284 since."""
    logon = LogonRequest(HeartbeatIntervalInSeconds=15, ClientName="APPSIERRA")
    frame = size.to_bytes(2, "little") + encode(logon, Encoding.BINARY)[2:size]
    assert Decoder(Encoding.BINARY).feed(frame) == [logon]


def test_a_longer_logon_response_is_read() -> None:
    """Servers append fields; a response longer than known opens the session all the same."""
    response = LogonResponse(Result=1, ServerName="SC DTC Server")
    frame = (300).to_bytes(2, "little") + encode(response, Encoding.BINARY)[2:] + bytes(44)
    assert Decoder(Encoding.BINARY).feed(frame) == [response]
