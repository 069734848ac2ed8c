"""Hostile and broken servers: what must not hurt."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtc import events
from dtc.codec import LARGEST_JSON, Decoder, Received, encode
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import Unrecognised
from dtc.messages import (
    Heartbeat,
    OrderUpdate,
    PositionUpdate,
    TradeAccountResponse,
    UserMessage,
)
from dtc.session import SessionConfig, State
from tests.dtc.conversation import Conversation, only

BINARY = (Encoding.BINARY, Encoding.BINARY_VLS)
JSON = (Encoding.JSON, Encoding.JSON_COMPACT)
ALIVE = Heartbeat(CurrentDateTime=1795000000)


def after(rubbish: bytes, encoding: Encoding) -> list[Received]:
    """Return what comes out of rubbish followed by one good message."""
    return Decoder(encoding).feed(rubbish + encode(ALIVE, encoding))


def faults(received: list[Received]) -> list[RemoteProtocolError]:
    """Return the errors among what was received."""
    return [item for item in received if isinstance(item, RemoteProtocolError)]


@pytest.mark.parametrize("encoding", BINARY)
@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_a_size_below_the_header_loses_the_framing(encoding: Encoding, size: int) -> None:
    """The error names the offset, comes once, and nothing is read after it."""
    decoder = Decoder(encoding)
    first = encode(ALIVE, encoding)
    message, error = decoder.feed(first + bytes([size, 0, 3, 0]) + first)
    assert message == ALIVE
    assert isinstance(error, RemoteProtocolError)
    assert error.fatal
    assert error.offset == len(first)
    assert decoder.feed(first) == []
    assert decoder.resume(encoding) == []
    assert decoder.pending == 0


@pytest.mark.parametrize("encoding", BINARY)
def test_lost_framing_ends_the_session_with_a_hint(encoding: Encoding) -> None:
    """The connection must be dropped, and another attempt makes sense."""
    talk = Conversation(SessionConfig(encoding=encoding)).log_on()
    closed = only(talk.say_bytes(bytes(64)), events.Closed)
    assert "framing lost" in closed.reason
    assert closed.hint
    assert closed.may_reconnect


def test_the_largest_frame_that_never_completes_stays_bounded() -> None:
    """A frame of 65,535 bytes is waited for; the silence ends the session, not the memory."""
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY)).log_on()
    talk.say_bytes(b"\xff\xff\x2d\x01" + bytes(65_530))
    assert talk.session.state is State.READY
    assert only(talk.wait(20), events.Closed)


@pytest.mark.parametrize("encoding", BINARY)
@pytest.mark.parametrize("step", [1, 977, 65_535])
def test_the_largest_frame_is_read(encoding: Encoding, step: int) -> None:
    """A complete frame of the largest size is one message, in any pieces."""
    frame = b"\xff\xff\x10\x27" + bytes(65_531)
    decoder = Decoder(encoding)
    received = [x for i in range(0, len(frame), step) for x in decoder.feed(frame[i : i + step])]
    assert received == [Unrecognised(Type=10_000)]
    assert decoder.pending == 0


@pytest.mark.parametrize("encoding", JSON)
@pytest.mark.parametrize("step", [65_536, LARGEST_JSON + 65_536])
def test_json_without_an_end_is_cut_off(encoding: Encoding, step: int) -> None:
    """1 MiB without a zero byte is fatal however it arrives, also when the zero byte comes later."""
    data = b'{"Type":' + b" " * LARGEST_JSON + b"3}\0"
    decoder = Decoder(encoding)
    received = [x for i in range(0, len(data), step) for x in decoder.feed(data[i : i + step])]
    (error,) = faults(received)
    assert error.fatal
    assert decoder.pending == 0


@pytest.mark.parametrize("encoding", Encoding)
def test_a_truncated_frame_and_a_close_are_one_disconnect(encoding: Encoding) -> None:
    """The tail is discarded and the end reported once."""
    talk = Conversation(SessionConfig(encoding=encoding)).log_on()
    assert talk.say_bytes(encode(ALIVE, encoding)[:7]) == []
    talk.session.peer_closed(talk.now)
    talk.session.peer_closed(talk.now)
    assert [type(event) for event in talk.session.events()] == [events.Closed]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("plain", "plain"),
        ("a\x01b\x1bc\x7fd\x85e", "abcde"),
        ("a\x7fb", "ab"),
        ("two\r\nlines\tof text", "two lines of text"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("right\u202eto left\u2069", "rightto left"),
        ("Zürich ¥ 東京", "Zürich ¥ 東京"),
    ],
)
@pytest.mark.parametrize("encoding", Encoding)
def test_texts_are_cleaned(encoding: Encoding, sent: str, shown: str) -> None:
    """Control characters and marks that reorder text are gone, line breaks are blanks, letters stay."""
    (message,) = Decoder(encoding).feed(encode(UserMessage(UserMessage=sent), encoding))
    assert message == UserMessage(UserMessage=shown)


@pytest.mark.parametrize("encoding", [Encoding.BINARY_VLS, Encoding.JSON, Encoding.JSON_COMPACT])
def test_texts_are_cut_to_a_sane_length(encoding: Encoding) -> None:
    """Where the wire allows long texts, four times the fixed size is kept."""
    (message,) = Decoder(encoding).feed(encode(UserMessage(UserMessage="x" * 50_000), encoding))
    assert message == UserMessage(UserMessage="x" * 1024)


def test_bytes_that_are_no_utf8_are_read_as_latin1() -> None:
    """Older Windows servers send 8-bit text."""
    (message,) = Decoder(Encoding.JSON).feed(b'{"Type":700,"UserMessage":"Z\xfcrich"}\0')
    assert message == UserMessage(UserMessage="Zürich")
    frame = b"\x06\x01\xbc\x02Z\xfcrich".ljust(262, b"\0")
    assert Decoder(Encoding.BINARY).feed(frame) == [UserMessage(UserMessage="Zürich", IsPopupMessage=0)]


def test_faults_are_reported_and_the_session_goes_on() -> None:
    """Nineteen bad messages and a good one do no harm."""
    talk = Conversation().log_on()
    for _ in range(3):
        happened = talk.say_bytes(b"{bad}\0" * 19 + b'{"Type":3}\0')
        assert [type(event) for event in happened] == [events.Fault] * 19 + [events.Heartbeat]


def test_twenty_faults_in_a_row_mean_another_encoding() -> None:
    """A stream that makes no sense ends with a hint at the encoding."""
    talk = Conversation().log_on()
    happened = talk.say_bytes(b"{bad}\0" * 1000)
    assert len(happened) == 21
    assert "another encoding" in only(happened, events.Closed).hint


def test_binary_in_a_json_stream_ends_the_session() -> None:
    """A server that falls back to binary is found out by its faults."""
    talk = Conversation().log_on()
    happened = talk.say_bytes(encode(PositionUpdate(Symbol="X", Quantity=1.0), Encoding.BINARY) * 20)
    assert only(happened, events.Closed)


def test_json_in_a_binary_stream_ends_by_time() -> None:
    """JSON read as binary waits for a frame that never comes; the silence ends it."""
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY)).log_on()
    talk.say_bytes(b'{"Type":3}\0' * 3)
    assert only(talk.wait(20), events.Closed)


def test_a_flood_is_read_in_order_and_completely() -> None:
    """Thousands of updates in one read are all there, in order."""
    talk = Conversation().log_on()
    flood = [OrderUpdate(ServerOrderID=str(n)) for n in range(2000)]
    happened = talk.say(*flood)
    assert [event.message for event in happened if isinstance(event, events.MessageReceived)] == flood


def test_data_before_the_logon_is_passed_on_once() -> None:
    """Rows before the logon are unasked data."""
    talk = Conversation(SessionConfig(encoding=Encoding.JSON, negotiate=False))
    row = PositionUpdate(RequestID=1, TotalNumberMessages=1, MessageNumber=1, Symbol="X")
    assert talk.say(row) == [events.MessageReceived(message=row, request_id=None)]


@pytest.mark.parametrize("encoding", Encoding)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(chunks=st.lists(st.binary(max_size=40), max_size=12))
def test_rubbish_never_raises(encoding: Encoding, chunks: list[bytes]) -> None:
    """Whatever bytes arrive, a session ends at most once and never with an exception."""
    for negotiate in (True, False):
        talk = Conversation(SessionConfig(encoding=encoding, negotiate=negotiate))
        happened = [event for chunk in chunks for event in talk.say_bytes(chunk)]
        happened += talk.wait(1000)
        assert [type(event) for event in happened].count(events.Closed) == 1


@pytest.mark.parametrize("encoding", Encoding)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_messages_never_raise_and_ignore_chunking(encoding: Encoding, data: st.DataObject) -> None:
    """A real stream with flipped bytes gives the same result whole and byte by byte."""
    stream = bytearray(
        encode(ALIVE, encoding)
        + encode(OrderUpdate(Symbol="ESZ26-CME", Price1=1.5), encoding)
        + encode(TradeAccountResponse(TradeAccount="Sim1"), encoding)
    )
    for _ in range(data.draw(st.integers(1, 5))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    whole, single = Decoder(encoding), Decoder(encoding)
    at_once = whole.feed(bytes(stream))
    piecemeal = [item for byte in stream for item in single.feed(bytes([byte]))]
    assert [str(item) for item in at_once] == [str(item) for item in piecemeal]
    assert whole.pending == single.pending
