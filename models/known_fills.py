"""Which fills were booked: the same one never counts twice."""

from collections.abc import Iterable

from models.book import Book
from models.trade import Fill


class KnownFills:
    """Fills by their names within a book; one that was told live without a name of its own has two."""

    def __init__(self) -> None:
        self._names: set[tuple[Book, str]] = set()

    def restore(self, names: Iterable[tuple[Book, str]]) -> None:
        """Take over what is stored."""
        self._names.update(names)

    def __contains__(self, fill: Fill) -> bool:
        """Return whether a fill was booked, under either name."""
        return not self._names.isdisjoint(_names_of(fill))

    def add(self, fill: Fill) -> None:
        """Remember a fill."""
        self._names |= _names_of(fill)


def _names_of(fill: Fill) -> set[tuple[Book, str]]:
    return {(fill.book, name) for name in (fill.execution_id, fill.alias) if name}
