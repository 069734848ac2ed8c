"""Security definitions and exchanges."""

from dtc.fields import (
    I32,
    I64,
    U8,
    U32,
    DateSeconds4,
    Factor,
    Float,
    Text8,
    Text16,
    Text32,
    Text48,
    Text64,
    Text96,
)
from dtc.messages.base import Message


class ExchangeListRequest(Message, tag=500, frozen=True, kw_only=True):
    """Ask for the list of exchanges.

    DTCProtocol.h, s_ExchangeListRequest.
    """

    RequestID: I32 = 0


class ExchangeListResponse(Message, tag=501, frozen=True, kw_only=True):
    """One exchange.

    DTCProtocol.h, s_ExchangeListResponse.
    """

    RequestID: I32 = 0
    Exchange: Text16 = ""
    IsFinalMessage: U8 = 0
    Description: Text48 = ""


class SecurityDefinitionForSymbolRequest(Message, tag=506, frozen=True, kw_only=True):
    """Ask for the definition of one symbol.

    DTCProtocol.h, s_SecurityDefinitionForSymbolRequest.
    """

    RequestID: I32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""


class SecurityDefinitionResponse(Message, tag=507, frozen=True, kw_only=True):
    """Definition of one symbol; an unknown symbol comes with defaults.

    DTCProtocol.h, s_SecurityDefinitionResponse.
    """

    RequestID: I32 = 0
    Symbol: Text64 = ""
    Exchange: Text16 = ""
    SecurityType: I32 = 0
    Description: Text64 = ""
    MinPriceIncrement: Float = None
    PriceDisplayFormat: I32 = -1
    CurrencyValuePerIncrement: Float = None
    IsFinalMessage: U8 = 0
    FloatToIntPriceMultiplier: Factor = 1.0
    IntToFloatPriceDivisor: Factor = 1.0
    UnderlyingSymbol: Text32 = ""
    UpdatesBidAskOnly: U8 = 0
    StrikePrice: Float = None
    PutOrCall: U8 = 0
    ShortInterest: U32 = 0
    SecurityExpirationDate: DateSeconds4 = 0
    BuyRolloverInterest: Float = None
    SellRolloverInterest: Float = None
    EarningsPerShare: Float = None
    SharesOutstanding: U32 = 0
    IntToFloatQuantityDivisor: Float = None
    HasMarketDepthData: U8 = 1
    DisplayPriceMultiplier: Factor = 1.0
    ExchangeSymbol: Text64 = ""
    InitialMarginRequirement: Float = None
    MaintenanceMarginRequirement: Float = None
    Currency: Text8 = ""
    ContractSize: Float = None
    OpenInterest: U32 = 0
    RolloverDate: DateSeconds4 = 0
    IsDelayed: U8 = 0
    SecurityIdentifier: I64 = 0
    ProductIdentifier: Text64 = ""


class SecurityDefinitionReject(Message, tag=509, frozen=True, kw_only=True):
    """Refuse a security definition request.

    DTCProtocol.h, s_SecurityDefinitionReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""
