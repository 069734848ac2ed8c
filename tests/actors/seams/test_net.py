"""Real TCP links against a real listening socket."""

import queue
import socket
import time
from collections.abc import Iterator

import pytest

from actors.messages import BytesReceived, LinkClosed, LinkOpened, Message
from actors.seams.net import MAX_UNSENT_BYTES, READ_APART_S, TcpNet

Posted = queue.SimpleQueue[Message]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Give a listening socket on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        yield server


def port_of(listener: socket.socket) -> int:
    """Return the port that a socket listens on."""
    return int(listener.getsockname()[1])


def test_bytes_travel_both_ways_and_the_end_is_told(listener: socket.socket) -> None:
    """A link tells that it opened, what it received, and why it ended."""
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(7, "127.0.0.1", port_of(listener))
    peer, _ = listener.accept()
    with peer:
        assert posted.get(timeout=2) == LinkOpened(connection_id=7)
        link.send(b"question")
        assert peer.recv(100) == b"question"
        peer.sendall(b"answer")
        assert posted.get(timeout=2) == BytesReceived(connection_id=7, data=b"answer")
    assert posted.get(timeout=2) == LinkClosed(connection_id=7, reason="the server closed the connection")
    link.close()


def test_closing_is_silent_and_may_be_repeated(listener: socket.socket) -> None:
    """A link that its owner closes sends what waits, and reports nothing more."""
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "127.0.0.1", port_of(listener))
    peer, _ = listener.accept()
    with peer:
        assert posted.get(timeout=2) == LinkOpened(connection_id=1)
        link.send(b"goodbye")
        link.close()
        link.close()
        assert peer.recv(100) == b"goodbye"
        assert peer.recv(100) == b""
    assert posted.empty()


def test_nothing_listening_is_said_in_plain_words(listener: socket.socket) -> None:
    """A port that nobody listens on is reported, not raised."""
    port = port_of(listener)
    listener.close()
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "127.0.0.1", port)
    assert posted.get(timeout=2) == LinkClosed(connection_id=1, reason="nothing is listening there")
    link.close()


def test_server_that_stops_reading_costs_bounded_memory(listener: socket.socket) -> None:
    """More unsent bytes than a monitor ever has end the link."""
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "127.0.0.1", port_of(listener))
    peer, _ = listener.accept()
    with peer:
        assert posted.get(timeout=2) == LinkOpened(connection_id=1)
        beat = b'{"Type":3}\0'
        chunk = beat * (MAX_UNSENT_BYTES // len(beat) + 1)
        while posted.empty():
            link.send(chunk)
        closed = posted.get(timeout=2)
    assert closed == LinkClosed(connection_id=1, reason="the server does not read what it is sent")
    link.close()


def test_name_that_no_host_can_have_is_said_in_plain_words() -> None:
    """Python refuses it with another error than a name that nobody knows."""
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "a..b", 11099)
    assert posted.get(timeout=2) == LinkClosed(connection_id=1, reason="the host name is not known")
    link.close()


def test_what_comes_close_together_is_read_together(listener: socket.socket) -> None:
    """A market that sends without a pause wakes the monitor some hundred times a second; no byte is lost."""
    posted: Posted = queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "127.0.0.1", port_of(listener))
    peer, _ = listener.accept()
    began = time.monotonic()
    with peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(5_000):
            peer.sendall(b"tick")
    messages: list[Message] = []
    while not messages or not isinstance(messages[-1], LinkClosed):
        messages.append(posted.get(timeout=2))
    reads = [message.data for message in messages if isinstance(message, BytesReceived)]
    assert b"".join(reads) == b"tick" * 5_000
    assert len(reads) <= (time.monotonic() - began) / READ_APART_S + 1
    link.close()
