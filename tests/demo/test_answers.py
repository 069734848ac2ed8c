"""Answers to requests, quirks of Sierra Chart's server included."""

from fractions import Fraction

import pytest

from demo.answers import answers_to
from demo.world import DEBUG, LIVE, SIM, World
from dtc.enums import OrderStatus, OrderUpdateReason
from dtc.json_text import Unrecognised
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    ExchangeListRequest,
    ExchangeListResponse,
    Heartbeat,
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

STARTED_AT = 1_795_000_000.0


def a_world(step: int = 100) -> World:
    """Return a world in which 50 s have passed: the simulation account is long 2, protected."""
    world = World(1, STARTED_AT)
    world.advance_to(step, lambda _change: None)
    return world


def test_the_accounts_are_told_one_by_one() -> None:
    """Three rows are numbered 1 to 3 and echo the request id."""
    told = answers_to(a_world(), TradeAccountsRequest(RequestID=7))
    assert told == [
        TradeAccountResponse(RequestID=7, TotalNumberMessages=3, MessageNumber=number, TradeAccount=name)
        for number, name in enumerate((SIM, LIVE, DEBUG), start=1)
    ]


def positions(world: World, account: str = "") -> list[PositionUpdate]:
    """Return the answer to a request for positions."""
    told = answers_to(world, CurrentPositionsRequest(RequestID=8, TradeAccount=account))
    return [message for message in told if isinstance(message, PositionUpdate)]


def test_positions_of_all_accounts_come_for_an_empty_name() -> None:
    """Every account has the flat row of the last contract; who has traded has a row of the present one."""
    world = a_world()
    rows = positions(world)
    assert [row.MessageNumber for row in rows] == list(range(1, len(rows) + 1))
    assert {row.TotalNumberMessages for row in rows} == {len(rows)}
    assert {row.RequestID for row in rows} == {8}
    old = [row for row in rows if row.Symbol == "MESU26-CME"]
    assert [(row.TradeAccount, row.Quantity, row.NoPositions) for row in old] == [
        (SIM, 0.0, 0),
        (LIVE, 0.0, 0),
        (DEBUG, 0.0, 0),
    ]
    held = {row.TradeAccount: row.Quantity for row in rows if row.Symbol == "MESZ26-CME"}
    assert held[SIM] == 2.0


def test_positions_of_one_account_are_its_own() -> None:
    """Asked for one account the server tells no other."""
    assert {row.TradeAccount for row in positions(a_world(), LIVE)} == {LIVE}


def test_an_account_that_went_flat_keeps_a_row() -> None:
    """A closed position is told as quantity 0 and not left out."""
    world = a_world(4)
    assert world.ledgers[SIM].quantity == 0
    assert [(row.Symbol, row.Quantity) for row in positions(world, SIM)] == [
        ("MESU26-CME", 0.0),
        ("MESZ26-CME", 0.0),
    ]


def orders(world: World, request: OpenOrdersRequest) -> list[OrderUpdate]:
    """Return the answer to a request for orders."""
    return [message for message in answers_to(world, request) if isinstance(message, OrderUpdate)]


def test_working_orders_are_restated() -> None:
    """Stop and target come with reason 1, numbered, without a last fill."""
    rows = orders(a_world(), OpenOrdersRequest(RequestID=9, TradeAccount=SIM))
    assert [(row.MessageNumber, row.TotalNumMessages, row.RequestID) for row in rows] == [
        (1, 2, 9),
        (2, 2, 9),
    ]
    assert {row.OrderUpdateReason for row in rows} == {OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE}
    assert {row.OrderStatus for row in rows} == {OrderStatus.OPEN}
    assert all(row.LastFillPrice is None and row.LastFillExecutionID == "" for row in rows)


