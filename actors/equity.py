"""Balance and equity curve of every book."""

import logging
from datetime import datetime
from decimal import Decimal
from functools import partial

from actors.base import Actor, Ports, handles
from actors.messages import (
    AccountsListed,
    Announce,
    BalanceChanged,
    BalanceReported,
    BalanceReset,
    CalendarSet,
    CashSettled,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    DatabaseWorks,
    EquityLoaded,
    EquityViewChosen,
    FillBooked,
    LoadEquity,
    NoticeRaised,
    OpenEquityChanged,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ResetSimBalance,
    SaveEquityPoint,
    SaveOpenEquity,
    SetCalendar,
    SettleCash,
    Severity,
    StartMonthsAnew,
    SwitchEquityView,
    Ticked,
)
from models.book import Book, Symbol, TradeMode
from models.broker_cash import BrokerCash
from models.cash_flow import CashFlow, flow_text
from models.contract import Contract
from models.equity import Curve, EquityPoint, curve_of
from models.holidays import CME_CALENDAR, Calendar
from models.market import LastPrices
from models.open_equity import OpenEquity, open_profit
from models.timeframe import exchange_month
from models.trade import BookedFill, Position

log = logging.getLogger(__name__)

SETTLE_S = 2.0
"""A fill and the balance that shows it arrive in any order, most of the time within this."""
PATIENCE_S = 60.0
"""Some brokers tell the balance only now and then."""


