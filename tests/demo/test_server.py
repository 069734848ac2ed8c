"""The sockets around the conversations."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from demo.conversation import ServerRules
from demo.server import Server
from dtc.enums import Encoding
from dtc.messages import (
    Heartbeat,
    Logoff,
    LogonRequest,
    LogonResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
    UserMessage,
)
from tests.demo.running_server import RunningServer
from tests.demo.tcp_client import TcpClient

LOGON = LogonRequest(HeartbeatIntervalInSeconds=10, ClientName="test")


@pytest.fixture(params=[ServerRules()], ids=["automatic"])
def running(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """Serve until the test is over."""
    server = RunningServer(request.param)
    yield server
    server.stop()


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_client_is_served_over_tcp(running: RunningServer, encoding: Encoding) -> None:
    """Encoding, logon and a request work over a real socket in every encoding."""
    with TcpClient(running.server.port) as client:
        client.negotiate(encoding)
        client.send(LOGON, TradeAccountsRequest(RequestID=1))
        told = client.wait_for_type(TradeAccountResponse, 3)
        assert isinstance(told[0], LogonResponse)


def test_several_clients_are_told_the_same_news(running: RunningServer) -> None:
    """What happens in the world reaches every client that has logged on, and no other."""
    with (
        TcpClient(running.server.port) as first,
        TcpClient(running.server.port, Encoding.JSON) as second,
        TcpClient(running.server.port) as silent,
    ):
        for client in (first, second):
            client.send(LOGON)
            client.wait_for_type(LogonResponse)
        running.tell("hello")
        for client in (first, second):
            assert client.wait_for_type(UserMessage)[-1] == UserMessage(UserMessage="hello")
        running.stop()
        assert silent.is_closed_by_server()
        assert silent.received == []


def test_the_end_of_the_server_logs_clients_off(running: RunningServer) -> None:
    """Clients hear a goodbye with the reason, then the connection closes."""
    with TcpClient(running.server.port) as client:
        client.send(LOGON)
        client.wait_for_type(LogonResponse)
        running.stop()
        assert client.wait_for_type(Logoff)[-1] == Logoff(Reason="bye")
        assert client.is_closed_by_server()


def test_a_client_that_vanishes_harms_nobody(running: RunningServer) -> None:
    """A connection that is reset in the middle of a message leaves the others alone."""
    with TcpClient(running.server.port) as client:
        client.send(LOGON)
        client.wait_for_type(LogonResponse)
        rude = socket.create_connection(("127.0.0.1", running.server.port))
        rude.sendall(b"\x1c\x01\x01")
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        rude.close()
        client.send(TradeAccountsRequest(RequestID=1))
        client.wait_for_type(TradeAccountResponse, 3)


@pytest.mark.parametrize("running", [ServerRules(refusal="Not today")], indirect=True)
def test_a_refused_client_hears_why_before_the_end(running: RunningServer) -> None:
    """The text of the refusal arrives, and then the connection is closed."""
    with TcpClient(running.server.port) as client:
        client.send(LOGON)
        (told,) = client.wait_for_type(LogonResponse)
        assert isinstance(told, LogonResponse)
        assert told.ResultText == "Not today"
        assert client.is_closed_by_server()


def test_only_this_machine_can_connect() -> None:
    """The server listens on the loopback interface and nowhere else."""
    server = Server(0)
    with contextlib.closing(socket.create_connection(("127.0.0.1", server.port))) as client:
        assert client.getpeername()[0] == "127.0.0.1"
    other = [address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    for host in {str(address) for address in other} - {"127.0.0.1"}:
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((host, server.port), timeout=0.2)
    server.close("")


def test_a_taken_port_is_an_error() -> None:
    """Two servers cannot share a port."""
    server = Server(0)
    with pytest.raises(OSError, match="in use"):
        Server(server.port)
    server.close("")


def test_a_large_answer_is_sent_in_parts(running: RunningServer) -> None:
    """A client that reads slowly gets everything, in order, while the server stays responsive."""
    with TcpClient(running.server.port) as slow, TcpClient(running.server.port) as quick:
        for client in (slow, quick):
            client.send(LOGON)
            client.wait_for_type(LogonResponse)
        count = 3000
        slow.send(*(TradeAccountsRequest(RequestID=number) for number in range(1, count + 1)))
        quick.send(TradeAccountsRequest(RequestID=1), Heartbeat())
        quick.wait_for_type(TradeAccountResponse, 3)
        told = slow.wait_for_type(TradeAccountResponse, 3 * count)
        ids = [message.RequestID for message in told if isinstance(message, TradeAccountResponse)]
        assert ids == sorted(ids)
