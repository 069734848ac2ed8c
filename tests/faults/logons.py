"""Faults of how a session begins and ends."""

import socket
import time
from contextlib import closing
from typing import Final

from msgspec import structs

from actors.messages import Connect, ConnectionState
from dtc.binary import HEADER
from dtc.codec import encode
from dtc.enums import Encoding, LogonStatus
from dtc.messages import EncodingRequest, EncodingResponse, LogonResponse
from tests.faults.desk import Desk
from tests.faults.fault import ENCODINGS, Group
from tests.faults.monitor import LOGON_S
from tests.faults.proxy import Frame, Wire, pass_down, pass_up, swallow

LOGONS: Final = Group()
_TRIES_AGAIN: Final = "it says why, and tries again"
_AWAY_S: Final = 2.5
"""Longer than the first wait between two attempts."""


class _Logon:
    """Lets so many logons be answered in another way.

    Args:
        answer: What the server says in place of its own answer.
        times: How often.
    """

    def __init__(self, answer: LogonResponse, times: int = 1) -> None:
        self.left = times
        self._answer = answer

    def __call__(self, wire: Wire, frames: list[Frame]) -> None:
        """Take what the server says."""
        for frame in frames:
            if self.left and isinstance(frame.message, LogonResponse):
                self.left -= 1
                wire.say(self._answer)
                wire.end()
                return
            wire.to_client(frame.raw)


def _answered(desk: Desk, answer: LogonResponse, times: int = 1) -> None:
    logon = _Logon(answer, times)
    with desk.proxy.doing(logon):
        desk.cut()
        desk.trade()
        desk.until(lambda: not logon.left, "the logons")


def _stays_away(desk: Desk) -> None:
    """See that the monitor does not come back by itself; then let the trader ask for it."""
    desk.until(lambda: desk.monitor.state is ConnectionState.REFUSED, "it takes the refusal")
    opened = desk.proxy.opened
    desk.trade()
    desk.pause(_AWAY_S)
    if desk.proxy.opened != opened:
        desk.watch.note("it came back though it was told not to")
    desk.monitor.post(Connect())


@LOGONS.fault(_TRIES_AGAIN)
def logon_refused(desk: Desk) -> None:
    """The server refuses the logon, once or twice."""
    refusal = LogonResponse(Result=LogonStatus.ERROR, ResultText="not now")
    _answered(desk, refusal, times=desk.chance.randint(1, 2))


@LOGONS.fault("silence is not success: it tries again")
def logon_without_result(desk: Desk) -> None:
    """The answer to the logon does not say whether it was accepted."""
    _answered(desk, LogonResponse(ServerName="faults"))


@LOGONS.fault("it stays away until the trader asks for it")
def logon_forbidden(desk: Desk) -> None:
    """The server refuses the logon, and wants no other."""
    _answered(desk, LogonResponse(Result=LogonStatus.ERROR_NO_RECONNECT, ResultText="go away"))
    _stays_away(desk)


@LOGONS.fault("it stays away until the trader asks for it")
def logged_off_for_good(desk: Desk) -> None:
    """The server says farewell, and wants nobody back."""
    desk.server.log_off(for_good=True)
    _stays_away(desk)


@LOGONS.fault("the farewell is taken, and it is back")
def logged_off(desk: Desk) -> None:
    """The server says farewell and hangs up, and is there for the next logon."""
    desk.server.log_off()
    desk.trade()


@LOGONS.fault("it never goes there, and says so")
def sent_to_another_address(desk: Desk) -> None:
    """The server wants to be reached elsewhere."""
    with closing(socket.create_server(("127.0.0.1", 0))) as elsewhere:
        elsewhere.settimeout(0.0)
        address = f"127.0.0.1:{elsewhere.getsockname()[1]}"
        _answered(desk, LogonResponse(Result=LogonStatus.RECONNECT_NEW_ADDRESS, ReconnectAddress=address))
        desk.pause(1.2)
        try:
            stranger, _ = elsewhere.accept()
        except BlockingIOError:
            return
        stranger.close()
        desk.watch.note("it went where the server sent it")


