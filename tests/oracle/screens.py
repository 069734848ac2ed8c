"""What the panels show: of the book on the screen as the window would, and of every other as if it were."""

from collections.abc import Hashable, Mapping
from datetime import datetime

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
    StatisticsChanged,
)
from actors.qt_bridge import Payload
from models.book import Book
from models.timeframe import Timeframe
from ui.panel1 import presenter as panel1
from ui.panel1.view_model import Panel1View
from ui.panel2 import presenter as panel2
from ui.panel2.view_model import Panel2View
from ui.panel3 import presenter as panel3
from ui.panel3.view_model import Panel3View
from ui.scope import NO_EPOCH, concerns

_NOT_FOR_PANELS = (AlarmRaised, AlarmsChanged)
_OF_A_BOOK = (
    PositionChanged,
    HeatChanged,
    BalanceChanged,
    CurveChanged,
    OpenEquityChanged,
    BookConfirmed,
    StatisticsChanged,
)


class Screens:
    """Panel 1 and Panel 2 without widgets, from the same facts that the window gets."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin as a new window does."""
        self.scope: ScopeChanged | None = None
        self.notices: dict[str, str] = {}
        self._view1, self._view2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
        self._view3 = panel3.EMPTY_VIEW
        self._pending: dict[str | int, Shown] = {}
        self._shown = 0
        self._common: dict[Hashable, Fact] = {}
        self._of_books: dict[Book, dict[Hashable, Fact]] = {}

    def show(self, payload: Payload, key: str | None = None) -> None:
        """Take what the screen actor hands to the window; as there, the latest of one key wins."""
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
        self._shown += 1
        place: str | int = self._shown if key is None else key
        self._pending.pop(place, None)
        self._pending[place] = payload

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

    @property
    def now(self) -> datetime | None:
        """Return what the clock on the screen says; None before it has said anything."""
        self._paint()
        return self._view2.facts.now

    def shown(self) -> Mapping[str, Cell]:
        """Return the cells of the first two panels on the screen."""
        self._paint()
        return {**self._view1.cells(), **self._view2.cells()}

    def cells(self, book: Book) -> Mapping[str, Cell]:
        """Return the cells of the first two panels that a book has, or would have on the screen."""
        view1, view2, _ = self._views(book)
        return {**view1.cells(), **view2.cells()}

    def by_timeframe(self, book: Book) -> Mapping[Timeframe, tuple[Mapping[str, Cell], Mapping[str, Cell]]]:
        """Return balance cells and statistics of a book in every timeframe.

        The statistics are those on the screen where it shows the book.
        """
        view1, _, view3 = self._views(book)
        self._paint()
        if book == self.book:
            view3 = self._view3
        return {
            timeframe: (
                panel1.choose(view1, timeframe).cells(),
                panel3.choose(view3, timeframe).cells(),
            )
            for timeframe in Timeframe
        }

    def _paint(self) -> None:
        """Let the panels take what has come since somebody looked."""
        for payload in self._pending.values():
            self._view1 = panel1.present(self._view1, payload)
            self._view2 = panel2.present(self._view2, payload)
            self._view3 = panel3.present(self._view3, payload)
        self._pending.clear()

    def _views(self, book: Book) -> tuple[Panel1View, Panel2View, Panel3View]:
        scope = ScopeChanged(epoch=1, mode=book.mode, account=book.account, known=(), reason="")
        view1, view2, view3 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW, panel3.EMPTY_VIEW
        assert view1.facts.epoch == NO_EPOCH
        for fact in (scope, *self._common.values(), *self._of_books.get(book, {}).values()):
            payload = Shown(epoch=1, fact=fact)
            assert concerns(payload, 1, book)
            view1, view2 = panel1.present(view1, payload), panel2.present(view2, payload)
            view3 = panel3.present(view3, payload)
        return view1, view2, view3
