"""What Panel 1 knows and what it shows."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from enum import Enum

import msgspec

from actors.messages import (
    BalanceChanged,
    Cell,
    ConnectionChanged,
    DisplaySet,
    LinkHeard,
    OpenEquityChanged,
)
from models.book import Book, TradeMode
from models.cash_flow import CashFlow
from models.equity import Curve, EquityPoint
from models.gaps import Gap
from models.holidays import CME_CALENDAR, Calendar
from models.timeframe import Timeframe
from ui.appearance import AS_USUAL, Appearance
from ui.scope import NO_EPOCH


class Panel1Facts(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The newest facts of the book on the screen, and what the trader chose.

    Attributes:
        mode: None before the first scope.
        book: None while the mode has no account.
        curve: None until it has arrived.
        flows: What in the curve is no result of a trade.
        with_open: Whether the curve with open P&L is wanted.
        open_equity: That curve; None until it has arrived.
        linked_at: Since when the link has been in its state, UTC.
        now: The newest tick, UTC.
        hovered: Where the mouse is over the chart, UNIX seconds; None while it is elsewhere.
        zone: Time zone of the trader; None is the zone of this computer.
        appearance: How amounts and colours are to appear.
        display: How the trader wants the screen; None before that is known: local time, and motion.
    """

    epoch: int = NO_EPOCH
    mode: TradeMode | None = None
    book: Book | None = None
    known: tuple[Book, ...] = ()
    balance: BalanceChanged | None = None
    curve: Curve | None = None
    flows: tuple[CashFlow, ...] = ()
    with_open: bool = False
    open_equity: OpenEquityChanged | None = None
    timeframe: Timeframe = Timeframe.LIVE
    connection: ConnectionChanged | None = None
    heard: LinkHeard | None = None
    calendar: Calendar = CME_CALENDAR
    gaps: tuple[Gap, ...] = ()
    now: datetime | None = None
    hovered: float | None = None
    zone: tzinfo | None = None
    appearance: Appearance = AS_USUAL
    display: DisplaySet | None = None


class LinkLevel(Enum):
    """How well a part of the link does."""

    GOOD = "good"
    IDLE = "idle"
    SLOW = "slow"
    LOST = "lost"


class LinkLook(msgspec.Struct, frozen=True):
    """The connection as words and as icon.

    Attributes:
        ring: The link itself.
        disc: News of the account that come over it.
        tip: All of it in words.
    """

    cell: Cell
    ring: LinkLevel
    disc: LinkLevel
    tip: str


class CurveWindow(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The part of the equity curve that the chart draws.

    Attributes:
        curve: The whole series, not empty; the balance valid at the left edge is carried in.
        start: Left edge, UNIX seconds.
        end: Right edge, UNIX seconds, at least the time of the last point.
        baseline: Balance at which the P&L would be 0: that of the start, and what has flowed in since.
        role: Colour of the line, by the sign of the P&L.
        moves: Whether the end of the line pulses: it is the present, the link is up, and motion is wanted.
        zone: Time zone of the axis; None is the zone of this computer.
        gaps: Stretches in which nothing was heard of the account, or its open P&L was unknown, UNIX seconds,
            oldest first; the line there is what was known before.
        sessions: Where session days begin, UNIX seconds, oldest first.
        is_private: Whether amounts are hidden.
    """

    curve: Curve
    start: float
    end: float
    baseline: float
    role: str
    moves: bool = False
    zone: tzinfo | None = None
    gaps: tuple[tuple[float, float], ...] = ()
    sessions: tuple[float, ...] = ()
    is_private: bool = False


class Series(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The chosen curve in the timeframe; there is at least one point.

    Attributes:
        curve: Every known value; what was valid at the left edge is carried in.
        start: Left edge, UNIX seconds: that of the timeframe, or the first point where that is later.
        base: What the P&L is counted from.
        last: The present; None where it is unknown.
        end: The newest moment that is known, UTC.
        count: How many points lie inside of the timeframe.
        unknown: Stretches without a value, UNIX seconds.
    """

    curve: Curve
    start: float
    base: EquityPoint
    last: EquityPoint | None
    end: datetime
    count: int
    unknown: tuple[tuple[float, float], ...] = ()


class HoverMark(msgspec.Struct, frozen=True):
    """The line under the mouse.

    Attributes:
        at: UNIX seconds.
        balance: Dollars at that moment; what was known last where it is unknown.
        text: The moment in words.
    """

    at: float
    balance: float
    text: str
    is_known: bool = True


class Panel1View(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Everything that the widget shows.

    Attributes:
        equity: Which curve is shown.
        series: None when there is nothing to draw; `empty_text` says why.
        window: None when there is nothing to draw.
        mark: None while the mouse is not over the chart.
    """

    facts: Panel1Facts
    mode: Cell
    account: Cell
    balance: Cell
    balance_tip: str
    pnl: Cell
    timeframe: Cell
    link: LinkLook
    points: Cell
    hover: Cell
    equity: Cell
    series: Series | None
    window: CurveWindow | None
    empty_text: str
    mark: HoverMark | None

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells by their labels."""
        return {
            "Mode": self.mode,
            "Account": self.account,
            "Balance": self.balance,
            "PnL": self.pnl,
            "Timeframe": self.timeframe,
            "Connection": self.link.cell,
            "Points": self.points,
            "Hover": self.hover,
            "Equity": self.equity,
        }
