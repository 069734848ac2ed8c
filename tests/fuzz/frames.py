"""Frames of a server: through the decoder and the reader of facts, or through the whole monitor."""

from datetime import UTC, datetime
from random import Random
from typing import Final
from zlib import crc32

from actors.base import Ports
from actors.dtc_facts import FactReader
from actors.market_feed import MarketFeed
from dtc import events
from dtc.codec import Decoder, Received
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import Unrecognised
from dtc.messages import (
    HistoricalOrderFillResponse,
    MarketDataRequest,
    Message,
    OrderUpdate,
    PositionUpdate,
    TradeAccountResponse,
)
from dtc.messages.streams import QUOTES, TRADES
from models.book import Book, Symbol, TradeAccount, TradeMode
from tests.fakes import FakeClock
from tests.fuzz import damage, material, soundness
from tests.fuzz.meter import Meter
from tests.fuzz.monitor import play_monitor

_NOW: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
_SIM: Final = Book(TradeMode.SIM, TradeAccount("Sim1"))
_MARKET: Final = (*TRADES, *QUOTES)
_SYMBOL: Final = Symbol("ESZ26-CME")
_WHOLE: Final = 4
"""Bit of the first byte of a case: whether the frames go through all actors."""
_ONE_IN: Final = 40
"""So many cases are one through all actors, which takes far longer."""
_CHECKED: Final = 4
"""One in so many is looked at in every way; each is looked at in some."""


class Frames:
    """A case is a byte that says encoding and way, and then the stream."""

    name = "frames"

    def __init__(self) -> None:
        ways = (False, True)
        self._frames = {
            (encoding, way): material.frames(encoding, of_the_trade=way)
            for encoding in material.BINARY
            for way in ways
        }
        self._texts = {
            (encoding, way): material.texts(encoding, of_the_trade=way)
            for encoding in Encoding
            if encoding not in material.BINARY
            for way in ways
        }

    def make(self, chance: Random) -> bytes:
        """Return a stream of frames, most of them damaged.

        For the whole monitor it is what positions, balances and prices come from, with absurd values rather
        than without a meaning: what the decoder refuses, no actor hears of.
        """
        encoding, is_whole = Encoding(chance.randrange(4)), chance.randrange(_ONE_IN) == 0
        count = chance.randint(1, 40)
        stream = b"".join(self._frame(encoding, chance, is_whole=is_whole) for _ in range(count))
        return bytes([encoding | (_WHOLE if is_whole else 0)]) + stream

    def play(self, data: bytes, meter: Meter) -> str:
        """Read a stream, in pieces."""
        if not data:
            return ""
        encoding, stream = Encoding(data[0] & 3), data[1:]
        chance = Random(crc32(data))
        pieces = _cut(stream, chance)
        if data[0] & _WHOLE:
            return play_monitor(pieces, encoding, meter)
        return _read(pieces, encoding, meter, looks_closely=chance.randrange(_CHECKED) == 0)

    def _frame(self, encoding: Encoding, chance: Random, *, is_whole: bool) -> bytes:
        what, gentle = chance.random(), 0.6 if is_whole else 0.2
        if what < (0.002 if is_whole else 0.07):
            return damage.rubbish(encoding, chance)
        if encoding in material.BINARY:
            frame = chance.choice(self._frames[encoding, is_whole])
            data = frame.data if what < gentle else damage.damaged_frame(frame, chance, keeps_size=is_whole)
        else:
            text = chance.choice(self._texts[encoding, is_whole])
            data = text.whole if what < gentle else damage.damaged_text(text, chance)
        return damage.damaged_bytes(data, chance) if what > (0.99 if is_whole else 0.93) else data


class _Reading:
    """What is made of messages, as the connection does it."""

    def __init__(self) -> None:
        self._reader = FactReader({}, {})
        self._reader.accounts([TradeAccountResponse(TradeAccount=name) for name in ("Sim1", "120005")])
        self._feed = MarketFeed(self._reader.price_of, Ports(lambda _fact: None, FakeClock()))
        for number in range(3):
            self._feed.subscribe(MarketDataRequest(Symbol=_SYMBOL), number)

    def take(self, message: Message) -> None:
        """Make facts of a message in every way in which it may have come."""
        self._reader.read(message, _NOW)
        match message:
            case TradeAccountResponse():
                self._reader.book_of(message.TradeAccount)
            case PositionUpdate():
                self._reader.positions([message], complete=True)
            case OrderUpdate():
                self._reader.orders([message], complete=True, now=_NOW)
            case HistoricalOrderFillResponse():
                self._reader.fills(_SIM, [message], complete=True)
            case _ if isinstance(message, _MARKET):
                self._feed.take(events.MarketDataReceived(messages=(message,)))
            case _:
                self._feed.take(events.MessageReceived(message=message, request_id=None))


def _read(pieces: list[bytes], encoding: Encoding, meter: Meter, *, looks_closely: bool) -> str:
    """Read a stream; return what does not hold."""
    seen: list[bytes] = []
    decoder, reading = Decoder(encoding, observe=seen.append), _Reading()
    items: list[Received] = []
    for piece in pieces:
        with meter:
            received = decoder.feed(piece)
        items += received
        meter.taken += len(received)
        for item in received:
            if isinstance(item, Message):
                with meter:
                    reading.take(item)
                if problem := soundness.wrong_value(item):
                    return problem
            elif not isinstance(item, Unrecognised | RemoteProtocolError):
                return f"{item!r:.80} is nothing that a reader may return"
    return _look_closely(items, seen, pieces, encoding) if looks_closely else ""


def _look_closely(items: list[Received], seen: list[bytes], pieces: list[bytes], encoding: Encoding) -> str:
    at_once = Decoder(encoding)
    if [str(item) for item in at_once.feed(b"".join(pieces))] != [str(item) for item in items]:
        return "the same bytes, cut otherwise, are read otherwise"
    # The one that ends everything belongs to no frame.
    for item, raw in zip(items, seen, strict=False):
        problem = soundness.contradiction(item, raw, encoding)
        if not problem and isinstance(item, Message):
            problem = soundness.lost_on_the_way(item, encoding)
        if problem:
            return problem
    return ""


def _cut(stream: bytes, chance: Random) -> list[bytes]:
    """Return the stream as a socket may deliver it."""
    way = chance.randrange(3)
    if way == 0:
        return [stream]
    largest = 2_000 if way == 1 else 120
    pieces, first = [], 0
    while first < len(stream):
        size = chance.randint(1, largest)
        pieces.append(stream[first : first + size])
        first += size
    return pieces
