"""Faults of the bytes: what nobody can read, or what reads as something that cannot be."""

import json
from typing import Final

from msgspec import structs

from dtc.binary import HEADER
from dtc.codec import encode
from dtc.enums import Encoding
from dtc.messages import Heartbeat, OrderUpdate, PositionUpdate, UserMessage
from tests.faults.desk import LONG, Desk
from tests.faults.fault import IN_BINARY, IN_JSON, Group
from tests.faults.proxy import Frame, Wire, pass_down
from tests.faults.watch import SILENCE_S

GARBAGE: Final = Group()
_SKIPPED: Final = "it is skipped, and what comes behind it is read"
_ANEW: Final = "the framing is lost, which is noticed; the link is made anew"
_LIMIT_S: Final = SILENCE_S + 1.5
_TOO_LONG: Final = 1_300_000
_NO_NUMBERS: Final = (float("nan"), float("inf"), float("-inf"))


def _inject(desk: Desk, *texts: bytes) -> None:
    """Let the monitor read bytes between two messages, one after the other, with something happening."""
    for text in texts:
        for wire in desk.proxy.wires:
            wire.to_client(text)
        desk.trade()
        desk.pause(0.05)


@GARBAGE.fault(_SKIPPED, IN_JSON)
def garbage_in_json(desk: Desk) -> None:
    """Random bytes come between two messages."""
    noise = [desk.chance.randbytes(desk.chance.randint(1, 400)).replace(b"\0", b"") for _ in range(5)]
    _inject(desk, *(each + b"\0" for each in noise))


@GARBAGE.fault(_ANEW, IN_BINARY)
def garbage_in_binary(desk: Desk) -> None:
    """The same in binary, where nobody knows any more where a message begins."""
    _inject(desk, desk.chance.randbytes(desk.chance.randint(5, 400)))
    desk.pause(_LIMIT_S)


@GARBAGE.fault(_ANEW, IN_BINARY)
def size_below_header(desk: Desk) -> None:
    """A message says that it is shorter than its own header."""
    _inject(desk, HEADER.pack(desk.chance.randint(0, 3), PositionUpdate.type_of()))


@GARBAGE.fault(
    "it is given up after the limit of silence: bytes that complete nothing are no news", IN_BINARY
)
def message_never_completed(desk: Desk) -> None:
    """A message says that it is 65,535 bytes long, and what follows is read as part of it."""
    _inject(desk, HEADER.pack(65_535, PositionUpdate.type_of()))
    desk.pause(_LIMIT_S)


@GARBAGE.fault("the buffer is bounded; the link is made anew", IN_JSON)
def json_without_end(desk: Desk) -> None:
    """More than a megabyte comes without the byte that ends a message."""
    _inject(desk, b'{"Type":700,"UserMessage":"' + b"x" * _TOO_LONG)


@GARBAGE.fault(_SKIPPED)
def unknown_types(desk: Desk) -> None:
    """Messages come of types that nobody knows, private ones among them."""
    numbers = (4, 999, 10_001, 65_535)
    is_json = desk.proxy.wires[-1].encoding in IN_JSON
    texts = (b'{"Type":%d,"F":[1,2]}\0' % number for number in numbers)
    frames = (HEADER.pack(12, number) + b"\1\2\3\4\5\6\7\10" for number in numbers)
    _inject(desk, *(texts if is_json else frames))


