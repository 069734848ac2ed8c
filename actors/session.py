"""What is shown: mode, account, and the epoch that keeps late facts of another book off the screen."""

import logging
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from actors.base import Actor, Ports, handles
from actors.messages import (
    AccountsListed,
    Announce,
    FillBooked,
    FollowActivity,
    LoadScope,
    NoticeCleared,
    NoticeRaised,
    OrderReported,
    PositionChanged,
    ScopeChanged,
    ScopeLoaded,
    Severity,
    ShowBook,
    ShowMode,
    ShowNextMode,
    TellScope,
)
from models import scope as rules
from models.book import Book, TradeMode, mode_of
from models.scope import Scope, Step

log = logging.getLogger(__name__)

LIVE_HIDDEN = "live hidden"
PACE_S = 0.033
"""So long a choice of the trader waits behind what was told last: a key held down, or a program, chooses
faster than a screen shows. Of the choices meanwhile only the last is told; nobody works for the others."""
_PACE = "session pace"


class ScopeWish(NamedTuple):
    """What the user wants to see first.

    Attributes:
        mode: Asked for on the command line; None: the one shown last.
        book: Asked for on the command line; None: the mode's account shown last.
        default_mode: Where nothing was asked for and nothing was shown before.
        follows: Whether the screen follows the activity.
    """

    mode: TradeMode | None
    book: Book | None
    default_mode: TradeMode
    follows: bool


