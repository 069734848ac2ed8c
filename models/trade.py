"""Fills, the open position that they make, and the trade that it becomes."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec

from models.book import Book, Symbol

ADOPTED = "adopted"
"""Taken over from a report of the server, without the fills that opened it."""
UNSEEN_ENTRY = "unseen_entry"
"""Was open already when the server listed it: no stop can be known to be its first one."""
RECONCILED = "reconciled"
"""Its quantity was corrected to the server's, without fills."""
RESTORED = "restored"
"""Was open when the monitor ended, and read back."""
UNREPORTED = "unreported"
"""Made by fills of a server that reports no positions of this account, as Sierra Chart's own simulation."""
ESTIMATED_EXIT = "estimated_exit"
"""Contracts left unseen: the price of their exit is a guess, so the result of the trade is not known."""


class Fill(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One execution as the server reported it.

    Attributes:
        execution_id: Identity within the account; the same id never counts twice.
        quantity: Signed contracts: bought > 0, sold < 0.
        alias: Identity that it had if it was told live without one of its own; empty where it was not listed.
        closing_only: The server marked it as closing; it never opens a position on a flat book.
        at: Time of the fill, UTC.
    """

    book: Book
    symbol: Symbol
    execution_id: str
    order_id: str
    quantity: Decimal
    price: Decimal
    at: datetime
    closing_only: bool = False
    alias: str = ""


class MarketContext(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """VWAP, cumulative delta and point of control at one moment.

    Attributes:
        late: Captured after the moment, because no valid snapshot was at hand.
    """

    vwap: Decimal
    cum_delta: Decimal
    poc: Decimal
    late: bool = False


class Execution(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The part of a fill that belongs to one trade.

    Attributes:
        quantity: Signed contracts.
        realised: Gross dollars that this execution realised; None without a known point value.
        fee: Dollars, at least 0.
    """

    execution_id: str
    order_id: str
    at: datetime
    quantity: Decimal
    price: Decimal
    realised: Decimal | None
    fee: Decimal


class Position(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An open position; flat is its absence.

    Attributes:
        trade_id: Identity of the trade that is running, unique over all books.
        quantity: Signed contracts, never 0.
        average_price: Average entry price of the contracts still held.
        entry_time: UTC moment at which the book went from flat to open.
        low: Lowest price seen while open, entry and fills included.
        high: Highest price seen while open.
        worst_open: Most negative open P&L so far, dollars <= 0; None without a known point value.
        best_open: Best open P&L so far, dollars >= 0; None without a known point value.
        entered: Contracts that the trade has taken in, unsigned.
        entry_value: Sum of price x contracts over all entries.
        exited: Contracts given back so far, unsigned.
        exit_value: Sum of price x contracts over all exits.
        realised: Gross dollars realised by scaling out; None without a known point value.
        fees: Dollars paid so far.
        entry_context: Market at the entry; None when it was not captured.
        initial_stop: First protective stop, frozen.
        initial_risk: Sum of |fill - stop| x contracts still held, in points; None without a stop.
        entered_risk: Like `initial_risk`, but over all contracts that the trade has taken in.
        confirmed: The server agrees; False after a restart or a reject until it does.
        notes: What is special about it, as named above.
        executions: Oldest first; what was adopted from a position report has none.
    """

    trade_id: str
    book: Book
    symbol: Symbol
    quantity: Decimal
    average_price: Decimal
    entry_time: datetime
    low: Decimal
    high: Decimal
    worst_open: Decimal | None
    best_open: Decimal | None
    entered: Decimal
    entry_value: Decimal
    exited: Decimal
    exit_value: Decimal
    realised: Decimal | None
    fees: Decimal
    entry_context: MarketContext | None = None
    initial_stop: Decimal | None = None
    initial_risk: Decimal | None = None
    confirmed: bool = True
    notes: tuple[str, ...] = ()
    executions: tuple[Execution, ...] = ()
    entered_risk: Decimal | None = None

    @property
    def direction(self) -> int:
        """Return +1 for a long, -1 for a short."""
        return 1 if self.quantity > 0 else -1

    @property
    def all_seen(self) -> bool:
        """Tell whether all contracts came and went by fills; fees are known of these alone."""
        return _contracts(self.executions) == self.entered + self.exited


class Trade(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A closed trade, flat to flat.

    Attributes:
        direction: +1 long, -1 short.
        contracts: Contracts of the whole trade, unsigned.
        average_exit: An estimate where the notes say so; None when it ended unseen and there was no price.
        gross: Dollars before fees; None without a known point value, or where an exit is an estimate.
        net: Dollars after fees; None where gross is.
        initial_risk: Dollars; None without an initial stop or point value.
        r_multiple: Net over initial risk; None where that is not defined.
        mae_points: Worst excursion, points <= 0.
        mfe_points: Best excursion, points >= 0.
        mae: Worst open P&L, dollars <= 0.
        mfe: Best open P&L, dollars >= 0.
        efficiency: Gross over best open P&L; None when that is 0 or unknown.
        notes: What is special about it, as named above.
    """

    trade_id: str
    book: Book
    symbol: Symbol
    root: str
    direction: int
    contracts: Decimal
    average_entry: Decimal
    average_exit: Decimal | None
    entry_time: datetime
    exit_time: datetime
    gross: Decimal | None
    fees: Decimal
    net: Decimal | None
    initial_stop: Decimal | None
    last_stop: Decimal | None
    last_target: Decimal | None
    initial_risk: Decimal | None
    r_multiple: Decimal | None
    mae_points: Decimal
    mfe_points: Decimal
    mae: Decimal | None
    mfe: Decimal | None
    efficiency: Decimal | None
    entry_context: MarketContext | None
    exit_context: MarketContext | None
    notes: tuple[str, ...]
    executions: tuple[Execution, ...]

    @property
    def all_seen(self) -> bool:
        """Tell whether all contracts came and went by fills; else fees are at least, net is at most that."""
        return _contracts(self.executions) == 2 * self.contracts


class BookedFill(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A new fill and all that it changed; it belongs into one transaction.

    Attributes:
        position: What is open after it; None when flat.
        closed: The trade that it ended, if it did.
        net: Change of the balance: realised dollars less the fee; None without a known point value.
        fee: Dollars, at least 0.
    """

    book: Book
    symbol: Symbol
    fill: Fill
    position: Position | None
    closed: Trade | None
    net: Decimal | None
    fee: Decimal


def _contracts(executions: Iterable[Execution]) -> Decimal:
    return sum((abs(execution.quantity) for execution in executions), Decimal(0))
