"""Trade accounts and their balances."""

from dtc.fields import (
    I32,
    I64,
    U8,
    U64,
    DateFraction,
    DateMicros,
    DateSeconds,
    Double,
    DoubleVlsOnly,
    Text8,
    Text32,
    Text64,
    Text96,
)
from dtc.messages.base import Message


class TradeAccountsRequest(Message, tag=400, frozen=True, kw_only=True):
    """Ask for the list of trade accounts.

    DTCProtocol.h, s_TradeAccountsRequest.
    """

    RequestID: I32 = 0


class TradeAccountResponse(Message, tag=401, frozen=True, kw_only=True):
    """One trade account; empty TradeAccount: there is none.

    DTCProtocol.h, s_TradeAccountResponse.
    """

    TotalNumberMessages: I32 = 0
    MessageNumber: I32 = 0
    TradeAccount: Text32 = ""
    RequestID: I32 = 0
    TradingIsDisabled: I32 = 0


class AccountBalanceUpdate(Message, tag=600, frozen=True, kw_only=True):
    """Balance of one account, in AccountCurrency.

    DTCProtocol.h, s_AccountBalanceUpdate. EndOfDayAccountValue exists in DTCProtocolVLS.h only.
    """

    RequestID: I32 = 0
    CashBalance: Double = None
    BalanceAvailableForNewPositions: Double = None
    AccountCurrency: Text8 = ""
    TradeAccount: Text32 = ""
    SecuritiesValue: Double = None
    MarginRequirement: Double = None
    TotalNumberMessages: I32 = 0
    MessageNumber: I32 = 0
    NoAccountBalances: U8 = 0
    Unsolicited: U8 = 0
    OpenPositionsProfitLoss: Double = None
    DailyProfitLoss: Double = None
    InfoText: Text96 = ""
    TransactionIdentifier: U64 = 0
    DailyNetLossLimit: Double = None
    TrailingAccountValueToLimitPositions: Double = None
    DailyNetLossLimitReached: U8 = 0
    IsUnderRequiredMargin: U8 = 0
    ClosePositionsAtEndOfDay: U8 = 0
    TradingIsDisabled: U8 = 0
    Description: Text96 = ""
    IsUnderRequiredAccountValue: U8 = 0
    TransactionDateTime: DateMicros = 0
    MarginRequirementFull: Double = None
    MarginRequirementFullPositionsOnly: Double = None
    PeakMarginRequirement: Double = None
    EndOfDayAccountValue: DoubleVlsOnly = None
    IntroducingBroker: Text32 = ""
    OpenPositionsProfitLossBasedOnSettlementPrice: Double = None
    LastOrderActivityDateTime: DateMicros = 0

    def __post_init__(self) -> None:
        """Refuse an identifier that is wider than its field: types of JSON have no limit so large."""
        if self.TransactionIdentifier >= 2**64:
            raise ValueError("TransactionIdentifier needs more than 64 bits")


class AccountBalanceRequest(Message, tag=601, frozen=True, kw_only=True):
    """Ask for balances; empty TradeAccount: of all accounts.

    DTCProtocol.h, s_AccountBalanceRequest.
    """

    RequestID: I32 = 0
    TradeAccount: Text32 = ""


class AccountBalanceReject(Message, tag=602, frozen=True, kw_only=True):
    """Refuse an account balance request.

    DTCProtocol.h, s_AccountBalanceReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""


class HistoricalAccountBalancesRequest(Message, tag=603, frozen=True, kw_only=True):
    """Ask for the balance history of one account.

    DTCProtocol.h, s_HistoricalAccountBalancesRequest.
    """

    RequestID: I32 = 0
    TradeAccount: Text32 = ""
    StartDateTime: DateSeconds = 0


class HistoricalAccountBalancesReject(Message, tag=604, frozen=True, kw_only=True):
    """Refuse a balance history request.

    DTCProtocol.h, s_HistoricalAccountBalancesReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""


class HistoricalAccountBalanceResponse(Message, tag=606, frozen=True, kw_only=True):
    """One row of the balance history.

    DTCProtocol.h, s_HistoricalAccountBalanceResponse.
    """

    RequestID: I32 = 0
    DateTime: DateFraction = 0.0
    CashBalance: Double = None
    AccountCurrency: Text8 = ""
    TradeAccount: Text32 = ""
    IsFinalResponse: U8 = 0
    NoAccountBalances: U8 = 0
    InfoText: Text96 = ""
    TransactionId: Text64 = ""


class AccountBalanceAdjustmentReject(Message, tag=608, frozen=True, kw_only=True):
    """Report that somebody's balance adjustment was refused.

    DTCProtocol.h, s_AccountBalanceAdjustmentReject.
    """

    RequestID: I32 = 0
    RejectText: Text96 = ""
    TradeAccount: Text32 = ""


class AccountBalanceAdjustmentComplete(Message, tag=609, frozen=True, kw_only=True):
    """Report that somebody's balance adjustment was made.

    DTCProtocol.h, s_AccountBalanceAdjustmentComplete.
    """

    RequestID: I32 = 0
    TransactionID: I64 = 0
    TradeAccount: Text32 = ""
    NewBalance: Double = None
