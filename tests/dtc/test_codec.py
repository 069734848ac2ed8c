"""Streams of bytes to messages and back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import defstruct

from dtc.codec import LARGEST_JSON, Decoder, Received, encode
from dtc.enums import Encoding, MessageType
from dtc.errors import LocalProtocolError, RemoteProtocolError
from dtc.json_text import Unrecognised
from dtc.messages import (
    CLASS_BY_TYPE,
    MESSAGE_CLASSES,
    AlertMessage,
    EncodingRequest,
    EncodingResponse,
    Heartbeat,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateTrade,
    MarketDataUpdateTradeCompact,
    Message,
    OrderUpdate,
    PositionUpdate,
    TradeAccountsRequest,
)
from tests.dtc.messages_at_random import messages_of

CAPTURES = sorted((Path(__file__).parent / "captures").glob("*.jsonl"))
JSON_FORMS = (Encoding.JSON, Encoding.JSON_COMPACT)

A_FLOW: tuple[Message, ...] = (
    Heartbeat(CurrentDateTime=1795000000),
    OrderUpdate(
        Symbol="ESZ26-CME", ServerOrderID="17", OrderStatus=7, FilledQuantity=2.0, TradeAccount="Sim1"
    ),
    PositionUpdate(Symbol="GCG27-COMEX", Quantity=-1.0, AveragePrice=4010.25, TradeAccount="Zürich 1"),
    MarketDataUpdateBidAskCompact(SymbolID=3, BidPrice=6765.25, BidQuantity=12.0, AskQuantity=7.0),
    AlertMessage(MessageText="margin"),
)


def captured_messages(path: Path) -> list[dict[str, Any]]:
    """Return every complete message of a capture."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line["msg"] for line in lines if "msg" in line]


def decoded(data: bytes, encoding: Encoding, step: int | None = None) -> list[Received]:
    """Return what a fresh decoder makes of a stream that arrives in pieces of `step` bytes."""
    decoder = Decoder(encoding)
    step = step or max(1, len(data))
    return [item for start in range(0, len(data), step) for item in decoder.feed(data[start : start + step])]


@pytest.mark.parametrize("message_class", MESSAGE_CLASSES, ids=lambda cls: cls.__name__)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_is_read_back(message_class: type[Message], data: st.DataObject) -> None:
    """Every message of every type survives every encoding."""
    message = data.draw(messages_of(message_class))
    for encoding in (Encoding.BINARY_VLS, Encoding.JSON, Encoding.JSON_COMPACT):
        assert decoded(encode(message, encoding), encoding) == [message]
    message = data.draw(messages_of(message_class, fixed_binary=True))
    assert decoded(encode(message, Encoding.BINARY), Encoding.BINARY) == [message]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, None])
def test_splits_and_merges_do_not_change_the_messages(encoding: Encoding, step: int | None) -> None:
    """A stream gives the same messages whole, byte by byte, and in any other pieces."""
    stream = b"".join(encode(message, encoding) for message in A_FLOW)
    assert decoded(stream, encoding, step) == list(A_FLOW)


@pytest.mark.parametrize("encoding", Encoding)
def test_bytes_of_the_next_frame_wait(encoding: Encoding) -> None:
    """The beginning of a frame is kept until its rest arrives, and reported when the stream ends before."""
    first, second = encode(A_FLOW[0], encoding), encode(A_FLOW[1], encoding)
    decoder = Decoder(encoding)
    assert decoder.feed(first + second[:9]) == [A_FLOW[0]]
    assert decoder.pending == 9
    cut_off = decoder.finish()
    assert cut_off is not None
    assert cut_off.offset == len(first)
    assert decoder.feed(second[9:]) == [A_FLOW[1]]
    assert decoder.finish() is None


