"""Balances and equity curves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from actors.equity import PATIENCE_S, SETTLE_S, EquityActor
from actors.messages import (
    AccountsListed,
    ActorRestarted,
    Announce,
    BalanceChanged,
    BalanceReported,
    BalanceReset,
    CalendarSet,
    CashSettled,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    DatabaseWorks,
    EquityLoaded,
    EquityViewChosen,
    FillBooked,
    LoadEquity,
    Message,
    NoticeRaised,
    OpenEquityChanged,
    PriceMissed,
    PriceReceived,
    ResetSimBalance,
    SaveEquityPoint,
    SaveOpenEquity,
    SetCalendar,
    StartMonthsAnew,
    SwitchEquityView,
    Ticked,
)
from models.book import Book, Symbol
from models.broker_cash import BrokerCash
from models.cash_flow import CashFlow
from models.equity import EquityPoint, curve_of
from models.holidays import CME_CALENDAR
from models.market import ServedPrice
from models.store import Store
from tests.actors.builders import (
    DEBUG,
    LIVE,
    LIVE2,
    NOW,
    SIM,
    SIM2,
    STALE,
    SYMBOL,
    a_quote,
    all_of,
    booked_with,
    changed,
    last_of,
    later,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.builders import a_position

START = Decimal(10000)
POISON = FillBooked(booked=None)  # type: ignore[arg-type]  # what no message should ever hold
NOTHING = EquityLoaded(curves=())
UNREADABLE = EquityLoaded(curves=(), problem="disk does not answer")
SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])
LEDGERS = pytest.mark.parametrize("book", [SIM, DEBUG], ids=str)


@pytest.fixture
def equity(stage: Stage) -> Played:
    """Give the actor, with nothing stored."""
    played = stage.start(EquityActor, start_balance=START)
    played.tell(NOTHING)
    return played


def balance(posted: list[Message], book: Book) -> tuple[Decimal | None, bool]:
    """Return the balance of a book that was told last, and whether it is confirmed."""
    last = [fact for fact in all_of(posted, BalanceChanged) if fact.book == book][-1]
    return last.balance, last.confirmed


def times(posted: list[Message], book: Book) -> list[float]:
    """Return the times of the curve that was told last."""
    curve = [fact.curve for fact in all_of(posted, CurveChanged) if fact.book == book][-1]
    return [float(moment) for moment in curve.times]


def stored(book: Book, *points: tuple[datetime, int]) -> EquityLoaded:
    """Return a stored curve."""
    curve = curve_of(EquityPoint(at=at, balance=Decimal(value)) for at, value in points)
    return EquityLoaded(curves=((book, curve),))


def cash(book: Book, dollars: str, at: datetime = NOW) -> BalanceReported:
    """Return the broker's report of a balance."""
    return BalanceReported(book=book, cash=Decimal(dollars), at=at)


def test_calendar_is_told_to_the_screen(stage: Stage) -> None:
    """At the start, and again to a screen that was built anew."""
    calendar = CME_CALENDAR.with_days({"2026-11-27": "normal"})
    played = stage.start(EquityActor, start_balance=START, calendar=calendar)
    assert last_of(played.posted, CalendarSet).calendar == calendar
    assert last_of(played.tell(NOTHING, Announce()), CalendarSet).calendar == calendar


def test_other_calendar_is_told_at_once_and_outlives_a_failure(equity: Played, allow_log: AllowLog) -> None:
    """What was corrected is corrected for everybody, now and after a restart of the actor."""
    calendar = CME_CALENDAR.with_days({"2026-11-27": "normal"})
    assert equity.tell(SetCalendar(calendar=calendar)) == [CalendarSet(calendar=calendar)]
    allow_log("actor failed")
    poison = FillBooked(booked=None)  # type: ignore[arg-type]  # what no message should ever hold
    assert last_of(equity.tell(poison), CalendarSet).calendar == calendar


@LEDGERS
def test_new_ledger_starts_with_the_start_balance(equity: Played, book: Book) -> None:
    """An account with simulated money is given its start once."""
    posted = equity.tell(AccountsListed(books=(book,)))
    assert balance(posted, book) == (START, True)
    assert last_of(posted, BalanceReset).balance == START
    assert equity.tell(AccountsListed(books=(book,))) == []