def test_one_order_can_be_asked_for_by_its_id() -> None:
    """With RequestAllOrders 0 only the named order is told."""
    world = a_world()
    wanted = world.exchange.working(SIM)[1].order_id
    rows = orders(world, OpenOrdersRequest(RequestID=9, RequestAllOrders=0, ServerOrderID=wanted))
    assert [row.ServerOrderID for row in rows] == [wanted]


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (
            OpenOrdersRequest(RequestID=3, TradeAccount="nobody"),
            OrderUpdate(
                RequestID=3,
                TotalNumMessages=1,
                MessageNumber=1,
                OrderUpdateReason=1,
                NoOrders=1,
                TradeAccount="nobody",
            ),
        ),
        (
            CurrentPositionsRequest(RequestID=3, TradeAccount="nobody"),
            PositionUpdate(
                RequestID=3, TotalNumberMessages=1, MessageNumber=1, NoPositions=1, TradeAccount="nobody"
            ),
        ),
        (
            AccountBalanceRequest(RequestID=3, TradeAccount=SIM),
            AccountBalanceUpdate(
                RequestID=3, TotalNumberMessages=1, MessageNumber=1, NoAccountBalances=1, TradeAccount=SIM
            ),
        ),
        (
            HistoricalOrderFillsRequest(RequestID=3, TradeAccount="nobody", NumberOfDays=1),
            HistoricalOrderFillResponse(
                RequestID=3, TotalNumberMessages=1, MessageNumber=1, NoOrderFills=1, TradeAccount="nobody"
            ),
        ),
        (
            HistoricalAccountBalancesRequest(RequestID=3, TradeAccount=LIVE),
            HistoricalAccountBalanceResponse(
                RequestID=3, TradeAccount=LIVE, IsFinalResponse=1, NoAccountBalances=1
            ),
        ),
        (ExchangeListRequest(RequestID=3), ExchangeListResponse(RequestID=3, IsFinalMessage=1)),
        (
            SecurityDefinitionForSymbolRequest(RequestID=3, Symbol="AAPL"),
            SecurityDefinitionResponse(RequestID=3, IsFinalMessage=1),
        ),
    ],
)
def test_nothing_to_report_is_said_in_one_row(request_: Message, answer: Message) -> None:
    """Every request is answered, with the row that means "nothing" where there is nothing."""
    assert answers_to(a_world(), request_) == [answer]


def test_balances_come_for_accounts_outside_the_simulation_only() -> None:
    """Asked for all balances the server tells the real and the debug account."""
    told = answers_to(a_world(2), AccountBalanceRequest(RequestID=4))
    rows = [message for message in told if isinstance(message, AccountBalanceUpdate)]
    assert [(row.TradeAccount, row.CashBalance) for row in rows] == [(LIVE, 31234.56), (DEBUG, 10_000.0)]
    assert [(row.MessageNumber, row.TotalNumberMessages, row.Unsolicited) for row in rows] == [
        (1, 2, 0),
        (2, 2, 0),
    ]
    assert {row.InfoText for row in rows} == {"Current account balance data request"}


def test_the_balance_is_the_start_with_profit_and_without_fees() -> None:
    """After an hour cash is what the fills made of it, in cents."""
    world = a_world(7200)
    (row,) = answers_to(world, AccountBalanceRequest(RequestID=4, TradeAccount=LIVE))
    ledger = world.ledgers[LIVE]
    assert isinstance(row, AccountBalanceUpdate)
    assert row.CashBalance == round(31234.56 + float(ledger.realised) - float(ledger.fees), 2)
    assert ledger.fees == Fraction("0.62") * sum(abs(fill.quantity) for fill, _ in ledger.executions)


def fills(world: World, request: HistoricalOrderFillsRequest) -> list[HistoricalOrderFillResponse]:
    """Return the fills in the answer to a request for fills."""
    told = answers_to(world, request)
    return [message for message in told if isinstance(message, HistoricalOrderFillResponse)]