@pytest.mark.parametrize(
    ("message", "encoding", "golden"),
    [
        (EncodingRequest(Encoding=2), Encoding.BINARY, "10000600 08000000 02000000 44544300"),
        (EncodingResponse(Encoding=2), Encoding.BINARY, "10000700 08000000 02000000 44544300"),
        (EncodingRequest(Encoding=1), Encoding.BINARY_VLS, "10000600 08000000 01000000 44544300"),
        (TradeAccountsRequest(RequestID=1), Encoding.BINARY, "08009001 01000000"),
        (TradeAccountsRequest(RequestID=1), Encoding.BINARY_VLS, "08009001 01000000"),
        (
            MarketDataUpdateBidAskCompact(SymbolID=9),
            Encoding.BINARY,
            "1c007500 ffff7f7f ffff7f7f ffff7f7f ffff7f7f 00000000 09000000",
        ),
        (AlertMessage(MessageText="hi"), Encoding.BINARY_VLS, "1100be02 0e00 0e000300 00000000 686900"),
    ],
)
def test_golden_bytes(message: Message, encoding: Encoding, golden: str) -> None:
    """These messages are exactly these bytes, and the other way round."""
    assert encode(message, encoding) == bytes.fromhex(golden)
    assert decoded(bytes.fromhex(golden), encoding) == [message]


def test_unset_double_is_the_documented_marker() -> None:
    """A price that is not set is DBL_MAX on the wire."""
    frame = encode(OrderUpdate(), Encoding.BINARY)
    assert frame[240:248] == bytes.fromhex("ffffffffffffef7f")


@pytest.mark.parametrize("encoding", JSON_FORMS)
def test_json_ends_with_one_zero_byte_and_begins_with_the_type(encoding: Encoding) -> None:
    """JSON messages are framed as the specification says, with non-ASCII letters escaped."""
    frame = encode(PositionUpdate(Symbol="Zürich"), encoding)
    assert frame.startswith(b'{"Type":306,')
    assert frame.endswith(b"}\0")
    assert frame.count(b"\0") == 1
    assert frame.isascii()
    assert b"Quantity" not in frame


def test_compact_arrays_have_the_order_of_real_servers() -> None:
    """Sierra Chart puts SymbolID first in the compact trade and quote, against the order of the struct."""
    quote = b'{"Type":117,"F":[5,1.25,3,1.5,4,1795000000]}\0'
    trade = b'{"Type":112,"F":[5,2,1.5,3,1795000000]}\0'
    assert decoded(quote + trade, Encoding.JSON_COMPACT) == [
        MarketDataUpdateBidAskCompact(
            SymbolID=5, BidPrice=1.25, BidQuantity=3.0, AskPrice=1.5, AskQuantity=4.0, DateTime=1795000000
        ),
        MarketDataUpdateTradeCompact(SymbolID=5, AtBidOrAsk=2, Price=1.5, Volume=3.0, DateTime=1795000000),
    ]


@pytest.mark.parametrize("encoding", JSON_FORMS)
def test_official_examples_mean_the_same_in_both_forms(encoding: Encoding) -> None:
    """Named fields and the array are accepted whatever form was agreed."""
    (path,) = [path for path in CAPTURES if "official" in path.name]
    lines = path.read_text(encoding="utf-8").splitlines()
    stream = b"".join(json.dumps(json.loads(line)["msg"]).encode() + b"\0" for line in lines)
    trade = MarketDataUpdateTrade(SymbolID=1, Price=2058.75, Volume=12.0, DateTime=1456736458.0)
    assert decoded(stream, encoding) == [trade, trade]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("step", [1, None])
def test_captured_messages_keep_every_value(path: Path, step: int | None) -> None:
    """What a real server or client sent is found in the messages, except keys the header does not know."""
    captured = captured_messages(path)
    stream = b"".join(json.dumps(fields).encode() + b"\0" for fields in captured)
    messages = decoded(stream, Encoding.JSON, step)
    assert len(messages) == len(captured)
    for message, fields in zip(messages, captured, strict=True):
        assert isinstance(message, Message)
        assert message.type_number == fields["Type"]
        for name in fields.keys() - {"Type", "F", "TradeMode", "UseIntegerPriceOrderMessages"}:
            expected = int(fields[name]) if name == "CurrentDateTime" else fields[name]
            assert getattr(message, name) == expected, name