class EquityActor(Actor):
    """Owns balances: a ledger of fills for SIM and DEBUG, the broker's word for LIVE.

    Args:
        start_balance: Dollars that a ledger starts with.
        monthly_reset: Whether SIM ledgers start anew when a calendar month begins at the exchange.
        calendar: Holidays and early closes of the exchange, told to whoever keeps its hours.
    """

    name = "equity"

    def __init__(
        self,
        *,
        ports: Ports,
        start_balance: Decimal,
        monthly_reset: bool = False,
        calendar: Calendar = CME_CALENDAR,
    ) -> None:
        super().__init__(ports=ports)
        self._start_balance = start_balance
        self._monthly_reset = monthly_reset
        self._calendar = calendar
        self._curves: dict[Book, Curve] = {}
        self._open: dict[Book, OpenEquity] = {}
        # Outlives a restart of the actor: whose ledger was told, or is wanted, in this order.
        self._known: dict[Book, None] = {}

    def begin(self) -> None:
        """Forget all but DEBUG books, which no database keeps, and read what is stored."""
        self._curves = {book: curve for book, curve in self._curves.items() if book.mode is TradeMode.DEBUG}
        self._open = {book: equity for book, equity in self._open.items() if book in self._curves}
        self._confirmed: set[Book] = set()
        self._flows: dict[Book, tuple[CashFlow, ...]] = {}
        self._cash: dict[Book, BrokerCash] = {}
        self._newest_fill: dict[Book, str] = {}
        self._settling: set[Book] = set()
        self._held: dict[Book, dict[Symbol, tuple[Position, Contract]]] = {}
        self._between: set[tuple[Book, Symbol]] = set()
        self._prices = LastPrices()
        self._is_linked = False
        self._with_open = False
        self._started_at: dict[Book, datetime] = {}
        self.post(CalendarSet(calendar=self._calendar))
        self._read()

    def release(self) -> None:
        """Keep the samples of the running minute."""
        for book, equity in self._open.items():
            if samples := equity.finish():
                self.post(SaveOpenEquity(book=book, samples=samples))

    @handles(EquityLoaded)
    def restore(self, fact: EquityLoaded) -> None:
        """Take over the stored curves; a ledger's last point is right, a broker's may be old."""
        self._unreadable = bool(fact.problem)
        self._flows.update(fact.flows)
        curves = self._curves | dict(fact.curves)
        for book, cash, newest in fact.cash:
            if newest is not None:
                self._newest_fill[book] = newest
            if book in curves:
                self._cash[book] = cash.after_report(curves[book].point(-1).balance)
        for book, curve in curves.items():
            if curve.length:
                self._curves[book] = curve
                self._tell(book)
        self._in_curves = frozenset(fact.booked)
        self._newest_fill.update(fact.booked)
        self._started_at.update(fact.resets)
        self._open.update((book, OpenEquity(curve)) for book, curve in fact.open_curves)
        if not fact.problem:
            self._with_open = fact.with_open
            self.post(EquityViewChosen(with_open=self._with_open))
        self._sample(*self._curves)
        self._start_month(self.clock.utc())
        self._complete_ledgers()

    @handles(DatabaseWorks)
    def read_again(self, _fact: DatabaseWorks) -> None:
        """Read what could not be read, with all that was told since; what comes now waits for it."""
        if self._unreadable:
            self.release()
            self._read()

    @handles(Ticked)
    def follow_calendar(self, fact: Ticked) -> None:
        """Notice that a month has begun, and that the exchange closes or opens."""
        self._start_month(fact.at)
        self._sample(*self._held)

    @handles(StartMonthsAnew)
    def change_months(self, command: StartMonthsAnew) -> None:
        """Start SIM ledgers anew each month from now on, or no more."""
        self._monthly_reset = command.on

    @handles(AccountsListed)
    def start_ledgers(self, fact: AccountsListed) -> None:
        """Give each new SIM or DEBUG account its start balance."""
        self._known.update((book, None) for book in fact.books if book.mode is not TradeMode.LIVE)
        self._complete_ledgers()

    @handles(FillBooked)
    def book_fill(self, fact: FillBooked) -> None:
        """Add the result of a fill to a ledger; a broker's balance must come to show it."""
        book, net = fact.booked.book, fact.booked.net
        # Its position is told next; with one of them alone the open equity would be wrong.
        self._between.add((book, fact.booked.symbol))
        if (book, fact.booked.fill.execution_id) in self._in_curves:
            return  # It waited here while the database told the curve that it is in.
        self._newest_fill[book] = fact.booked.fill.execution_id
        if book.mode is TradeMode.LIVE:
            self._expect(fact.booked)
            return
        if net is None:
            return
        at = fact.booked.fill.at
        if book not in self._curves and not self._unreadable:
            # The database starts this ledger with the same fill, so that neither has to wait for the other.
            self._append(book, at, self._start_balance)
            self._started_at[book] = at
        if book in self._curves:
            self._append(book, at, self._curves[book].point(-1).balance + net)

    @handles(BalanceReported)
    def take_broker_balance(self, fact: BalanceReported) -> None:
        """Take the broker's balance; for LIVE only, whatever is on the screen."""
        if fact.book.mode is not TradeMode.LIVE:
            log.debug("balance of %s ignored: its ledger counts", fact.book)
            return
        curve = self._curves.get(fact.book)
        known = fact.book in self._confirmed
        self._confirmed.add(fact.book)
        before = self._cash.get(fact.book) or BrokerCash(settled=fact.cash, balance=fact.cash)
        cash = self._cash[fact.book] = before.after_report(fact.cash)
        if cash.balance != before.balance or (not cash.is_explained and fact.book not in self._settling):
            self._settle_soon(fact.book)
        if curve is None or curve.point(-1).balance != fact.cash:
            self.post(SaveEquityPoint(book=fact.book, point=self._append(fact.book, fact.at, fact.cash)))
        elif not known:
            self._tell(fact.book)
        self._sample(fact.book)

    @handles(SettleCash)
    def settle(self, command: SettleCash) -> None:
        """Decide what the broker's balance shows: results of fills, or money that flowed."""
        book, cash = command.book, self._cash.get(command.book)
        self._settling.discard(book)
        if cash is None:
            return
        if cash.contracts and not cash.is_explained and not command.last:
            self._settling.add(book)
            self.clock.after(f"settle {book}", PATIENCE_S, SettleCash(book=book, last=True))
            return
        if not cash.is_explained and not cash.change:
            # The results are still missing in it; the next report will be compared with all of them.
            return
        flow = None
        if cash.unexplained:
            flow = CashFlow(at=self._curves[book].point(-1).at, amount=cash.unexplained)
            self._flows[book] = (*self._flows.get(book, ()), flow)
            log.info("cash flow book=%s amount=%s", book, flow.amount)
            text = flow_text(book.account, flow.amount, filled=bool(cash.contracts))
            self.post(NoticeRaised(key=f"cash flow {book}", severity=Severity.INFO, text=text, book=book))
        self._cash[book] = BrokerCash(settled=cash.balance, balance=cash.balance)
        newest = self._newest_fill.get(book)
        self.post(CashSettled(book=book, balance=cash.balance, execution_id=newest, flow=flow))
        self._sample(book)

    @handles(PositionChanged)
    def follow_position(self, fact: PositionChanged) -> None:
        """Value the open equity with what is held now."""
        held = self._held.setdefault(fact.book, {})
        held.pop(fact.symbol, None)
        if fact.position is not None:
            held[fact.symbol] = (fact.position, fact.contract)
        self._between.discard((fact.book, fact.symbol))
        self._sample(fact.book)

    @handles(QuoteRead)
    def follow_price(self, fact: QuoteRead) -> None:
        """Value the open equity with a new price of the file, where that counts."""
        self._prices.quote = fact.quote
        self._sample(*self._curves)

    @handles(PriceReceived)
    def follow_served_price(self, fact: PriceReceived) -> None:
        """Value the open equity with what the server sent; the extremes on the way are a part of it."""
        books = [book for book in self._curves if fact.symbol in self._held.get(book, ())]
        changed: dict[Book, None] = {}
        for price in fact.price.steps():
            self._prices.served[fact.symbol] = price
            changed |= {book: None for book in books if self._takes_sample(book)}
        for book in changed:
            self._tell_open(book)

    @handles(QuoteMissed, PriceMissed)
    def lose_price(self, fact: QuoteMissed | PriceMissed) -> None:
        """With old prices alone the open equity is unknown, unless the exchange is closed."""
        if isinstance(fact, QuoteMissed):
            self._prices.lose_quote(fact.last_read_at)
        else:
            self._prices.lose_served(fact.symbol, fact.price)
        self._sample(*self._curves)

    @handles(ConnectionChanged)
    def follow_link(self, fact: ConnectionChanged) -> None:
        """Without a link nobody knows what is held."""
        self._is_linked = fact.state is ConnectionState.READY
        self._sample(*self._curves)

    @handles(SetCalendar)
    def keep_other_days(self, command: SetCalendar) -> None:
        """Tell everybody by which days the hours of the exchange are kept from now on."""
        self._calendar = command.calendar
        self.post(CalendarSet(calendar=self._calendar))
        self._sample(*self._curves)

    @handles(SwitchEquityView)
    def switch_view(self, _command: SwitchEquityView) -> None:
        """Show the other equity curve."""
        self._with_open = not self._with_open
        self.post(EquityViewChosen(with_open=self._with_open))

    @handles(ResetSimBalance)
    def reset(self, command: ResetSimBalance) -> None:
        """Start a ledger anew; refused for real money."""
        if command.book.mode is TradeMode.LIVE:
            log.warning("reset of %s refused: the broker keeps this balance", command.book)
            return
        self._reset(command.book, command.reason, self.clock.utc())

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the calendar, every balance and curve again."""
        self.post(CalendarSet(calendar=self._calendar))
        if not self._unreadable:
            self.post(EquityViewChosen(with_open=self._with_open))
        for book in self._curves:
            self._tell(book)
        for book in self._open:
            self._tell_open(book)

    def _complete_ledgers(self) -> None:
        """Start ledgers that are missing; while none can be read, their balances are unknown, told or not."""
        for book in [book for book in self._known if book not in self._curves]:
            if self._unreadable:
                self.post(BalanceChanged(book=book, balance=None, confirmed=False, at=self.clock.utc()))
                self.post(CurveChanged(book=book, curve=curve_of(())))
                self.post(OpenEquityChanged(book=book, curve=curve_of(()), tail=()))
            else:
                self._reset(book, "first sight of the account", self.clock.utc())

    def _read(self) -> None:
        self.wait_for(EquityLoaded)
        self.post(LoadEquity())

    def _start_month(self, now: datetime) -> None:
        """Start every SIM ledger anew that was started in an earlier month."""
        if not self._monthly_reset:
            return
        month = exchange_month(now)
        for book, started_at in list(self._started_at.items()):
            if book.mode is TradeMode.SIM and exchange_month(started_at) < month:
                self._reset(book, "a new month began", now)
                text = f"{book.account} starts the month with ${self._start_balance:,.2f}."
                self.post(NoticeRaised(key=f"month {book}", severity=Severity.INFO, text=text, book=book))

    def _reset(self, book: Book, reason: str, at: datetime) -> None:
        curve = self._curves.get(book)
        flow = self._start_balance - curve.point(-1).balance if curve else Decimal(0)
        at = max(at, curve.point(-1).at) if curve else at
        if flow:
            self._flows[book] = (*self._flows.get(book, ()), CashFlow(at=at, amount=flow))
        balance, after = self._append(book, at, self._start_balance).balance, self._newest_fill.get(book, "")
        self._started_at[book] = at
        self.post(BalanceReset(book=book, balance=balance, at=at, reason=reason, flow=flow, after=after))

    def _expect(self, booked: BookedFill) -> None:
        """Wait for the balance to show a fill."""
        book, fill = booked.book, booked.fill
        if book in self._cash:
            self._cash[book] = self._cash[book].after_fill(fill.quantity, booked.net, booked.fee)
            self._settle_soon(book)
            if self._cash[book].change:
                self._tell(book)

    def _settle_soon(self, book: Book) -> None:
        self._settling.add(book)
        self.clock.after(f"settle {book}", SETTLE_S, SettleCash(book=book))

    def _append(self, book: Book, at: datetime, balance: Decimal) -> EquityPoint:
        curve = self._curves.get(book) or curve_of(())
        if curve.length:
            at = max(at, curve.point(-1).at)
        point = EquityPoint(at=at, balance=balance)
        self._curves[book] = curve.appended(point)
        self._tell(book)
        self._sample(book)
        return point

    def _sample(self, *books: Book) -> None:
        """See what accounts are worth now, and tell it where that has changed."""
        for book in books:
            if self._takes_sample(book):
                self._tell_open(book)

    def _takes_sample(self, book: Book) -> bool:
        """See what the account is worth now; return whether that has changed."""
        if any(each == book for each, _ in self._between):
            return False
        now, held = self.clock.utc(), self._held.get(book, {})
        profit = open_profit(held.values(), partial(self._prices.value_of, now=now, calendar=self._calendar))
        equity = self._open.get(book) or self._open.setdefault(book, OpenEquity())
        if finished := equity.take(now, self._true_balance(book), profit):
            self.post(SaveOpenEquity(book=book, samples=finished))
        return finished is not None

    def _true_balance(self, book: Book) -> Decimal | None:
        """Return the balance that goes with the positions; None while they may be of different moments."""
        curve, cash = self._curves.get(book), self._cash.get(book)
        is_late = cash is not None and not cash.is_explained
        if curve is None or is_late or not self._is_linked or book not in self._confirmed:
            return None
        return curve.point(-1).balance

    def _tell_open(self, book: Book) -> None:
        equity = self._open[book]
        self.post(OpenEquityChanged(book=book, curve=equity.curve, tail=equity.tail))

    def _tell(self, book: Book) -> None:
        if book.mode is not TradeMode.LIVE:
            self._confirmed.add(book)
            self._known[book] = None
        curve, confirmed = self._curves[book], book in self._confirmed
        last, flows, cash = curve.point(-1), self._flows.get(book, ()), self._cash.get(book)
        if cash is not None:
            flows += cash.unexplained_flows(last.at)
        self.post(BalanceChanged(book=book, balance=last.balance, confirmed=confirmed, at=last.at))
        self.post(CurveChanged(book=book, curve=curve, flows=flows))