class SessionActor(Actor):
    """Owns the choice of the book on the screen; it never touches a position.

    Args:
        wish: What to show first.
        assigned: The modes that the user has given to accounts; others with real money are announced at
            first sight.
    """

    name = "session"

    def __init__(self, *, ports: Ports, wish: ScopeWish, assigned: Mapping[str, TradeMode]) -> None:
        super().__init__(ports=ports)
        self._wish = wish
        self._assigned = assigned
        # Outlives a restart: an epoch never comes twice, or late facts could pass for new ones.
        self._epoch = 0
        self._is_pacing = False

    def begin(self) -> None:
        """Read what was shown last."""
        self._reason = "start"
        self._announced: set[Book] = set()
        self._hides_live = False
        self._told_at = -PACE_S
        self._is_pacing = False
        self.wait_for(ScopeLoaded)
        self.post(LoadScope())

    def release(self) -> None:
        """Stop the clock."""
        self.clock.cancel(_PACE)

    def on_stop(self) -> None:
        """Tell the choice that still waits: the next start shows it."""
        if self._is_pacing:
            self.tell_choice(TellScope())
        super().on_stop()

    @handles(ScopeLoaded)
    def restore(self, fact: ScopeLoaded) -> None:
        """Show what was asked for on the command line, else what was shown last, else the default."""
        self._announced.update(fact.books)
        # What an account did in another mode is kept, and not shown: SIM must never look like LIVE.
        books = tuple(book for book in fact.books if self._is_current(book))
        self._scope = self._as_it_was(books) if self._epoch else self._at_start(books, fact.shown)
        self._tell()

    @handles(AccountsListed)
    def take_accounts(self, fact: AccountsListed) -> None:
        """Learn the server's accounts."""
        for book in fact.books:
            self._greet(book)
        before = self._scope.known
        self._step(rules.accounts_listed(self._scope, fact.books))
        if self._scope.known != before:
            self._tell()

    @handles(OrderReported)
    def follow_order(self, fact: OrderReported) -> None:
        """An order is a sign of activity."""
        self._greet(fact.order.book)
        self._step(rules.signalled(self._scope, fact.order.book, self.clock.utc()))

    @handles(FillBooked)
    def follow_fill(self, fact: FillBooked) -> None:
        """A fill is a sign of activity."""
        self._greet(fact.booked.book)
        self._step(rules.signalled(self._scope, fact.booked.book, self.clock.utc()))

    @handles(PositionChanged)
    def follow_position(self, fact: PositionChanged) -> None:
        """A position that opens is a sign of activity; one that closes is none."""
        if not self._is_current(fact.book):
            return
        self._greet(fact.book)
        if fact.position is None:
            self._step(rules.closed(self._scope, fact.book, fact.symbol))
        elif not fact.position.confirmed:
            self._step(rules.recovered(self._scope, fact.book, fact.symbol))
        else:
            self._step(rules.opened(self._scope, fact.book, fact.symbol, self.clock.utc()))
        self._warn_of_hidden_live()

    @handles(FollowActivity)
    def follow(self, command: FollowActivity) -> None:
        """Follow the activity from now on, or no more."""
        self._wish = self._wish._replace(follows=command.on)
        self._scope = msgspec.structs.replace(self._scope, follows=command.on)

    @handles(ShowMode)
    def show_mode(self, command: ShowMode) -> None:
        """Show a mode, because the trader wants to."""
        self._choose(rules.mode_chosen(self._scope, command.mode))

    @handles(ShowNextMode)
    def show_next_mode(self, _command: ShowNextMode) -> None:
        """Show the next mode, because the trader wants to."""
        self._choose(rules.next_mode_chosen(self._scope))

    @handles(ShowBook)
    def show_book(self, command: ShowBook) -> None:
        """Show an account, because the trader wants to."""
        self._choose(rules.book_chosen(self._scope, command.book))

    @handles(TellScope)
    def tell_choice(self, _command: TellScope) -> None:
        """Tell what the trader chose last."""
        self._is_pacing = False
        self._tell()
        self._warn_of_hidden_live()

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell again what is shown."""
        self._tell()

    def _is_current(self, book: Book) -> bool:
        """Return whether the account of a book still has its mode: the settings may give it another one."""
        return mode_of(book.account, self._assigned) is book.mode

    def _at_start(self, books: tuple[Book, ...], shown: Book | None) -> Scope:
        """Return what a start shows.

        Args:
            books: Those that are known.
            shown: What an earlier run showed last.
        """
        wish = self._wish
        last = shown if shown is not None and self._is_current(shown) else None
        if wish.mode is not None and last is not None and wish.mode is not last.mode:
            last = None
        mode = wish.mode or (last.mode if last else wish.default_mode)
        book = wish.book or last or next((book for book in books if book.mode is mode), None)
        return Scope(
            mode=book.mode if book else mode,
            account=book.account if book else None,
            epoch=1,
            known=books if book is None or book in books else (*books, book),
            follows=wish.follows,
            held=wish.mode is not None or wish.book is not None,
        )

    def _as_it_was(self, books: tuple[Book, ...]) -> Scope:
        """Return what was shown before a failure, and all that decides what is shown next.

        The database remembers only what an earlier run showed, and neither that the trader chose it nor what
        was open then: a position that is told again would take the screen as if it had just been opened.
        """
        was = self._scope
        fresh = tuple(book for book in books if book not in was.known)
        return msgspec.structs.replace(was, epoch=self._epoch + 1, known=was.known + fresh)

    def _choose(self, step: Step) -> None:
        if step.scope.epoch == self._scope.epoch:
            self._scope = step.scope
            return
        self._scope, self._reason = step.scope, step.reason
        wait_s = self._told_at + PACE_S - self.clock.monotonic()
        if wait_s <= 0:
            self.tell_choice(TellScope())
        elif not self._is_pacing:
            self._is_pacing = True
            self.clock.after(_PACE, wait_s, TellScope())

    def _step(self, step: Step) -> None:
        changed = step.scope.epoch != self._scope.epoch
        self._scope = step.scope
        if changed:
            self._reason = step.reason
            self._tell()

    def _tell(self) -> None:
        scope = self._scope
        if scope.epoch != self._epoch:
            log.info("showing %s %s epoch=%d: %s", scope.mode.value, scope.account, scope.epoch, self._reason)
        self._epoch = scope.epoch
        self._told_at = self.clock.monotonic()
        self.post(
            ScopeChanged(
                epoch=scope.epoch,
                mode=scope.mode,
                account=scope.account,
                known=scope.known,
                reason=self._reason,
            )
        )

    def _greet(self, book: Book) -> None:
        """Announce an account with real money that was never seen before and that nobody assigned."""
        if book in self._announced:
            return
        self._announced.add(book)
        if book.mode is TradeMode.LIVE and book.account not in self._assigned:
            text = (
                f"First sight of account {book.account}: it is taken as LIVE, real money. "
                f'If it is not, write {book.account} = "SIM" into [accounts] of settings.toml.'
            )
            self.post(NoticeRaised(key=f"account {book.account}", severity=Severity.WARNING, text=text))

    def _warn_of_hidden_live(self) -> None:
        """Say so as long as real money is at risk off the screen."""
        if self._scope.live_is_open and self._scope.mode is not TradeMode.LIVE:
            live = {book.account for book, _ in self._scope.open_positions if book.mode is TradeMode.LIVE}
            text = f"A LIVE position is open in {', '.join(sorted(live))} and not on the screen."
            self._hides_live = True
            self.post(NoticeRaised(key=LIVE_HIDDEN, severity=Severity.WARNING, text=text))
        elif self._hides_live:
            self._hides_live = False
            self.post(NoticeCleared(key=LIVE_HIDDEN))
