"""Which book is on the screen: follows the activity, obeys the trader, and never hides real money at risk."""

from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from models.book import Book, Symbol, TradeAccount, TradeMode

# Two signals for the same book this close together are meant.
_AGREEING = timedelta(milliseconds=750)
# One signal is enough when no other book has signalled for this long.
_QUIET = timedelta(seconds=2)
_ORDER = (TradeMode.DEBUG, TradeMode.SIM, TradeMode.LIVE)


class Signal(msgspec.Struct, frozen=True, gc=False):
    """An order, fill or open position of a book, at a moment (UTC)."""

    book: Book
    at: datetime


class Scope(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is shown, and what decides what is shown next.

    Attributes:
        mode: Shown mode.
        account: Shown account; None while the mode has no known account.
        epoch: Rises with each change of the two.
        known: Books known so far, in the order of their first appearance.
        last_used: The book shown last in each mode that was ever shown.
        follows: Whether the screen follows the activity.
        held: A manual choice holds until the shown book gets a new position.
        listed: The server has named its accounts in this session.
        open_positions: Positions open now, of all books.
        signals: Newest signal of each book that signalled lately, oldest first.
    """

    mode: TradeMode
    account: TradeAccount | None = None
    epoch: int = 0
    known: tuple[Book, ...] = ()
    last_used: tuple[Book, ...] = ()
    follows: bool = True
    held: bool = False
    listed: bool = False
    open_positions: frozenset[tuple[Book, Symbol]] = frozenset()
    signals: tuple[Signal, ...] = ()

    @property
    def book(self) -> Book | None:
        """Return the shown book."""
        return None if self.account is None else Book(self.mode, self.account)

    @property
    def live_is_open(self) -> bool:
        """Return whether any position with real money is open."""
        return any(book.mode is TradeMode.LIVE for book, _ in self.open_positions)


class Step(NamedTuple):
    """The scope after an event, and why another book is shown; an empty reason means that none is."""

    scope: Scope
    reason: str


def seen(scope: Scope, book: Book) -> Step:
    """Return the scope that knows one more book; it becomes the shown one if its mode had none."""
    if book in scope.known:
        return Step(scope, "")
    scope = msgspec.structs.replace(scope, known=(*scope.known, book))
    if scope.account is None and book.mode is scope.mode:
        return _show(scope, book, f"first {book.mode.value} account")
    return Step(scope, "")


def accounts_listed(scope: Scope, books: tuple[Book, ...]) -> Step:
    """Return the scope after the server named its accounts; only the first list may choose one."""
    fresh = tuple(book for book in books if book not in scope.known)
    first_list = not scope.listed
    scope = msgspec.structs.replace(scope, known=scope.known + fresh, listed=True)
    fitting = [book for book in books if book.mode is scope.mode]
    confirmed = scope.book is not None and (scope.held or scope.book in books)
    if confirmed or not fitting or not (first_list or scope.account is None):
        return Step(scope, "")
    return _show(scope, fitting[0], f"first {scope.mode.value} account of the server")


def signalled(scope: Scope, book: Book, at: datetime) -> Step:
    """Return the scope after an order, a fill or a report of an open position.

    Args:
        scope: The scope so far.
        book: Whose activity it was. Flat reports and balances are no signals and do not get here.
        at: UTC, never earlier than that of the signal before.
    """
    scope, reason = seen(scope, book)
    before = scope.signals
    others = tuple(old for old in before if old.book != book and at - old.at <= _QUIET)
    scope = msgspec.structs.replace(scope, signals=(*others, Signal(book, at)))
    if book == scope.book or not scope.follows or scope.held:
        return Step(scope, reason)
    if _keeps_the_screen(scope, book):
        return Step(scope, reason)
    takes_over = book.mode is TradeMode.LIVE and scope.mode is not TradeMode.LIVE
    repeated = bool(before) and before[-1].book == book and at - before[-1].at <= _AGREEING
    if takes_over or repeated or not others:
        return _show(scope, book, f"activity in {book}")
    return Step(scope, reason)


def opened(scope: Scope, book: Book, symbol: Symbol, at: datetime) -> Step:
    """Return the scope after a position is known to be open; telling it again changes nothing.

    A LIVE position that opens takes the screen, whatever the trader chose before.
    """
    if (book, symbol) in scope.open_positions:
        return Step(scope, "")
    scope = msgspec.structs.replace(
        scope,
        open_positions=scope.open_positions | {(book, symbol)},
        held=scope.held and book != scope.book,
    )
    if book.mode is not TradeMode.LIVE or not scope.follows:
        return signalled(scope, book, at)
    scope, reason = seen(scope, book)
    if scope.book == book:
        return Step(scope, reason)
    return _show(msgspec.structs.replace(scope, held=False), book, f"position opened in {book}")


def recovered(scope: Scope, book: Book, symbol: Symbol) -> Step:
    """Return the scope after a position was restored; only real money takes the screen for it."""
    scope, reason = seen(scope, book)
    scope = msgspec.structs.replace(scope, open_positions=scope.open_positions | {(book, symbol)})
    if book.mode is not TradeMode.LIVE or scope.mode is TradeMode.LIVE or not scope.follows:
        return Step(scope, reason)
    return _show(scope, book, f"position restored in {book}")


def closed(scope: Scope, book: Book, symbol: Symbol) -> Step:
    """Return the scope after a position went flat; that alone never changes the screen."""
    return Step(
        msgspec.structs.replace(scope, open_positions=scope.open_positions - {(book, symbol)}),
        "",
    )


def mode_chosen(scope: Scope, mode: TradeMode) -> Step:
    """Return the scope after the trader chose a mode: its last used account, else its first known one."""
    fitting = [book for book in (*scope.last_used, *scope.known) if book.mode is mode]
    scope = msgspec.structs.replace(scope, held=True)
    if fitting:
        return _show(scope, fitting[0], f"{mode.value} chosen")
    if scope.mode is mode:
        return Step(scope, "")
    shown = msgspec.structs.replace(scope, mode=mode, account=None, epoch=scope.epoch + 1)
    return Step(shown, f"{mode.value} chosen, no account known")


def next_mode_chosen(scope: Scope) -> Step:
    """Return the scope after the trader went on to the next mode: DEBUG, SIM, LIVE, DEBUG."""
    return mode_chosen(scope, _ORDER[(_ORDER.index(scope.mode) + 1) % len(_ORDER)])


def book_chosen(scope: Scope, book: Book) -> Step:
    """Return the scope after the trader chose an account."""
    known = scope.known if book in scope.known else (*scope.known, book)
    return _show(msgspec.structs.replace(scope, known=known, held=True), book, f"{book} chosen")


def _keeps_the_screen(scope: Scope, book: Book) -> bool:
    """Return whether an open position stands above the activity of another book.

    Real money stands above simulation wherever it is open; simulation on the screen above debugging.
    """
    risk = _ORDER.index(book.mode)
    return any(
        _ORDER.index(held.mode) > risk and (held.mode is TradeMode.LIVE or held == scope.book)
        for held, _ in scope.open_positions
    )


def _show(scope: Scope, book: Book, reason: str) -> Step:
    if scope.book == book:
        return Step(scope, "")
    others = tuple(old for old in scope.last_used if old.mode is not book.mode)
    shown = msgspec.structs.replace(
        scope,
        mode=book.mode,
        account=book.account,
        epoch=scope.epoch + 1,
        last_used=(*others, book),
    )
    return Step(shown, reason)
