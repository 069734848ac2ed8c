"""Every command and fact that travels between actors, and from them to the screen.

Commands are in the imperative and ask for something; facts are in the past tense and tell what happened.
All are immutable: Pykka hands over references, it does not copy.
"""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec

from dtc.enums import Encoding
from models.alarm import Alarm, AlarmRecord
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.broker_cash import BrokerCash
from models.cash_flow import CashFlow
from models.contract import Contract, Definition
from models.equity import Curve, EquityPoint
from models.gaps import Gap
from models.heat import HeatThresholds
from models.holidays import Calendar
from models.market import ServedPrice
from models.open_equity import OpenSample
from models.order import Order, Protection
from models.perf import Measurement, PanelFigures, PerfPoint
from models.quiet_hours import QuietHours
from models.quote import Quote
from models.rollout.handover import Handover
from models.rollout.tally import Interval
from models.rollout.view import RolloutView
from models.setting import SettingGroup, SettingPath
from models.statistics import Statistics
from models.timeframe import Timeframe
from models.trade import BookedFill, Fill, Position, Trade


class Message(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Anything that an actor can be told."""


class Command(Message, frozen=True, kw_only=True, gc=False):
    """A wish; the actor that handles it decides."""


class Fact(Message, frozen=True, kw_only=True, gc=False):
    """Something that happened and cannot be refused."""


class Ping(Command, frozen=True, kw_only=True, gc=False):
    """Answer True: the barrier of start-up code and tests."""


class Begin(Command, frozen=True, kw_only=True, gc=False):
    """Build the state and start to work; everything that came earlier waits for it."""


class Announce(Command, frozen=True, kw_only=True, gc=False):
    """Tell everything again that is current; an actor lost its state and builds it anew."""


class ActorRestarted(Fact, frozen=True, kw_only=True, gc=False):
    """An actor failed on a message, threw its state away and is building it anew."""

    actor: str
    reason: str


class ActorGaveUp(Fact, frozen=True, kw_only=True, gc=False):
    """An actor failed too often and does nothing any more."""

    actor: str
    reason: str


class Tick(Command, frozen=True, kw_only=True, gc=False):
    """Say what time it is."""


class Ticked(Fact, frozen=True, kw_only=True, gc=False):
    """The clock of everything that counts seconds, twice a second.

    Attributes:
        at: UTC.
    """

    at: datetime


class ClockStepped(Fact, frozen=True, kw_only=True, gc=False):
    """The computer's clock was set: moments that something is counted from have to move with it.

    Attributes:
        by_s: Seconds, forward or, if negative, back.
    """

    by_s: float


class ConnectionState(Enum):
    """What the link to Sierra Chart is doing."""

    CONNECTING = "connecting"
    SYNCING = "syncing"
    READY = "ready"
    WAITING = "waiting"
    REFUSED = "refused"


class Connect(Command, frozen=True, kw_only=True, gc=False):
    """Open the link now."""


class CheckConnection(Command, frozen=True, kw_only=True, gc=False):
    """Send heartbeats that are due and look for time-outs."""


class SendNextRequest(Command, frozen=True, kw_only=True, gc=False):
    """Send the next request of the paced queue."""

    connection_id: int


class Resynchronise(Command, frozen=True, kw_only=True, gc=False):
    """Ask the server for everything again, if one is there; what it had said was lost."""


class LinkOpened(Fact, frozen=True, kw_only=True, gc=False):
    """The socket is connected."""

    connection_id: int


class BytesReceived(Fact, frozen=True, kw_only=True, gc=False):
    """The socket delivered bytes."""

    connection_id: int
    data: bytes


class LinkClosed(Fact, frozen=True, kw_only=True, gc=False):
    """The socket could not be opened, or has ended."""

    connection_id: int
    reason: str


class ConnectionChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The link to Sierra Chart entered another state.

    Attributes:
        endpoint: `host:port`.
        detail: One sentence for the trader: what is wrong and what to do; empty when all is well.
        retry_at: UTC moment of the next attempt; only while WAITING.
    """

    state: ConnectionState
    endpoint: str
    detail: str
    at: datetime
    retry_at: datetime | None = None


class LinkHeard(Fact, frozen=True, kw_only=True, gc=False):
    """How fresh the link is; at most once a second.

    Attributes:
        heard_at: UTC of the last message of any type.
        data_at: UTC of the last account, order, position or balance message; None when there was none.
        heartbeat_s: Agreed interval between heartbeats, seconds.
    """

    heard_at: datetime
    data_at: datetime | None
    heartbeat_s: float


class AccountsListed(Fact, frozen=True, kw_only=True, gc=False):
    """The server named all of its accounts."""

    books: tuple[Book, ...]


class FillReported(Fact, frozen=True, kw_only=True, gc=False):
    """The server reported a fill as it happened."""

    fill: Fill


class FillsListed(Fact, frozen=True, kw_only=True, gc=False):
    """Historical fills of one book, oldest first.

    Attributes:
        complete: False when the server refused, or its answer broke off.
    """

    book: Book
    fills: tuple[Fill, ...]
    complete: bool


class FillsRequested(Command, frozen=True, kw_only=True, gc=False):
    """Ask the server for the fills of a book; answered in any case, by `FillsListed`.

    Attributes:
        agreed_at: UTC moment at which server and monitor agreed last; None where only the connection knows
            since when fills may be missing.
    """

    book: Book
    agreed_at: datetime | None


class OrderReported(Fact, frozen=True, kw_only=True, gc=False):
    """The server described an order."""

    order: Order


class OrdersListed(Fact, frozen=True, kw_only=True, gc=False):
    """All working orders of all accounts; any other order is not working any more."""

    orders: tuple[Order, ...]
    complete: bool


class PositionReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row of the server's position list.

    Attributes:
        quantity: Signed contracts; 0 is flat.
        average_price: None where the row carries none.
        entered_at: UTC; None where the row carries none.
    """

    book: Book
    symbol: Symbol
    quantity: Decimal
    average_price: Decimal | None
    entered_at: datetime | None
    high: Decimal | None = None
    low: Decimal | None = None


class PositionReported(Fact, frozen=True, kw_only=True, gc=False):
    """The server reported one position without being asked."""

    report: PositionReport


class PositionsListed(Fact, frozen=True, kw_only=True, gc=False):
    """The answer to a position request over all accounts.

    Attributes:
        complete: False when it broke off or was refused: then nothing can be concluded from what is missing.
    """

    reports: tuple[PositionReport, ...]
    complete: bool


class BalanceReported(Fact, frozen=True, kw_only=True, gc=False):
    """The server reported the cash balance of an account, dollars."""

    book: Book
    cash: Decimal
    at: datetime


class ContractDefined(Fact, frozen=True, kw_only=True, gc=False):
    """The server described a contract."""

    symbol: Symbol
    definition: Definition


class ContractRequested(Command, frozen=True, kw_only=True, gc=False):
    """Ask the server to describe a contract."""

    symbol: Symbol


class ConnectTo(Command, frozen=True, kw_only=True, gc=False):
    """Leave the link, if there is one, and open one to another place, or in another way.

    Attributes:
        username: Only where the server requires authentication; the password stays what it is.
        encoding: To ask for.
    """

    host: str
    port: int
    username: str
    encoding: Encoding
    heartbeat_interval_s: int


class ReadSnapshot(Command, frozen=True, kw_only=True, gc=False):
    """Read another snapshot file, or at another pace.

    Attributes:
        interval_s: Real seconds between two polls.
        stale_after: So many polls in a row without a new valid row make prices stale.
    """

    path: str
    interval_s: float
    stale_after: int


class PollCsv(Command, frozen=True, kw_only=True, gc=False):
    """Read the snapshot file if it changed."""


class QuoteRead(Fact, frozen=True, kw_only=True, gc=False):
    """The snapshot file held a new valid row."""

    quote: Quote


class QuoteMissed(Fact, frozen=True, kw_only=True, gc=False):
    """So many polls in a row found no new valid row that prices are stale.

    Attributes:
        last_read_at: UTC of the last valid row; None when there never was one.
        reason: What is wrong with the file, and what to do.
    """

    last_read_at: datetime | None
    reason: str


class PriceReceived(Fact, frozen=True, kw_only=True, gc=False):
    """The server sent trades of a symbol; its prices count from now on."""

    symbol: Symbol
    price: ServedPrice


class PriceMissed(Fact, frozen=True, kw_only=True, gc=False):
    """The server's prices of a symbol do not come any more.

    Attributes:
        price: The last one.
        reason: Why, in words.
    """

    symbol: Symbol
    price: ServedPrice
    reason: str


class PositionChanged(Fact, frozen=True, kw_only=True, gc=False):
    """State of one symbol in one book.

    Attributes:
        position: None when flat.
        protection: Stop and target that work for it.
        opened_at: The entry on this computer's clock, UTC, to count the time in the trade from: it moves when
            the clock is set, while `position.entry_time` stays what the server said. None when flat.
    """

    book: Book
    symbol: Symbol
    contract: Contract
    position: Position | None
    protection: Protection
    opened_at: datetime | None


class FillBooked(Fact, frozen=True, kw_only=True, gc=False):
    """A fill was new and has been booked; all of it belongs into one transaction."""

    booked: BookedFill


class TradeClosed(Fact, frozen=True, kw_only=True, gc=False):
    """A trade went from flat to flat."""

    trade: Trade


class BookConfirmed(Fact, frozen=True, kw_only=True, gc=False):
    """Whether the server's list of positions backs what is known of a book.

    Attributes:
        confirmed: False from the loss of the link until the next complete list: then flat is not known.
        at: UTC.
    """

    book: Book
    confirmed: bool
    at: datetime


class ReconcileDue(Command, frozen=True, kw_only=True, gc=False):
    """The time that a report waits for the fill which explains it, or for the list of fills, is over."""

    book: Book
    symbol: Symbol


class ReportDue(Command, frozen=True, kw_only=True, gc=False):
    """The time within which a server that reports positions would have reported this one is over."""

    book: Book
    symbol: Symbol


class SetCalendar(Command, frozen=True, kw_only=True, gc=False):
    """Keep the hours of the exchange by other days from now on."""

    calendar: Calendar


class CalendarSet(Fact, frozen=True, kw_only=True, gc=False):
    """On which days the exchange does not keep its ordinary hours."""

    calendar: Calendar


class AlarmLimitsSet(Fact, frozen=True, kw_only=True, gc=False):
    """From which values on a figure is an alarm.

    Attributes:
        stop_distances: Points from the stop by contract root; other roots have the built-in distance.
    """

    heat: HeatThresholds
    stop_distances: tuple[tuple[str, Decimal], ...]


class DisplaySet(Fact, frozen=True, kw_only=True, gc=False):
    """How the trader wants the screen.

    Attributes:
        exchange_time: Whether the equity curve shows the time of the exchange; else that of this computer.
        reduced_motion: Whether nothing may move by itself.
        green_and_red: Whether these stand for profit and loss; else blue and orange.
    """

    exchange_time: bool
    reduced_motion: bool
    green_and_red: bool


class SoundsSet(Fact, frozen=True, kw_only=True, gc=False):
    """What the settings say is heard of alarms.

    Attributes:
        volume: Percent.
        quiet: Hours in which nothing is heard; None for none.
    """

    muted: bool
    volume: int
    quiet: QuietHours | None


class SetHeatRules(Command, frozen=True, kw_only=True, gc=False):
    """Count drawdowns, and raise alarms, by other limits from now on."""

    dead_band_ticks: int
    limits: AlarmLimitsSet


class SetAlarmRules(Command, frozen=True, kw_only=True, gc=False):
    """Raise alarms after other times, and by other limits of accounts, from now on.

    Attributes:
        stop_missing_s: So long a position may be open without a working stop.
        cool_down_s: So long the same alarm is not heard again.
        snooze_s: So long an alarm is put aside.
        daily_losses: Largest loss of a session day by account, dollars above 0; others are not watched.
    """

    stop_missing_s: float
    cool_down_s: float
    snooze_s: float
    daily_losses: tuple[tuple[str, Decimal], ...]


class HeatChanged(Fact, frozen=True, kw_only=True, gc=False):
    """A position went into drawdown, or came out of it.

    Attributes:
        since: UTC start of the drawdown; None while there is none.
    """

    book: Book
    symbol: Symbol
    since: datetime | None


class AlarmsChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The alarms of all books that hold now.

    Attributes:
        alarms: Worst first. The first that `is_open` is the one that acknowledging and snoozing mean.
    """

    alarms: tuple[Alarm, ...]


class AlarmRaised(Fact, frozen=True, kw_only=True, gc=False):
    """An alarm must be heard; told exactly once for each event, after the list that holds it."""

    alarm: Alarm


class AcknowledgeAlarm(Command, frozen=True, kw_only=True, gc=False):
    """The trader has seen an alarm; it stays quiet until it clears or becomes worse."""

    key: str


class SnoozeAlarm(Command, frozen=True, kw_only=True, gc=False):
    """Put an alarm aside for the time of the settings; then it is raised again if it still holds."""

    key: str


class AlarmPainted(Fact, frozen=True, kw_only=True, gc=False):
    """An alarm is on the screen.

    Attributes:
        raised_at: As in the alarm; UTC.
        painted_s: Moment of the painting, monotonic seconds.
    """

    key: str
    raised_at: datetime
    painted_s: float


class LookForAlarms(Command, frozen=True, kw_only=True, gc=False):
    """Look whether time alone has made something an alarm."""


class ListAlarms(Command, frozen=True, kw_only=True, gc=False):
    """Tell the alarm log."""


class AlarmsListed(Fact, frozen=True, kw_only=True, gc=False):
    """The alarm log of this and earlier runs, newest first."""

    records: tuple[AlarmRecord, ...]


class SaveAlarm(Command, frozen=True, kw_only=True, gc=False):
    """Keep a line of the alarm log, in place of what was known of that alarm."""

    record: AlarmRecord


class LoadAlarms(Command, frozen=True, kw_only=True, gc=False):
    """Read the alarm log."""


class AlarmsLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """The stored lines of the alarm log."""

    records: tuple[AlarmRecord, ...]


class BalanceChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The balance of a book.

    Attributes:
        balance: Dollars; None while unknown.
        confirmed: False for a stored LIVE balance that the broker has not confirmed since the start.
    """

    book: Book
    balance: Decimal | None
    confirmed: bool
    at: datetime


class CurveChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The equity curve of a book, whole, and what in it is no result of a trade.

    Attributes:
        flows: Cash flows, oldest first.
    """

    book: Book
    curve: Curve
    flows: tuple[CashFlow, ...] = ()


class OpenEquityChanged(Fact, frozen=True, kw_only=True, gc=False):
    """The equity of a book with its open P&L.

    Attributes:
        curve: Finished minutes, thinned out; NaN is unknown from there on.
        tail: The minute that is running, oldest first; its last sample is true now.
    """

    book: Book
    curve: Curve
    tail: tuple[OpenSample, ...]


class SaveOpenEquity(Command, frozen=True, kw_only=True, gc=False):
    """Keep finished samples of equity with open P&L."""

    book: Book
    samples: tuple[OpenSample, ...]


class SwitchEquityView(Command, frozen=True, kw_only=True, gc=False):
    """Show the equity curve with open P&L instead of the closed one, or the other way round."""


class EquityViewChosen(Fact, frozen=True, kw_only=True, gc=False):
    """Which equity curve the trader wants to see, of any book."""

    with_open: bool


class ResetSimBalance(Command, frozen=True, kw_only=True, gc=False):
    """Start the ledger of a SIM or DEBUG account anew."""

    book: Book
    reason: str


class StartMonthsAnew(Command, frozen=True, kw_only=True, gc=False):
    """Let SIM ledgers start anew when a calendar month begins, or no more."""

    on: bool


class BalanceReset(Fact, frozen=True, kw_only=True, gc=False):
    """A ledger was started anew.

    Attributes:
        flow: What that put into it, dollars; no result of a trade.
        after: The newest fill that was in the ledger before; those behind it belong to the new one, in
            whatever order they reach the database. Empty where it was none of this run; None for all so far.
    """

    book: Book
    balance: Decimal
    at: datetime
    reason: str
    flow: Decimal = Decimal(0)
    after: str | None = None


class SettleCash(Command, frozen=True, kw_only=True, gc=False):
    """Decide what a change of the broker's balance was.

    Attributes:
        last: Whether fills have had all the time they need to show in it.
    """

    book: Book
    last: bool = False


class CashSettled(Fact, frozen=True, kw_only=True, gc=False):
    """All of a broker's balance is explained.

    Attributes:
        execution_id: The newest fill that is in it; None where there was none.
        flow: What no fill explains; None where all of it was traded.
    """

    book: Book
    balance: Decimal
    execution_id: str | None
    flow: CashFlow | None = None


class LoadPositions(Command, frozen=True, kw_only=True, gc=False):
    """Read open positions and known executions."""


class PositionsLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """What the database knows of positions.

    Attributes:
        execution_ids: Identities that must not count again, with their book.
        last_fill_at: UTC of the newest known fill per book.
        quiet_since: UTC of the first sight of each book of which no fill and no trade is known.
        last_seen: UTC moment at which the monitor last wrote; None on a first start.
        problem: Why nothing could be read; empty when all is well.
    """

    positions: tuple[Position, ...]
    execution_ids: tuple[tuple[Book, str], ...]
    last_fill_at: tuple[tuple[Book, datetime], ...]
    last_seen: datetime | None
    quiet_since: tuple[tuple[Book, datetime], ...] = ()
    problem: str = ""


class LoadHeat(Command, frozen=True, kw_only=True, gc=False):
    """Read the running drawdowns."""


class HeatLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """Start of each drawdown that was running, per book and symbol."""

    since: tuple[tuple[Book, Symbol, datetime], ...]


class LoadEquity(Command, frozen=True, kw_only=True, gc=False):
    """Read balances and curves of all books."""


class EquityLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """Curves of all stored books; the last point is the stored balance.

    Attributes:
        resets: UTC moment at which each ledger was last started anew.
        flows: Cash flows of each book, oldest first.
        cash: Of each broker's balance, what was explained last, which fills came since, and the newest
            execution, if there was one.
        open_curves: Curves with open P&L.
        with_open: Whether the trader wants to see those.
        booked: Fills of this run that are in the curves already, or will be once those can be read, each with
            its book, oldest first.
        problem: Why nothing could be read; then no balance may be assumed. Empty when all is well.
    """

    curves: tuple[tuple[Book, Curve], ...]
    resets: tuple[tuple[Book, datetime], ...] = ()
    flows: tuple[tuple[Book, tuple[CashFlow, ...]], ...] = ()
    cash: tuple[tuple[Book, BrokerCash, str | None], ...] = ()
    open_curves: tuple[tuple[Book, Curve], ...] = ()
    with_open: bool = False
    booked: tuple[tuple[Book, str], ...] = ()
    problem: str = ""


class LoadGaps(Command, frozen=True, kw_only=True, gc=False):
    """Read when nothing was heard of the accounts."""


class GapsLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """The stored gaps, oldest first.

    Attributes:
        last_seen: UTC moment at which the monitor last ran; None on a first start.
        problem: Why nothing could be read. Empty when all is well.
    """

    gaps: tuple[Gap, ...]
    last_seen: datetime | None
    problem: str = ""


class SaveGap(Command, frozen=True, kw_only=True, gc=False):
    """Keep a gap, in place of what was known of it."""

    gap: Gap


class GapsChanged(Fact, frozen=True, kw_only=True, gc=False):
    """When nothing was heard of the accounts, oldest first; of one that is running the end is None."""

    gaps: tuple[Gap, ...]


class LoadScope(Command, frozen=True, kw_only=True, gc=False):
    """Read which book was shown last, and which accounts are known."""


class ScopeLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """The books seen so far, and the one that was on the screen; None on a first start."""

    books: tuple[Book, ...]
    shown: Book | None


class LoadTrades(Command, frozen=True, kw_only=True, gc=False):
    """Read the closed trades of a book.

    Attributes:
        since: Moment from which on their exits count, UTC; None for all.
    """

    book: Book
    since: datetime | None = None


class TradesLoaded(Fact, frozen=True, kw_only=True, gc=False):
    """The stored trades of a book, by their exit.

    Attributes:
        since: As it was asked for.
        problem: Why nothing could be read; then the trades are not known. Empty when all is well.
    """

    book: Book
    trades: tuple[Trade, ...]
    since: datetime | None = None
    problem: str = ""


class StatisticsChanged(Fact, frozen=True, kw_only=True, gc=False):
    """Statistics of a book in every timeframe.

    Attributes:
        by_timeframe: Empty while the trades are not known.
        problem: Why they are not; empty when all is well.
    """

    book: Book
    by_timeframe: tuple[tuple[Timeframe, Statistics], ...]
    problem: str = ""


class ListTrades(Command, frozen=True, kw_only=True, gc=False):
    """Tell the trades behind the statistics of a timeframe."""

    book: Book
    timeframe: Timeframe


class TradesListed(Fact, frozen=True, kw_only=True, gc=False):
    """The newest trades of a timeframe, by their exit.

    Attributes:
        left_out: How many older ones there are.
    """

    book: Book
    timeframe: Timeframe
    trades: tuple[Trade, ...]
    left_out: int


class ExportTrades(Command, frozen=True, kw_only=True, gc=False):
    """Write the trades of a timeframe to a file of comma-separated values.

    Attributes:
        path: Replaced if it exists.
    """

    book: Book
    timeframe: Timeframe
    path: str


class SaveEquityPoint(Command, frozen=True, kw_only=True, gc=False):
    """Keep a balance that the broker reported."""

    book: Book
    point: EquityPoint


class OpenStore(Command, frozen=True, kw_only=True, gc=False):
    """Open the database, or try again."""


class Flush(Command, frozen=True, kw_only=True, gc=False):
    """Commit everything that waits."""


class DatabaseWorks(Fact, frozen=True, gc=False):
    """The database was in trouble and works again: who was answered with a problem may ask anew."""


class WriteMirrors(Command, frozen=True, kw_only=True, gc=False):
    """Write the runtime state files of the books that changed."""


class TellScope(Command, frozen=True, kw_only=True, gc=False):
    """Tell which book is shown: one that the trader chose right after another has waited long enough."""


class ShowMode(Command, frozen=True, kw_only=True, gc=False):
    """Show the last used account of a mode."""

    mode: TradeMode


class ShowNextMode(Command, frozen=True, kw_only=True, gc=False):
    """Show the next mode: DEBUG, SIM, LIVE, DEBUG."""


class FollowActivity(Command, frozen=True, kw_only=True, gc=False):
    """Show the account that is being traded, or no more."""

    on: bool


class ShowBook(Command, frozen=True, kw_only=True, gc=False):
    """Show one account."""

    book: Book


class ScopeChanged(Fact, frozen=True, kw_only=True, gc=False):
    """Another book is on the screen.

    Attributes:
        epoch: Rises with each change; what carries another epoch is not shown.
        account: None while the mode has no known account.
        known: All books known so far, for the selector.
        reason: Why, in words.
    """

    epoch: int
    mode: TradeMode
    account: TradeAccount | None
    known: tuple[Book, ...]
    reason: str


class Severity(Enum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class NoticeRaised(Fact, frozen=True, kw_only=True, gc=False):
    """The window must say something in its banner.

    Attributes:
        key: Identity; a later notice with the same key replaces this one.
        text: One line: what, where, what to do.
        book: The book that it is about; None when it is about the program.
    """

    key: str
    severity: Severity
    text: str
    book: Book | None = None


class NoticeCleared(Fact, frozen=True, kw_only=True, gc=False):
    """What a notice said is over."""

    key: str


class NoticeDismissed(Command, frozen=True, kw_only=True, gc=False):
    """The trader has read a notice."""

    key: str


class SwapPanels(Command, frozen=True, kw_only=True, gc=False):
    """Show another generation of one panel or more.

    Attributes:
        panels: `panel1`, `panel2` or both.
        generation: `new` or `legacy`.
        who: `user`, `gate`, `automatic`, `crash`, `environment`, `command line` or `sentinel`.
        why: The reason, in words.
    """

    panels: tuple[str, ...]
    generation: str
    who: str
    why: str


class PanelSwapped(Fact, frozen=True, kw_only=True, gc=False):
    """A panel is shown in another generation.

    Attributes:
        panel: `panel1` or `panel2`.
        old: Generation that was on the screen.
        new: Generation that is on the screen now.
        who: As in `SwapPanels`.
        why: The reason, in words.
        mode: Mode on the screen; None before the first one is known.
        position_open: Whether a position of the shown book was open.
        at: UTC.
        handover: What it did to the screen; None where nothing was on the screen before.
    """

    panel: str
    old: str
    new: str
    who: str
    why: str
    mode: TradeMode | None
    position_open: bool
    at: datetime
    handover: Handover | None = None


class PanelFailed(Fact, frozen=True, kw_only=True, gc=False):
    """A panel did what no panel may.

    Attributes:
        panel: `panel1` or `panel2`.
        generation: Which of the two.
        why: What it did, in words.
    """

    panel: str
    generation: str
    why: str


class CellsCompared(Fact, frozen=True, kw_only=True, gc=False):
    """What the comparison of the generations has counted since it was last told.

    Attributes:
        compares: Whether it goes on.
        counts: By name, as `models.rollout.tally` has them.
    """

    compares: bool
    counts: tuple[tuple[str, int], ...]


class KeepCounts(Command, frozen=True, kw_only=True, gc=False):
    """Keep what was counted of the rollout."""


class SaveCounts(Command, frozen=True, kw_only=True, gc=False):
    """Keep an interval of counting."""

    interval: Interval


class PositionsJudged(Fact, frozen=True, kw_only=True, gc=False):
    """Whether any position is open, for who asks while or after the monitor runs.

    Attributes:
        judgement: `open`, `flat` or `unknown`.
    """

    judgement: str


class ListRollout(Command, frozen=True, kw_only=True, gc=False):
    """Tell where the rollout is."""


class CheckRollout(Command, frozen=True, kw_only=True, gc=False):
    """Hold the gates of the phase against the evidence, and write down what came of it."""


class PromoteRollout(Command, frozen=True, kw_only=True, gc=False):
    """Go on to the next phase, if its gate is open."""


class RollBackRollout(Command, frozen=True, kw_only=True, gc=False):
    """Go back to the phase before, now."""


class RolloutListed(Fact, frozen=True, kw_only=True, gc=False):
    """Where the rollout is.

    Attributes:
        answer: What became of the last command, in words; empty where only a look was asked for.
    """

    view: RolloutView
    answer: str = ""


class SwapRefused(Fact, frozen=True, kw_only=True, gc=False):
    """A panel stays in its generation although another was asked for.

    Attributes:
        panel: `panel1` or `panel2`.
        generation: The one that was asked for.
        who: Who asked, as in `SwapPanels`.
        why: Why it was refused, in words.
        mode: Mode on the screen; None before the first one is known.
        position_open: Whether a position of the shown book was open.
        at: UTC.
    """

    panel: str
    generation: str
    who: str
    why: str
    mode: TradeMode | None
    position_open: bool
    at: datetime


class FlagBurned(Fact, frozen=True, kw_only=True, gc=False):
    """A flag failed in this version and cannot be turned on again before a newer one.

    Attributes:
        flag: Name of the flag.
        version: Version of the program that failed.
        why: What failed, in words.
    """

    flag: str
    version: str
    why: str


class WriteTape(Command, frozen=True, kw_only=True, gc=False):
    """Write down what has happened."""


class KeepFlags(Command, frozen=True, kw_only=True, gc=False):
    """Keep the flags in use as the last that worked."""


class LookForRollback(Command, frozen=True, kw_only=True, gc=False):
    """Look whether the file that asks for the legacy panels is there."""


class TrackingSet(Fact, frozen=True, kw_only=True, gc=False):
    """Whether it is measured from now on what the program costs."""

    on: bool


class IntervalMeasured(Fact, frozen=True, kw_only=True, gc=False):
    """What the window measured of the panels and of its own thread.

    Attributes:
        began_at: UTC.
        ended_at: UTC.
        stalls: How often the GUI thread was late by more than `models.perf.STALL_S`.
        longest_stall_ms: None where there was none.
    """

    began_at: datetime
    ended_at: datetime
    panels: tuple[PanelFigures, ...]
    stalls: int
    longest_stall_ms: float | None


class SavePerformance(Command, frozen=True, kw_only=True, gc=False):
    """Keep what an interval measured."""

    rows: tuple[Measurement, ...]


class ListPerformance(Command, frozen=True, kw_only=True, gc=False):
    """Tell what the program costs, for plots.

    Attributes:
        span_s: Seconds until now that are wanted; None for all.
    """

    span_s: float | None


class PerformanceListed(Fact, frozen=True, kw_only=True, gc=False):
    """What the program costs, for plots.

    Attributes:
        span_s: As it was asked for.
        points: Oldest first.
        at: When it was told, UTC.
        problem: Why nothing could be read; empty when all is well.
    """

    span_s: float | None
    points: tuple[PerfPoint, ...]
    at: datetime
    problem: str = ""


class ListSettings(Command, frozen=True, kw_only=True, gc=False):
    """Tell everything that can be set."""


class ChangeSetting(Command, frozen=True, kw_only=True, gc=False):
    """Write a value into the settings file, and let it count.

    Attributes:
        path: The setting, or a name in a list of names.
        text: What the trader typed; None takes the name out of its list.
    """

    path: SettingPath
    text: str | None


class SettingsListed(Fact, frozen=True, kw_only=True, gc=False):
    """Everything that can be set, as the settings file says it.

    Attributes:
        file: Where changes are written.
        problem: Why nothing could be read; empty when all is well.
    """

    groups: tuple[SettingGroup, ...]
    file: str
    problem: str = ""


class SettingRefused(Fact, frozen=True, kw_only=True, gc=False):
    """A value was not written; the file is as it was."""

    path: SettingPath
    text: str | None
    reason: str


class Shown(Fact, frozen=True, kw_only=True, gc=False):
    """A fact for the screen, with the epoch that it belongs to."""

    epoch: int
    fact: Fact


class Cell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one cell shows: exactly the text, its meaning, whether it flashes."""

    text: str
    role: str
    flash: bool = False


class CellPainted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One changed cell of a panel."""

    panel: str
    generation: str
    name: str
    cell: Cell


class CellsPainted(Fact, frozen=True, kw_only=True, gc=False):
    """What the trader was shown at one moment.

    Attributes:
        at: UNIX seconds.
    """

    at: float
    epoch: int
    mode: TradeMode
    account: TradeAccount | None
    cells: tuple[CellPainted, ...]
