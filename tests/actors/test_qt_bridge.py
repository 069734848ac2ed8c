"""The way to the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.dict_form import to_dict
from actors.messages import (
    ActorGaveUp,
    Announce,
    BalanceChanged,
    BookConfirmed,
    ConnectionState,
    CurveChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    HeatChanged,
    LinkHeard,
    Message,
    NoticeCleared,
    NoticeDismissed,
    NoticeRaised,
    OpenEquityChanged,
    PositionChanged,
    ScopeChanged,
    Severity,
    Shown,
    SoundsSet,
    StatisticsChanged,
    SwapPanels,
    Ticked,
    TradesListed,
)
from actors.qt_bridge import QtBridgeActor
from models.book import Book
from models.equity import curve_of
from models.open_equity import OpenSample
from models.statistics import Statistics
from models.timeframe import Timeframe
from tests.actors.builders import LIVE, NOW, SIM, SIM2, STALE, SYMBOL, a_quote, changed, link
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.builders import a_position

BOOKS = (SIM, SIM2, LIVE)
EMPTY = curve_of(())
BookFact = PositionChanged | HeatChanged | BalanceChanged | CurveChanged | BookConfirmed | StatisticsChanged


class Screen:
    """Keeps what was handed to it."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.keys: list[str | None] = []
        self.is_broken = False

    def emit(self, shown: Shown, key: str | None) -> None:
        """Take one fact."""
        if self.is_broken:
            raise RuntimeError("the window is gone")
        self.shown.append(shown)
        self.keys.append(key)

    def take(self) -> list[Fact]:
        """Return the facts since the last call."""
        facts = [shown.fact for shown in self.shown]
        self.shown.clear()
        self.keys.clear()
        return facts


def scope(book: Book, epoch: int) -> ScopeChanged:
    """Return a change of what is shown."""
    return ScopeChanged(epoch=epoch, mode=book.mode, account=book.account, known=BOOKS, reason="test")


def balance(book: Book, dollars: int = 1) -> BalanceChanged:
    """Return a balance."""
    return BalanceChanged(book=book, balance=Decimal(dollars), confirmed=True, at=NOW)


def opened(book: Book) -> PositionChanged:
    """Return an open position."""
    return changed(a_position(1, book=book), book=book)


def of_book(book: Book) -> list[BookFact]:
    """Return one fact of each kind about a book."""
    return [
        opened(book),
        HeatChanged(book=book, symbol=SYMBOL, since=NOW),
        balance(book),
        CurveChanged(book=book, curve=curve_of(())),
        BookConfirmed(book=book, confirmed=True, at=NOW),
        StatisticsChanged(book=book, by_timeframe=((Timeframe.DAY, Statistics(trades=3)),)),
    ]


@contextmanager
def playing() -> Iterator[tuple[Screen, Played]]:
    """Give a bridge to a screen."""
    stage, screen = Stage(), Screen()
    try:
        yield screen, stage.start(QtBridgeActor, emit=screen.emit, typed=True)
    finally:
        stage.stop()


@pytest.fixture
def screen() -> Screen:
    """Give a screen."""
    return Screen()


@pytest.fixture
def bridge(stage: Stage, screen: Screen) -> Played:
    """Give the bridge to the screen."""
    return stage.start(QtBridgeActor, emit=screen.emit, typed=True)


@pytest.mark.parametrize("fact", of_book(SIM), ids=lambda fact: type(fact).__name__)
def test_facts_of_the_shown_book_leave_with_its_epoch(bridge: Played, screen: Screen, fact: BookFact) -> None:
    """What concerns the book on the screen goes there at once, under the current epoch."""
    bridge.tell(scope(SIM, 7), fact)
    assert screen.shown[-1] == Shown(epoch=7, fact=fact)


@pytest.mark.parametrize("fact", of_book(SIM), ids=lambda fact: type(fact).__name__)
def test_facts_leave_as_dicts_unless_typed_is_wanted(stage: Stage, screen: Screen, fact: BookFact) -> None:
    """The dict form says the same, and carries the same key."""
    bridge = stage.start(QtBridgeActor, emit=screen.emit, typed=False)
    bridge.tell(scope(SIM, 7), fact, Ticked(at=NOW))
    expected = [to_dict(Shown(epoch=7, fact=one)) for one in (fact, Ticked(at=NOW))]
    # As text, because a dict with the arrays of a curve cannot be compared.
    assert repr(screen.shown[-2:]) == repr(expected)
    assert screen.keys[-2:] == [None, "Ticked"]


@pytest.mark.parametrize("typed", [True, False])
def test_a_wish_to_swap_reaches_the_window_as_it_is(stage: Stage, screen: Screen, *, typed: bool) -> None:
    """It carries no key, so no newer one can replace it, and it needs no scope."""
    bridge = stage.start(QtBridgeActor, emit=screen.emit, typed=typed)
    command = SwapPanels(panels=("panel1",), generation="legacy", who="sentinel", why="drill")
    bridge.tell(command)
    handed: list[object] = list(screen.shown)
    assert (handed, screen.keys) == ([command], [None])


