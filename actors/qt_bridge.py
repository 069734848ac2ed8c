"""The way to the screen: facts of the shown book, and of no other, with the epoch they belong to."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from actors.base import Actor, Ports, handles
from actors.dict_form import to_dict
from actors.messages import (
    ActorGaveUp,
    ActorRestarted,
    AlarmLimitsSet,
    AlarmRaised,
    AlarmsChanged,
    AlarmsListed,
    BalanceChanged,
    BookConfirmed,
    CalendarSet,
    ConnectionChanged,
    CurveChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    GapsChanged,
    HeatChanged,
    LinkHeard,
    NoticeCleared,
    NoticeDismissed,
    NoticeRaised,
    OpenEquityChanged,
    PerformanceListed,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    RolloutListed,
    ScopeChanged,
    SettingRefused,
    SettingsListed,
    Severity,
    Shown,
    SoundsSet,
    StatisticsChanged,
    SwapPanels,
    Ticked,
    TrackingSet,
    TradesListed,
)
from models.book import Book

Payload = Shown | Mapping[str, Any] | SwapPanels
"""A fact, typed or in its dict form; or the one command to the window, which is no panel's business."""

Emit = Callable[[Payload, str | None], None]
"""Hands something to the GUI thread. What carries a key may be replaced by a newer fact with the same key
while it waits; what carries none arrives, in order."""

BookFact = (
    PositionChanged
    | HeatChanged
    | BalanceChanged
    | CurveChanged
    | OpenEquityChanged
    | BookConfirmed
    | StatisticsChanged
)

GeneralFact = (
    AlarmLimitsSet
    | AlarmRaised
    | AlarmsChanged
    | AlarmsListed
    | CalendarSet
    | ConnectionChanged
    | DisplaySet
    | GapsChanged
    | NoticeRaised
    | NoticeCleared
    | NoticeDismissed
    | PerformanceListed
    | RolloutListed
    | SettingRefused
    | SettingsListed
    | SoundsSet
    | TrackingSet
)


_OPEN_EQUITY = "open equity"


