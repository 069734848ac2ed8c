"""Subscriptions, quotes and trades."""

from typing import ClassVar

from msgspec.structs import force_setattr

from dtc.fields import (
    I8,
    I32,
    U8,
    U16,
    U32,
    Count,
    DateFraction,
    DateMicros,
    DateSeconds4,
    Double,
    Float,
    Text16,
    Text64,
    Text96,
)
from dtc.messages.base import Message

_SNAPSHOT_PRICES = (
    "SessionSettlementPrice",
    "SessionOpenPrice",
    "SessionHighPrice",
    "SessionLowPrice",
    "BidPrice",
    "AskPrice",
    "LastTradePrice",
)


class MarketDataFeedStatus(Message, tag=100, frozen=True, kw_only=True):
    """Say whether the market data feed works.

    DTCProtocol.h, s_MarketDataFeedStatus.
    """

    Status: I32 = 0


class MarketDataRequest(Message, tag=101, frozen=True, kw_only=True):
    """Subscribe to one symbol, or unsubscribe.

    DTCProtocol.h, s_MarketDataRequest.
    """

    RequestAction: I32 = 1
    SymbolID: U32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""
    IntervalForSnapshotUpdatesInMilliseconds: U32 = 0


class MarketDataReject(Message, tag=103, frozen=True, kw_only=True):
    """Refuse a market data request.

    DTCProtocol.h, s_MarketDataReject.
    """

    SymbolID: U32 = 0
    RejectText: Text96 = ""


class MarketDataSnapshot(Message, tag=104, frozen=True, kw_only=True):
    """State of one symbol at the time of the subscription; not a trade.

    DTCProtocol.h, s_MarketDataSnapshot.
    """

    SymbolID: U32 = 0
    SessionSettlementPrice: Double = None
    SessionOpenPrice: Double = None
    SessionHighPrice: Double = None
    SessionLowPrice: Double = None
    SessionVolume: Double = None
    SessionNumTrades: Count = None
    OpenInterest: Count = None
    BidPrice: Double = None
    AskPrice: Double = None
    AskQuantity: Double = None
    BidQuantity: Double = None
    LastTradePrice: Double = None
    LastTradeVolume: Double = None
    LastTradeDateTime: DateFraction = 0.0
    BidAskDateTime: DateFraction = 0.0
    SessionSettlementDateTime: DateSeconds4 = 0
    TradingSessionDate: DateSeconds4 = 0
    TradingStatus: I8 = 0
    MarketDepthUpdateDateTime: DateFraction = 0.0

    def __post_init__(self) -> None:
        """Take a price of 0 as not set: Sierra Chart sends zeros for products it may not serve."""
        for name in _SNAPSHOT_PRICES:
            if getattr(self, name) == 0:
                force_setattr(self, name, None)


class MarketDataUpdateTrade(Message, tag=107, frozen=True, kw_only=True):
    """One trade.

    DTCProtocol.h, s_MarketDataUpdateTrade.
    """

    SymbolID: U32 = 0
    AtBidOrAsk: U16 = 0
    Price: Double = None
    Volume: Double = None
    DateTime: DateFraction = 0.0


class MarketDataUpdateBidAsk(Message, tag=108, frozen=True, kw_only=True):
    """Best bid and ask.

    DTCProtocol.h, s_MarketDataUpdateBidAsk.
    """

    SymbolID: U32 = 0
    BidPrice: Double = None
    BidQuantity: Float = None
    AskPrice: Double = None
    AskQuantity: Float = None
    DateTime: DateSeconds4 = 0


class MarketDataUpdateTradeCompact(Message, tag=112, frozen=True, kw_only=True):
    """One trade, Sierra Chart's usual form.

    DTCProtocol.h, s_MarketDataUpdateTradeCompact.
    """

    Price: Float = None
    Volume: Float = None
    DateTime: DateSeconds4 = 0
    SymbolID: U32 = 0
    AtBidOrAsk: U16 = 0


class MarketDataFeedSymbolStatus(Message, tag=116, frozen=True, kw_only=True):
    """Say whether the market data of one symbol works.

    DTCProtocol.h, s_MarketDataFeedSymbolStatus.
    """

    SymbolID: U32 = 0
    Status: I32 = 0