@LEDGERS
def test_ledger_adds_the_result_of_each_fill(equity: Played, book: Book) -> None:
    """The balance of a ledger is its start and the results of all fills."""
    posted = equity.tell(AccountsListed(books=(book,)), booked_with(book, "-1.24"), booked_with(book, "37.5"))
    assert balance(posted, book) == (Decimal("10036.26"), True)


def test_fill_of_an_unknown_value_changes_nothing(equity: Played) -> None:
    """Without a known point value there is no dollar result, which is not zero dollars."""
    equity.tell(AccountsListed(books=(SIM,)))
    assert equity.tell(booked_with(SIM, None)) == []


@LEDGERS
def test_ledger_ignores_the_broker(equity: Played, book: Book) -> None:
    """Simulated money is counted by fills; what the server says of it is no truth."""
    equity.tell(AccountsListed(books=(book,)))
    assert equity.tell(cash(book, "5")) == []
    assert balance(equity.tell(Announce()), book) == (START, True)


def test_real_money_is_what_the_broker_says(equity: Played) -> None:
    """A LIVE balance comes from the broker alone; fills do not touch it."""
    assert equity.tell(AccountsListed(books=(LIVE,))) == []
    posted = equity.tell(cash(LIVE, "31234.56"))
    assert balance(posted, LIVE) == (Decimal("31234.56"), True)
    point = EquityPoint(at=NOW, balance=Decimal("31234.56"))
    assert all_of(posted, SaveEquityPoint) == [SaveEquityPoint(book=LIVE, point=point)]
    assert equity.tell(booked_with(LIVE, "50")) == []


def test_books_are_separate(equity: Played) -> None:
    """A result in one account shows in no other."""
    equity.tell(AccountsListed(books=(SIM, SIM2)), cash(LIVE, "100"), cash(LIVE2, "200"))
    posted = equity.tell(booked_with(SIM, "10"), cash(LIVE2, "300"))
    assert {fact.book for fact in all_of(posted, BalanceChanged)} == {SIM, LIVE2}


def test_same_broker_balance_adds_no_point(equity: Played) -> None:
    """A repeated balance is no new point of the curve."""
    equity.tell(cash(LIVE, "100"))
    assert equity.tell(cash(LIVE, "100", later(5))) == []


def test_stored_real_money_waits_for_the_broker(stage: Stage) -> None:
    """A stored LIVE balance is unconfirmed until the broker says the same, which adds no point."""
    equity = stage.start(EquityActor, start_balance=START)
    assert balance(equity.tell(stored(LIVE, (later(-60), 100))), LIVE) == (Decimal(100), False)
    posted = equity.tell(cash(LIVE, "100"))
    assert balance(posted, LIVE) == (Decimal(100), True)
    assert all_of(posted, SaveEquityPoint) == []
    assert len(times(posted, LIVE)) == 1


def test_stored_ledger_goes_on(stage: Stage) -> None:
    """A stored ledger is right at once, and is not started anew."""
    equity = stage.start(EquityActor, start_balance=START)
    assert balance(equity.tell(stored(SIM, (later(-60), 10500))), SIM) == (Decimal(10500), True)
    posted = equity.tell(AccountsListed(books=(SIM,)), booked_with(SIM, "5"))
    assert balance(posted, SIM) == (Decimal(10505), True)


def test_unreadable_ledger_has_no_balance(stage: Stage) -> None:
    """Where the stored balance cannot be read none is made up."""
    equity = stage.start(EquityActor, start_balance=START)
    equity.tell(UNREADABLE)
    posted = equity.tell(AccountsListed(books=(SIM, DEBUG)), booked_with(SIM, "5"))
    assert [(fact.book, fact.balance) for fact in all_of(posted, BalanceChanged)] == [
        (SIM, None),
        (DEBUG, None),
    ]
    assert all_of(posted, BalanceReset) == []


