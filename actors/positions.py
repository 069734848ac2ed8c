"""Open positions of all books, from fills, orders and position reports."""

import logging
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from actors.base import Actor, Ports, handles
from actors.confirmation import Confirmation
from actors.contracts import Contracts
from actors.messages import (
    AccountsListed,
    Announce,
    ClockStepped,
    ConnectionChanged,
    ConnectionState,
    ContractDefined,
    FillBooked,
    FillReported,
    FillsListed,
    FillsRequested,
    LoadPositions,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    PositionReport,
    PositionReported,
    PositionsListed,
    PositionsLoaded,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ReconcileDue,
    ReportDue,
    Resynchronise,
    Severity,
    TradeClosed,
)
from actors.quirks import Quirks
from actors.seams.ids import Ids
from actors.symbol_state import REPORTED_WITHIN, Key, flat_report
from actors.symbol_table import SymbolTable
from models.book import Book, TradeMode
from models.contract import ContractOverride
from models.elapsed import StepWatch
from models.known_fills import KnownFills
from models.market import LastPrices
from models.quote import Quote
from models.trade import BookedFill, Fill

log = logging.getLogger(__name__)

RECONCILE_S = 2.0
"""A fill and the position report that belongs to it arrive in any order, within this time."""
ANSWER_S = 5.0
"""So long the server has to list the fills that explain a difference; a refusal ends the wait at once."""


