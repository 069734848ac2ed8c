"""Facts for tests of Panel 3."""

from collections.abc import Iterable

from actors.messages import Shown, StatisticsChanged
from models.book import Book
from models.scoreboard import Scoreboard
from models.trade import Trade
from tests.models.builders import NOW
from tests.models.results import results
from tests.ui.builders import SIM1, shown

SCENARIO = ("100", "-40", "250", "-60", "0")
"""Two wins, two losses, a scratch."""


def told(trades: Iterable[Trade], *, book: Book = SIM1, epoch: int = 1) -> Shown:
    """Return the statistics of trades, as the bridge hands them over."""
    by_timeframe = tuple(Scoreboard(trades, NOW).statistics.items())
    return shown(StatisticsChanged(book=book, by_timeframe=by_timeframe), epoch)


def told_results(*nets: str | None, book: Book = SIM1, epoch: int = 1) -> Shown:
    """Return the statistics of trades with these results, which all ended within minutes."""
    return told(results(nets), book=book, epoch=epoch)