def test_unreadable_ledger_is_read_once_the_database_works(stage: Stage) -> None:
    """With what was told meanwhile, and with what comes while it is read; an account without one gets it."""
    equity = stage.start(EquityActor, start_balance=START)
    equity.tell(UNREADABLE, AccountsListed(books=(SIM, SIM2)), booked_with(SIM, "5", number=1))
    assert all_of(equity.tell(DatabaseWorks()), LoadEquity) == [LoadEquity()]
    told = msgspec.structs.replace(loaded(112, NOW), booked=((SIM, "e1"), (SIM, "e2")))
    fills = [booked_with(SIM, "7", number=2), booked_with(SIM, "1", number=3)]
    posted = equity.tell(*fills, told)
    assert balance(posted, SIM) == (Decimal(113), True)
    assert balance(posted, SIM2) == (START, True)
    assert [reset.book for reset in all_of(posted, BalanceReset)] == [SIM2]
    assert equity.tell(DatabaseWorks()) == []


def test_balance_that_a_failure_lost_is_shown_no_more(equity: Played, allow_log: AllowLog) -> None:
    """The next fills would not be in it; what the broker said of real money stays what it said."""
    allow_log("actor failed")
    equity.tell(AccountsListed(books=(SIM,)), cash(LIVE, "100"))
    posted = equity.tell(POISON, UNREADABLE)
    assert [(fact.book, fact.balance, fact.confirmed) for fact in all_of(posted, BalanceChanged)] == [
        (SIM, None, False)
    ]
    assert times(posted, SIM) == []
    assert last_of(posted, OpenEquityChanged).tail == ()
    equity.tell(DatabaseWorks())
    assert balance(equity.tell(loaded(105, NOW)), SIM) == (Decimal(105), True)


def test_samples_of_the_minute_are_kept_before_all_is_read_again(stage: Stage) -> None:
    """What is read takes the place of what was gathered meanwhile."""
    equity = stage.start(EquityActor, start_balance=START)
    equity.tell(UNREADABLE, link(ConnectionState.READY), cash(LIVE, "100"))
    (kept,) = all_of(equity.tell(DatabaseWorks()), SaveOpenEquity)
    assert [sample.equity for sample in kept.samples] == [Decimal(100)]


def test_debug_ledger_outlives_a_failure(equity: Played, allow_log: AllowLog) -> None:
    """No database keeps it; what is stored of the others is told again beside it."""
    allow_log("actor failed")
    equity.tell(AccountsListed(books=(DEBUG,)), booked_with(DEBUG, "5"))
    posted = equity.tell(POISON, EquityLoaded(curves=()))
    assert balance(posted, DEBUG) == (START + 5, True)
    assert len(times(posted, DEBUG)) == 2
    assert balance(equity.tell(booked_with(DEBUG, "7", number=2)), DEBUG) == (START + 12, True)


def test_curve_without_points_hurts_nobody(stage: Stage) -> None:
    """A stored curve of which no row could be read does not keep the actor from working."""
    equity = stage.start(EquityActor, start_balance=START)
    posted = equity.tell(EquityLoaded(curves=((LIVE, curve_of(())),)))
    assert all_of(posted, ActorRestarted) == []
    assert balance(equity.tell(cash(LIVE, "100")), LIVE) == (Decimal(100), True)


def test_points_never_go_back_in_time(equity: Played) -> None:
    """A fill that is reported late does not turn the curve back."""
    equity.tell(AccountsListed(books=(SIM,)))
    posted = equity.tell(booked_with(SIM, "5", at=later(60)), booked_with(SIM, "5", at=later(30)))
    moments = times(posted, SIM)
    assert moments == sorted(moments)


@LEDGERS
def test_reset_starts_a_ledger_anew(equity: Played, book: Book) -> None:
    """After a reset the balance is the start again, with its reason; the curve keeps its past."""
    equity.tell(AccountsListed(books=(book,)), booked_with(book, "-500"))
    posted = equity.tell(ResetSimBalance(book=book, reason="fresh start"))
    assert balance(posted, book) == (START, True)
    assert last_of(posted, BalanceReset).reason == "fresh start"
    assert len(times(posted, book)) == 3