def test_captured_position_without_rows_to_spare_stays_distinguishable() -> None:
    """A flat row has Quantity 0; a row without the key has no quantity at all."""
    flat, absent = decoded(b'{"Type":306,"Quantity":0}\0{"Type":306}\0', Encoding.JSON)
    assert isinstance(flat, PositionUpdate)
    assert isinstance(absent, PositionUpdate)
    assert flat.Quantity == 0
    assert absent.Quantity is None


def test_a_read_that_ends_inside_a_number_is_continued() -> None:
    """The fragment of a known client bug is put together with the rest of its message."""
    (path,) = [path for path in CAPTURES if "truncated" in path.name]
    fragment = json.loads(path.read_text(encoding="utf-8"))["raw"].encode()
    decoder = Decoder(Encoding.JSON)
    assert decoder.feed(fragment) == []
    (quote,) = decoder.feed(b'.5,"BidQuantity":3}\0')
    assert quote == MarketDataUpdateBidAskCompact(SymbolID=1, BidPrice=1891.5, BidQuantity=3.0)


@pytest.mark.parametrize(
    ("size", "present", "absent"),
    [
        (200, "EntryDateTime", "OpenProfitLoss"),
        (208, "OpenProfitLoss", "HighPriceDuringPosition"),
        (207, "EntryDateTime", "OpenProfitLoss"),
    ],
)
def test_older_structs_lack_the_newer_fields(size: int, present: str, absent: str) -> None:
    """A field exists only if the received Size covers all of it."""
    full = PositionUpdate(
        Quantity=1.0, EntryDateTime=1795000000, OpenProfitLoss=12.5, HighPriceDuringPosition=1.0
    )
    frame = size.to_bytes(2, "little") + encode(full, Encoding.BINARY)[2:size]
    (message,) = decoded(frame, Encoding.BINARY)
    assert getattr(message, present) == getattr(full, present)
    assert getattr(message, absent) is None


@pytest.mark.parametrize("encoding", [Encoding.BINARY, Encoding.BINARY_VLS])
def test_longer_structs_are_read_as_far_as_they_are_known(encoding: Encoding) -> None:
    """Fields that a newer server appends are skipped by Size."""
    frame = encode(Heartbeat(CurrentDateTime=1795000000), encoding)
    longer = (len(frame) + 8).to_bytes(2, "little") + frame[2:] + b"\xaa" * 8
    assert decoded(longer + frame, encoding) == [Heartbeat(CurrentDateTime=1795000000)] * 2


@pytest.mark.parametrize("size", [4, 8, 16])
def test_heartbeats_come_in_three_lengths(size: int) -> None:
    """A heartbeat may be the header only, or end after the count of dropped messages."""
    frame = size.to_bytes(2, "little") + encode(Heartbeat(), Encoding.BINARY)[2:size]
    assert decoded(frame, Encoding.BINARY) == [Heartbeat()]


def test_unknown_types_are_named_by_number_only() -> None:
    """Types without a layout are passed on as such, with their JSON text."""
    assert decoded(bytes.fromhex("0600 1027 0000"), Encoding.BINARY) == [Unrecognised(Type=10000)]
    assert decoded(b'{"Type":208}\0', Encoding.JSON) == [Unrecognised(Type=208, payload=b'{"Type":208}')]


