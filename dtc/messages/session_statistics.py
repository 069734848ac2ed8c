"""Figures of the trading session."""

from dtc.fields import U8, U32, Count, DateSeconds4, Double, SignedCount
from dtc.messages.base import Message


class MarketDataUpdateSessionVolume(Message, tag=113, frozen=True, kw_only=True):
    """Volume of the session.

    DTCProtocol.h, s_MarketDataUpdateSessionVolume.
    """

    SymbolID: U32 = 0
    Volume: Double = None
    TradingSessionDate: DateSeconds4 = 0
    IsFinalSessionVolume: U8 = 0


class MarketDataUpdateSessionHigh(Message, tag=114, frozen=True, kw_only=True):
    """High of the session.

    DTCProtocol.h, s_MarketDataUpdateSessionHigh.
    """

    SymbolID: U32 = 0
    Price: Double = None
    TradingSessionDate: DateSeconds4 = 0


class MarketDataUpdateSessionLow(Message, tag=115, frozen=True, kw_only=True):
    """Low of the session.

    DTCProtocol.h, s_MarketDataUpdateSessionLow.
    """

    SymbolID: U32 = 0
    Price: Double = None
    TradingSessionDate: DateSeconds4 = 0


class MarketDataUpdateSessionSettlement(Message, tag=119, frozen=True, kw_only=True):
    """Settlement price.

    DTCProtocol.h, s_MarketDataUpdateSessionSettlement.
    """

    SymbolID: U32 = 0
    Price: Double = None
    DateTime: DateSeconds4 = 0


class MarketDataUpdateSessionOpen(Message, tag=120, frozen=True, kw_only=True):
    """Open of the session.

    DTCProtocol.h, s_MarketDataUpdateSessionOpen.
    """

    SymbolID: U32 = 0
    Price: Double = None
    TradingSessionDate: DateSeconds4 = 0


class MarketDataUpdateOpenInterest(Message, tag=124, frozen=True, kw_only=True):
    """Open interest.

    DTCProtocol.h, s_MarketDataUpdateOpenInterest.
    """

    SymbolID: U32 = 0
    OpenInterest: Count = None
    TradingSessionDate: DateSeconds4 = 0


class MarketDataUpdateSessionNumTrades(Message, tag=135, frozen=True, kw_only=True):
    """Number of trades of the session.

    DTCProtocol.h, s_MarketDataUpdateSessionNumTrades.
    """

    SymbolID: U32 = 0
    NumTrades: SignedCount = None
    TradingSessionDate: DateSeconds4 = 0


class MarketDataUpdateTradingSessionDate(Message, tag=136, frozen=True, kw_only=True):
    """Date of the trading session.

    DTCProtocol.h, s_MarketDataUpdateTradingSessionDate.
    """

    SymbolID: U32 = 0
    Date: DateSeconds4 = 0