def test_reset_says_which_fill_it_comes_behind(equity: Played) -> None:
    """Another fill may be on its way to the database already."""
    equity.tell(AccountsListed(books=(SIM,)))
    reset = ResetSimBalance(book=SIM, reason="asked")
    assert last_of(equity.tell(reset), BalanceReset).after == ""
    assert last_of(equity.tell(booked_with(SIM, "5", number=7), reset), BalanceReset).after == "e7"


def test_reset_of_a_ledger_that_cannot_be_read_says_it_too(stage: Stage) -> None:
    """The fills before it belong to the old ledger, known or not."""
    equity = stage.start(EquityActor, start_balance=START)
    equity.tell(msgspec.structs.replace(UNREADABLE, booked=((SIM, "e7"),)))
    posted = equity.tell(ResetSimBalance(book=SIM, reason="asked"))
    assert last_of(posted, BalanceReset).after == "e7"
    assert balance(posted, SIM) == (START, True)


def test_fill_that_waited_while_its_curve_was_read_counts_once(stage: Stage) -> None:
    """After a failure the database may tell a curve with a fill that still waits here."""
    equity = stage.start(EquityActor, start_balance=START)
    known, new = booked_with(SIM, "5", number=1), booked_with(SIM, "7", number=2)
    told = msgspec.structs.replace(loaded(105, NOW, SIM), booked=((SIM, "e1"),))
    assert balance(equity.tell(known, new, told), SIM) == (Decimal(112), True)


def test_reset_of_real_money_is_refused(equity: Played, allow_log: AllowLog) -> None:
    """Nobody but the broker sets a LIVE balance."""
    allow_log("refused")
    equity.tell(cash(LIVE, "100"))
    assert equity.tell(ResetSimBalance(book=LIVE, reason="please")) == []


def test_first_fill_of_an_unlisted_account_is_stored_like_it_is_shown(stage: Stage, tmp_path: Path) -> None:
    """What is told to be stored gives the same balance after a restart, whatever came first."""
    equity = stage.start(EquityActor, start_balance=START)
    first, second = booked_with(SIM, "-1.24", number=1), booked_with(SIM, "20", number=2)
    posted = [*equity.tell(NOTHING), first, *equity.tell(first), second, *equity.tell(second)]
    store, _ = Store.open(tmp_path / "appsierra.db", NOW)
    for message in posted:
        if isinstance(message, FillBooked):
            store.book_fill(message.booked)
        elif isinstance(message, BalanceReset):
            store.reset_balance(message.book, message.balance, message.at, message.reason)
    curves, _ = store.load_curves()
    store.close()
    assert curves[SIM].point(-1).balance == balance(posted, SIM)[0] == Decimal("10018.76")


@pytest.fixture
def monthly(stage: Stage) -> Played:
    """Give the actor with the monthly reset on, in November."""
    return stage.start(EquityActor, start_balance=START, monthly_reset=True)


def loaded(balance: int, at: datetime, book: Book = SIM) -> EquityLoaded:
    """Return a stored ledger that was last started at a moment."""
    curve = curve_of([EquityPoint(at=at, balance=Decimal(balance))])
    return EquityLoaded(curves=((book, curve),), resets=((book, at),))


def test_new_month_starts_the_ledger_anew_once(monthly: Played) -> None:
    """At midnight in Chicago, not before and not twice; the trader is told."""
    monthly.tell(loaded(12_345, NOW))
    midnight = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    assert all_of(monthly.tell(Ticked(at=midnight - timedelta(seconds=1))), BalanceReset) == []
    posted = monthly.tell(Ticked(at=midnight), Ticked(at=midnight + timedelta(seconds=1)))
    (reset,) = all_of(posted, BalanceReset)
    assert (reset.book, reset.balance) == (SIM, START)
    assert "starts the month with $10,000.00" in last_of(posted, NoticeRaised).text


def test_month_that_began_while_nobody_watched_counts_at_the_start(monthly: Played) -> None:
    """A ledger of last month starts anew as soon as it is read."""
    posted = monthly.tell(loaded(12_345, NOW - timedelta(days=40)))
    assert [reset.balance for reset in all_of(posted, BalanceReset)] == [START]


