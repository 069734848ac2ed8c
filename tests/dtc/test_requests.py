"""Which rows answer which request, and when an answer is over."""

import pytest

from dtc import events
from dtc.messages import (
    AccountBalanceReject,
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsReject,
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
    OpenOrdersReject,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionReject,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from dtc.requests import OpenRequests

TIMEOUT_S = 15.0
ASKED = CurrentPositionsRequest(RequestID=1)


def asked(request: Message = ASKED) -> OpenRequests:
    """Return requests of which one, with id 1, is open since second 0."""
    requests = OpenRequests(TIMEOUT_S)
    requests.add(request, 1, 0.0)
    return requests


def position(number: int, total: int, request_id: int = 1) -> PositionUpdate:
    """Return one row of an answer."""
    return PositionUpdate(
        RequestID=request_id,
        TotalNumberMessages=total,
        MessageNumber=number,
        Symbol=f"S{number}",
        Quantity=1.0,
    )


def received(row: Message, request_id: int | None = 1) -> events.MessageReceived:
    """Return the event of one row."""
    return events.MessageReceived(message=row, request_id=request_id)


LAST_ROWS: list[tuple[Message, Message, Message]] = [
    (
        TradeAccountsRequest(RequestID=1),
        TradeAccountResponse(RequestID=1, TotalNumberMessages=2, MessageNumber=1, TradeAccount="Sim1"),
        TradeAccountResponse(RequestID=1, TotalNumberMessages=2, MessageNumber=2, TradeAccount="120005"),
    ),
    (
        AccountBalanceRequest(RequestID=1),
        AccountBalanceUpdate(RequestID=1, TotalNumberMessages=2, MessageNumber=1),
        AccountBalanceUpdate(RequestID=1, TotalNumberMessages=2, MessageNumber=2),
    ),
    (ASKED, position(1, 2), position(2, 2)),
    (
        OpenOrdersRequest(RequestID=1),
        OrderUpdate(RequestID=1, TotalNumMessages=2, MessageNumber=1, OrderUpdateReason=1),
        OrderUpdate(RequestID=1, TotalNumMessages=2, MessageNumber=2, OrderUpdateReason=1),
    ),
    (
        HistoricalOrderFillsRequest(RequestID=1),
        HistoricalOrderFillResponse(RequestID=1, TotalNumberMessages=2, MessageNumber=1),
        HistoricalOrderFillResponse(RequestID=1, TotalNumberMessages=2, MessageNumber=2),
    ),
    (
        HistoricalAccountBalancesRequest(RequestID=1),
        HistoricalAccountBalanceResponse(RequestID=1),
        HistoricalAccountBalanceResponse(RequestID=1, IsFinalResponse=1),
    ),
    (
        SecurityDefinitionForSymbolRequest(RequestID=1),
        SecurityDefinitionResponse(RequestID=1),
        SecurityDefinitionResponse(RequestID=1, IsFinalMessage=1),
    ),
    (
        ExchangeListRequest(RequestID=1),
        ExchangeListResponse(RequestID=1, Exchange="CME"),
        ExchangeListResponse(RequestID=1, Exchange="NYMEX", IsFinalMessage=1),
    ),
]


@pytest.mark.parametrize(("request_", "first", "last"), LAST_ROWS, ids=lambda m: type(m).__name__)
def test_an_answer_is_complete_at_its_last_row_only(request_: Message, first: Message, last: Message) -> None:
    """Rows are reported as they come; the answer ends with the row the specification names."""
    requests = asked(request_)
    assert requests.receive(first, 1.0) == [received(first)]
    assert requests.receive(last, 2.0) == [
        received(last),
        events.BatchCompleted(request=request_, messages=(first, last), complete=True),
    ]
    assert requests.expire(1e9) == []


@pytest.mark.parametrize(
    ("request_", "row"),
    [
        (TradeAccountsRequest(RequestID=1), TradeAccountResponse(RequestID=1)),
        (AccountBalanceRequest(RequestID=1), AccountBalanceUpdate(RequestID=1, NoAccountBalances=1)),
        (ASKED, PositionUpdate(RequestID=1, NoPositions=1)),
        (OpenOrdersRequest(RequestID=1), OrderUpdate(RequestID=1, NoOrders=1)),
        (HistoricalOrderFillsRequest(RequestID=1), HistoricalOrderFillResponse(RequestID=1, NoOrderFills=1)),
        (
            HistoricalAccountBalancesRequest(RequestID=1),
            HistoricalAccountBalanceResponse(RequestID=1, NoAccountBalances=1, IsFinalResponse=1),
        ),
        (ExchangeListRequest(RequestID=1), ExchangeListResponse(RequestID=1, IsFinalMessage=1)),
    ],
    ids=lambda m: type(m).__name__,
)
def test_nothing_to_report_is_a_complete_answer_without_rows(request_: Message, row: Message) -> None:
    """The row that says "nothing" is no data: an empty position row is not a flat position."""
    assert asked(request_).receive(row, 1.0) == [
        events.BatchCompleted(request=request_, messages=(), complete=True)
    ]


def test_an_unknown_symbol_is_answered_with_defaults() -> None:
    """Sierra Chart answers an unknown symbol with an empty definition, which is handed on to be judged."""
    row = SecurityDefinitionResponse(RequestID=1, IsFinalMessage=1)
    _, completed = asked(SecurityDefinitionForSymbolRequest(RequestID=1)).receive(row, 1.0)
    assert isinstance(completed, events.BatchCompleted)
    assert completed.messages == (row,)


@pytest.mark.parametrize(
    ("request_", "reject"),
    [
        (OpenOrdersRequest(RequestID=1), OpenOrdersReject(RequestID=1, RejectText="no")),
        (ASKED, CurrentPositionsReject(RequestID=1, RejectText="no")),
        (HistoricalOrderFillsRequest(RequestID=1), HistoricalOrderFillsReject(RequestID=1, RejectText="no")),
        (
            SecurityDefinitionForSymbolRequest(RequestID=1),
            SecurityDefinitionReject(RequestID=1, RejectText="no"),
        ),
        (AccountBalanceRequest(RequestID=1), AccountBalanceReject(RequestID=1, RejectText="no")),
        (
            HistoricalAccountBalancesRequest(RequestID=1),
            HistoricalAccountBalancesReject(RequestID=1, RejectText="no"),
        ),
        (MarketDataRequest(SymbolID=1), MarketDataReject(SymbolID=1, RejectText="no")),
    ],
    ids=lambda m: type(m).__name__,
)
def test_a_refusal_ends_the_request(request_: Message, reject: Message) -> None:
    """A reject names its request once; the same reject again is nobody's."""
    requests = asked(request_)
    assert requests.receive(reject, 1.0) == [events.RequestRejected(request=request_, text="no")]
    assert requests.receive(reject, 1.0) == [received(reject, None)]
    assert requests.expire(1e9) == []


def test_a_refusal_of_another_kind_is_not_ours() -> None:
    """The same id in a reject of another request type does not end this one."""
    requests = asked()
    reject = OpenOrdersReject(RequestID=1)
    assert requests.receive(reject, 1.0) == [received(reject, None)]
    assert len(requests.expire(TIMEOUT_S)) == 1


@pytest.mark.parametrize(
    "row",
    [
        position(1, 1, request_id=0),
        position(1, 1, request_id=2),
        OrderUpdate(RequestID=1, TotalNumMessages=1, MessageNumber=1),
        PositionUpdate(RequestID=1, TotalNumberMessages=1, MessageNumber=1, Unsolicited=1),
    ],
)
def test_unasked_rows_never_end_a_request(row: Message) -> None:
    """Rows with no id, another id, of another kind or marked unsolicited are data, not an answer."""
    requests = asked()
    assert requests.receive(row, 1.0) == [received(row, None)]
    assert requests.expire(TIMEOUT_S) == [events.BatchCompleted(request=ASKED, messages=(), complete=False)]


def test_rows_may_come_in_any_order() -> None:
    """An answer is complete when every number from 1 to the total was there."""
    requests = asked()
    requests.receive(position(3, 3), 1.0)
    requests.receive(position(1, 3), 1.0)
    (_, completed) = requests.receive(position(2, 3), 1.0)
    assert isinstance(completed, events.BatchCompleted)
    assert completed.complete


@pytest.mark.parametrize(
    "numbers",
    [
        [(1, 99)],
        [(99, 99)],
        [(5, 3)],
        [(5, 2), (1, 2)],
        [(0, 0)],
        [(1, 2), (1, 2)],
        [(1, 2), (1, 2), (2, 2)],
        [(1, 2), (2, 3), (3, 3)],
        [(-1, -1)],
        [(2, 2)],
    ],
)
def test_lying_counts_end_by_time_and_incomplete(numbers: list[tuple[int, int]]) -> None:
    """Too few rows, numbers beyond the total, repeated numbers and changing totals are never a snapshot."""
    requests = asked()
    rows = [position(number, total) for number, total in numbers]
    for row in rows:
        assert requests.receive(row, 1.0) == [received(row)]
    assert requests.expire(1.0 + TIMEOUT_S - 0.1) == []
    assert requests.expire(1.0 + TIMEOUT_S) == [
        events.BatchCompleted(request=ASKED, messages=tuple(rows), complete=False)
    ]


def test_nothing_to_report_after_rows_contradicts_them() -> None:
    """Rows followed by "there are none" are not a snapshot."""
    requests = asked()
    row = position(1, 3)
    requests.receive(row, 1.0)
    assert requests.receive(PositionUpdate(RequestID=1, NoPositions=1), 1.0) == [
        events.BatchCompleted(request=ASKED, messages=(row,), complete=False)
    ]


def test_a_long_answer_does_not_time_out_while_rows_come() -> None:
    """The time runs from the last row."""
    requests = asked()
    for number in range(1, 10):
        now = number * (TIMEOUT_S - 1)
        assert requests.expire(now) == []
        requests.receive(position(number, 50), now)


@pytest.mark.slow
def test_an_answer_without_end_is_cut() -> None:
    """A server that sends rows for ever fills no memory."""
    requests = asked()
    row = position(1, 2)
    ends = [
        event
        for _ in range(100_001)
        for event in requests.receive(row, 1.0)
        if isinstance(event, events.BatchCompleted)
    ]
    assert [end.complete for end in ends] == [False]
