"""Which received rows answer which request, and when an answer is over (dtc-protocol, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dtc.events import BatchCompleted, Event, MessageReceived, RequestRejected
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

# A peer that never stops must not fill the memory; the largest honest answer (years of fills) is far smaller.
_MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """How one kind of request is answered.

    Attributes:
        row: Message of one row.
        reject: Message of a refusal.
        total: Field that holds the number of rows; None where `final` marks the last row.
        final: Field that is 1 in the last row.
        nothing: Field and value of the one row that means "nothing to report".
    """

    row: type[Message]
    reject: type[Message] | None
    total: str | None = "TotalNumberMessages"
    final: str | None = None
    nothing: tuple[str, object] | None = None


ANSWERS: Final[Mapping[type[Message], Answer]] = {
    TradeAccountsRequest: Answer(TradeAccountResponse, None, nothing=("TradeAccount", "")),
    AccountBalanceRequest: Answer(
        AccountBalanceUpdate, AccountBalanceReject, nothing=("NoAccountBalances", 1)
    ),
    CurrentPositionsRequest: Answer(PositionUpdate, CurrentPositionsReject, nothing=("NoPositions", 1)),
    OpenOrdersRequest: Answer(
        OrderUpdate, OpenOrdersReject, total="TotalNumMessages", nothing=("NoOrders", 1)
    ),
    HistoricalOrderFillsRequest: Answer(
        HistoricalOrderFillResponse, HistoricalOrderFillsReject, nothing=("NoOrderFills", 1)
    ),
    HistoricalAccountBalancesRequest: Answer(
        HistoricalAccountBalanceResponse,
        HistoricalAccountBalancesReject,
        total=None,
        final="IsFinalResponse",
        nothing=("NoAccountBalances", 1),
    ),
    SecurityDefinitionForSymbolRequest: Answer(
        SecurityDefinitionResponse, SecurityDefinitionReject, total=None, final="IsFinalMessage"
    ),
    ExchangeListRequest: Answer(
        ExchangeListResponse, None, total=None, final="IsFinalMessage", nothing=("Exchange", "")
    ),
}
_REQUEST_OF_ROW: Final = {answer.row: request for request, answer in ANSWERS.items()}
_REQUEST_OF_REJECT: Final = {answer.reject: request for request, answer in ANSWERS.items() if answer.reject}


@dataclass(slots=True)
class _Batch:
    """The rows of one open request."""

    request: Message
    answer: Answer
    deadline: float
    rows: list[Message] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    totals: set[int] = field(default_factory=set)
    is_contradictory: bool = False

    def add(self, row: Message) -> bool:
        """Keep a row; return whether it was the last one that was missing."""
        self.rows.append(row)
        if self.answer.total is None:
            return bool(getattr(row, self.answer.final or ""))
        total, number = getattr(row, self.answer.total), _number(row)
        if number in self.numbers or not 1 <= number <= total:
            self.is_contradictory = True
        self.numbers.add(number)
        self.totals.add(total)
        return not self.is_contradictory and self.totals == {len(self.numbers)}

    def is_nothing(self, row: Message) -> bool:
        """Say whether the row only says that there are none."""
        if self.answer.nothing is None:
            return False
        name, value = self.answer.nothing
        return bool(getattr(row, name) == value)


def _number(row: Message) -> int:
    number: int = getattr(row, "MessageNumber", 0)
    return number


class OpenRequests:
    """All requests that wait for answers, and the subscriptions, of one connection."""

    def __init__(self, timeout_s: float) -> None:
        """Give every answer this many seconds from its last row."""
        self._timeout_s = timeout_s
        self._batches: dict[tuple[type[Message], int], _Batch] = {}
        self._subscriptions: dict[int, MarketDataRequest] = {}

    def add(self, request: Message, request_id: int, now: float) -> None:
        """Wait for the answer to a request."""
        if isinstance(request, MarketDataRequest):
            self._subscriptions[request_id] = request
            return
        key = (type(request), request_id)
        self._batches[key] = _Batch(request, ANSWERS[type(request)], now + self._timeout_s)

    def forget_subscription(self, symbol_id: int) -> None:
        """Take further data of this symbol as unasked."""
        self._subscriptions.pop(symbol_id, None)

    def receive(self, message: Message, now: float) -> list[Event]:
        """Return what a message means to the open requests: rows, ends, refusals, or just itself."""
        request_class = _REQUEST_OF_ROW.get(type(message))
        if request_class is not None:
            return self._receive_row(request_class, message, now)
        if isinstance(message, MarketDataReject):
            subscription = self._subscriptions.pop(message.SymbolID, None)
            if subscription is not None:
                return [RequestRejected(request=subscription, text=message.RejectText)]
        request_class = _REQUEST_OF_REJECT.get(type(message))
        if request_class is not None:
            batch = self._batches.pop((request_class, _field(message, "RequestID")), None)
            if batch is not None:
                return [RequestRejected(request=batch.request, text=_field(message, "RejectText"))]
        symbol_id = _field(message, "SymbolID")
        return [
            MessageReceived(
                message=message, request_id=symbol_id if symbol_id in self._subscriptions else None
            )
        ]

    def _receive_row(self, request_class: type[Message], row: Message, now: float) -> list[Event]:
        request_id = _field(row, "RequestID")
        key = (request_class, request_id)
        batch = self._batches.get(key)
        if batch is None or _field(row, "Unsolicited"):
            return [MessageReceived(message=row, request_id=None)]
        if batch.is_nothing(row):
            return [self._finish(key, complete=not batch.rows)]
        received = MessageReceived(message=row, request_id=request_id)
        batch.deadline = now + self._timeout_s
        if batch.add(row):
            return [received, self._finish(key, complete=True)]
        if len(batch.rows) >= _MOST_ROWS:
            return [received, self._finish(key, complete=False)]
        return [received]

    def expire(self, now: float) -> list[Event]:
        """Finish the answers whose next row is overdue, as incomplete."""
        overdue = [key for key, batch in self._batches.items() if now >= batch.deadline]
        return [self._finish(key, complete=False) for key in overdue]

    def _finish(self, key: tuple[type[Message], int], *, complete: bool) -> BatchCompleted:
        batch = self._batches.pop(key)
        return BatchCompleted(request=batch.request, messages=tuple(batch.rows), complete=complete)


def _field(message: Message, name: str) -> Any:  # noqa: ANN401 - the field's own type, not known here
    return getattr(message, name, None)