@LOGONS.fault("the attempt is given up after the limit of a logon")
def server_never_answers(desk: Desk) -> None:
    """The server accepts connections and says nothing."""
    with desk.proxy.doing(swallow):
        desk.cut()
        desk.trade()
        desk.pause(LOGON_S + 0.5)
    desk.cut()


@LOGONS.fault("a logon that takes its time is waited for")
def slow_logon(desk: Desk) -> None:
    """The server takes a second for the answer to the logon."""

    def delay(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            if isinstance(frame.message, LogonResponse):
                time.sleep(1.0)
            wire.to_client(frame.raw)

    with desk.proxy.doing(delay):
        desk.cut()
        desk.trade()
        desk.until_back()
        desk.pause(1.2)


def _is_encoding_request(data: bytes) -> bool:
    return data[2:4] == HEADER.pack(0, EncodingRequest.type_of())[2:]


@LOGONS.fault("it logs on in JSON without asking")
def encoding_never_agreed(desk: Desk) -> None:
    """The server is deaf to the question for an encoding, as one that is preset to JSON."""

    def lose(wire: Wire, data: bytes) -> None:
        if not _is_encoding_request(data):
            wire.to_server(data)

    with desk.proxy.doing(up=lose):
        desk.cut()
        desk.trade()
        desk.until_back()


@LOGONS.fault("it speaks what the server speaks")
def other_encoding(desk: Desk) -> None:
    """The server insists on another encoding than the one that was asked for."""
    present = desk.proxy.wires[-1].encoding
    other = desk.chance.choice([each for each in ENCODINGS if each is not present])

    def change(wire: Wire, data: bytes) -> None:
        asked = encode(EncodingRequest(Encoding=other), Encoding.BINARY)
        wire.to_server(asked if _is_encoding_request(data) else data)

    with desk.proxy.doing(up=change):
        desk.cut()
        desk.trade()
        desk.until_back()


@LOGONS.fault("it says so, and tries again")
def unknown_encoding(desk: Desk) -> None:
    """The server insists on an encoding that the monitor does not speak, twice."""
    left = 2

    def change(wire: Wire, frames: list[Frame]) -> None:
        nonlocal left
        if left and isinstance(frames[0].message, EncodingResponse):
            left -= 1
            wire.to_client(encode(EncodingResponse(Encoding=4), Encoding.BINARY))
            return
        pass_down(wire, frames)

    with desk.proxy.doing(change):
        desk.cut()
        desk.trade()
        desk.until(lambda: not left, "two answers")


@LOGONS.fault("two sessions never begin on one connection")
def logon_answered_twice(desk: Desk) -> None:
    """The answer to the logon comes before it is asked for, and again when all is ready."""

    def add(wire: Wire, frames: list[Frame]) -> None:
        answer = LogonResponse(Result=LogonStatus.SUCCESS)
        for frame in frames:
            if isinstance(frame.message, EncodingResponse):
                wire.to_client(encode(answer, Encoding.BINARY))
            wire.to_client(frame.raw)
            if isinstance(frame.message, LogonResponse):
                wire.say(answer)

    with desk.proxy.doing(add):
        desk.cut()
        desk.trade()
        desk.until_back()
        desk.pause(0.5)
        for wire in desk.proxy.wires:
            wire.say(LogonResponse(Result=LogonStatus.ERROR))


@LOGONS.fault("what comes too early confirms nothing")
def reports_before_the_logon(desk: Desk) -> None:
    """Positions are told before the encoding is agreed, and before the logon is accepted."""

    def add(wire: Wire, frames: list[Frame]) -> None:
        broker = desk.server.broker
        early = [structs.replace(broker.position(*key), Unsolicited=1) for key in broker.held]
        for frame in frames:
            if isinstance(frame.message, EncodingResponse):
                wire.to_client(b"".join(encode(each, Encoding.BINARY) for each in early))
            elif isinstance(frame.message, LogonResponse):
                wire.say(*early)
            wire.to_client(frame.raw)

    with desk.proxy.doing(add, pass_up):
        desk.cut()
        desk.trade()
        desk.until_back()
        desk.pause(0.2)
