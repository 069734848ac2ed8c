"""What Panel 3 knows and what it shows."""

from collections.abc import Mapping

import msgspec

from actors.messages import Cell
from models.book import Book, TradeMode
from models.statistics import Statistics
from models.timeframe import Timeframe
from ui.appearance import AS_USUAL, Appearance
from ui.scope import NO_EPOCH

LABELS = (
    ("Total PnL", "Max Drawdown", "Max Run-Up", "Expectancy", "Avg Time"),
    ("Trades", "Best", "Worst", "Hit Rate", "Commissions"),
    ("Avg R", "Profit Factor", "Streak", "MAE", "MFE"),
)
SHARPE = "Sharpe"


class Panel3Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The newest facts of the book on the screen, and what the trader chose.

    Attributes:
        mode: None before the first scope.
        book: None while the mode has no account.
        statistics: Empty while the trades are not known.
        problem: Why they are not; empty when nothing went wrong.
        appearance: How amounts and colours are to appear.
    """

    epoch: int = NO_EPOCH
    mode: TradeMode | None = None
    book: Book | None = None
    statistics: Mapping[Timeframe, Statistics] = msgspec.field(default_factory=dict)
    problem: str = ""
    timeframe: Timeframe = Timeframe.DAY
    appearance: Appearance = AS_USUAL

    @property
    def shown(self) -> Statistics | None:
        """Return the statistics of the chosen timeframe; None while they are not known."""
        return self.statistics.get(self.timeframe)


class Panel3View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the widget shows.

    Attributes:
        timeframe: Its label, in the role of the sign of the total.
        grid: The 15 cells by their labels.
        sharpe: Text of the bar.
        bar: Filled share of the bar, 0 to 1.
        tips: What a cell says under the mouse, by label; the bar's included.
        notes: What keeps figures from being shown, most important first.
    """

    facts: Panel3Facts
    timeframe: Cell
    grid: Mapping[str, Cell]
    sharpe: Cell
    bar: float
    tips: Mapping[str, str]
    notes: tuple[str, ...]

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells by their labels."""
        return {"Timeframe": self.timeframe, **self.grid, SHARPE: self.sharpe}