def test_a_book_is_confirmed_behind_all_that_is_known_of_it(bridge: Played, screen: Screen) -> None:
    """The screen may be painted in between, and a confirmed book without its positions would look flat."""
    confirmed, *others = sorted(of_book(LIVE), key=lambda fact: not isinstance(fact, BookConfirmed))
    bridge.tell(scope(SIM, 1), confirmed, *others)
    screen.take()
    bridge.tell(scope(LIVE, 2))
    assert screen.take() == [scope(LIVE, 2), *others, confirmed]


@pytest.mark.parametrize("other", [SIM2, LIVE], ids=str)
def test_facts_of_other_books_stay(bridge: Played, screen: Screen, other: Book) -> None:
    """What concerns another book does not reach the screen, not even one of the same mode."""
    bridge.tell(scope(SIM, 1))
    screen.take()
    bridge.tell(*of_book(other))
    assert screen.take() == []


def test_switch_sends_all_that_is_known_of_the_new_book(bridge: Played, screen: Screen) -> None:
    """A switch comes first, then the newest of each kind of fact about the book, all with its epoch."""
    bridge.tell(scope(SIM, 1), balance(LIVE, 1), *of_book(LIVE), balance(LIVE, 2))
    screen.take()
    bridge.tell(scope(LIVE, 2))
    assert {shown.epoch for shown in screen.shown} == {2}
    facts = screen.take()
    assert facts[0] == scope(LIVE, 2)
    assert {type(fact) for fact in facts[1:]} == {type(fact) for fact in of_book(LIVE)}
    assert balance(LIVE, 2) in facts
    assert balance(LIVE, 1) not in facts


def test_answer_reaches_the_screen_only_while_its_book_is_shown(bridge: Played, screen: Screen) -> None:
    """Listed trades are shown once, and not to who looks at another book by then."""
    answer = TradesListed(book=SIM, timeframe=Timeframe.DAY, trades=(), left_out=0)
    bridge.tell(scope(SIM, 2))
    screen.take()
    bridge.tell(answer)
    assert screen.take() == [answer]
    bridge.tell(scope(LIVE, 3), answer, scope(SIM, 4))
    assert answer not in screen.take()


def test_position_that_was_closed_is_sent_as_flat(bridge: Played, screen: Screen) -> None:
    """A switch to a flat book shows no old position."""
    flat = changed(None, book=LIVE)
    bridge.tell(scope(SIM, 1), opened(LIVE), flat)
    screen.take()
    bridge.tell(scope(LIVE, 2))
    assert screen.take() == [scope(LIVE, 2), flat]


def test_position_that_closes_while_the_screen_begins_anew_goes(
    bridge: Played, screen: Screen, allow_log: AllowLog
) -> None:
    """The window still shows it under the same epoch: only a word of it takes it away."""
    allow_log("actor failed")
    flat = changed(None, book=LIVE)
    bridge.tell(scope(LIVE, 1), opened(LIVE))
    screen.is_broken = True
    bridge.tell(balance(LIVE))
    screen.is_broken = False
    screen.take()
    bridge.tell(flat, scope(LIVE, 1))
    assert screen.take() == [scope(LIVE, 1), flat]