class MarketDataUpdateBidAskCompact(Message, tag=117, frozen=True, kw_only=True):
    """Best bid and ask, Sierra Chart's usual form.

    DTCProtocol.h, s_MarketDataUpdateBidAskCompact.
    """

    BidPrice: Float = None
    BidQuantity: Float = None
    AskPrice: Float = None
    AskQuantity: Float = None
    DateTime: DateSeconds4 = 0
    SymbolID: U32 = 0


class MarketDataUpdateLastTradeSnapshot(Message, tag=134, frozen=True, kw_only=True):
    """Last trade before the subscription; not a trade.

    DTCProtocol.h, s_MarketDataUpdateLastTradeSnapshot.
    """

    SymbolID: U32 = 0
    LastTradePrice: Double = None
    LastTradeVolume: Double = None
    LastTradeDateTime: DateFraction = 0.0


class MarketDataUpdateTradeWithUnbundledIndicator(Message, tag=137, frozen=True, kw_only=True):
    """One trade, part of a bundle or not.

    DTCProtocol.h, s_MarketDataUpdateTradeWithUnbundledIndicator.
    """

    SymbolID: U32 = 0
    AtBidOrAsk: U8 = 0
    UnbundledTradeIndicator: I8 = 0
    TradeCondition: U8 = 0
    Reserve_1: U8 = 0
    Reserve_2: U32 = 0
    Price: Double = None
    Volume: Count = None
    Reserve_3: U32 = 0
    DateTime: DateFraction = 0.0


class TradingSymbolStatus(Message, tag=138, frozen=True, kw_only=True):
    """Trading phase of one symbol.

    DTCProtocol.h, s_TradingSymbolStatus.
    """

    SymbolID: U32 = 0
    Status: I8 = 0


class MarketDataUpdateTradeNoTimestamp(Message, tag=142, frozen=True, kw_only=True):
    """One trade at the time of the one before.

    DTCProtocol.h, s_MarketDataUpdateTradeNoTimestamp.
    """

    packed: ClassVar[bool] = True

    SymbolID: U32 = 0
    Price: Float = None
    Volume: Count = None
    AtBidOrAsk: U8 = 0
    UnbundledTradeIndicator: I8 = 0
    TradeCondition: I8 = 0


class MarketDataUpdateBidAskNoTimestamp(Message, tag=143, frozen=True, kw_only=True):
    """Best bid and ask at the time of the ones before.

    DTCProtocol.h, s_MarketDataUpdateBidAskNoTimestamp.
    """

    SymbolID: U32 = 0
    BidPrice: Float = None
    BidQuantity: Count = None
    AskPrice: Float = None
    AskQuantity: Count = None


class MarketDataUpdateBidAskFloatWithMicroseconds(Message, tag=144, frozen=True, kw_only=True):
    """Best bid and ask with a finer time.

    DTCProtocol.h, s_MarketDataUpdateBidAskFloatWithMicroseconds.
    """

    SymbolID: U32 = 0
    BidPrice: Float = None
    BidQuantity: Float = None
    AskPrice: Float = None
    AskQuantity: Float = None
    DateTime: DateMicros = 0


class MarketDataUpdateTradeWithUnbundledIndicator2(Message, tag=146, frozen=True, kw_only=True):
    """One trade, part of a bundle or not, with a finer time.

    DTCProtocol.h, s_MarketDataUpdateTradeWithUnbundledIndicator2.
    """

    packed: ClassVar[bool] = True

    SymbolID: U32 = 0
    Price: Float = None
    Volume: Count = None
    DateTime: DateMicros = 0
    AtBidOrAsk: U8 = 0
    UnbundledTradeIndicator: I8 = 0
    TradeCondition: I8 = 0


class MarketDataUpdateTradeV2(Message, tag=147, frozen=True, kw_only=True):
    """One trade; only in headers after March 2026.

    DTCProtocol.h, s_MarketDataUpdateTradeV2.
    """

    SymbolID: U32 = 0
    Price: Double = None
    Volume: Double = None
    DateTime: DateMicros = 0
    AtBidOrAsk: U8 = 0
    UnbundledTradeIndicator: I8 = 0
    TradeCondition: I8 = 0


class MarketDataUpdateBidAskDoubleWithMicroseconds(Message, tag=148, frozen=True, kw_only=True):
    """Best bid and ask; only in headers after March 2026.

    DTCProtocol.h, s_MarketDataUpdateBidAskDoubleWithMicroseconds.
    """

    SymbolID: U32 = 0
    BidPrice: Double = None
    BidQuantity: Double = None
    AskPrice: Double = None
    AskQuantity: Double = None
    DateTime: DateMicros = 0