class QtBridgeActor(Actor):
    """Owns the current facts of every book, so that another book can be shown at once.

    Args:
        emit: The window's inlet.
        typed: Whether facts are handed over typed; else in their dict form.
    """

    name = "screen"

    def __init__(self, *, ports: Ports, emit: Emit, typed: bool) -> None:
        super().__init__(ports=ports)
        self._emit = emit
        self._typed = typed

    def begin(self) -> None:
        """Forget all."""
        self._scope: ScopeChanged | None = None
        self._facts: dict[Book, dict[Hashable, BookFact]] = {}
        self._with_open = False

    @handles(ScopeChanged)
    def change_scope(self, fact: ScopeChanged) -> None:
        """Show another book: the change itself, then all that is known of the book.

        A switch takes the place of one that still waits for the window, with what came along: it is over.
        """
        is_switch = self._scope is None or fact.epoch != self._scope.epoch
        self._scope = fact
        self._show(fact, "scope" if is_switch else None)
        if fact.account is None:
            return
        facts = self._facts.get(Book(fact.mode, fact.account), {}).items()
        # The screen may be painted between any two: that the positions are complete is told last.
        for kind, book_fact in sorted(facts, key=lambda each: isinstance(each[1], BookConfirmed)):
            if self._is_wanted(book_fact):
                self._show(book_fact, f"scope {kind}" if is_switch else None)

    @handles(PositionChanged, HeatChanged)
    def take_symbol_fact(self, fact: PositionChanged | HeatChanged) -> None:
        """Keep the state of a symbol, and show it if its book is shown."""
        self._take((type(fact), fact.symbol), fact)

    @handles(OpenEquityChanged)
    def take_open_equity(self, fact: OpenEquityChanged) -> None:
        """Keep the curve with open P&L; it moves with every price, and is shown only while it is wanted."""
        self._take(type(fact), fact, _OPEN_EQUITY)

    @handles(EquityViewChosen)
    def choose_equity(self, fact: EquityViewChosen) -> None:
        """Show the other equity curve: first the newest one there is, then that it is wanted."""
        self._with_open = fact.with_open
        scope = self._scope
        if fact.with_open and scope is not None and scope.account is not None:
            open_equity = self._facts.get(Book(scope.mode, scope.account), {}).get(OpenEquityChanged)
            if open_equity is not None:
                self._show(open_equity, _OPEN_EQUITY)
        self._show(fact)

    @handles(BalanceChanged, CurveChanged, BookConfirmed, StatisticsChanged)
    def take_book_fact(self, fact: BalanceChanged | CurveChanged | BookConfirmed | StatisticsChanged) -> None:
        """Keep the state of a book, and show it if it is shown."""
        self._take(type(fact), fact)

    @handles(TradesListed)
    def pass_answer(self, fact: TradesListed) -> None:
        """Show what was asked for, unless another book was chosen meanwhile."""
        if self._is_shown(fact.book):
            self._show(fact)

    @handles(QuoteRead, QuoteMissed, Ticked, LinkHeard)
    def pass_latest(self, fact: QuoteRead | QuoteMissed | Ticked | LinkHeard) -> None:
        """Show what concerns all books and of which only the newest matters.

        That prices are old does not take the place of the last price: a window that was busy gets both.
        """
        self._show(fact, type(fact).__name__)

    @handles(PriceReceived, PriceMissed)
    def pass_price(self, fact: PriceReceived | PriceMissed) -> None:
        """Show the newest price of a symbol, whichever book holds it."""
        self._show(fact, f"price {fact.symbol}")

    @handles(
        AlarmLimitsSet,
        CalendarSet,
        ConnectionChanged,
        DisplaySet,
        GapsChanged,
        AlarmRaised,
        AlarmsChanged,
        AlarmsListed,
        NoticeRaised,
        NoticeCleared,
        NoticeDismissed,
        PerformanceListed,
        RolloutListed,
        SettingRefused,
        SettingsListed,
        SoundsSet,
        TrackingSet,
    )
    def pass_on(self, fact: GeneralFact) -> None:
        """Show what concerns all books."""
        self._show(NoticeCleared(key=fact.key) if isinstance(fact, NoticeDismissed) else fact)

    @handles(SwapPanels)
    def pass_command(self, command: SwapPanels) -> None:
        """Hand the window a swap that was asked for from outside of it."""
        self._emit(command, None)

    @handles(ActorRestarted)
    def tell_restart(self, fact: ActorRestarted) -> None:
        """Say that something went wrong and was mended."""
        text = f"The {fact.actor} part failed and was started again. Details are in logs/app.log."
        self._show(NoticeRaised(key=f"actor {fact.actor}", severity=Severity.WARNING, text=text))

    @handles(ActorGaveUp)
    def tell_gave_up(self, fact: ActorGaveUp) -> None:
        """Say what does not work any more."""
        text = (
            f"DEGRADED: the {fact.actor} part keeps failing and is off ({fact.reason}). Restart the monitor."
        )
        self._show(NoticeRaised(key=f"actor {fact.actor}", severity=Severity.ERROR, text=text))

    def _take(self, key: Hashable, fact: BookFact, latest: str | None = None) -> None:
        # That a symbol is flat is kept as well: who has failed cannot know that the window has heard it.
        self._facts.setdefault(fact.book, {})[key] = fact
        if self._is_shown(fact.book) and self._is_wanted(fact):
            self._show(fact, latest)

    def _is_wanted(self, fact: BookFact) -> bool:
        return self._with_open or not isinstance(fact, OpenEquityChanged)

    def _is_shown(self, book: Book) -> bool:
        scope = self._scope
        return scope is not None and (scope.mode, scope.account) == (book.mode, book.account)

    def _show(self, fact: Fact, key: str | None = None) -> None:
        shown = Shown(epoch=self._scope.epoch if self._scope else 0, fact=fact)
        self._emit(shown if self._typed else to_dict(shown), key)