class PositionsActor(Actor):
    """Owns positions: fills make them, position reports reconcile them.

    Args:
        contracts: The user's own contract facts.
    """

    name = "positions"

    def __init__(self, *, ports: Ports, ids: Ids, contracts: Mapping[str, ContractOverride]) -> None:
        super().__init__(ports=ports)
        self._ids = ids
        self._overrides = contracts
        # Both outlive a restart: what the screen calls confirmed is taken back, and no fill counts again.
        self._confirmation = Confirmation(Ports(self.post, self.clock))
        self._known_fills = KnownFills()

    def begin(self) -> None:
        """Forget all, and read what is stored."""
        self._contracts = Contracts(self._overrides, self.post)
        self._symbols = SymbolTable(Ports(self.post, self.clock), self._contracts)
        self._confirmation.begin()
        self._prices = LastPrices()
        self._syncing = self._linked = False
        self._held: list[FillReported | PositionReported] = []
        # Books whose fills were asked for on this link; how often in a row the answer was incomplete.
        self._asked: dict[Book, int] = {}
        self._quirks = Quirks(self.post)
        self._watch = StepWatch(self.clock.utc(), self.clock.elapsed())
        self.wait_for(PositionsLoaded)
        self.post(LoadPositions())
        self.post(Resynchronise())

    @handles(PositionsLoaded)
    def restore(self, fact: PositionsLoaded) -> None:
        """Take over what was open when the monitor ended, until the server has its say."""
        self._known_fills.restore(fact.execution_ids)
        now = self.clock.utc()
        restored = tuple(each for each in fact.positions if not self._quirks.is_left_over(each, now))
        for position in fact.positions:
            state = self._symbols[position.book, position.symbol]
            if position in restored:
                state.restore(position, fact.last_seen)
            self._symbols.tell((position.book, position.symbol))
        if restored:
            self._confirmation.await_server(msgspec.structs.replace(fact, positions=restored))

    @handles(ConnectionChanged)
    def follow_connection(self, fact: ConnectionChanged) -> None:
        """Without a link nobody can say that a book is flat."""
        if not self._syncing:
            self._asked.clear()
        self._syncing = fact.state is ConnectionState.SYNCING
        self._linked = fact.state is ConnectionState.READY
        if self._linked:
            self._release_held()
        elif not self._syncing:
            self._book_held()
        for key, state in self._symbols.items():
            if self._linked and state.is_in_doubt:
                self._wait_for_fills(key, RECONCILE_S)
            elif not self._linked:
                # A report from before is settled by the list and the fills that come with the next link.
                state.ask_anew(without_report=not self._syncing)
        if not self._syncing and not self._linked:
            self._contracts.lose_link()
            self._confirmation.lose(fact.at)

    @handles(AccountsListed)
    def know_accounts(self, fact: AccountsListed) -> None:
        """Learn whose positions the server's list is complete for."""
        self._confirmation.know(fact.books)

    @handles(ContractDefined)
    def define_contract(self, fact: ContractDefined) -> None:
        """Take the server's word for what a contract is worth."""
        self._contracts.define(fact)
        for key in self._symbols:
            if key[1] == fact.symbol:
                self._symbols.tell(key)

    @handles(FillReported)
    def take_fill(self, fact: FillReported) -> None:
        """Book a fill; until the past was read it waits for its turn."""
        if self._linked:
            self._book(fact.fill, self._prices.quote)
        else:
            self._held.append(fact)

    @handles(FillsListed)
    def take_history(self, fact: FillsListed) -> None:
        """Book what happened while the monitor was away, or unseen; what is open then, nothing explains."""
        self._asked[fact.book] = 0 if fact.complete else self._asked.get(fact.book, 0) + 1
        for fill in fact.fills:
            # The market of now is not the one that it met.
            self._book(fill, None)
        for key, state in self._symbols.items():
            if key[0] == fact.book and state.has_asked:
                self._settle(key)

    @handles(OrderReported)
    def take_order(self, fact: OrderReported) -> None:
        """Keep an order, and see what it protects."""
        order = fact.order
        self._symbols[order.book, order.symbol].take_order(order)
        self._symbols.protect((order.book, order.symbol))

    @handles(OrdersListed)
    def take_orders(self, fact: OrdersListed) -> None:
        """Take the complete list of working orders; a broken one adds, and takes nothing away."""
        if fact.complete:
            self._symbols.forget_orders()
        for order in fact.orders:
            self._symbols[order.book, order.symbol].take_order(order)
        for key in self._symbols:
            self._symbols.protect(key)

    @handles(PositionReported)
    def take_report(self, fact: PositionReported) -> None:
        """Compare one position with the server's word."""
        if self._linked:
            self._reconcile(fact.report)
        else:
            self._held.append(fact)

    @handles(PositionsListed)
    def take_reports(self, fact: PositionsListed) -> None:
        """Compare all positions with the server's complete list."""
        if fact.complete:
            self._book_held()
            # Of an account that is seen for the first time nobody was asked for fills: the list has them all.
            self._held.clear()
        for report in fact.reports:
            if report.quantity or not self._is_silent((report.book, report.symbol)):
                self._reconcile(report)
        if not fact.complete:
            return
        listed = {(report.book, report.symbol) for report in fact.reports}
        for key, state in self._symbols.items():
            if self._is_silent(key):
                self._miss(key)
            elif state.position is not None and key not in listed and self._confirmation.knows(key[0]):
                self._reconcile(flat_report(key))
        self._confirmation.hear_list()
        self._confirm_settled()

    @handles(ReconcileDue)
    def settle(self, command: ReconcileDue) -> None:
        """Nothing explained the difference in time: ask for the fills, once; then the server counts."""
        key = (command.book, command.symbol)
        state = self._symbols[key]
        if not self._linked or not state.is_in_doubt:
            return
        if state.has_asked:
            self._settle(key)
            return
        state.has_asked = True
        self._wait_for_fills(key, ANSWER_S)
        self.post(FillsRequested(book=command.book, agreed_at=state.agreed_at))

    @handles(ReportDue)
    def miss_report(self, command: ReportDue) -> None:
        """Note a simulated position that the server keeps to itself."""
        key = (command.book, command.symbol)
        if self._linked and self._symbols[key].position is not None and not self._symbols[key].is_reported:
            self._miss(key)

    @handles(QuoteRead)
    def take_quote(self, fact: QuoteRead) -> None:
        """Widen the extremes of every position that the snapshot belongs to."""
        self._prices.quote = fact.quote
        for key, state in self._symbols.items():
            counts = self._prices.file_counts(state.position)
            if state.mark(fact.quote, self._contracts.of(key[1]), counts=counts):
                self._symbols.tell(key)

    @handles(PriceReceived)
    def take_price(self, fact: PriceReceived) -> None:
        """Widen the extremes of every position in a symbol by what the server sends of it."""
        self._prices.served[fact.symbol] = fact.price
        for key, state in self._symbols.items():
            if key[1] == fact.symbol and state.widen(fact.price, self._contracts.of(fact.symbol)):
                self._symbols.tell(key)

    @handles(QuoteMissed, PriceMissed)
    def forget_price(self, fact: QuoteMissed | PriceMissed) -> None:
        """What is old is no market at an entry, and no estimate of an exit."""
        if isinstance(fact, QuoteMissed):
            self._prices.lose_quote(fact.last_read_at)
        else:
            self._prices.lose_served(fact.symbol, fact.price)

    @handles(ClockStepped)
    def move(self, _fact: ClockStepped) -> None:
        """Keep the time in the trades what it is when the clock is set."""
        step = self._watch.look(self.clock.utc(), self.clock.elapsed())
        for key, state in self._symbols.items():
            state.opened_at = state.opened_at + step if state.opened_at else None
            self._symbols.tell(key)

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell every position again, and which books are confirmed."""
        for key in self._symbols:
            self._symbols.tell(key)
        self._confirmation.announce()

    def _is_silent(self, key: Key) -> bool:
        return self._quirks.says_nothing(key, self._symbols.get(key))

    def _miss(self, key: Key) -> None:
        self._symbols[key].miss_report()
        self._quirks.miss(key)
        self._symbols.tell(key)

    def _book_held(self) -> None:
        """Book held fills whose history was listed; others, which alone make a wrong position, stay held.

        Reports of positions say less than the list that comes behind them.
        """
        held, self._held = self._held, []
        for fact in held:
            if isinstance(fact, FillReported) and fact.fill.book in self._asked:
                self._book(fact.fill, self._prices.quote)
            elif isinstance(fact, FillReported):
                self._held.append(fact)

    def _release_held(self) -> None:
        held, self._held = self._held, []
        for fact in held:
            if isinstance(fact, FillReported):
                self._book(fact.fill, self._prices.quote)
            else:
                self._reconcile(fact.report)

    def _book(self, fill: Fill, quote: Quote | None) -> None:
        state = self._symbols[fill.book, fill.symbol]
        if fill in self._known_fills:
            return
        if state.is_settled(fill):
            self._known_fills.add(fill)
            log.info("fill is part of what the server's word was taken for fill=%s", fill.execution_id)
            return
        if fill.closing_only and state.position is None:
            log.info("closing fill on a flat book waits for the server's word fill=%s", fill.execution_id)
            return
        state.filled_at = self.clock.monotonic()
        booked = state.book(fill, self._contracts.of(fill.symbol), quote, self._ids.trade_id())
        log.info("fill booked %s %s %s @ %s", fill.book, fill.symbol, fill.quantity, fill.price)
        record = BookedFill(
            book=fill.book,
            symbol=fill.symbol,
            fill=fill,
            position=booked.position,
            closed=booked.closed,
            net=booked.net,
            fee=booked.fee,
        )
        self.post(FillBooked(booked=record))
        self._known_fills.add(fill)
        if booked.closed is not None:
            self.post(TradeClosed(trade=booked.closed))
        if state.report is not None and state.report.quantity == state.quantity:
            self._agree(state.report)
        if fill.book.mode is TradeMode.SIM and state.position is not None and not state.is_reported:
            due = ReportDue(book=fill.book, symbol=fill.symbol)
            self.clock.after(f"report {fill.book} {fill.symbol}", REPORTED_WITHIN.total_seconds(), due)
        self._symbols.protect((fill.book, fill.symbol), always=True)

    def _settle(self, key: Key) -> None:
        """Take the server's word for what no fill explains, not even a listed one."""
        state, (book, symbol) = self._symbols[key], key
        report, state.report = state.report, None
        if report is not None and report.quantity == state.quantity:
            self._agree(report)
        elif report is not None:
            self._give_in(report)
        if report is not None or state.unexplained:
            text = f"{book}: {symbol} is {state.quantity:f} as the server says, without a fill."
            self.post(NoticeRaised(key=f"reconciled {book} {symbol}", severity=Severity.INFO, text=text))
            log.info("reconciled %s", text)
        state.unexplained = Decimal(0)
        state.has_asked = False
        self._confirm_settled()

    def _wait_for_fills(self, key: Key, seconds: float) -> None:
        due = ReconcileDue(book=key[0], symbol=key[1])
        self.clock.after(f"reconcile {key[0]} {key[1]}", seconds, due)

    def _reconcile(self, report: PositionReport) -> None:
        key = (report.book, report.symbol)
        if self._quirks.leaves_out(report, self._symbols.get(key), self.clock.utc()):
            return
        state = self._symbols[key]
        if (report.quantity or state.position) and state.hear_report():
            self._quirks.hear(report.book)
            self._symbols.tell(key)
        if state.agrees(report, self._contracts.of(report.symbol)):
            self._agree(report)
            return
        is_waiting = state.report is not None
        if state.position is None and self.clock.monotonic() - state.filled_at > RECONCILE_S:
            # Shown at once; its fill, if it is still on its way, is taken for what opened it. Right after a
            # fill, however, the report may be older than the fill.
            self._give_in(report)
            self._confirm_settled()
        else:
            state.report = report
        if not is_waiting:
            self._wait_for_fills(key, RECONCILE_S)

    def _give_in(self, report: PositionReport) -> None:
        """Take the server's word."""
        self._confirmation.correct()
        state, contract = self._symbols[report.book, report.symbol], self._contracts.of(report.symbol)
        last = self._prices.last_of(state.position)
        now, trade_id = self.clock.utc(), self._ids.trade_id()
        closed = state.give_in(report, contract, last, now, trade_id=trade_id, is_listed=self._syncing)
        if closed is not None:
            self.post(TradeClosed(trade=closed))
        self._symbols.protect((report.book, report.symbol), always=True)

    def _agree(self, report: PositionReport) -> None:
        """The server holds what we hold; with which average, only while no fill is known to be missing.

        A list that broke off is asked for again. What twice gave nothing, the server keeps to itself.
        """
        if self._asked.get(report.book) == 1:
            report = msgspec.structs.replace(report, average_price=None)
        contract, now = self._contracts.of(report.symbol), self.clock.utc()
        if self._symbols[report.book, report.symbol].agree(report, contract, now):
            self._symbols.tell((report.book, report.symbol))
        self._confirm_settled()

    def _confirm_settled(self) -> None:
        doubtful = {key[0] for key, state in self._symbols.items() if state.report is not None}
        self._confirmation.settle(
            doubtful, lambda position: self._is_silent((position.book, position.symbol))
        )
