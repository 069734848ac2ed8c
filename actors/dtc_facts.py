"""What DTC messages mean: wire messages to facts.

Names and rules of the wire are those of the DTC specification; what a fill, a working order or a missing
account means is a rule of the trade.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from actors.messages import (
    AccountsListed,
    BalanceReported,
    ContractDefined,
    Fact,
    FillReported,
    FillsListed,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    PositionReport,
    PositionReported,
    PositionsListed,
    Severity,
)
from dtc.enums import BuySell, OpenClose, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    AccountBalanceUpdate,
    AlertMessage,
    GeneralLogMessage,
    HistoricalOrderFillResponse,
    Message,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    UserMessage,
)
from dtc.timestamps import utc_datetime
from models.book import Book, Symbol, TradeAccount, TradeMode, mode_of
from models.contract import ContractOverride, Definition, contract_of, is_plausible, price_of
from models.order import Order, OrderKind, Side
from models.trade import Fill

log = logging.getLogger(__name__)

WORKING: Final = {
    OrderStatus.ORDER_SENT,
    OrderStatus.PENDING_OPEN,
    OrderStatus.PENDING_CHILD,
    OrderStatus.OPEN,
    OrderStatus.PENDING_CANCEL_REPLACE,
    OrderStatus.PENDING_CANCEL,
    OrderStatus.PARTIALLY_FILLED,
}
FILLS: Final = {OrderUpdateReason.ORDER_FILLED, OrderUpdateReason.ORDER_FILLED_PARTIALLY}
KINDS: Final = {
    OrderType.UNSET: OrderKind.UNKNOWN,
    OrderType.LIMIT: OrderKind.LIMIT,
    OrderType.MARKET_IF_TOUCHED: OrderKind.LIMIT,
    OrderType.LIMIT_IF_TOUCHED: OrderKind.LIMIT,
    OrderType.STOP: OrderKind.STOP,
    OrderType.STOP_LIMIT: OrderKind.STOP,
}
_PLACES_OF_CASH: Final = 9
DOLLARS: Final = {"", "USD"}
"""A definition without a currency is one in dollars: few servers name it."""
SIDES: Final = {BuySell.BUY: Side.BUY, BuySell.SELL: Side.SELL}


Owned = OrderUpdate | PositionUpdate | AccountBalanceUpdate | HistoricalOrderFillResponse


class _Seen(NamedTuple):
    """What an earlier message said of an order."""

    working: bool
    filled: Decimal | None
    filled_value: Decimal | None


class FactReader:
    """Reads what one server says; remembers what its orders were, because an update may leave that out.

    Args:
        accounts: The user's own assignments of accounts to modes.
        contracts: The user's own contract facts.
    """

    def __init__(self, accounts: Mapping[str, TradeMode], contracts: Mapping[str, ContractOverride]) -> None:
        self._table = accounts
        self._contracts = contracts
        self._definitions: dict[Symbol, Definition] = {}
        self._ticks: dict[Symbol, Decimal | None] = {}
        self._accounts: tuple[TradeAccount, ...] = ()
        self._orders: dict[tuple[Book, str], _Seen] = {}
        self._without_account: Counter[str] = Counter()

    def book_of(self, account: str) -> Book | None:
        """Return the book of an account name; None without a name, unless there is only one account."""
        name = account.strip()
        if not name and len(self._accounts) == 1:
            name = self._accounts[0]
        return Book(mode_of(TradeAccount(name), self._table), TradeAccount(name)) if name else None

    def _owner(self, message: Owned) -> Book | None:
        """Return whose message it is; one without an owner is counted, and changes nothing."""
        book = self.book_of(message.TradeAccount)
        if book is None:
            kind = type(message).__name__
            self._without_account[kind] += 1
            level = logging.WARNING if self._without_account[kind] == 1 else logging.DEBUG
            log.log(level, "%s without account left out, count=%d", kind, self._without_account[kind])
        return book

    def read(self, message: Message, now: datetime) -> list[Fact]:
        """Return the facts of a message that stands for itself.

        Args:
            message: A message that is no row of a complete list.
            now: UTC, for what carries no time of its own.
        """
        match message:
            case OrderUpdate():
                return self._order_update(message, now)
            case PositionUpdate():
                report = self._position(message)
                return [PositionReported(report=report)] if report else []
            case AccountBalanceUpdate():
                return self._balance(message, now)
            case SecurityDefinitionResponse():
                return self._definition(message)
            case UserMessage(UserMessage=text) | AlertMessage(MessageText=text) if text:
                return [NoticeRaised(key="server", severity=Severity.INFO, text=f"Sierra Chart: {text}")]
            case GeneralLogMessage(MessageText=text):
                log.info("server says: %s", text)
        return []

    def accounts(self, rows: Iterable[TradeAccountResponse]) -> AccountsListed:
        """Return the list of accounts, and remember it."""
        self._accounts = tuple(TradeAccount(row.TradeAccount) for row in rows if row.TradeAccount.strip())
        books = (self.book_of(account) for account in self._accounts)
        return AccountsListed(books=tuple(book for book in books if book))

    def positions(self, rows: Iterable[PositionUpdate], *, complete: bool) -> PositionsListed:
        """Return the list of positions."""
        reports = tuple(report for row in rows if not row.NoPositions and (report := self._position(row)))
        return PositionsListed(reports=reports, complete=complete)

    def orders(self, rows: Iterable[OrderUpdate], *, complete: bool, now: datetime) -> OrdersListed:
        """Return the list of working orders."""
        orders = tuple(order for row in rows if not row.NoOrders and (order := self._listed_order(row, now)))
        return OrdersListed(orders=orders, complete=complete)

    def fills(
        self, book: Book, rows: Iterable[HistoricalOrderFillResponse], *, complete: bool
    ) -> FillsListed:
        """Return the historical fills of one book, oldest first; those of other accounts are left out."""
        fills = (self._historical_fill(row) for row in rows if not row.NoOrderFills)
        wanted = sorted((fill for fill in fills if fill and fill.book == book), key=lambda fill: fill.at)
        return FillsListed(book=book, fills=tuple(self._with_aliases(wanted)), complete=complete)

    def _with_aliases(self, fills: list[Fill]) -> Iterator[Fill]:
        """Name each listed fill also as a live one without an identity of its own was named."""
        rest: dict[str, Decimal] = {}
        for fill in fills:
            rest[fill.order_id] = rest.get(fill.order_id, Decimal(0)) + abs(fill.quantity)
        totals = {order_id: self._filled_in_all(fills[0].book, order_id, rest[order_id]) for order_id in rest}
        for fill in fills:
            rest[fill.order_id] -= abs(fill.quantity)
            filled = _decimal(float(totals[fill.order_id] - rest[fill.order_id]))
            yield msgspec.structs.replace(fill, alias=f"{fill.order_id}:{filled}")

    def _filled_in_all(self, book: Book, order_id: str, listed: Decimal) -> Decimal:
        """Return the contracts of an order that are filled, before the first listed fill too."""
        seen = self._orders.get((book, order_id))
        return listed if seen is None or seen.filled is None else max(seen.filled, listed)

    def _tick(self, symbol: Symbol) -> Decimal | None:
        # Asked for with every price.
        if symbol not in self._ticks:
            contract = contract_of(symbol, self._contracts, self._definitions.get(symbol))
            self._ticks[symbol] = contract.tick
        return self._ticks[symbol]

    def price_of(self, value: float, symbol: Symbol) -> Decimal:
        """Return the price that a float of the wire means."""
        return price_of(value, self._tick(symbol))

    def _price(self, value: float | None, symbol: Symbol) -> Decimal | None:
        return None if value is None or not is_plausible(value) else self.price_of(value, symbol)

    def _order_update(self, update: OrderUpdate, now: datetime) -> list[Fact]:
        book = None if update.NoOrders else self._owner(update)
        if book is None:
            return []
        seen = self._orders.get((book, update.ServerOrderID))
        facts: list[Fact] = []
        fill = self._fill(update, book, seen, now)
        if fill is not None:
            facts.append(FillReported(fill=fill))
        order = self._order(update, book, now)
        if order is not None:
            facts.append(OrderReported(order=order))
        return facts

    def _listed_order(self, update: OrderUpdate, now: datetime) -> Order | None:
        book = self._owner(update)
        return self._order(update, book, now) if book else None

    def _order(self, update: OrderUpdate, book: Book, now: datetime) -> Order | None:
        """Return the order; None where the update does not say enough to know one."""
        side = SIDES.get(BuySell(update.BuySell)) if update.BuySell in set(BuySell) else None
        if side is None or not update.ServerOrderID:
            return None
        symbol = Symbol(update.Symbol)
        key = (book, update.ServerOrderID)
        before = self._orders.get(key)
        # Status 0 says nothing new: attached children of a bracket come with it.
        working = update.OrderStatus in WORKING if update.OrderStatus else before is None or before.working
        filled, value = _filled(update)
        if before is not None and filled is None:
            filled, value = before.filled, before.filled_value
        self._orders[key] = _Seen(working, filled, value)
        kind = KINDS.get(update.OrderType, OrderKind.MARKET)  # type: ignore[call-overload]  # plain numbers
        return Order(
            book=book,
            symbol=symbol,
            order_id=update.ServerOrderID,
            previous_id=update.PreviousServerOrderID,
            side=side,
            kind=kind,
            price=None if kind is OrderKind.MARKET else self._price(update.Price1, symbol) or None,
            quantity=_remaining(update),
            working=working,
            at=utc_datetime(update.LatestTransactionDateTime) or now,
        )

    def _fill(self, update: OrderUpdate, book: Book, seen: _Seen | None, now: datetime) -> Fill | None:
        filled, value = _filled(update)
        grown = (
            seen is not None
            and filled is not None
            and filled > (seen.filled or 0)
            and update.OrderUpdateReason != OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
        )
        if update.OrderUpdateReason not in FILLS and not grown:
            return None
        before = seen.filled or Decimal(0) if seen else Decimal(0)
        quantity = _decimal(update.LastFillQuantity) or (filled - before if filled is not None else None)
        price = self._price(update.LastFillPrice, Symbol(update.Symbol))
        if not price and value is not None and quantity:
            earlier = seen.filled_value or Decimal(0) if seen else Decimal(0)
            price = self._price(float((value - earlier) / quantity), Symbol(update.Symbol))
        if not quantity or quantity < 0 or not price or update.BuySell not in {BuySell.BUY, BuySell.SELL}:
            log.warning("fill without quantity, price or side ignored order=%s", update.ServerOrderID)
            return None
        return Fill(
            book=book,
            symbol=Symbol(update.Symbol),
            execution_id=update.LastFillExecutionID or f"{update.ServerOrderID}:{filled}",
            order_id=update.ServerOrderID,
            quantity=quantity if update.BuySell == BuySell.BUY else -quantity,
            price=price,
            at=utc_datetime(update.LastFillDateTime) or utc_datetime(update.LatestTransactionDateTime) or now,
            closing_only=update.OpenOrClose == OpenClose.CLOSE,
        )

    def _historical_fill(self, row: HistoricalOrderFillResponse) -> Fill | None:
        book = self._owner(row)
        at = utc_datetime(row.DateTime)
        quantity = _decimal(row.Quantity)
        price = self._price(row.Price, Symbol(row.Symbol))
        said = (
            book,
            at,
            quantity,
            price,
            row.UniqueExecutionID,
            row.BuySell in set(BuySell) - {BuySell.UNSET},
        )
        if book is None or at is None or not quantity or not price or not all(said):
            log.warning("historical fill without account, time, side, quantity, price or id ignored")
            return None
        return Fill(
            book=book,
            symbol=Symbol(row.Symbol),
            execution_id=row.UniqueExecutionID,
            order_id=row.ServerOrderID,
            quantity=abs(quantity) if row.BuySell == BuySell.BUY else -abs(quantity),
            price=price,
            at=at,
            closing_only=row.OpenClose == OpenClose.CLOSE,
        )

    def _position(self, update: PositionUpdate) -> PositionReport | None:
        book = None if update.NoPositions else self._owner(update)
        quantity = _decimal(update.Quantity)
        if book is None or quantity is None or not update.Symbol:
            log.info("position without account, symbol or quantity ignored symbol=%s", update.Symbol)
            return None
        symbol = Symbol(update.Symbol)
        # An average is no price on the tick grid: rounding it to the grid would be a guess.
        average = _decimal(update.AveragePrice) or None
        if quantity and average is None:
            log.warning("position without average price ignored symbol=%s account=%s", symbol, book)
            return None
        return PositionReport(
            book=book,
            symbol=symbol,
            quantity=quantity,
            average_price=average,
            entered_at=utc_datetime(update.EntryDateTime),
            high=self._price(update.HighPriceDuringPosition, symbol) or None,
            low=self._price(update.LowPriceDuringPosition, symbol) or None,
        )

    def _balance(self, update: AccountBalanceUpdate, now: datetime) -> list[Fact]:
        book = None if update.NoAccountBalances else self._owner(update)
        if book is None or update.CashBalance is None:
            return []
        # What is left of a sum that should be zero is no reason to ignore it.
        cash = _decimal(round(update.CashBalance, _PLACES_OF_CASH))
        if cash is None:
            log.warning("balance ignored, nobody has so much account=%s cash=%s", book, update.CashBalance)
            return []
        return [BalanceReported(book=book, cash=cash, at=now)]

    def _definition(self, response: SecurityDefinitionResponse) -> list[Fact]:
        # An unknown symbol is answered with an empty definition.
        tick, value = _decimal32(response.MinPriceIncrement), _decimal32(response.CurrencyValuePerIncrement)
        if not response.Symbol or not tick or not value or tick < 0 or value < 0:
            return []
        if not is_plausible(value / tick):
            log.warning("contract of %s ignored: tick %s, value %s", response.Symbol, tick, value)
            return []
        symbol = Symbol(response.Symbol)
        if response.Currency not in DOLLARS:
            log.info("%s is worth %s, no dollars are shown", symbol, response.Currency)
            value = None
        display = None if response.PriceDisplayFormat < 0 else response.PriceDisplayFormat
        self._ticks.pop(symbol, None)
        definition = self._definitions[symbol] = Definition(tick=tick, value_per_tick=value, display=display)
        return [ContractDefined(symbol=symbol, definition=definition)]


def _decimal(value: float | None) -> Decimal | None:
    """Return the shortest decimal that is this double; -0.0 is zero, what nobody has is not set."""
    if value is None or not is_plausible(value):
        return None
    return Decimal(repr(value + 0.0)).normalize() + 0


def _decimal32(value: float | None) -> Decimal | None:
    """Return the decimal that a 4-byte float stands for: seven significant digits."""
    return None if value is None or not is_plausible(value) else Decimal(f"{value:.7g}")


def _filled(update: OrderUpdate) -> tuple[Decimal | None, Decimal | None]:
    """Return the contracts filled so far, and the sum of price x contracts where it can be known."""
    filled = _decimal(update.FilledQuantity)
    average = _decimal(update.AverageFillPrice)
    return filled, filled * average if filled is not None and average is not None else None


def _remaining(update: OrderUpdate) -> Decimal | None:
    remaining = _decimal(update.RemainingQuantity)
    if remaining is not None:
        return remaining
    quantity, filled = _decimal(update.OrderQuantity), _decimal(update.FilledQuantity)
    return quantity - filled if quantity is not None and filled is not None else quantity
