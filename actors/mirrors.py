"""What the runtime state files say, kept current so that they can be written at any moment."""

from datetime import datetime
from decimal import Decimal

from actors.messages import BalanceChanged, HeatChanged, PositionChanged
from models.book import Book, Symbol
from models.runtime_state import RuntimeState
from models.trade import Position


class Mirrors:
    """Collects the state of every book, and which books changed since they were last written."""

    def __init__(self) -> None:
        self._positions: dict[Book, dict[Symbol, Position]] = {}
        self._heat: dict[Book, dict[Symbol, datetime]] = {}
        self._balances: dict[Book, Decimal | None] = {}
        self._changed: set[Book] = set()

    @property
    def has_changed(self) -> bool:
        """Return whether any book changed since `take_changed`."""
        return bool(self._changed)

    def note(self, fact: PositionChanged | HeatChanged | BalanceChanged) -> None:
        """Take over one change."""
        self._changed.add(fact.book)
        match fact:
            case PositionChanged(book=book, symbol=symbol, position=None):
                self._positions.setdefault(book, {}).pop(symbol, None)
            case PositionChanged(book=book, symbol=symbol, position=position) if position is not None:
                self._positions.setdefault(book, {})[symbol] = position
            case HeatChanged(book=book, symbol=symbol, since=None):
                self._heat.setdefault(book, {}).pop(symbol, None)
            case HeatChanged(book=book, symbol=symbol, since=since) if since is not None:
                self._heat.setdefault(book, {})[symbol] = since
            case BalanceChanged(book=book, balance=balance):
                self._balances[book] = balance

    def take_changed(self, now: datetime) -> list[RuntimeState]:
        """Return the state of every book that changed, and start to collect anew."""
        changed = sorted(self._changed, key=str)
        self._changed.clear()
        return [
            RuntimeState(
                book=book,
                positions=tuple(self._positions.get(book, {}).values()),
                heat=tuple(self._heat.get(book, {}).items()),
                balance=self._balances.get(book),
                saved_at=now,
            )
            for book in changed
        ]
