"""Answers to the requests of a client, as Sierra Chart's server gives them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeAlias

from demo.ledger import Ledger
from demo.reports import BALANCE_ACCOUNTS, balance_update, fill_row, flat_row, order_update, position_update
from demo.world import World
from dtc.codec import Received
from dtc.enums import MessageType, OrderStatus, OrderUpdateReason, SecurityType
from dtc.json_text import Unrecognised
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    ExchangeListRequest,
    ExchangeListResponse,
    HistoricalAccountBalanceResponse,
    HistoricalAccountBalancesReject,
    HistoricalAccountBalancesRequest,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsReject,
    HistoricalOrderFillsRequest,
    MarketDataReject,
    MarketDataRequest,
    Message,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)

# Builds one message of an answer, once it is known how many there are.
_Row: TypeAlias = Callable[..., Message]

_DAY_S: Final = 86_400
# Sierra Chart also takes microseconds, and reads what lies before 2010 in microseconds as seconds.
_FIRST_MICROSECONDS: Final = int(datetime(2010, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000

_REJECTIONS: Final[dict[int, OrderUpdateReason]] = {
    MessageType.SUBMIT_NEW_OCO_ORDER: OrderUpdateReason.NEW_ORDER_REJECTED,
    MessageType.CANCEL_ORDER: OrderUpdateReason.ORDER_CANCEL_REJECTED,
    MessageType.CANCEL_REPLACE_ORDER: OrderUpdateReason.ORDER_CANCEL_REPLACE_REJECTED,
    MessageType.CANCEL_REPLACE_ORDER_INT: OrderUpdateReason.ORDER_CANCEL_REPLACE_REJECTED,
    MessageType.SUBMIT_NEW_SINGLE_ORDER_INT: OrderUpdateReason.NEW_ORDER_REJECTED,
    MessageType.SUBMIT_NEW_OCO_ORDER_INT: OrderUpdateReason.NEW_ORDER_REJECTED,
    MessageType.SUBMIT_NEW_SINGLE_ORDER: OrderUpdateReason.NEW_ORDER_REJECTED,
    MessageType.SUBMIT_FLATTEN_POSITION_ORDER: OrderUpdateReason.NEW_ORDER_REJECTED,
    MessageType.FLATTEN_POSITIONS_FOR_TRADE_ACCOUNT: OrderUpdateReason.NEW_ORDER_REJECTED,
}


def answers_to(world: World, request: Received) -> list[Message]:
    """Return the messages that answer a request; none for what a server ignores."""
    if isinstance(request, Unrecognised):
        return _rejection(request)
    answer = _ANSWERS.get(type(request))
    return answer(world, request) if answer else []


def _rejection(request: Unrecognised) -> list[Message]:
    """Refuse whatever would place, change or cancel an order."""
    reason = _REJECTIONS.get(request.Type)
    if reason is None:
        return []
    text = "Trading is not allowed."
    return [OrderUpdate(OrderUpdateReason=reason, OrderStatus=OrderStatus.REJECTED, InfoText=text)]


def _accounts(world: World, request: TradeAccountsRequest) -> list[Message]:
    names = list(world.ledgers)
    return [
        TradeAccountResponse(
            RequestID=request.RequestID,
            TotalNumberMessages=len(names),
            MessageNumber=number,
            TradeAccount=name,
        )
        for number, name in enumerate(names, start=1)
    ]


def _positions(world: World, request: CurrentPositionsRequest) -> list[Message]:
    rows: list[_Row] = []
    for ledger in _chosen(world, request.TradeAccount):
        rows.append(partial(flat_row, ledger, world.instrument.previous_symbol))
        if ledger.executions:
            rows.append(partial(position_update, world, ledger))
    nothing = PositionUpdate(
        RequestID=request.RequestID,
        TotalNumberMessages=1,
        MessageNumber=1,
        TradeAccount=request.TradeAccount,
        NoPositions=1,
    )
    return _numbered(rows, request.RequestID) or [nothing]


def _orders(world: World, request: OpenOrdersRequest) -> list[Message]:
    rows = [
        partial(order_update, world, order)
        for order in world.exchange.working(request.TradeAccount)
        if request.RequestAllOrders or order.order_id == request.ServerOrderID
    ]
    nothing = OrderUpdate(
        RequestID=request.RequestID,
        TotalNumMessages=1,
        MessageNumber=1,
        OrderUpdateReason=OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE,
        TradeAccount=request.TradeAccount,
        NoOrders=1,
    )
    return _numbered(rows, request.RequestID) or [nothing]


def _fills(world: World, request: HistoricalOrderFillsRequest) -> list[Message]:
    if not request.TradeAccount:
        return [HistoricalOrderFillsReject(RequestID=request.RequestID, RejectText="TradeAccount is not set")]
    since = _since(world, request)
    if since is None:
        text = "StartDateTime or NumberOfDays needs to be set"
        return [HistoricalOrderFillsReject(RequestID=request.RequestID, RejectText=text)]
    rows = [
        partial(fill_row, world, execution, after)
        for ledger in _chosen(world, request.TradeAccount)
        for execution, after in ledger.executions
        if int(world.time_of(execution.step)) >= since and request.ServerOrderID in ("", execution.order_id)
    ]
    nothing = HistoricalOrderFillResponse(
        RequestID=request.RequestID,
        TotalNumberMessages=1,
        MessageNumber=1,
        TradeAccount=request.TradeAccount,
        NoOrderFills=1,
    )
    return _numbered(rows, request.RequestID) or [nothing]


def _since(world: World, request: HistoricalOrderFillsRequest) -> float | None:
    """Return UNIX seconds from which fills are wanted; None when the request does not say."""
    if request.StartDateTime > 0:
        given = request.StartDateTime
        return given / 1_000_000 if given >= _FIRST_MICROSECONDS else given
    if request.NumberOfDays > 0:
        return world.time_of(world.step) - request.NumberOfDays * _DAY_S
    return None


def _balances(world: World, request: AccountBalanceRequest) -> list[Message]:
    rows = [
        partial(balance_update, world, ledger)
        for ledger in _chosen(world, request.TradeAccount)
        if ledger.account in BALANCE_ACCOUNTS
    ]
    nothing = AccountBalanceUpdate(
        RequestID=request.RequestID,
        TotalNumberMessages=1,
        MessageNumber=1,
        TradeAccount=request.TradeAccount,
        NoAccountBalances=1,
    )
    return _numbered(rows, request.RequestID) or [nothing]


def _balance_history(_world: World, request: HistoricalAccountBalancesRequest) -> list[Message]:
    if not request.TradeAccount:
        text = "TradeAccount is not set"
        return [HistoricalAccountBalancesReject(RequestID=request.RequestID, RejectText=text)]
    return [
        HistoricalAccountBalanceResponse(
            RequestID=request.RequestID,
            TradeAccount=request.TradeAccount,
            IsFinalResponse=1,
            NoAccountBalances=1,
        )
    ]


def _exchanges(_world: World, request: ExchangeListRequest) -> list[Message]:
    return [ExchangeListResponse(RequestID=request.RequestID, IsFinalMessage=1)]


def _definition(world: World, request: SecurityDefinitionForSymbolRequest) -> list[Message]:
    instrument = world.instrument
    if request.Symbol != instrument.symbol:
        return [SecurityDefinitionResponse(RequestID=request.RequestID, IsFinalMessage=1)]
    return [
        SecurityDefinitionResponse(
            RequestID=request.RequestID,
            Symbol=instrument.symbol,
            SecurityType=SecurityType.FUTURES,
            Description=instrument.description,
            MinPriceIncrement=float(instrument.tick),
            PriceDisplayFormat=2,
            CurrencyValuePerIncrement=float(instrument.tick_value),
            IsFinalMessage=1,
            Currency="USD",
        )
    ]


def _market_data(_world: World, request: MarketDataRequest) -> list[Message]:
    return [MarketDataReject(SymbolID=request.SymbolID, RejectText="Market data request not allowed")]


def _chosen(world: World, account: str) -> list[Ledger]:
    return [ledger for ledger in world.ledgers.values() if account in ("", ledger.account)]


def _numbered(rows: Sequence[_Row], request_id: int) -> list[Message]:
    """Build the rows of an answer, which carry their number and the number of all."""
    total = len(rows)
    return [row_of(request_id=request_id, row=(number, total)) for number, row_of in enumerate(rows, start=1)]


# Every function takes the type that it stands beside.
_ANSWERS: Final[dict[type, Callable[[World, Any], list[Message]]]] = {
    TradeAccountsRequest: _accounts,
    CurrentPositionsRequest: _positions,
    OpenOrdersRequest: _orders,
    HistoricalOrderFillsRequest: _fills,
    AccountBalanceRequest: _balances,
    HistoricalAccountBalancesRequest: _balance_history,
    ExchangeListRequest: _exchanges,
    SecurityDefinitionForSymbolRequest: _definition,
    MarketDataRequest: _market_data,
}
