"""Balance and equity curve of every book."""

import logging
from datetime import datetime
from decimal import Decimal

from actors.base import Actor, Ports, handles
from actors.messages import (
    AccountsListed,
    Announce,
    BalanceChanged,
    BalanceReported,
    BalanceReset,
    CalendarSet,
    CurveChanged,
    EquityLoaded,
    FillBooked,
    LoadEquity,
    NoticeRaised,
    ResetSimBalance,
    SaveEquityPoint,
    Severity,
    Ticked,
)
from models.book import Book, TradeMode
from models.equity import Curve, EquityPoint, curve_of
from models.holidays import CME_CALENDAR, Calendar
from models.timeframe import exchange_month

log = logging.getLogger(__name__)


class EquityActor(Actor):
    """Owns balances: a ledger of fills for SIM and DEBUG, the broker's word for LIVE.

    Args:
        start_balance: Dollars that a ledger starts with.
        monthly_reset: Whether SIM ledgers start anew when a calendar month begins at the exchange.
        calendar: Holidays and early closes of the exchange, told to the screen.
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

    def begin(self) -> None:
        """Forget all, and read what is stored."""
        self._curves: dict[Book, Curve] = {}
        self._confirmed: set[Book] = set()
        self._started_at: dict[Book, datetime] = {}
        self._unreadable = False
        self.post(CalendarSet(calendar=self._calendar))
        self.wait_for(EquityLoaded)
        self.post(LoadEquity())

    @handles(EquityLoaded)
    def restore(self, fact: EquityLoaded) -> None:
        """Take over the stored curves; a ledger's last point is right, a broker's may be old."""
        self._unreadable = bool(fact.problem)
        for book, curve in fact.curves:
            if not curve.length:
                continue
            self._curves[book] = curve
            if book.mode is not TradeMode.LIVE:
                self._confirmed.add(book)
            self._tell(book)
        self._started_at.update(fact.resets)
        self._start_month(self.clock.utc())

    @handles(Ticked)
    def follow_calendar(self, fact: Ticked) -> None:
        """Notice that a month has begun."""
        self._start_month(fact.at)

    @handles(AccountsListed)
    def start_ledgers(self, fact: AccountsListed) -> None:
        """Give each new SIM or DEBUG account its start balance."""
        for book in fact.books:
            if book.mode is not TradeMode.LIVE and book not in self._curves and not self._unreadable:
                self._reset(book, "first sight of the account", self.clock.utc())

    @handles(FillBooked)
    def book_fill(self, fact: FillBooked) -> None:
        """Add the result of a fill to a ledger."""
        book, net = fact.booked.book, fact.booked.net
        if book.mode is TradeMode.LIVE or net is None:
            return
        at = fact.booked.fill.at
        if book not in self._curves and not self._unreadable:
            # The database starts this ledger with the same fill, so that neither has to wait for the other.
            self._append(book, at, self._start_balance)
            self._started_at[book] = at
        curve = self._curves.get(book)
        if curve is not None:
            self._append(book, at, curve.point(-1).balance + net)

    @handles(BalanceReported)
    def take_broker_balance(self, fact: BalanceReported) -> None:
        """Take the broker's balance; for LIVE only, whatever is on the screen."""
        if fact.book.mode is not TradeMode.LIVE:
            log.debug("balance of %s ignored: its ledger counts", fact.book)
            return
        curve = self._curves.get(fact.book)
        known = fact.book in self._confirmed
        self._confirmed.add(fact.book)
        if curve is None or curve.point(-1).balance != fact.cash:
            self.post(SaveEquityPoint(book=fact.book, point=self._append(fact.book, fact.at, fact.cash)))
        elif not known:
            self._tell(fact.book)

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
        for book in self._curves:
            self._tell(book)

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
        point = self._append(book, at, self._start_balance)
        self._started_at[book] = point.at
        self.post(BalanceReset(book=book, balance=point.balance, at=point.at, reason=reason))

    def _append(self, book: Book, at: datetime, balance: Decimal) -> EquityPoint:
        curve = self._curves.get(book) or curve_of(())
        if curve.length:
            at = max(at, curve.point(-1).at)
        point = EquityPoint(at=at, balance=balance)
        self._curves[book] = curve.appended(point)
        if book.mode is not TradeMode.LIVE:
            self._confirmed.add(book)
        self._tell(book)
        return point

    def _tell(self, book: Book) -> None:
        curve = self._curves[book]
        last = curve.point(-1)
        confirmed = book in self._confirmed
        self.post(BalanceChanged(book=book, balance=last.balance, confirmed=confirmed, at=last.at))
        self.post(CurveChanged(book=book, curve=curve))
