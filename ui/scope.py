"""Which facts may reach the screen: those of the book that is shown, and those that concern every book."""

from typing import Final

from actors.messages import (
    AlarmLimitsSet,
    CalendarSet,
    ConnectionChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    GapsChanged,
    LinkHeard,
    NoticeCleared,
    NoticeRaised,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Book

NO_EPOCH = -1
_FOR_EVERY_BOOK: Final = frozenset(
    {
        AlarmLimitsSet,
        CalendarSet,
        ConnectionChanged,
        DisplaySet,
        EquityViewChosen,
        GapsChanged,
        LinkHeard,
        NoticeCleared,
        NoticeRaised,
        PriceMissed,
        PriceReceived,
        QuoteMissed,
        QuoteRead,
        Ticked,
    }
)


def concerns(shown: Shown, epoch: int, book: Book | None) -> bool:
    """Tell whether a fact may change what is on the screen.

    Args:
        shown: What arrived.
        epoch: Epoch of the screen; `NO_EPOCH` before the first scope.
        book: The book on the screen; None while its mode has no account.

    Returns:
        True for a scope that is not older than the screen's, for facts about every book, and for facts about
        this book that carry this epoch. The book is compared as well, because an epoch alone would let a fact
        through that its sender stamped wrongly.
    """
    fact = shown.fact
    if isinstance(fact, ScopeChanged):
        return fact.epoch >= epoch
    if type(fact) in _FOR_EVERY_BOOK:
        return True
    return shown.epoch == epoch and _book_of(fact) == book


def book_of(scope: ScopeChanged) -> Book | None:
    """Return the book that a scope shows; None while its mode has no account."""
    return None if scope.account is None else Book(scope.mode, scope.account)


def _book_of(fact: Fact) -> Book | None:
    book = getattr(fact, "book", None)
    return book if isinstance(book, Book) else None
