"""Opening, keeping and closing a session."""

from dtc.fields import I32, U8, U32, DateSeconds, ProtocolTag, Text4, Text32, Text60, Text64, Text96
from dtc.messages.base import Message


class LogonRequest(Message, tag=1, frozen=True, kw_only=True):
    """Open the session; the first message after the encoding is agreed.

    DTCProtocol.h, s_LogonRequest. Its text form hides the user name and the password.
    """

    ProtocolVersion: I32 = 8
    Username: Text32 = ""
    Password: Text32 = ""
    GeneralTextData: Text64 = ""
    Integer_1: I32 = 0
    Integer_2: I32 = 0
    HeartbeatIntervalInSeconds: I32 = 0
    Unused1: I32 = 0
    TradeAccount: Text32 = ""
    HardwareIdentifier: Text64 = ""
    ClientName: Text32 = ""
    MarketDataTransmissionInterval: I32 = 0

    def __repr__(self) -> str:
        """Name the client only: credentials must not reach a log."""
        return f"LogonRequest(ClientName={self.ClientName!r}, Username=***, Password=***)"


class LogonResponse(Message, tag=2, frozen=True, kw_only=True):
    """Answer to the logon.

    DTCProtocol.h, s_LogonResponse. An absent Result is 0, although the header says 1: silence is not
    success.
    """

    ProtocolVersion: I32 = 8
    Result: I32 = 0
    ResultText: Text96 = ""
    ReconnectAddress: Text64 = ""
    Integer_1: I32 = 0
    ServerName: Text60 = ""
    MarketDepthUpdatesBestBidAndAsk: U8 = 0
    TradingIsSupported: U8 = 0
    OCOOrdersSupported: U8 = 0
    OrderCancelReplaceSupported: U8 = 1
    SymbolExchangeDelimiter: Text4 = ""
    SecurityDefinitionsSupported: U8 = 0
    HistoricalPriceDataSupported: U8 = 0
    ResubscribeWhenMarketDataFeedAvailable: U8 = 0
    MarketDepthIsSupported: U8 = 1
    OneHistoricalPriceDataRequestPerConnection: U8 = 0
    BracketOrdersSupported: U8 = 0
    Unused_1: U8 = 0
    UsesMultiplePositionsPerSymbolAndTradeAccount: U8 = 0
    MarketDataSupported: U8 = 1


class Heartbeat(Message, tag=3, frozen=True, kw_only=True):
    """Sign of life of either side; NumDroppedMessages above 0 means that state may be stale.

    DTCProtocol.h, s_Heartbeat.
    """

    NumDroppedMessages: U32 = 0
    CurrentDateTime: DateSeconds = 0


class Logoff(Message, tag=5, frozen=True, kw_only=True):
    """Last message of either side.

    DTCProtocol.h, s_Logoff.
    """

    Reason: Text96 = ""
    DoNotReconnect: U8 = 0


class EncodingRequest(Message, tag=6, frozen=True, kw_only=True):
    """Ask for an encoding; always sent in fixed binary.

    DTCProtocol.h, s_EncodingRequest.
    """

    ProtocolVersion: I32 = 8
    Encoding: I32 = 0
    ProtocolType: ProtocolTag = "DTC"


class EncodingResponse(Message, tag=7, frozen=True, kw_only=True):
    """Name the encoding in force from the next byte on.

    DTCProtocol.h, s_EncodingResponse.
    """

    ProtocolVersion: I32 = 8
    Encoding: I32 = 0
    ProtocolType: ProtocolTag = "DTC"
