"""What the world looks like on the wire: its orders, fills, positions and balances as DTC messages."""

from fractions import Fraction
from typing import Final

from demo.ledger import Ledger
from demo.orders import Execution, Order, OrderChange
from demo.world import ACCOUNTS, World
from dtc.enums import BuySell, OpenClose, OrderUpdateReason, TimeInForce
from dtc.messages.accounts import AccountBalanceUpdate
from dtc.messages.base import Message
from dtc.messages.orders import HistoricalOrderFillResponse, OrderUpdate, PositionUpdate

_MARGIN_PER_CONTRACT: Final = 50.0
# The trade simulation keeps no balance.
BALANCE_ACCOUNTS: Final = frozenset(rule.name for rule in ACCOUNTS if rule.has_balance)


def reports_of(world: World, change: OrderChange) -> list[Message]:
    """Return the unsolicited messages that follow a change of an order.

    A fill is told as Sierra Chart does: the order, then the position twice, identical, then the balance.
    """
    messages: list[Message] = [order_update(world, change.order, change=change)]
    if change.execution is None:
        return messages
    ledger = world.ledgers[change.order.account]
    position = position_update(world, ledger, unsolicited=True)
    messages += [position, position]
    if ledger.account in BALANCE_ACCOUNTS:
        messages.append(balance_update(world, ledger, unsolicited=True))
    return messages


def order_update(
    world: World,
    order: Order,
    *,
    change: OrderChange | None = None,
    request_id: int = 0,
    row: tuple[int, int] = (1, 1),
) -> OrderUpdate:
    """Return the state of an order.

    Args:
        world: Where it lives.
        order: The order.
        change: What has just happened to it; None restates it in answer to a request.
        request_id: Of that request.
        row: Number of this message and of all messages of the answer.
    """
    price = world.instrument.price
    execution = change.execution if change else None
    partner = None if order.partner is None else world.exchange.order(order.partner)
    step = change.step if change else world.step
    return OrderUpdate(
        RequestID=request_id,
        MessageNumber=row[0],
        TotalNumMessages=row[1],
        Symbol=world.instrument.symbol,
        PreviousServerOrderID=order.previous_id,
        ServerOrderID=order.order_id,
        ExchangeOrderID=f"E{order.number}",
        OrderStatus=order.status,
        OrderUpdateReason=change.reason if change else OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE,
        OrderType=order.kind,
        BuySell=_side(order.side),
        Price1=None if order.price is None else price(order.price),
        TimeInForce=TimeInForce.DAY,
        OrderQuantity=float(order.quantity),
        FilledQuantity=float(order.filled),
        RemainingQuantity=float(order.remaining),
        AverageFillPrice=price(order.filled_value) / order.filled if order.filled else None,
        LastFillPrice=price(execution.price) if execution else None,
        LastFillDateTime=round(world.time_of(execution.step) * 1000) if execution else 0,
        LastFillQuantity=float(abs(execution.quantity)) if execution else None,
        LastFillExecutionID=execution.execution_id if execution else "",
        TradeAccount=order.account,
        ParentServerOrderID=order.parent_id,
        OCOLinkedOrderServerOrderID=partner.order_id if partner else "",
        OpenOrClose=_open_or_close(opens=order.opens),
        OrderReceivedDateTime=int(world.time_of(order.received_step)),
        LatestTransactionDateTime=world.time_of(step),
    )


def position_update(
    world: World,
    ledger: Ledger,
    *,
    unsolicited: bool = False,
    request_id: int = 0,
    row: tuple[int, int] = (1, 1),
) -> PositionUpdate:
    """Return the position of an account; quantity 0 when it is flat."""
    price = world.instrument.price
    held = ledger.quantity != 0
    return PositionUpdate(
        RequestID=request_id,
        MessageNumber=row[0],
        TotalNumberMessages=row[1],
        Unsolicited=int(unsolicited),
        Symbol=world.instrument.symbol,
        Quantity=float(ledger.quantity),
        AveragePrice=price(ledger.average),
        TradeAccount=ledger.account,
        MarginRequirement=abs(ledger.quantity) * _MARGIN_PER_CONTRACT,
        EntryDateTime=int(world.time_of(ledger.entry_step)) if held else 0,
        OpenProfitLoss=_cents(ledger.open_profit(world.exchange.market.figures.last)),
        HighPriceDuringPosition=price(ledger.high) if held else None,
        LowPriceDuringPosition=price(ledger.low) if held else None,
    )


def flat_row(ledger: Ledger, symbol: str, *, request_id: int, row: tuple[int, int]) -> PositionUpdate:
    """Return the row that Sierra Chart keeps for a symbol that an account traded once."""
    return PositionUpdate(
        RequestID=request_id,
        MessageNumber=row[0],
        TotalNumberMessages=row[1],
        Symbol=symbol,
        Quantity=0.0,
        AveragePrice=0.0,
        TradeAccount=ledger.account,
    )


def balance_update(
    world: World,
    ledger: Ledger,
    *,
    unsolicited: bool = False,
    request_id: int = 0,
    row: tuple[int, int] = (1, 1),
) -> AccountBalanceUpdate:
    """Return the balance of an account, fees deducted."""
    open_profit = ledger.open_profit(world.exchange.market.figures.last)
    margin = abs(ledger.quantity) * _MARGIN_PER_CONTRACT
    cash = _cents(ledger.cash)
    return AccountBalanceUpdate(
        RequestID=request_id,
        MessageNumber=row[0],
        TotalNumberMessages=row[1],
        Unsolicited=int(unsolicited),
        TradeAccount=ledger.account,
        AccountCurrency="USD",
        CashBalance=cash,
        BalanceAvailableForNewPositions=round(cash - margin, 2),
        SecuritiesValue=_cents(ledger.cash + open_profit),
        MarginRequirement=margin,
        OpenPositionsProfitLoss=_cents(open_profit),
        DailyProfitLoss=_cents(ledger.cash - ledger.start),
        InfoText="" if unsolicited else "Current account balance data request",
    )


def fill_row(
    world: World, execution: Execution, position_after: int, *, request_id: int, row: tuple[int, int]
) -> HistoricalOrderFillResponse:
    """Return a fill of the past."""
    return HistoricalOrderFillResponse(
        RequestID=request_id,
        MessageNumber=row[0],
        TotalNumberMessages=row[1],
        Symbol=world.instrument.symbol,
        ServerOrderID=execution.order_id,
        BuySell=_side(execution.quantity),
        Price=world.instrument.price(execution.price),
        DateTime=int(world.time_of(execution.step)),
        Quantity=float(abs(execution.quantity)),
        UniqueExecutionID=execution.execution_id,
        TradeAccount=execution.account,
        OpenClose=_open_or_close(opens=execution.opens),
        PositionQuantity=float(position_after),
    )


def _side(signed: int) -> BuySell:
    return BuySell.BUY if signed > 0 else BuySell.SELL


def _open_or_close(*, opens: bool) -> OpenClose:
    return OpenClose.OPEN if opens else OpenClose.CLOSE


def _cents(dollars: Fraction) -> float:
    return round(float(dollars), 2)
