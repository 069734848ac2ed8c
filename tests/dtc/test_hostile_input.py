"""Hostile and broken servers: what must not hurt."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtc import events
from dtc.codec import LARGEST_JSON, Decoder, Received, encode
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import Unrecognised
from dtc.messages import (
    AccountBalanceUpdate,
    Heartbeat,
    MarketDataSnapshot,
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


# --- framing ----------------------------------------------------------------------------------------------


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
    ("base_size", "reference"),
    [(5, 0), (0, 0), (60_000, 0), (28, 0x0010_0004), (28, 0xFFFF_FFFF), (28, 0x0040_001C)],
)
def test_references_out_of_the_message_are_faults(base_size: int, reference: int) -> None:
    """A BaseSize or text that points outside skips the message, with its offset, and the next one is read."""
    frame = bytearray(encode(TradeAccountResponse(TradeAccount="Sim1"), Encoding.BINARY_VLS))
    frame[4:6] = base_size.to_bytes(2, "little")
    frame[16:20] = reference.to_bytes(4, "little")
    error, alive = after(bytes(frame), Encoding.BINARY_VLS)
    assert isinstance(error, RemoteProtocolError)
    assert not error.fatal
    assert error.offset == 0
    assert alive == ALIVE


def test_unterminated_texts_end_with_their_field() -> None:
    """A full buffer without a zero byte is text up to the end of the field, in both binary forms."""
    frame = bytearray(encode(PositionUpdate(TradeAccount="x" * 31), Encoding.BINARY))
    frame[144:176] = b"y" * 32
    (message,) = Decoder(Encoding.BINARY).feed(bytes(frame))
    assert isinstance(message, PositionUpdate)
    assert message.TradeAccount == "y" * 32
    vls = bytearray(encode(TradeAccountResponse(TradeAccount="Sim1"), Encoding.BINARY_VLS))
    vls[-1] = ord("9")
    (account,) = Decoder(Encoding.BINARY_VLS).feed(bytes(vls))
    assert isinstance(account, TradeAccountResponse)
    assert account.TradeAccount == "Sim19"


def test_garbage_behind_the_end_of_a_text_is_ignored() -> None:
    """Bytes after the first zero byte of a text are not part of it."""
    frame = bytearray(encode(PositionUpdate(TradeAccount="Sim1"), Encoding.BINARY))
    frame[149:176] = b"\xff" * 27
    (message,) = Decoder(Encoding.BINARY).feed(bytes(frame))
    assert isinstance(message, PositionUpdate)
    assert message.TradeAccount == "Sim1"


# --- JSON that is no message ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"[1,2]",
        b"3",
        b'"Type"',
        b"null",
        b"{}",
        b'{"RequestID":1}',
        b'{"Type":"LogonRequest"}',
        b'{"Type":"301"}',
        b'{"Type":null}',
        b'{"Type":true}',
        b'{"Type":1.5}',
        b'{"Type":[3]}',
        b'{"Type":3,}',
        b'{"Type":3',
        b"{'Type':3}",
        b'{"Type":NaN}',
        b'{"Type":3,"F":7}',
        b'{"Type":306,"Quantity":[1]}',
        b'{"Type":306,"Quantity":true}',
        b'{"Type":306,"Quantity":"one"}',
        b'{"Type":306,"Quantity":"1_0"}',
        b'{"Type":306,"Symbol":{"a":1}}',
        b'{"Type":306,"Symbol":1.5}',
        b'{"Type":306,"RequestID":1.5}',
        b'{"Type":306,"RequestID":4294967296}',
        b'{"Type":306,"RequestID":{}}',
        b'{"Type":306,"NoPositions":256}',
        b'{"Type":142,"Volume":0.5}',
        b'{"Type":306,"Quantity":' + b"9" * 5000 + b"}",
        b'{"Type":306,"RequestID":"' + b"9" * 20 + b'"}',
        b'{"Type":3,"X":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\x80\x00"[:1],
        b"\xff\xfe{",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=lambda text: text[:30].decode("latin-1") + str(len(text)),
)
@pytest.mark.parametrize("encoding", JSON)
def test_what_is_no_message_is_one_fault(text: bytes, encoding: Encoding) -> None:
    """The frame is skipped with an error at its offset, and the next message is read."""
    error, alive = after(text + b"\0", encoding)
    assert isinstance(error, RemoteProtocolError)
    assert not error.fatal
    assert error.offset == 0
    assert len(str(error)) < 300
    assert alive == ALIVE


@pytest.mark.parametrize("text", [b"", b" ", b"\r\n", b"\0\0\0", b"\t\0 \0"])
def test_empty_frames_are_nothing(text: bytes) -> None:
    """Empty and blank frames are skipped in silence."""
    assert after(text + b"\0", Encoding.JSON) == [ALIVE]


@pytest.mark.parametrize(
    "text",
    [
        b'\xef\xbb\xbf{"Type":3,"CurrentDateTime":1795000000}',
        b'\n {"Type" : 3 , "CurrentDateTime" : 1795000000 }\r\n',
        b'{"CurrentDateTime":1795000000,"Type":3}',
        b'{"Type":3.0,"CurrentDateTime":1795000000.0}',
        b'{"Type":3,"CurrentDateTime":1795000000.75}',
        b'{"Type":3,"CurrentDateTime":"1795000000"}',
        b'{"Type":3,"CurrentDateTime":"1795000000.5"}',
        b'{"Type":3,"CurrentDateTime":1,"CurrentDateTime":1795000000}',
        b'{"Type":3,"CurrentDateTime":1795000000,"NumDroppedMessages":null}',
        b'{"Type":3,"CurrentDateTime":1795000000,"NumDroppedMessages":false}',
        b'{"Type":3,"CurrentDateTime":1795000000,"NumDroppedMessages":""}',
        b'{"Type":3,"CurrentDateTime":1795000000,"NumDroppedMessages":NaN}',
        b'{"Type":3,"CurrentDateTime":1795000000,"NumDroppedMessages":1e999}',
        b'{"Type":3,"CurrentDateTime":1795000000,"Invented":{"deep":[1,2,{}]}}',
        b'{"Type":3,"CurrentDateTime":1795000000,"Invented":"\xff\xfe"}',
        b'{"Type":3,"F":[0,1795000000]}',
        b'{"Type":3,"F":[null,1795000000]}',
        b'{"Type":3,"F":[0,1795000000,"more",{}]}',
        b'{"Type":3,"F":["0",1795000000.5]}',
        b'{"F":[0,1795000000],"Type":3}',
        b'{"Type":3,"F" :[0,1795000000]}',
    ],
)
@pytest.mark.parametrize("encoding", JSON)
def test_odd_spellings_mean_the_same_message(text: bytes, encoding: Encoding) -> None:
    """BOM, blanks, order, text for numbers, fractions of a date and unknown keys do not matter."""
    assert Decoder(encoding).feed(text + b"\0") == [ALIVE]


def test_a_text_that_looks_like_the_array_key_is_a_text() -> None:
    """A symbol called F does not turn a message with named fields into an array."""
    (message,) = Decoder(Encoding.JSON).feed(b'{"Type":306,"Symbol":"F","Quantity":2}\0')
    assert message == PositionUpdate(Symbol="F", Quantity=2.0)


def test_account_names_of_digits_may_come_as_numbers() -> None:
    """A bridge that writes an all-digit account as a number means the account."""
    (message,) = Decoder(Encoding.JSON).feed(b'{"Type":306,"TradeAccount":120005}\0')
    assert message == PositionUpdate(TradeAccount="120005")


# --- numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "null",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "1.7976931348623157e+308",
        "1e300",
        '"NaN"',
        '""',
        "1" + "0" * 400,
    ],
    ids=lambda text: text[:12],
)
def test_numbers_that_mean_not_set_are_none(number: str) -> None:
    """In JSON every marker, NaN, infinity and overflow is None, and multipliers take their default."""
    texts = ('{"Type":301,"Price1":%s,"FilledQuantity":3}\0', '{"Type":507,"DisplayPriceMultiplier":%s}\0')
    order, definition = Decoder(Encoding.JSON).feed("".join(texts).replace("%s", number).encode())
    assert order == OrderUpdate(Price1=None, FilledQuantity=3.0)
    assert getattr(definition, "DisplayPriceMultiplier", None) == 1.0


@pytest.mark.parametrize(
    "raw", ["ffffffffffffef7f", "ffffffffffffefff", "000000000000f87f", "000000000000f07f"]
)
def test_binary_numbers_that_mean_not_set_are_none(raw: str) -> None:
    """DBL_MAX, its negative, NaN and infinity are None wherever they appear, also where 0 is the default."""
    frame = bytearray(encode(PositionUpdate(Quantity=1.0), Encoding.BINARY))
    frame[96:104] = bytes.fromhex(raw)
    assert Decoder(Encoding.BINARY).feed(bytes(frame)) == [PositionUpdate()]


def test_real_values_at_the_edge_are_kept() -> None:
    """Negative cash, fractions of a contract, zero and 64-bit ids are values, not markers."""
    text = (
        b'{"Type":600,"CashBalance":-21.66,"SecuritiesValue":0,"TransactionIdentifier":18446744073709551615}'
    )
    (balance,) = Decoder(Encoding.JSON).feed(text + b"\0")
    assert balance == AccountBalanceUpdate(
        CashBalance=-21.66, SecuritiesValue=0.0, TransactionIdentifier=2**64 - 1
    )
    (position,) = Decoder(Encoding.JSON).feed(b'{"Type":306,"Quantity":0.015}\0')
    assert position == PositionUpdate(Quantity=0.015)


@pytest.mark.parametrize("encoding", Encoding)
def test_zero_prices_of_a_snapshot_are_not_set(encoding: Encoding) -> None:
    """Sierra Chart sends a snapshot of zeros for what it may not serve; volumes and sizes of 0 are real."""
    snapshot = MarketDataSnapshot(SymbolID=1, BidPrice=0.0, LastTradePrice=0.0, SessionVolume=0.0)
    (message,) = Decoder(encoding).feed(encode(snapshot, encoding))
    assert isinstance(message, MarketDataSnapshot)
    assert message.BidPrice is None
    assert message.LastTradePrice is None
    assert message.SessionVolume == 0


def test_unknown_enumeration_values_are_kept() -> None:
    """Numbers outside of the enumerations stay numbers."""
    (order,) = Decoder(Encoding.JSON).feed(b'{"Type":301,"OrderStatus":77,"BuySell":-3}\0')
    assert order == OrderUpdate(OrderStatus=77, BuySell=-3)


# --- texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("plain", "plain"),
        ("a\x01b\x1bc\x7fd\x85e", "abcde"),
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


def test_escaped_controls_and_lone_surrogates_are_cleaned() -> None:
    """JSON escapes cannot bring in what raw bytes cannot."""
    text = rb'{"Type":700,"UserMessage":"a\u0000b\u001bc\ud800d\n"}' + b"\0"
    assert Decoder(Encoding.JSON).feed(text) == [UserMessage(UserMessage="abcd ")]


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


# --- the session in bad company ---------------------------------------------------------------------------


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
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(chunks=st.lists(st.binary(max_size=40), max_size=12))
def test_rubbish_never_raises(encoding: Encoding, chunks: list[bytes]) -> None:
    """Whatever bytes arrive, a session ends at most once and never with an exception."""
    for negotiate in (True, False):
        talk = Conversation(SessionConfig(encoding=encoding, negotiate=negotiate))
        happened = [event for chunk in chunks for event in talk.say_bytes(chunk)]
        happened += talk.wait(1000)
        assert [type(event) for event in happened].count(events.Closed) == 1


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    number=st.sampled_from([1, 2, 3, 5, 7, 101, 104, 117, 301, 306, 401, 507, 600]),
    fields=st.dictionaries(
        st.sampled_from(["RequestID", "Symbol", "Quantity", "Price1", "DateTime", "F", "Result", "Encoding"]),
        _VALUES,
    ),
)
def test_wrong_types_in_known_fields_never_raise(number: int, fields: dict[str, object]) -> None:
    """Each such message is a message or one fault."""
    received = Decoder(Encoding.JSON).feed(json.dumps({"Type": number, **fields}).encode() + b"\0")
    assert len(received) == 1


@pytest.mark.parametrize("encoding", Encoding)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
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
