"""What is known of one symbol in one book, and what fills, orders, reports and prices make of it."""

import math
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from actors.messages import PositionReport
from models.book import Book, Symbol
from models.contract import Contract
from models.figures import near_entry, price_fits
from models.fills import Booked, apply_fill, mark
from models.market import ServedPrice
from models.order import NO_PROTECTION, Order, Protection, protection_of, with_initial_stop
from models.quote import Quote
from models.reconcile import adopt, close_estimated, explained, noted, reaveraged, resized
from models.trade import ADOPTED, RESTORED, UNREPORTED, UNSEEN_ENTRY, Fill, MarketContext, Position, Trade

CONTEXT_DELAY: Final = timedelta(seconds=5)
"""So long after the entry a first valid snapshot still counts as the market at the entry."""
SETTLED_AFTER: Final = timedelta(seconds=7)
"""A position that was adopted so shortly before the end had perhaps not yet been asked for."""

REPORTED_WITHIN: Final = timedelta(seconds=10)
"""A server that reports positions does so within a fraction of this time."""

Key = tuple[Book, Symbol]


class SymbolState:
    """The position, orders and open questions of one symbol in one book; its owner is the positions actor.

    Attributes:
        position: What is open; None when flat.
        protection: Stop and target that work for it.
        report: The server's word that nothing explains yet; None when there is no question.
        adopted_at: When the server's word was taken over last, UTC; earlier fills are part of it.
        filled_at: When the last fill was booked, monotonic seconds.
        opened_at: The entry on this computer's clock, UTC; None when flat.
        unexplained: Signed contracts of an adopted position for which a fill may still be on its way.
        has_asked: The server was asked for the fills that may explain the difference.
        agreed_at: When the server reported last what we held, and no fill of it was looked for, UTC.
        is_reported: The server reports this position at all.
    """

    def __init__(self) -> None:
        self.position: Position | None = None
        self.protection: Protection = NO_PROTECTION
        self.report: PositionReport | None = None
        self.adopted_at: datetime | None = None
        self.filled_at = -math.inf
        self.unexplained = Decimal(0)
        self.has_asked = False
        self.agreed_at: datetime | None = None
        self.is_reported = False
        self.opened_at: datetime | None = None
        self._entry: tuple[str, datetime] | None = None
        self._orders: dict[str, Order] = {}

    @property
    def quantity(self) -> Decimal:
        """Return signed contracts; 0 when flat."""
        return self.position.quantity if self.position else Decimal(0)

    @property
    def is_traded(self) -> bool:
        """Return whether any fill is known of what is open, or was booked since the start."""
        return self.filled_at > -math.inf or bool(self.position and self.position.executions)

    @property
    def is_in_doubt(self) -> bool:
        """Return whether the server holds something that no fill explains yet."""
        return self.report is not None or bool(self.unexplained)

    def restore(self, position: Position, last_seen: datetime | None) -> None:
        """Take over what was open when the monitor ended, and the question that was open with it.

        Args:
            position: As it was stored.
            last_seen: UTC, when the monitor last wrote before it was started; None on a first start, on which
                all that is stored was stored since.
        """
        self.position = noted(msgspec.structs.replace(position, confirmed=False), RESTORED)
        self.is_reported = UNREPORTED not in position.notes and not _is_young(position, last_seen)
        if ADOPTED in position.notes and not position.executions:
            self.adopted_at = position.entry_time
            if last_seen is None or last_seen - position.entry_time <= SETTLED_AFTER:
                self.unexplained = position.quantity

    def miss_report(self) -> None:
        """Note that the server does not report what is open."""
        if self.position is not None:
            self.position = noted(self.position, UNREPORTED)

    def hear_report(self) -> bool:
        """Note that the server reports this position; return whether it had seemed not to."""
        self.is_reported = True
        if self.position is None or UNREPORTED not in self.position.notes:
            return False
        notes = tuple(note for note in self.position.notes if note != UNREPORTED)
        self.position = msgspec.structs.replace(self.position, notes=notes)
        return True

    def ask_anew(self, *, without_report: bool) -> None:
        """Begin the open question again after the server lists everything; perhaps without an old report."""
        self.has_asked = False
        if without_report:
            self.report = None

    def take_order(self, order: Order) -> None:
        """Keep a working order, forget any other."""
        self._orders.pop(order.previous_id, None)
        self._orders.pop(order.order_id, None)
        if order.working:
            self._orders[order.order_id] = order

    def forget_orders(self) -> None:
        """Forget all orders, before a complete list of them."""
        self._orders.clear()

    def protect(self, now: datetime) -> bool:
        """See which stop and target work now; return whether that changed anything."""
        before = (self.position, self.protection)
        self.protection = protection_of(self.position, self._orders.values())
        if self.position is not None:
            self.position = with_initial_stop(self.position, self.protection, now)
        return before != (self.position, self.protection)

    def book(self, fill: Fill, contract: Contract, quote: Quote | None, trade_id: str) -> Booked:
        """Apply a new fill, or find the position that was adopted explained by it.

        Args:
            fill: Not booked before.
            contract: What the symbol is worth.
            quote: The market at the fill; None where it is not known.
            trade_id: Identity of the trade that the fill opens, if it opens one.
        """
        is_market = quote is not None and near_entry(fill.price, quote.last)
        context = _context(quote, late=False) if quote is not None and is_market else None
        if self.position is not None and _is_part(fill.quantity, self.unexplained):
            self.unexplained -= fill.quantity
            if not self.unexplained:
                # Fills stand for all of it now: another one, be it of the same moment, is news.
                self.adopted_at = None
            booked = explained(self.position, fill, contract, context)
            self.position = booked.position
            return booked
        booked = apply_fill(self.position, fill, contract, context, trade_id, self.protection)
        self.position = booked.position
        if booked.closed is not None:
            # What is open now was made by this fill: a late one of the adopted position is no part of it.
            self.unexplained = Decimal(0)
        return booked

    def note_opening(self, now: datetime) -> None:
        """Note when the open trade began on this computer's clock; that is never in its future."""
        entry = None if self.position is None else (self.position.trade_id, self.position.entry_time)
        if entry != self._entry:
            self._entry = entry
            self.opened_at = None if entry is None else min(entry[1], now)

    def is_settled(self, fill: Fill) -> bool:
        """Return whether a fill is part of what the server's word was taken for."""
        late = self.adopted_at is not None and fill.at <= self.adopted_at
        return late and not _is_part(fill.quantity, self.unexplained)

    def mark(self, quote: Quote, contract: Contract, *, counts: bool = True) -> bool:
        """Take a snapshot that may belong to the position; return whether that changed anything.

        Args:
            quote: A new row of the file.
            contract: What the symbol is worth.
            counts: It is this price that counts for the position, and not the server's.
        """
        before = self.position
        if before is None or not price_fits(before, quote.last):
            return False
        after = mark(before, quote.last, contract) if counts else before
        if after.entry_context is None and quote.read_at - self._opening_of(after) <= CONTEXT_DELAY:
            after = msgspec.structs.replace(after, entry_context=_context(quote, late=True))
        self.position = after
        return after is not before

    def widen(self, price: ServedPrice, contract: Contract) -> bool:
        """Take what the server sent of this symbol; return whether that changed anything."""
        before = self.position
        if before is None:
            return False
        self.position = mark(mark(before, price.low, contract), price.high, contract)
        return self.position is not before

    def _opening_of(self, position: Position) -> datetime:
        """Return the entry on this computer's clock, where it is known."""
        return self.opened_at or position.entry_time

    def agrees(self, report: PositionReport, contract: Contract) -> bool:
        """Return whether a report needs no fill that is still to come.

        Behind a report of another quantity the same quantity at another average was made by fills as well.
        """
        is_same = self.report is None or not self._is_other_average(report, contract)
        return report.quantity == self.quantity and is_same

    def agree(self, report: PositionReport, contract: Contract, now: datetime) -> bool:
        """Take over what a report of the same quantity adds; return whether that changed anything."""
        self.report = None
        if not self.unexplained:
            self.agreed_at = now
        self.has_asked = self.has_asked and self.is_in_doubt
        before = self.position
        if before is None:
            return False
        after = msgspec.structs.replace(before, confirmed=True)
        if report.average_price is not None and self._is_other_average(report, contract):
            after = reaveraged(after, report.average_price)
        for price in (report.low, report.high):
            if price is not None and price_fits(after, price):
                after = mark(after, price, contract)
        self.position = after
        return after != before

    def _is_other_average(self, report: PositionReport, contract: Contract) -> bool:
        average, held, tick = report.average_price, self.position, contract.tick
        if average is None or held is None or not tick:
            return False
        return abs(average - held.average_price) >= tick / 2

    def give_in(  # noqa: PLR0913 - one argument for each thing that an end and a beginning have
        self,
        report: PositionReport,
        contract: Contract,
        last: Decimal | None,
        now: datetime,
        *,
        trade_id: str,
        is_listed: bool = False,
    ) -> Trade | None:
        """Take the server's word for a quantity that no fill explains.

        Args:
            report: That word.
            contract: What the symbol is worth.
            last: The last price of what is open; None while it is not known.
            now: UTC.
            trade_id: Identity of the trade that may begin.
            is_listed: It was open when the server listed all positions, since nobody knows when.

        Returns:
            The trade that must have ended; its exit is an estimate and marked as one.
        """
        self.adopted_at = now
        before, closed = self.position, None
        if before is not None and report.quantity * before.quantity > 0:
            self.position = msgspec.structs.replace(_resized(before, report, last), confirmed=True)
            return None
        if before is not None:
            closed = close_estimated(before, last, now, contract, protection=self.protection)
            self.position = None
        if report.quantity and report.average_price is not None:
            self.unexplained = report.quantity
            self.position = adopt(
                book=report.book,
                symbol=report.symbol,
                quantity=report.quantity,
                average_price=report.average_price,
                entry_time=report.entered_at or now,
                contract=contract,
                trade_id=trade_id,
                low=report.low,
                high=report.high,
            )
            if is_listed and report.entered_at is None:
                self.position = noted(self.position, UNSEEN_ENTRY)
        return closed


def _is_young(position: Position, last_seen: datetime | None) -> bool:
    """Return whether the monitor ended before a report of the last fill had to be there."""
    if not position.executions:
        return False
    return last_seen is None or last_seen - position.executions[-1].at < REPORTED_WITHIN


def flat_report(key: Key) -> PositionReport:
    """Return what a complete list says of a symbol that is not in it."""
    return PositionReport(
        book=key[0], symbol=key[1], quantity=Decimal(0), average_price=None, entered_at=None
    )


def _is_part(quantity: Decimal, whole: Decimal) -> bool:
    """Return whether signed contracts are part of others: same side, and not more."""
    return quantity * whole > 0 and abs(quantity) <= abs(whole)


def _resized(before: Position, report: PositionReport, last: Decimal | None) -> Position:
    """Return the position with the server's quantity, at the best price known for what was missed."""
    average = report.average_price or before.average_price
    more = abs(report.quantity) > abs(before.quantity)
    return reaveraged(resized(before, report.quantity, average if more else last or average), average)


def _context(quote: Quote, *, late: bool) -> MarketContext:
    return MarketContext(vwap=quote.vwap, cum_delta=quote.cum_delta, poc=quote.poc, late=late)