@pytest.mark.parametrize("book", [LIVE, DEBUG], ids=["live", "debug"])
def test_other_balances_know_no_month(monthly: Played, book: Book) -> None:
    """The broker's balance and debugging go on."""
    assert all_of(monthly.tell(loaded(12_345, NOW - timedelta(days=40), book)), BalanceReset) == []


def test_monthly_reset_can_be_switched_off(stage: Stage) -> None:
    """Without it a ledger runs for years."""
    equity = stage.start(EquityActor, start_balance=START, monthly_reset=False)
    assert all_of(equity.tell(loaded(12_345, NOW - timedelta(days=400))), BalanceReset) == []


def flows(posted: list[Message], book: Book) -> list[Decimal]:
    """Return the cash flows that were told last."""
    return [
        flow.amount for flow in [fact for fact in all_of(posted, CurveChanged) if fact.book == book][-1].flows
    ]


@LEDGERS
def test_reset_is_a_flow_and_no_result(equity: Played, book: Book) -> None:
    """What a reset puts in is told with the curve, and stored with the reset."""
    equity.tell(AccountsListed(books=(book,)), booked_with(book, "-40"))
    posted = equity.tell(ResetSimBalance(book=book, reason="test"))
    assert flows(posted, book) == [40]
    assert last_of(posted, BalanceReset).flow == 40


def test_first_start_balance_is_no_flow(equity: Played) -> None:
    """There was nothing before it."""
    assert flows(equity.tell(AccountsListed(books=(SIM,))), SIM) == []


@pytest.mark.parametrize("dollars", ["55000", "49000"])
def test_change_without_a_fill_is_a_flow_at_once(equity: Played, dollars: str) -> None:
    """It never looks like a result; after two seconds it is kept, and said."""
    amount = Decimal(dollars) - 50000
    equity.tell(cash(LIVE, "50000"))
    equity.wait(SETTLE_S)
    posted = equity.tell(cash(LIVE, dollars, later(60)))
    assert flows(posted, LIVE) == [amount]
    assert all_of(posted, CashSettled) == []
    posted = equity.wait(SETTLE_S)
    settled = last_of(posted, CashSettled)
    assert (settled.balance, settled.flow) == (Decimal(dollars), CashFlow(at=later(60), amount=amount))
    assert "without a fill" in last_of(posted, NoticeRaised).text
    assert flows(equity.tell(Announce()), LIVE) == [amount]


@pytest.mark.parametrize("balance_first", [True, False])
def test_result_of_a_fill_is_no_flow(equity: Played, *, balance_first: bool) -> None:
    """Fill and balance arrive in any order; the broker may take another fee than the one that is set."""
    equity.tell(cash(LIVE, "50000"))
    equity.wait(SETTLE_S)
    messages: list[Message] = [booked_with(LIVE, "48.76"), cash(LIVE, "50047", later(1))]
    posted = equity.tell(*(reversed(messages) if balance_first else messages))
    assert flows(posted, LIVE) == []
    posted = equity.wait(SETTLE_S)
    settled = last_of(posted, CashSettled)
    assert (settled.balance, settled.execution_id, settled.flow) == (Decimal(50047), "e1", None)
    assert all_of(posted, NoticeRaised) == []


def test_slow_broker_has_a_minute(equity: Played) -> None:
    """A result that the balance shows later is still the result of its fill."""
    equity.tell(cash(LIVE, "50000"))
    equity.wait(SETTLE_S)
    equity.tell(booked_with(LIVE, "48.76"))
    equity.wait(PATIENCE_S - 10)
    posted = equity.tell(cash(LIVE, "50048.76", later(50)))
    assert flows(posted + equity.wait(SETTLE_S), LIVE) == []


def test_deposit_beside_a_fill_is_told_apart(equity: Played) -> None:
    """What the fill does not explain is kept out of the P&L from the first moment."""
    equity.tell(cash(LIVE, "50000"))
    equity.wait(SETTLE_S)
    posted = equity.tell(booked_with(LIVE, "48.76"), cash(LIVE, "55048.76", later(1)))
    assert flows(posted, LIVE) == [5000]
    posted = equity.wait(SETTLE_S + PATIENCE_S)
    assert last_of(posted, CashSettled).flow == CashFlow(at=later(1), amount=Decimal(5000))
    assert "beyond what its fills explain" in last_of(posted, NoticeRaised).text


