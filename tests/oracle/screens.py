"""What the panels show: of the book on the screen as the window would, and of every other as if it were."""

from collections.abc import Hashable, Mapping

from actors.messages import (
    AlarmRaised,
    AlarmsChanged,
    BalanceChanged,
    BookConfirmed,
    Cell,
    CurveChanged,
    Fact,
    HeatChanged,
    Message,
    NoticeCleared,
    NoticeRaised,
    OpenEquityChanged,
    PositionChanged,
    ScopeChanged,
    Shown,
)
from actors.qt_bridge import Payload
from models.book import Book
from ui.panel1 import presenter as panel1
from ui.panel2 import presenter as panel2
from ui.scope import NO_EPOCH, concerns

_NOT_FOR_PANELS = (AlarmRaised, AlarmsChanged)
_OF_A_BOOK = (PositionChanged, HeatChanged, BalanceChanged, CurveChanged, OpenEquityChanged, BookConfirmed)


class Screens:
    """Panel 1 and Panel 2 without widgets, from the same facts that the window gets."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin as a new window does."""
        self.scope: ScopeChanged | None = None
        self.notices: dict[str, str] = {}
        self._view1, self._view2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
        self._common: dict[Hashable, Fact] = {}
        self._of_books: dict[Book, dict[Hashable, Fact]] = {}

    def show(self, payload: Payload, _key: str | None = None) -> None:
        """Take what the screen actor hands to the window."""
        assert isinstance(payload, Shown), payload
        fact = payload.fact
        if isinstance(fact, ScopeChanged):
            self.scope = fact
        elif isinstance(fact, NoticeRaised):
            self.notices[fact.key] = fact.text
        elif isinstance(fact, NoticeCleared):
            self.notices.pop(fact.key, None)
        elif getattr(fact, "book", None) is None and not isinstance(fact, _NOT_FOR_PANELS):
            self._common.pop(type(fact), None)
            self._common[type(fact)] = fact
        self._view1 = panel1.present(self._view1, payload)
        self._view2 = panel2.present(self._view2, payload)

    def overhear(self, message: Message) -> None:
        """Take what the actors tell each other of a book, shown or not."""
        if isinstance(message, _OF_A_BOOK):
            key = (type(message), getattr(message, "symbol", None))
            facts = self._of_books.setdefault(message.book, {})
            # The newest in the order of their coming, as a window would have met them.
            facts.pop(key, None)
            facts[key] = message

    @property
    def book(self) -> Book | None:
        """Return the book on the screen."""
        if self.scope is None or self.scope.account is None:
            return None
        return Book(self.scope.mode, self.scope.account)

    def shown(self) -> Mapping[str, Cell]:
        """Return the cells on the screen."""
        return {**self._view1.cells(), **self._view2.cells()}

    def cells(self, book: Book) -> Mapping[str, Cell]:
        """Return the cells that a book has, or would have on the screen."""
        scope = ScopeChanged(epoch=1, mode=book.mode, account=book.account, known=(), reason="")
        view1, view2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
        assert view1.facts.epoch == NO_EPOCH
        for fact in (scope, *self._common.values(), *self._of_books.get(book, {}).values()):
            payload = Shown(epoch=1, fact=fact)
            assert concerns(payload, 1, book)
            view1, view2 = panel1.present(view1, payload), panel2.present(view2, payload)
        return {**view1.cells(), **view2.cells()}
