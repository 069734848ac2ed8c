"""What Panel 2 knows and what it shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from actors.messages import (
    AlarmLimitsSet,
    Cell,
    ConnectionState,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
)
from models.book import Book, Symbol, TradeMode
from models.holidays import CME_CALENDAR, Calendar
from models.quote import Quote
from ui.appearance import AS_USUAL, Appearance
from ui.cell_marks import Mark
from ui.scope import NO_EPOCH

if TYPE_CHECKING:
    # That module takes its labels from this one.
    from ui.panel2.cells import OpenPosition

LABELS = (
    ("Price", "Heat", "Time", "Target", "Stop"),
    ("Planned Risk", "R-Multiple", "Range", "MAE", "MFE"),
    ("VWAP", "Delta", "POC", "Efficiency", "Pts"),
)


class Panel2Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The newest facts of the book on the screen, and what the trader chose.

    Attributes:
        mode: None before the first scope.
        book: None while the mode has no account.
        positions: Newest fact per symbol.
        heat: Start of the drawdown per symbol, UTC; None while there is none.
        quote: The newest valid snapshot; None before the first.
        missed: Why the snapshots are old; None while they are fresh.
        served: The newest price that the server sent per symbol, or the news that none comes any more.
        calendar: When the exchange trades.
        link: State of the link; None before anything is known.
        confirmed: Whether the server's list of positions backs what is known; None while nobody has said.
        now: The newest tick, UTC.
        limits: From which values on a figure is an alarm; None before they are known: the built-in ones.
        chosen: Symbol that the trader cycled to.
        appearance: How amounts and colours are to appear.
    """

    epoch: int = NO_EPOCH
    mode: TradeMode | None = None
    book: Book | None = None
    positions: Mapping[Symbol, PositionChanged] = msgspec.field(default_factory=dict)
    heat: Mapping[Symbol, datetime | None] = msgspec.field(default_factory=dict)
    quote: Quote | None = None
    missed: QuoteMissed | None = None
    served: Mapping[Symbol, PriceReceived | PriceMissed] = msgspec.field(default_factory=dict)
    calendar: Calendar = CME_CALENDAR
    link: ConnectionState | None = None
    confirmed: bool | None = None
    now: datetime | None = None
    limits: AlarmLimitsSet | None = None
    chosen: Symbol | None = None
    appearance: Appearance = AS_USUAL

    @property
    def linked(self) -> bool:
        """Tell whether what the server said last still holds."""
        return self.link is ConnectionState.READY and self.confirmed is not False

    @property
    def flat_is_known(self) -> bool:
        """Tell whether the absence of a position may be called flat; silence of the server may not."""
        return self.book is not None and self.confirmed is True


class Panel2View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the widget shows.

    Attributes:
        symbol: Root of the position shown, with the number of others.
        live: Last price, `FLAT`, or `--` while neither is known.
        grid: The 15 cells by their labels.
        tips: What a cell says under the mouse, by label; `Symbol` and `Live` included.
        marks: Arrows, bars and alarms beside the texts, by label; cells without any are left out.
        notes: What is special right now, most important first.
        open: What the cells are computed from; None without a position.
    """

    facts: Panel2Facts
    symbol: Cell
    live: Cell
    grid: Mapping[str, Cell]
    tips: Mapping[str, str]
    marks: Mapping[str, Mark]
    notes: tuple[str, ...]
    open: "OpenPosition | None" = None

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells by their labels."""
        return {"Symbol": self.symbol, "Live": self.live, **self.grid}
