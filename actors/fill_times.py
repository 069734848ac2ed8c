"""Since when fills of each book may have been missed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from dtc.messages import HistoricalOrderFillsRequest
from models.book import Book

FILL_OVERLAP: Final = timedelta(seconds=2)
"""Historical fills carry whole seconds; what is listed twice is recognised by its id."""
NEXT_SECOND: Final = timedelta(seconds=1)
"""A fill of the same whole second may be older than the list of positions, and part of it already."""


class FillTimes:
    """From when on the fills of a book are asked for; its owner is the connection actor.

    Attributes:
        is_restored: What is stored is known; before, nobody can say which fills were missed.
    """

    def __init__(self) -> None:
        self.is_restored = False
        self._since: dict[Book, datetime] = {}

    def restore(
        self, newest: Iterable[tuple[Book, datetime]], quiet: Iterable[tuple[Book, datetime]]
    ) -> None:
        """Learn what is stored; what was learned since counts more.

        Args:
            newest: The moment of each book's newest fill, UTC.
            quiet: The first sight of books of which nothing else is known, UTC.
        """
        self.is_restored = True
        for book, at in newest:
            self._since.setdefault(book, at - FILL_OVERLAP)
        for book, at in quiet:
            self._since.setdefault(book, at + NEXT_SECOND)

    def learn(self, book: Book, at: datetime) -> None:
        """Remember the newest fill of a book."""
        at -= FILL_OVERLAP
        self._since[book] = max(at, self._since.get(book, at))

    def know_all(self, books: Iterable[Book], now: datetime) -> None:
        """Note that the server has just listed all positions: what made them is no longer asked for."""
        for book in books:
            self._since.setdefault(book, now + NEXT_SECOND)

    def request(self, book: Book, agreed_at: datetime | None = None) -> HistoricalOrderFillsRequest | None:
        """Return how to ask for the fills of a book; None where nothing can have been missed yet.

        Args:
            book: Whose fills.
            agreed_at: When server and monitor agreed last, UTC: perhaps before the newest fill.
        """
        times = (agreed_at and agreed_at - FILL_OVERLAP, self._since.get(book))
        since = min((at for at in times if at is not None), default=None)
        if since is None:
            return None
        return HistoricalOrderFillsRequest(TradeAccount=book.account, StartDateTime=int(since.timestamp()))