@GARBAGE.fault("what is no number is unknown, and no position is flat for it")
def no_numbers(desk: Desk) -> None:
    """Beside each position comes one of NaN or infinitely many contracts, at such a price."""

    def add(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            if isinstance(frame.message, PositionUpdate):
                value = desk.chance.choice(_NO_NUMBERS)
                wrong = structs.replace(frame.message, Quantity=value, AveragePrice=value)
                wire.to_client(_written(wrong, wire.encoding))
            wire.to_client(frame.raw)

    with desk.proxy.doing(add):
        for _ in range(4):
            desk.trade()
            desk.pause(0.1)


def _written(message: PositionUpdate, encoding: Encoding) -> bytes:
    """Return a message with numbers that JSON does not have."""
    if encoding in IN_JSON:
        return json.dumps({"Type": message.type_of(), **structs.asdict(message)}).encode() + b"\0"
    return encode(message, encoding)


@GARBAGE.fault("the fill that could not be read is made up for", IN_JSON)
def truncated_json(desk: Desk) -> None:
    """The report of a fill ends in the middle, as if it were whole; its position can be read."""
    cut = 0

    def truncate(wire: Wire, frames: list[Frame]) -> None:
        nonlocal cut
        for frame in frames:
            raw = frame.raw
            if isinstance(frame.message, OrderUpdate):
                cut += 1
                raw = raw[: desk.chance.randint(2, len(raw) - 2)] + b"\0"
            wire.to_client(raw)

    with desk.proxy.doing(truncate):
        desk.fill(LONG, 1)
        desk.until(lambda: cut > 0, "the report")
        desk.pause(0.1)


@GARBAGE.fault("it is shown as far as it can be, and hurts nobody")
def invalid_utf8(desk: Desk) -> None:
    """A message of the server holds bytes that are no text, and one holds controls and markup."""
    wire = desk.proxy.wires[-1]
    told = encode(UserMessage(UserMessage="QQQQQQQQ"), wire.encoding)
    for text in (b"\xff\xfe\xc3(\xed\xa0\x80!", b"<b>\x1b[2J\x07</b>"):
        _inject(desk, told.replace(b"QQQQQQQQ", text[:8].ljust(8, b"\x01")))


@GARBAGE.fault(_SKIPPED, IN_JSON)
def deep_and_long_json(desk: Desk) -> None:
    """JSON comes that is nested a hundred thousand times, and numbers of five thousand digits."""
    number = b"9" * 5_000
    _inject(
        desk,
        b"[" * 100_000 + b"\0",
        b'{"Type":306,"F":' + b'{"a":' * 50_000 + b"\0",
        b'{"Type":306,"RequestID":' + number + b',"Quantity":' + number + b"}\0",
        b'{"Type":' + number + b"}\0",
        b'{"Type":3,"CurrentDateTime":1e999}\0',
    )


@GARBAGE.fault(_SKIPPED, IN_JSON)
def json_of_wrong_kinds(desk: Desk) -> None:
    """JSON comes that is no object, names its type in words, has texts for numbers, or is empty."""
    symbol = desk.symbol.encode()
    _inject(
        desk,
        b"\0 \0\r\n\0",
        b"[1,2]\0null\0true\0",
        b'{"Type":"POSITION_UPDATE"}\0{"type":306}\0{}\0',
        b'\xef\xbb\xbf{"Type":3}\0',
        b'{"Type":306,"TradeAccount":"Sim1","Symbol":"' + symbol + b'","Quantity":"many"}\0',
        b'{"Type":301,"TradeAccount":["Sim1"],"OrderStatus":{},"BuySell":"buy"}\0',
        b'{"Type":306,"Quantity":0,"TradeAccount":"Sim1",}\0',
    )


@GARBAGE.fault(_SKIPPED, IN_JSON)
def binary_in_json(desk: Desk) -> None:
    """A message in binary comes in the middle of JSON."""
    _inject(desk, encode(Heartbeat(), Encoding.BINARY) + b"\0")


@GARBAGE.fault(_ANEW, IN_BINARY)
def json_in_binary(desk: Desk) -> None:
    """A message in JSON comes in the middle of binary."""
    _inject(desk, encode(Heartbeat(CurrentDateTime=1), Encoding.JSON))
    desk.pause(_LIMIT_S)


@GARBAGE.fault("it is given up with the encoding named as the likely reason, and made anew", IN_JSON)
def nothing_but_faults(desk: Desk) -> None:
    """Thirty messages in a row make no sense."""
    _inject(desk, b"{broken}\0" * 30)


def _answered_by(desk: Desk, answer: bytes) -> None:
    """Let another kind of server answer twice."""
    done: list[int] = []

    def answer_for(wire: Wire, data: bytes) -> None:
        del data
        wire.to_client(answer)
        done.append(wire.number)
        wire.end()

    with desk.proxy.doing(pass_down, answer_for):
        desk.cut()
        desk.trade()
        desk.until(lambda: len(done) >= 2, "two attempts")


@GARBAGE.fault("it says that this is a web server, and tries again")
def web_server_answers(desk: Desk) -> None:
    """For two attempts a web server listens there."""
    _answered_by(desk, b"HTTP/1.1 400 Bad Request\r\n\r\n")


@GARBAGE.fault("it says that TLS is asked for, and tries again")
def tls_answers(desk: Desk) -> None:
    """For two attempts the server wants TLS."""
    _answered_by(desk, b"\x15\x03\x01\x00\x02\x02\x46")
