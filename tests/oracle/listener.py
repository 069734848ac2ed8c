"""Sits beside the monitor, hears what the broker says and what the study writes, and tells the accountant."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from dtc.enums import BuySell, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    AccountBalanceUpdate,
    CurrentPositionsReject,
    HistoricalOrderFillResponse,
    LogonResponse,
    MarketDataSnapshot,
    MarketDataUpdateTradeCompact,
    Message,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionResponse,
    TradeAccountResponse,
)
from tests.oracle.accountant import Accountant

# So many looks at a file that does not change make its prices old.
_OLD_AFTER = 3
# So long without a trade make those of the broker old.
_SILENT = timedelta(seconds=5)
_FILLED = {OrderUpdateReason.ORDER_FILLED, OrderUpdateReason.ORDER_FILLED_PARTIALLY}
_ENDED = {OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.REJECTED}
_KINDS = {
    OrderType.UNSET: "unset",
    OrderType.STOP: "stop",
    OrderType.STOP_LIMIT: "stop",
    OrderType.LIMIT: "limit",
    OrderType.MARKET_IF_TOUCHED: "limit",
}


class Listener:
    """Turns bytes' worth of messages into plain words for the accountant; every fill once.

    Args:
        books: The accountant's.
        now: The time.

    Attributes:
        is_deaf: Nothing is told any more: the story is one that no accountant can know.
        is_confirmed: The broker's list of positions has come since the line was opened.
        is_fresh: The study writes.
    """

    def __init__(self, books: Accountant, now: Callable[[], datetime]) -> None:
        self.is_deaf = False
        self.is_confirmed = False
        self._books = books
        self._now = now
        self._known: set[tuple[str, str]] = set()
        self._held: list[OrderUpdate] = []
        self._listed: list[OrderUpdate] = []
        self._is_syncing = False
        self._misses = 0
        self._symbols: dict[int, str] = {}
        self._started: datetime | None = None

    @property
    def is_fresh(self) -> bool:
        """Return whether prices are not old."""
        return self._misses < _OLD_AFTER

    def hear(self, message: Message) -> None:
        """Take one message of the broker."""
        if self.is_deaf:
            return
        match message:
            case LogonResponse():
                self._is_syncing, self._listed = True, []
            case TradeAccountResponse(TradeAccount=account):
                self._books.see(account, self._now())
            case HistoricalOrderFillResponse(NoOrderFills=0):
                at = datetime.fromtimestamp(message.DateTime, UTC)
                price, quantity = message.Price or 0.0, message.Quantity or 0.0
                self._fill(message, message.UniqueExecutionID, quantity, price, at, is_past=True)
            case OrderUpdate():
                self._hear_order(message)
            case PositionUpdate():
                self._hear_position(message)
            case CurrentPositionsReject():
                self.is_confirmed = False
            case AccountBalanceUpdate():
                self._hear_balance(message)
            case _:
                self._hear_market(message)

    def subscribe(self, symbol: str, number: int) -> None:
        """The monitor asks for prices of a symbol, and says under which number it wants them."""
        self._symbols[number] = symbol

    def set_clock(self, seconds: float) -> None:
        """Somebody sets the computer's clock."""
        self._books.set_clock(timedelta(seconds=seconds))

    def sleep(self) -> None:
        """The computer has slept: what is open is in doubt until the broker lists it again."""
        self.is_confirmed = False

    def hear_nothing(self) -> None:
        """The line is dead, or nobody is at it."""
        self.is_confirmed = False
        self._symbols.clear()
        self._books.miss(self._now())
        for update in self._held:
            self._hear_fill(update)
        self._held = []

    def read(self, row: str | None) -> None:
        """Take the row in the file; None where it is missing or the same as before."""
        self._books.miss(self._now() - _SILENT)
        try:
            last, high, low, vwap, poc, delta = (Fraction(field) for field in (row or "").split(","))
        except ValueError:
            self._misses += 1
        else:
            if not 0 < low <= last <= high:
                self._misses += 1
            elif not self.is_deaf:
                self._misses = 0
                # At the moment of its start the monitor has not told its drawdowns yet what is open.
                is_known = self._started != self._now()
                self._books.market(last, vwap, delta, poc, self._now(), is_known=is_known)
        if not self.is_fresh:
            self._books.row = None

    def restart(self) -> None:
        """The monitor begins again, and knows neither a price nor an order yet."""
        self._misses, self._is_syncing, self._held = 0, False, []
        self._started = self._now()
        self._books.row = self._books.last = None
        self._books.served.clear()
        self._books.trust_clock(self._started)
        self._books.forget_orders()

    def reset(self, account: str) -> None:
        """The trader starts the ledger of an account anew."""
        if not self.is_deaf:
            self._books.reset(account, self._now())

    def switch_equity(self) -> None:
        """The trader switches to the other curve."""
        self._books.with_open = not self._books.with_open

    def _hear_market(self, message: Message) -> None:
        match message:
            case MarketDataUpdateTradeCompact(SymbolID=number, Price=float(price)):
                self._books.serve(self._symbols[number], _exact(price), self._now())
            case MarketDataSnapshot(SymbolID=number, LastTradePrice=float(price)):
                self._books.serve(self._symbols[number], _exact(price), self._now())
            case SecurityDefinitionResponse(Symbol=symbol) if symbol:
                tick, value = (
                    _exact(message.MinPriceIncrement or 0),
                    _exact(message.CurrencyValuePerIncrement or 0),
                )
                self._books.define(symbol, tick, value)

    def _hear_position(self, update: PositionUpdate) -> None:
        if update.RequestID:
            self.is_confirmed = True
        for price in (update.LowPriceDuringPosition, update.HighPriceDuringPosition):
            if price is not None:
                self._books.reach(update.TradeAccount, update.Symbol, _exact(price))

    def _hear_order(self, update: OrderUpdate) -> None:
        if update.RequestID:
            self._listed.append(update)
            if update.MessageNumber == update.TotalNumMessages:
                self._books.forget_orders()
                for row in self._listed:
                    self._take_order(row)
                self._books.see_stops(self._now())
                self._listed = []
            return
        if update.OrderUpdateReason in _FILLED:
            if self._is_syncing:
                # What is new has to wait until the past has been read.
                self._held.append(update)
            else:
                self._hear_fill(update)
        self._take_order(update)
        self._books.see_stops(self._now())

    def _hear_fill(self, update: OrderUpdate) -> None:
        at = datetime.fromtimestamp((update.LastFillDateTime or 0) / 1000, UTC)
        quantity, price = update.LastFillQuantity or 0.0, update.LastFillPrice or 0.0
        self._fill(update, update.LastFillExecutionID, quantity, price, at)

    def _fill(  # noqa: PLR0913 - what a fill has
        self,
        row: OrderUpdate | HistoricalOrderFillResponse,
        identity: str,
        quantity: float,
        price: float,
        at: datetime,
        *,
        is_past: bool = False,
    ) -> None:
        key = (row.TradeAccount, identity)
        if key in self._known:
            return
        self._known.add(key)
        signed = int(quantity) if row.BuySell == BuySell.BUY else -int(quantity)
        self._books.fill(
            row.TradeAccount,
            row.Symbol,
            identity,
            signed,
            _exact(price),
            at,
            heard=self._now(),
            is_past=is_past,
        )

    def _take_order(self, update: OrderUpdate) -> None:
        kind = _KINDS.get(OrderType(update.OrderType))
        if kind is None or not update.ServerOrderID:
            return
        self._books.order(
            update.TradeAccount,
            update.Symbol,
            update.ServerOrderID,
            1 if update.BuySell == BuySell.BUY else -1,
            kind,
            _exact(update.Price1 or 0),
            replaces=update.PreviousServerOrderID,
            works=update.OrderStatus not in _ENDED,
        )

    def _hear_balance(self, update: AccountBalanceUpdate) -> None:
        if update.CashBalance is not None and not update.NoAccountBalances:
            self._books.broker_says(update.TradeAccount, _exact(update.CashBalance), self._now())
        if update.RequestID and update.MessageNumber == update.TotalNumberMessages:
            self._is_syncing = False
            held, self._held = self._held, []
            for late in held:
                self._hear_fill(late)


def _exact(value: float) -> Fraction:
    """Return the number that is meant by the shortest text of a float."""
    return Fraction(repr(value))