def test_fills_of_the_past_are_those_that_happened() -> None:
    """Ids, signed quantities and prices agree with the executions; the position runs along."""
    world = a_world(600)
    rows = fills(world, HistoricalOrderFillsRequest(RequestID=5, TradeAccount=SIM, NumberOfDays=1))
    executions = [execution for execution, _ in world.ledgers[SIM].executions]
    assert [row.UniqueExecutionID for row in rows] == [execution.execution_id for execution in executions]
    assert [row.Price for row in rows] == [execution.price * 0.25 for execution in executions]
    signed = [(row.Quantity or 0) * (1 if row.BuySell == 1 else -1) for row in rows]
    assert signed == [execution.quantity for execution in executions]
    assert [row.PositionQuantity for row in rows] == [sum(signed[: n + 1]) for n in range(len(signed))]


@pytest.mark.parametrize("unit", [1, 1_000_000])
def test_fills_can_be_asked_for_from_a_moment_on(unit: int) -> None:
    """StartDateTime counts in seconds and in microseconds, and wins over NumberOfDays."""
    world = a_world(600)
    request = HistoricalOrderFillsRequest(
        RequestID=5, TradeAccount=SIM, StartDateTime=int(STARTED_AT + 100) * unit, NumberOfDays=30
    )
    rows = fills(world, request)
    assert rows
    assert all(row.DateTime >= STARTED_AT + 100 for row in rows)
    assert len(rows) < len(world.ledgers[SIM].executions)


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (HistoricalOrderFillsRequest(RequestID=5, NumberOfDays=3), "TradeAccount is not set"),
        (HistoricalOrderFillsRequest(RequestID=5, TradeAccount=SIM), "StartDateTime or NumberOfDays"),
    ],
)
def test_a_request_for_fills_without_account_or_time_is_rejected(
    request_: HistoricalOrderFillsRequest, text: str
) -> None:
    """Sierra Chart wants both, and says what is missing."""
    (told,) = answers_to(a_world(), request_)
    assert isinstance(told, HistoricalOrderFillsReject)
    assert told.RequestID == 5
    assert text in told.RejectText


def test_a_balance_history_without_account_is_rejected() -> None:
    """The reject echoes the request id."""
    (told,) = answers_to(a_world(), HistoricalAccountBalancesRequest(RequestID=6))
    assert told == HistoricalAccountBalancesReject(RequestID=6, RejectText="TradeAccount is not set")


def test_prices_are_not_served() -> None:
    """Sierra Chart refuses market data of the CME group to every client."""
    (told,) = answers_to(a_world(), MarketDataRequest(SymbolID=12, Symbol="MESZ26-CME"))
    assert told == MarketDataReject(SymbolID=12, RejectText="Market data request not allowed")


def test_the_traded_symbol_is_defined() -> None:
    """Tick and value per tick are those of the Micro E-mini."""
    (told,) = answers_to(a_world(), SecurityDefinitionForSymbolRequest(RequestID=2, Symbol="MESZ26-CME"))
    assert isinstance(told, SecurityDefinitionResponse)
    assert (told.MinPriceIncrement, told.CurrencyValuePerIncrement) == (0.25, 1.25)
    assert (told.RequestID, told.IsFinalMessage) == (2, 1)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (208, OrderUpdateReason.NEW_ORDER_REJECTED),
        (201, OrderUpdateReason.NEW_ORDER_REJECTED),
        (203, OrderUpdateReason.ORDER_CANCEL_REJECTED),
        (204, OrderUpdateReason.ORDER_CANCEL_REPLACE_REJECTED),
        (210, OrderUpdateReason.NEW_ORDER_REJECTED),
    ],
)
def test_orders_of_clients_are_rejected(number: int, reason: OrderUpdateReason) -> None:
    """Whatever would trade is refused and changes nothing."""
    world = a_world()
    before = world.exchange.working()
    (told,) = answers_to(world, Unrecognised(Type=number))
    assert isinstance(told, OrderUpdate)
    assert (told.OrderUpdateReason, told.OrderStatus) == (reason, OrderStatus.REJECTED)
    assert world.exchange.working() == before


@pytest.mark.parametrize("message", [Unrecognised(Type=10_001), Unrecognised(Type=607), Heartbeat()])
def test_what_needs_no_answer_gets_none(message: Message) -> None:
    """Private and unknown types and heartbeats are taken in silence."""
    assert answers_to(a_world(), message) == []
