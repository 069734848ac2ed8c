"""Statistics of the closed trades of every book that was looked at."""

import logging
from datetime import datetime

from actors.base import Actor, Ports, handles
from actors.messages import (
    Announce,
    CalendarSet,
    ExportTrades,
    ListTrades,
    LoadTrades,
    NoticeRaised,
    ScopeChanged,
    Severity,
    StatisticsChanged,
    Ticked,
    TradeClosed,
    TradesListed,
    TradesLoaded,
)
from actors.seams.text_file import TextFiles
from models.book import Book
from models.holidays import CME_CALENDAR, Calendar
from models.scoreboard import Scoreboard
from models.trade import Trade
from models.trade_csv import trades_csv

MOST_LISTED = 1_000
"""More than anybody scrolls through; five times as many in the dict form would stop the window for 50 ms."""

log = logging.getLogger(__name__)


class StatisticsActor(Actor):
    """Owns the trades of each book that has been on the screen, and what they add up to.

    Args:
        files: Where exports go.
        calendar: Holidays of the exchange.
    """

    name = "statistics"

    def __init__(self, *, ports: Ports, files: TextFiles, calendar: Calendar = CME_CALENDAR) -> None:
        super().__init__(ports=ports)
        self._files = files
        self._calendar = calendar
        # What was looked at outlives a restart of the actor: nobody tells it again by itself. In the order of
        # looking, in which it is read again.
        self._wanted: list[Book] = []

    def begin(self) -> None:
        """Forget all, and read what is stored of the books that were looked at."""
        self._boards: dict[Book, Scoreboard] = {}
        self._problems: dict[Book, str] = {}
        self._early: dict[Book, list[Trade]] = {book: [] for book in self._wanted}
        self._minute: datetime | None = None
        for book in self._wanted:
            self.post(LoadTrades(book=book))

    @handles(ScopeChanged)
    def follow(self, fact: ScopeChanged) -> None:
        """Read the trades of a book when it is looked at for the first time."""
        if fact.account is None:
            return
        book = Book(fact.mode, fact.account)
        if book not in self._wanted:
            self._wanted.append(book)
            self._early[book] = []
            self.post(LoadTrades(book=book))

    @handles(TradesLoaded)
    def restore(self, fact: TradesLoaded) -> None:
        """Take over the stored trades, and those that closed meanwhile."""
        if fact.book not in self._early or fact.since is not None:
            return
        if fact.problem:
            self._problems[fact.book] = fact.problem
        else:
            self._problems.pop(fact.book, None)
            trades = [*fact.trades, *self._early.pop(fact.book)]
            self._boards[fact.book] = Scoreboard(trades, self.clock.utc(), self._calendar)
        self._tell(fact.book)

    @handles(TradeClosed)
    def count(self, fact: TradeClosed) -> None:
        """Count a trade; of a book that nobody has looked at, the database keeps it until somebody does."""
        book = fact.trade.book
        if book in self._early:
            self._early[book].append(fact.trade)
        elif book in self._boards and self._boards[book].add(fact.trade, self.clock.utc()):
            self._tell(book)

    @handles(Ticked)
    def roll(self, fact: Ticked) -> None:
        """Once a minute let the timeframes go on, and ask again for what nobody could read."""
        minute, before = fact.at.replace(second=0, microsecond=0), self._minute
        self._minute = minute
        if before in {None, minute}:
            return
        for book, board in self._boards.items():
            if board.roll(fact.at):
                self._tell(book)
        for book in self._early:
            self.post(LoadTrades(book=book))

    @handles(CalendarSet)
    def count_by_days(self, fact: CalendarSet) -> None:
        """Count all trades anew where a correction moves them to another session day."""
        if fact.calendar == self._calendar:
            return
        self._calendar = fact.calendar
        for book, board in list(self._boards.items()):
            self._boards[book] = board.by_days(fact.calendar, self.clock.utc())
            self._tell(book)

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the statistics of all books again."""
        for book in [*self._boards, *self._problems]:
            self._tell(book)

    @handles(ListTrades)
    def list_trades(self, command: ListTrades) -> None:
        """Tell the trades behind the figures."""
        board = self._boards.get(command.book)
        if board is None:
            return
        trades = board.trades(command.timeframe)
        left_out = max(0, len(trades) - MOST_LISTED)
        self.post(
            TradesListed(
                book=command.book,
                timeframe=command.timeframe,
                trades=tuple(trades[left_out:]),
                left_out=left_out,
            )
        )

    @handles(ExportTrades)
    def export(self, command: ExportTrades) -> None:
        """Write the trades of a timeframe to a file, and say so."""
        board = self._boards.get(command.book)
        if board is None:
            self._say(Severity.WARNING, f"The trades of {command.book} are not known yet: nothing exported.")
            return
        trades = board.trades(command.timeframe)
        try:
            self._files.write(command.path, trades_csv(trades))
        except OSError as error:
            log.warning("export failed path=%s: %s", command.path, error)
            reason = error.strerror or str(error)
            self._say(
                Severity.WARNING, f"Export to {command.path} failed: {reason}. Choose another place for it."
            )
        else:
            log.info("exported trades=%d book=%s path=%s", len(trades), command.book, command.path)
            what = f"Trades of {command.book}, {command.timeframe.value}"
            self._say(Severity.INFO, f"{what}: {len(trades)} exported to {command.path}")

    def _say(self, severity: Severity, text: str) -> None:
        self.post(NoticeRaised(key="export", severity=severity, text=text))

    def _tell(self, book: Book) -> None:
        if book in self._problems:
            self.post(StatisticsChanged(book=book, by_timeframe=(), problem=self._problems[book]))
            return
        statistics = tuple(self._boards[book].statistics.items())
        self.post(StatisticsChanged(book=book, by_timeframe=statistics))
