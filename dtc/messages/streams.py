"""The types that come by the thousand in a fast market."""

from typing import Final

from dtc.messages.market_data import (
    MarketDataUpdateBidAsk,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateBidAskDoubleWithMicroseconds,
    MarketDataUpdateBidAskFloatWithMicroseconds,
    MarketDataUpdateBidAskNoTimestamp,
    MarketDataUpdateTrade,
    MarketDataUpdateTradeCompact,
    MarketDataUpdateTradeNoTimestamp,
    MarketDataUpdateTradeV2,
    MarketDataUpdateTradeWithUnbundledIndicator,
    MarketDataUpdateTradeWithUnbundledIndicator2,
)

TRADES: Final = (
    MarketDataUpdateTrade,
    MarketDataUpdateTradeCompact,
    MarketDataUpdateTradeNoTimestamp,
    MarketDataUpdateTradeV2,
    MarketDataUpdateTradeWithUnbundledIndicator,
    MarketDataUpdateTradeWithUnbundledIndicator2,
)
"""Every form in which a trade is told."""

QUOTES: Final = (
    MarketDataUpdateBidAsk,
    MarketDataUpdateBidAskCompact,
    MarketDataUpdateBidAskNoTimestamp,
    MarketDataUpdateBidAskFloatWithMicroseconds,
    MarketDataUpdateBidAskDoubleWithMicroseconds,
)
"""Every form in which bid and ask are told."""