def test_fill_of_unknown_value_explains_what_it_brought(equity: Played) -> None:
    """Nobody can check it, so it is not called a deposit."""
    equity.tell(cash(LIVE, "50000"))
    equity.wait(SETTLE_S)
    posted = equity.tell(booked_with(LIVE, None), cash(LIVE, "50123", later(1)))
    assert flows(posted + equity.wait(SETTLE_S), LIVE) == []


def test_fills_missed_while_away_explain_the_balance(equity: Played) -> None:
    """What was stored and what is reported are compared with all fills between them."""
    old = stored(LIVE, (later(-900), 50000))
    mark = BrokerCash(settled=Decimal(50000), balance=Decimal(50000)).after_fill(
        Decimal(1), Decimal(30), Decimal(0)
    )
    deposit = CashFlow(at=later(-950), amount=Decimal(7))
    equity.tell(msgspec.structs.replace(old, cash=((LIVE, mark, "e0"),), flows=((LIVE, (deposit,)),)))
    posted = equity.tell(booked_with(LIVE, "18.76"), cash(LIVE, "50048.76", later(1)))
    assert flows(posted + equity.wait(SETTLE_S), LIVE) == [7]


def link(state: ConnectionState) -> ConnectionChanged:
    """Return a state of the link."""
    return ConnectionChanged(state=state, endpoint="127.0.0.1:11099", detail="", at=NOW)


READY = link(ConnectionState.READY)


def worth(posted: list[Message], book: Book = SIM) -> list[str | None]:
    """Return the equity with open P&L as it was told, one after the other."""
    tails = [fact.tail for fact in all_of(posted, OpenEquityChanged) if fact.book == book]
    return [None if tail[-1].equity is None else f"{tail[-1].equity:.2f}" for tail in tails]


@SIDES
def test_open_equity_follows_every_price_and_fill(equity: Played, side: int) -> None:
    """Balance and position of one fill count together; in between nothing is told."""
    assert worth(equity.tell(READY, AccountsListed(books=(SIM,)))) == ["10000.00"]
    assert worth(equity.tell(booked_with(SIM, "-1.24"))) == []
    assert worth(equity.tell(a_quote(6750))) == []
    assert worth(equity.tell(changed(a_position(2 * side, 6750)))) == ["9998.76"]
    assert worth(equity.tell(a_quote(6750 + side), a_quote(6750 + side), a_quote(6750 - 3 * side))) == [
        "10008.76",
        "9968.76",
    ]
    assert worth(equity.tell(booked_with(SIM, "-31.24", number=2), changed(None))) == ["9967.52"]
    assert worth(equity.tell(a_quote(6760))) == []


@SIDES
def test_open_equity_without_a_valid_price_is_unknown(equity: Played, side: int) -> None:
    """Stale, foreign, without a link: None, and never the balance alone; a flat book needs no price."""
    equity.tell(READY, AccountsListed(books=(SIM, SIM2)))
    assert worth(equity.tell(changed(a_position(side, 6750)))) == [None]
    assert worth(equity.tell(a_quote(6750), STALE, a_quote(6751))) == [
        "10000.00",
        None,
        f"{10000 + 5 * side}.00",
    ]
    assert worth(equity.tell(a_quote(99), a_quote(6750))) == [None, "10000.00"]
    posted = equity.tell(link(ConnectionState.WAITING))
    assert (worth(posted), worth(posted, SIM2)) == ([None], [None])
    posted = equity.tell(READY)
    assert (worth(posted), worth(posted, SIM2)) == (["10000.00"], ["10000.00"])


