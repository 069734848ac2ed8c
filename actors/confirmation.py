"""Which books the server's list of positions backs, and whether it agrees with what was restored."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime

from actors.base import Ports
from actors.messages import BookConfirmed, NoticeRaised, PositionsLoaded, Severity
from models.book import Book
from models.restored import describe_restored
from models.trade import Position


class Confirmation:
    """Says of each book whether flat is known to be flat; it belongs to the positions actor.

    Args:
        ports: The way to all who want to know, and time.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._books: set[Book] = set()
        self._confirmed: set[Book] = set()
        self.begin()

    def begin(self) -> None:
        """Forget what the server said; what was confirmed until now, it has to say again."""
        self._restored: PositionsLoaded | None = None
        self._corrected = False
        self.lose(self._ports.clock.utc())

    def know(self, books: Iterable[Book]) -> None:
        """Learn whose positions the server's list is complete for."""
        self._books.update(books)

    def knows(self, book: Book) -> bool:
        """Return whether the server's list is complete for a book."""
        return book in self._books

    def await_server(self, restored: PositionsLoaded) -> None:
        """Say what was restored, until the server has its say."""
        self.know(position.book for position in restored.positions)
        self._restored = restored
        self._tell_restored("waiting for the server to confirm")

    def correct(self) -> None:
        """Note that the server knew better."""
        self._corrected = True

    def lose(self, at: datetime) -> None:
        """Without a link nobody can say that a book is flat."""
        self._listed = False
        self._tell(self._confirmed, at, confirmed=False)
        self._confirmed.clear()

    def hear_list(self) -> None:
        """Note that the server listed all positions."""
        self._listed = True

    def settle(self, doubtful: AbstractSet[Book], is_silent: Callable[[Position], bool]) -> None:
        """Confirm every book whose list has come and of which nothing is open to doubt.

        Args:
            doubtful: Books with a report that nothing explains yet.
            is_silent: Whether the server keeps a position to itself.
        """
        if not self._listed:
            return
        new = self._books - doubtful - self._confirmed
        self._confirmed |= new
        self._tell(new, self._ports.clock.utc(), confirmed=True)
        if self._restored is None or doubtful:
            return
        agrees = "the server agrees"
        if self._corrected:
            agrees = "the server corrected it"
        elif any(is_silent(position) for position in self._restored.positions):
            agrees = "the server does not report it"
        self._tell_restored(agrees)
        self._restored = None

    def announce(self) -> None:
        """Tell again which books are confirmed, and which are not."""
        at = self._ports.clock.utc()
        self._tell(self._confirmed, at, confirmed=True)
        self._tell(self._books - self._confirmed, at, confirmed=False)

    def _tell(self, books: Iterable[Book], at: datetime, *, confirmed: bool) -> None:
        for book in sorted(books, key=str):
            self._ports.post(BookConfirmed(book=book, confirmed=confirmed, at=at))

    def _tell_restored(self, outcome: str) -> None:
        if self._restored is None:
            return
        text = describe_restored(self._restored.positions, self._restored.last_seen, self._ports.clock.utc())
        self._ports.post(NoticeRaised(key="restored", severity=Severity.INFO, text=f"{text}; {outcome}."))