def test_after_an_encoding_response_the_rest_waits_for_the_new_encoding() -> None:
    """Bytes in the same read as the encoding response belong to the new encoding."""
    decoder = Decoder(Encoding.BINARY, frozenset({MessageType.ENCODING_RESPONSE}))
    early = encode(A_FLOW[2], Encoding.BINARY)
    response = EncodingResponse(Encoding=2)
    data = early + encode(response, Encoding.BINARY) + encode(A_FLOW[1], Encoding.JSON)
    assert decoder.feed(data) == [A_FLOW[2], response]
    assert decoder.is_paused
    assert decoder.feed(encode(A_FLOW[0], Encoding.JSON)) == []
    assert decoder.resume(Encoding.JSON) == [A_FLOW[1], A_FLOW[0]]


def test_waiting_bytes_can_be_read_in_another_encoding() -> None:
    """Bytes that wait as half a binary frame are read as JSON once the encoding is known."""
    decoder = Decoder(Encoding.BINARY)
    assert decoder.feed(encode(A_FLOW[0], Encoding.JSON)) == []
    assert decoder.resume(Encoding.JSON) == [A_FLOW[0]]


def test_a_json_encoding_response_pauses_too() -> None:
    """A server preset to JSON answers in JSON, and what follows waits in the same way."""
    decoder = Decoder(Encoding.JSON, frozenset({MessageType.ENCODING_RESPONSE}))
    response = EncodingResponse(Encoding=0)
    stream = encode(response, Encoding.JSON) + encode(A_FLOW[1], Encoding.BINARY)
    assert decoder.feed(stream) == [response]
    assert decoder.resume(Encoding.BINARY) == [A_FLOW[1]]


def test_a_peer_that_talks_on_before_the_encoding_is_agreed_is_cut_off() -> None:
    """What waits during a pause is bounded."""
    decoder = Decoder(Encoding.BINARY, frozenset({MessageType.ENCODING_RESPONSE}))
    decoder.feed(encode(EncodingResponse(), Encoding.BINARY))
    (error,) = decoder.feed(bytes(LARGEST_JSON + 1))
    assert isinstance(error, RemoteProtocolError)
    assert error.fatal
    assert decoder.pending == 0


def test_a_fault_does_not_keep_its_frame_alive() -> None:
    """Errors may be kept for long, so they hold no traceback and no cause with the text of the peer."""
    (error,) = decoded(b"x" * 100_000 + b"\0", Encoding.JSON)
    assert isinstance(error, RemoteProtocolError)
    assert error.__traceback__ is None
    assert error.__cause__ is None
    assert error.__context__ is None
    assert len(str(error)) < 200


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("number", sorted(set(MessageType) - set(CLASS_BY_TYPE)))
def test_types_without_a_struct_cannot_be_written(number: int, encoding: Encoding) -> None:
    """Nobody can encode an order, a correction or a journal entry, not even with a struct made up for it."""
    forged = defstruct("Forged", [("RequestID", int, 1)], bases=(Message,), tag=int(number), frozen=True)()
    assert isinstance(forged, Message)
    with pytest.raises(LocalProtocolError, match="has no layout"):
        encode(forged, encoding)


@pytest.mark.parametrize(
    ("message", "encoding"),
    [
        (PositionUpdate(TradeAccount="x" * 32), Encoding.BINARY),
        (PositionUpdate(TradeAccount="x\0y"), Encoding.BINARY),
        (PositionUpdate(TradeAccount="\ud800"), Encoding.BINARY_VLS),
        (PositionUpdate(TradeAccount="x" * 70_000), Encoding.BINARY_VLS),
        (AlertMessage(MessageText="x" * 40_000, TradeAccount="y" * 30_000), Encoding.BINARY_VLS),
        (PositionUpdate(RequestID=2**31), Encoding.BINARY),
        (MarketDataUpdateBidAskCompact(BidPrice=1e39), Encoding.BINARY),
        (PositionUpdate(TradeAccount="\ud800"), Encoding.JSON),
    ],
)
def test_values_that_do_not_fit_are_our_mistake(message: Message, encoding: Encoding) -> None:
    """A value is never cut to fit: a shortened account would be another account."""
    with pytest.raises(LocalProtocolError):
        encode(message, encoding)
