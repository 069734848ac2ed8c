"""Positions, orders and fills."""

from dtc.fields import (
    I32,
    U8,
    DateFraction,
    DateMillis,
    DateSeconds,
    DateSeconds4,
    Double,
    Text16,
    Text32,
    Text48,
    Text64,
    Text96,
)
from dtc.messages.base import Message


class OpenOrdersRequest(Message, tag=300, frozen=True, kw_only=True):
    """Ask for working orders.

    DTCProtocol.h, s_OpenOrdersRequest.
    """

    RequestID: I32 = 0
    RequestAllOrders: I32 = 1
    ServerOrderID: Text32 = ""
    TradeAccount: Text32 = ""


class OrderUpdate(Message, tag=301, frozen=True, kw_only=True):
    """State of one order, with its last fill on reasons 4 and 5.

    DTCProtocol.h, s_OrderUpdate. Its count is called TotalNumMessages, unlike everywhere else.
    """

    RequestID: I32 = 0
    TotalNumMessages: I32 = 0
    MessageNumber: I32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""
    PreviousServerOrderID: Text32 = ""
    ServerOrderID: Text32 = ""
    ClientOrderID: Text32 = ""
    ExchangeOrderID: Text32 = ""
    OrderStatus: I32 = 0
    OrderUpdateReason: I32 = 0
    OrderType: I32 = 0
    BuySell: I32 = 0
    Price1: Double = None
    Price2: Double = None
    TimeInForce: I32 = 0
    GoodTillDateTime: DateSeconds = 0
    OrderQuantity: Double = None
    FilledQuantity: Double = None
    RemainingQuantity: Double = None
    AverageFillPrice: Double = None
    LastFillPrice: Double = None
    LastFillDateTime: DateMillis = 0
    LastFillQuantity: Double = None
    LastFillExecutionID: Text64 = ""
    TradeAccount: Text32 = ""
    InfoText: Text96 = ""
    NoOrders: U8 = 0
    ParentServerOrderID: Text32 = ""
    OCOLinkedOrderServerOrderID: Text32 = ""
    OpenOrClose: I32 = 0
    PreviousClientOrderID: Text32 = ""
    FreeFormText: Text48 = ""
    OrderReceivedDateTime: DateSeconds = 0
    LatestTransactionDateTime: DateFraction = 0.0
    Username: Text32 = ""


class OpenOrdersReject(Message, tag=302, frozen=True, kw_only=True):
    """Refuse an open orders request.

    DTCProtocol.h, s_OpenOrdersReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""


class HistoricalOrderFillsRequest(Message, tag=303, frozen=True, kw_only=True):
    """Ask for fills of the past; Sierra Chart wants TradeAccount and a start.

    DTCProtocol.h, s_HistoricalOrderFillsRequest.
    """

    RequestID: I32 = 0
    ServerOrderID: Text32 = ""
    NumberOfDays: I32 = 0
    TradeAccount: Text32 = ""
    StartDateTime: DateSeconds = 0


class HistoricalOrderFillResponse(Message, tag=304, frozen=True, kw_only=True):
    """One fill of the past.

    DTCProtocol.h, s_HistoricalOrderFillResponse.
    """

    RequestID: I32 = 0
    TotalNumberMessages: I32 = 0
    MessageNumber: I32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""
    ServerOrderID: Text32 = ""
    BuySell: I32 = 0
    Price: Double = None
    DateTime: DateSeconds = 0
    Quantity: Double = None
    UniqueExecutionID: Text64 = ""
    TradeAccount: Text32 = ""
    OpenClose: I32 = 0
    NoOrderFills: U8 = 0
    InfoText: Text96 = ""
    HighPriceDuringPosition: Double = None
    LowPriceDuringPosition: Double = None
    PositionQuantity: Double = None
    Username: Text32 = ""
    ExchangeOrderID: Text32 = ""
    SenderSubID: Text32 = ""


class HistoricalOrderFillsReject(Message, tag=308, frozen=True, kw_only=True):
    """Refuse a request for fills.

    DTCProtocol.h, s_HistoricalOrderFillsReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""


class CurrentPositionsRequest(Message, tag=305, frozen=True, kw_only=True):
    """Ask for positions; empty TradeAccount: of all accounts.

    DTCProtocol.h, s_CurrentPositionsRequest.
    """

    RequestID: I32 = 0
    TradeAccount: Text32 = ""


class PositionUpdate(Message, tag=306, frozen=True, kw_only=True):
    """One position; Quantity is signed, short below 0, and 0 when it was closed.

    DTCProtocol.h, s_PositionUpdate, with the misspelling of its last member.
    """

    RequestID: I32 = 0
    TotalNumberMessages: I32 = 0
    MessageNumber: I32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""
    Quantity: Double = None
    AveragePrice: Double = None
    PositionIdentifier: Text32 = ""
    TradeAccount: Text32 = ""
    NoPositions: U8 = 0
    Unsolicited: U8 = 0
    MarginRequirement: Double = None
    EntryDateTime: DateSeconds4 = 0
    OpenProfitLoss: Double = None
    HighPriceDuringPosition: Double = None
    LowPriceDuringPosition: Double = None
    QuantityLimit: Double = None
    MaxPotentialPostionQuantity: Double = None


class CurrentPositionsReject(Message, tag=307, frozen=True, kw_only=True):
    """Refuse a positions request.

    DTCProtocol.h, s_CurrentPositionsReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""
