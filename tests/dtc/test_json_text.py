"""JSON from servers that write it in their own way."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import decode_text
from dtc.messages import (
    AccountBalanceUpdate,
    Heartbeat,
    OrderUpdate,
    PositionUpdate,
    UserMessage,
)

JSON = (Encoding.JSON, Encoding.JSON_COMPACT)
ALIVE = Heartbeat(CurrentDateTime=1795000000)
FRAMES = (
    b'{"Type":107,"SymbolID":1,"Price":6750.25,"Volume":1}',
    b'{"Type":306,"Symbol":"ESZ26","Quantity":-1,"TradeAccount":"Sim1"}',
    b'{"Type":3}{"Type":3}',
    b'{"Type":3}\n{"Type":3}',
    b'{"Type":107,"F":[1,0,2058.75,12,1456736458]}',
    b'{"Type":306,\r\n"Symbol":"ESZ26"}',
    b'{"Type":306,"Symbol":"ES\\u0007Z26"}',
    b'{"Type":306,"Symbol":"ES\x7f"}',
    '{"Type":306,"TradeAccount":"Zürich 1"}'.encode(),
    b'{"Type":9999,"A":1}',
    b'{"Type":306,"Quantity":"one"}',
    b'{"Type":306,"Quantity":"2"}',
    b'{"Type":3',
    b"",
    b" ",
)


def after(rubbish: bytes, encoding: Encoding) -> list[Received]:
    """Return what comes out of rubbish followed by one good message."""
    return Decoder(encoding).feed(rubbish + encode(ALIVE, encoding))


def told(item: Received) -> tuple[type, str]:
    """Return what can be compared, of a message or a fault."""
    return type(item), str(item)


def read_alone(frame: bytes) -> Received:
    """Return what a frame means by itself."""
    try:
        return decode_text(frame)
    except RemoteProtocolError as error:
        return error


@given(frames=st.lists(st.sampled_from(FRAMES), min_size=1, max_size=8))
def test_a_frame_means_among_others_what_it_means_alone(frames: list[bytes]) -> None:
    """Many that come together are read at once; none may change what another one is."""
    received = Decoder(Encoding.JSON).feed(b"".join(frame + b"\0" for frame in frames))
    alone = [read_alone(frame) for frame in frames if frame.strip()]
    assert [told(item) for item in received] == [told(item) for item in alone]


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


def test_unknown_enumeration_values_are_kept() -> None:
    """Numbers outside of the enumerations stay numbers."""
    (order,) = Decoder(Encoding.JSON).feed(b'{"Type":301,"OrderStatus":77,"BuySell":-3}\0')
    assert order == OrderUpdate(OrderStatus=77, BuySell=-3)


def test_escaped_controls_and_lone_surrogates_are_cleaned() -> None:
    """JSON escapes cannot bring in what raw bytes cannot."""
    text = rb'{"Type":700,"UserMessage":"a\u0000b\u001bc\ud800d\n"}' + b"\0"
    assert Decoder(Encoding.JSON).feed(text) == [UserMessage(UserMessage="abcd ")]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
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
