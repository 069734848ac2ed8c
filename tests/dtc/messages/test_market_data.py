"""Subscriptions, quotes and trades."""

import pytest

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages.market_data import (
    MarketDataSnapshot,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateTradeNoTimestamp,
    MarketDataUpdateTradeWithUnbundledIndicator2,
)


@pytest.mark.parametrize("encoding", Encoding)
def test_zero_prices_of_a_snapshot_are_not_set(encoding: Encoding) -> None:
    """Sierra Chart sends a snapshot of zeros for what it may not serve; volumes and sizes of 0 are real."""
    snapshot = MarketDataSnapshot(SymbolID=1, BidPrice=0.0, LastTradePrice=0.0, SessionVolume=0.0)
    (message,) = Decoder(encoding).feed(encode(snapshot, encoding))
    assert isinstance(message, MarketDataSnapshot)
    assert message.BidPrice is None
    assert message.LastTradePrice is None
    assert message.SessionVolume == 0


def test_an_empty_side_of_a_quote_has_no_price() -> None:
    """FLT_MAX means that nobody bids; the size of 0 beside it is a real one."""
    frame = bytes.fromhex("1c007500 ffff7f7f 00000000 0000c03f 0000803f 00000000 07000000")
    (quote,) = Decoder(Encoding.BINARY).feed(frame)
    assert quote == MarketDataUpdateBidAskCompact(SymbolID=7, BidQuantity=0.0, AskPrice=1.5, AskQuantity=1.0)


def test_packed_trades_have_no_padding() -> None:
    """Two trade messages are declared without padding, so their sizes are odd."""
    assert len(encode(MarketDataUpdateTradeNoTimestamp(), Encoding.BINARY)) == 19
    assert len(encode(MarketDataUpdateTradeWithUnbundledIndicator2(), Encoding.BINARY)) == 27


def test_the_trade_of_2020_lacks_its_condition() -> None:
    """Before mid-2020 the packed trade had 18 bytes."""
    trade = MarketDataUpdateTradeNoTimestamp(SymbolID=1, Price=2.5, Volume=3, AtBidOrAsk=2, TradeCondition=2)
    frame = b"\x12\0" + encode(trade, Encoding.BINARY)[2:18]
    assert Decoder(Encoding.BINARY).feed(frame) == [
        MarketDataUpdateTradeNoTimestamp(SymbolID=1, Price=2.5, Volume=3, AtBidOrAsk=2)
    ]