def test_mode_without_account_shows_no_book(bridge: Played, screen: Screen) -> None:
    """As long as a mode has no account nothing of any book is shown."""
    bridge.tell(*of_book(SIM))
    empty = ScopeChanged(epoch=3, mode=SIM.mode, account=None, known=(), reason="test")
    bridge.tell(empty, *of_book(SIM))
    assert screen.take() == [empty]


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        (a_quote(), "QuoteRead"),
        (STALE, "QuoteMissed"),
        (Ticked(at=NOW), "Ticked"),
        (LinkHeard(heard_at=NOW, data_at=None, heartbeat_s=10.0), "LinkHeard"),
        (link(ConnectionState.READY), None),
        (NoticeRaised(key="k", severity=Severity.INFO, text="t"), None),
        (NoticeCleared(key="k"), None),
        (SoundsSet(muted=True, volume=70, quiet=None), None),
        (DisplaySet(exchange_time=True, reduced_motion=False, green_and_red=True), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_concerns_all_books_always_leaves(
    bridge: Played, screen: Screen, fact: Fact, key: str | None
) -> None:
    """Market, time and link are shown with every book; only what is replaced by newer may be skipped."""
    bridge.tell(scope(SIM, 1), fact)
    assert (screen.shown[-1], screen.keys[-1]) == (Shown(epoch=1, fact=fact), key)


@pytest.mark.parametrize("fact", of_book(SIM), ids=lambda fact: type(fact).__name__)
def test_no_fact_of_a_book_may_be_skipped(bridge: Played, screen: Screen, fact: BookFact) -> None:
    """Fills and points of a curve all arrive, in order."""
    bridge.tell(scope(SIM, 1), fact)
    assert screen.keys == ["scope", None]


def test_a_switch_takes_the_place_of_one_that_waits(bridge: Played, screen: Screen) -> None:
    """A window that is busy is spared the books in between; the same book told anew takes nobody's place."""
    bridge.tell(scope(SIM, 1), *of_book(SIM), *of_book(LIVE))
    screen.take()
    bridge.tell(scope(LIVE, 2))
    first, screen.keys = screen.keys, []
    bridge.tell(scope(SIM, 3))
    assert first == screen.keys
    assert len(set(first)) == len(first) == 1 + len(of_book(LIVE))
    assert first[0] == "scope"
    screen.take()
    bridge.tell(scope(SIM, 3))
    assert set(screen.keys) == {None}


def test_dismissed_notice_is_cleared(bridge: Played, screen: Screen) -> None:
    """What the trader has read goes away."""
    bridge.tell(NoticeDismissed(key="k"))
    assert screen.take() == [NoticeCleared(key="k")]


def test_actor_that_gave_up_is_said_loudly(bridge: Played, screen: Screen) -> None:
    """A part that is off for good is an error on the screen, with its name and reason."""
    bridge.tell(ActorGaveUp(actor="positions", reason="ValueError on FillReported: x"))
    (notice,) = screen.take()
    assert isinstance(notice, NoticeRaised)
    assert notice.severity is Severity.ERROR
    assert "positions" in notice.text
    assert "ValueError" in notice.text


def test_failure_asks_for_everything_again(bridge: Played, screen: Screen, allow_log: AllowLog) -> None:
    """A bridge that failed knows no book any more; it asks, and shows none before it is told."""
    allow_log("actor failed")
    bridge.tell(scope(SIM, 1))
    screen.is_broken = True
    assert bridge.tell(balance(SIM))[-1] == Announce()
    screen.is_broken = False
    screen.take()
    bridge.tell(balance(SIM))
    assert screen.take() == []
    bridge.tell(scope(SIM, 1))
    assert screen.take() == [scope(SIM, 1), balance(SIM)]


MESSAGES = st.one_of(
    st.sampled_from([fact for book in BOOKS for fact in (*of_book(book), changed(None, book=book))]),
    st.builds(balance, st.sampled_from(BOOKS), st.integers(1, 9)),
    st.sampled_from(BOOKS),
    st.builds(
        lambda price, second: a_quote(price, at=NOW + timedelta(seconds=second)),
        st.integers(6700, 6800),
        st.integers(0, 9),
    ),
)


@settings(max_examples=60)
@given(st.lists(MESSAGES, max_size=40))
def test_no_epoch_ever_shows_another_book(steps: list[Message | Book]) -> None:
    """However facts and switches interleave, what carries an epoch is of the book that the epoch shows."""
    books: dict[int, Book | None] = {0: None}
    messages: list[Message] = []
    for step in steps:
        if isinstance(step, Book):
            books[len(books)] = step
            messages.append(scope(step, len(books) - 1))
        else:
            messages.append(step)
    with playing() as (screen, bridge):
        bridge.tell(*messages)
        about_books = [
            (each.epoch, each.fact.book) for each in screen.shown if isinstance(each.fact, BookFact)
        ]
        assert all(book == books[epoch] for epoch, book in about_books)
        epochs = [shown.epoch for shown in screen.shown]
        assert epochs == sorted(epochs)
        assert_newest_balance_is_shown(messages, screen, books[len(books) - 1])


def assert_newest_balance_is_shown(messages: list[Message], screen: Screen, book: Book | None) -> None:
    """Compare the last balance told of the shown book with the last one on the screen in the last epoch."""
    told = [fact for fact in messages if isinstance(fact, BalanceChanged) and fact.book == book]
    shown = [
        each.fact for each in screen.shown if isinstance(each.fact, BalanceChanged) and each.fact.book == book
    ]
    assert shown[-1:] == told[-1:]


def test_open_equity_is_shown_only_while_it_is_wanted(bridge: Played, screen: Screen) -> None:
    """It moves with every price; who begins to look at it gets the newest, and first."""
    first, newest = open_equity(SIM, 1), open_equity(SIM, 2)
    bridge.tell(scope(SIM, 1), first, newest, open_equity(SIM2, 3))
    assert screen.take() == [scope(SIM, 1)]
    bridge.tell(EquityViewChosen(with_open=True))
    assert screen.take() == [newest, EquityViewChosen(with_open=True)]
    bridge.tell(first, scope(SIM2, 2))
    assert screen.take() == [first, scope(SIM2, 2), open_equity(SIM2, 3)]
    bridge.tell(EquityViewChosen(with_open=False), open_equity(SIM2, 4), scope(SIM, 3))
    assert screen.take() == [EquityViewChosen(with_open=False), scope(SIM, 3)]


def open_equity(book: Book, dollars: int) -> OpenEquityChanged:
    """Return a curve with open P&L of one moment."""
    return OpenEquityChanged(book=book, curve=EMPTY, tail=(OpenSample(at=NOW, equity=Decimal(dollars)),))
