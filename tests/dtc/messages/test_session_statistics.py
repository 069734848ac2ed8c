"""Figures of the trading session."""

import pytest

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import MarketDataUpdateOpenInterest, MarketDataUpdateSessionHigh


@pytest.mark.parametrize("encoding", Encoding)
def test_a_figure_comes_through_every_encoding(encoding: Encoding) -> None:
    """What is sent is what is read."""
    said = [MarketDataUpdateSessionHigh(SymbolID=7, Price=6761.25), MarketDataUpdateOpenInterest(SymbolID=7)]
    decoder = Decoder(encoding)
    assert [message for sent in said for message in decoder.feed(encode(sent, encoding))] == said


def test_the_high_of_a_session_is_where_the_protocol_has_it() -> None:
    """DTCProtocol.h, s_MarketDataUpdateSessionHigh: number of the symbol, then a double on its boundary."""
    frame = encode(MarketDataUpdateSessionHigh(SymbolID=7, Price=1.5), Encoding.BINARY)
    assert frame == bytes.fromhex("18007200 07000000 000000000000f83f 00000000 00000000")
