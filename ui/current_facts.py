"""The facts that a panel must be told to show what another panel shows; pure."""

from collections.abc import Hashable, Iterator
from itertools import chain

from actors.messages import (
    ConnectionChanged,
    Fact,
    HeatChanged,
    NoticeCleared,
    NoticeRaised,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    ScopeChanged,
    Shown,
)
from models.book import Book
from ui.panel import Payload
from ui.scope import NO_EPOCH, book_of, concerns

_NOT_FOR_PANELS = (NoticeRaised, NoticeCleared)


class CurrentFacts:
    """Keeps the newest fact of each kind, in the order of their arrival.

    What came before the scope is kept apart: a panel may remember what it heard since its book is on the
    screen, so a fact must not move from one side of the scope to the other.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._epoch = NO_EPOCH
        self._book: Book | None = None
        self._before: dict[Hashable, Payload] = {}
        self._scope: Payload | None = None
        self._since: dict[Hashable, Payload] = {}
        self._general: dict[Hashable, Payload] = {}
        self._open: set[str] = set()

    @property
    def position_is_open(self) -> bool:
        """Tell whether the book on the screen holds a position."""
        return bool(self._open)

    def take(self, shown: Shown, payload: Payload) -> None:
        """Keep a fact.

        Args:
            shown: Its typed form.
            payload: The form in which panels are to be told again.
        """
        fact = shown.fact
        if isinstance(fact, _NOT_FOR_PANELS) or not concerns(shown, self._epoch, self._book):
            return
        if isinstance(fact, ScopeChanged):
            self._enter(fact, payload)
            return
        if isinstance(fact, PositionChanged):
            self._note_position(fact)
        key = _key(fact)
        self._since.pop(key, None)
        self._since[key] = payload
        if not hasattr(fact, "book"):
            # Of what concerns every book, only the newest of a kind survives the next scope.
            general = "link" if isinstance(fact, ConnectionChanged) else key
            self._general.pop(general, None)
            self._general[general] = payload

    def payloads(self) -> Iterator[Payload]:
        """Yield all that a new panel must be told, oldest first."""
        scope = () if self._scope is None else (self._scope,)
        return chain(tuple(self._before.values()), scope, tuple(self._since.values()))

    def _enter(self, fact: ScopeChanged, payload: Payload) -> None:
        if fact.epoch > self._epoch:
            self._epoch, self._book = fact.epoch, book_of(fact)
            self._before = dict(self._general)
            self._since = {}
            self._open = set()
        self._scope = payload

    def _note_position(self, fact: PositionChanged) -> None:
        if fact.position is None:
            # The drawdown ended with the position; the next position in this symbol starts without.
            self._since.pop((HeatChanged, fact.symbol), None)
            self._open.discard(fact.symbol)
        else:
            self._open.add(fact.symbol)


def _key(fact: Fact) -> Hashable:
    match fact:
        case PositionChanged() | HeatChanged():
            return type(fact), fact.symbol
        case PriceReceived() | PriceMissed():
            return PriceReceived, fact.symbol
        case ConnectionChanged(state=state):
            # That the link was ready once, with this book on the screen, makes a difference.
            return ConnectionChanged, state
        case _:
            return type(fact)