@SIDES
def test_open_equity_takes_the_price_that_counts(equity: Played, side: int) -> None:
    """The server's with its extremes on the way, told once, while it comes; then the file's."""
    equity.tell(READY, AccountsListed(books=(SIM,)), changed(a_position(side, 6750)), a_quote(6749))
    low, high = Decimal(6740), Decimal(6762)
    price = ServedPrice(last=Decimal(6751), low=low, high=high, at=later(1))
    (told,) = all_of(equity.tell(PriceReceived(symbol=SYMBOL, price=price)), OpenEquityChanged)
    assert [sample.equity for sample in told.tail[-3:]] == [
        10000 + 5 * side * points for points in (-10, 12, 1)
    ]
    other = PriceReceived(symbol=Symbol("OTHER"), price=price)
    assert worth(equity.tell(a_quote(6700), STALE, other)) == []
    assert worth(equity.tell(PriceMissed(symbol=SYMBOL, price=price, reason="silent"))) == [None]
    assert worth(equity.tell(a_quote(6752))) == [f"{10000 + 10 * side}.00"]


@SIDES
def test_open_equity_of_real_money_waits_for_the_broker(equity: Played, side: int) -> None:
    """A result leaves the position before it reaches the balance: between them nothing is known."""
    equity.tell(READY, cash(LIVE, "50000"), a_quote(6750))
    equity.wait(SETTLE_S)
    opened = [booked_with(LIVE, "0"), changed(a_position(side, 6750, book=LIVE), book=LIVE)]
    assert worth(equity.tell(*opened), LIVE) == []
    equity.wait(SETTLE_S)
    price = 6750 + 2 * side
    assert worth(equity.tell(a_quote(price)), LIVE) == ["50010.00"]
    closed = [booked_with(LIVE, "10", number=2), changed(None, book=LIVE)]
    assert worth(equity.tell(*closed), LIVE) == [None]
    assert worth(equity.tell(cash(LIVE, "50010", later(1))), LIVE) == ["50010.00"]


def test_finished_minutes_are_stored_and_the_rest_at_the_end(stage: Stage, equity: Played) -> None:
    """A restart loses no more than the minute that a kill interrupts."""
    equity.tell(READY, AccountsListed(books=(SIM,)), changed(a_position(1, 6750)), a_quote(6750))
    equity.wait(60)
    (saved,) = all_of(equity.tell(a_quote(6751)), SaveOpenEquity)
    assert [sample.equity for sample in saved.samples] == [10000]
    stage.stop()
    assert [sample.equity for sample in last_of(equity.posted, SaveOpenEquity).samples] == [10005]


def test_stored_open_equity_goes_on_as_unknown(equity: Played) -> None:
    """After a restart nobody knows what it is worth before link and price are there."""
    old = stored(SIM, (later(-900), 10000))
    equity.tell(msgspec.structs.replace(old, open_curves=old.curves))
    news = last_of(equity.tell(Announce()), OpenEquityChanged)
    assert (news.curve.length, [sample.equity for sample in news.tail]) == (1, [None])


def test_chosen_view_is_kept_and_told(stage: Stage) -> None:
    """The stored choice is told, and each switch is the other one."""
    played = stage.start(EquityActor, start_balance=START)
    chosen = msgspec.structs.replace(NOTHING, with_open=True)
    assert all_of(played.tell(chosen), EquityViewChosen) == [EquityViewChosen(with_open=True)]
    views = all_of(played.tell(SwitchEquityView(), SwitchEquityView(), Announce()), EquityViewChosen)
    assert [fact.with_open for fact in views] == [False, True, True]


def test_choice_that_cannot_be_read_is_not_replaced(stage: Stage) -> None:
    """The database may be readable later."""
    played = stage.start(EquityActor, start_balance=START)
    posted = played.tell(EquityLoaded(curves=(), problem="disk is full"), Announce())
    assert all_of(posted, EquityViewChosen) == []


def test_monthly_reset_can_be_switched_while_it_runs(monthly: Played) -> None:
    """A month that begins after the change finds the new rule."""
    monthly.tell(loaded(12_345, NOW), StartMonthsAnew(on=False))
    assert all_of(monthly.tell(Ticked(at=NOW + timedelta(days=40))), BalanceReset) == []
    monthly.tell(StartMonthsAnew(on=True))
    assert len(all_of(monthly.tell(Ticked(at=NOW + timedelta(days=40))), BalanceReset)) == 1
