"""What is shown: mode, account and epoch."""

from collections.abc import Mapping

import pytest

from actors.messages import (
    AccountsListed,
    Announce,
    FillBooked,
    FollowActivity,
    LoadScope,
    Message,
    NoticeCleared,
    NoticeRaised,
    OrderReported,
    ScopeChanged,
    ScopeLoaded,
    Severity,
    ShowBook,
    ShowMode,
    ShowNextMode,
)
from actors.session import PACE_S, ScopeWish, SessionActor
from models.book import Book, TradeMode
from models.order import OrderKind, Side
from tests.actors.builders import (
    DEBUG,
    LIVE,
    LIVE2,
    SIM,
    SIM2,
    all_of,
    booked,
    changed,
    last_of,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.builders import a_position, an_order

ALL = (SIM, SIM2, LIVE, LIVE2, DEBUG)
MODES: Mapping[str, TradeMode] = {DEBUG.account: DEBUG.mode}
POISON = OrderReported(order=None)  # type: ignore[arg-type]  # what no message should ever hold


def a_wish(
    mode: TradeMode | None = None,
    book: Book | None = None,
    *,
    default: TradeMode = TradeMode.SIM,
    follows: bool = True,
) -> ScopeWish:
    """Return what the user wants to see first."""
    return ScopeWish(mode=mode, book=book, default_mode=default, follows=follows)


def start(
    stage: Stage,
    wish: ScopeWish | None = None,
    *,
    known: tuple[Book, ...] = ALL,
    shown: Book | None = None,
    assigned: Mapping[str, TradeMode] = MODES,
) -> tuple[Played, ScopeChanged]:
    """Start the actor; return it, and what it shows first."""
    played = stage.start(SessionActor, wish=wish or a_wish(), assigned=assigned)
    posted = played.tell(ScopeLoaded(books=known, shown=shown))
    return played, last_of(posted, ScopeChanged)


def shown_by(scope: ScopeChanged) -> tuple[TradeMode, str | None]:
    """Return mode and account on the screen."""
    return scope.mode, scope.account


def now_shown(played: Played) -> tuple[TradeMode, str | None]:
    """Return what is shown now."""
    return shown_by(last_of(played.tell(Announce()), ScopeChanged))


def choose(played: Played, *choices: Message) -> list[Message]:
    """Let a trader choose one after the other, as fast as the screen follows; return what was posted."""
    return [message for choice in choices for message in (*played.tell(choice), *played.wait(PACE_S))]


def pair(book: Book) -> tuple[TradeMode, str | None]:
    """Return mode and account of a book."""
    return book.mode, book.account


def opens(book: Book) -> Message:
    """Return a position that opens."""
    return changed(a_position(1, book=book), book=book)


@pytest.mark.parametrize(
    ("wish", "shown", "expected"),
    [
        (a_wish(), None, pair(SIM)),
        (a_wish(default=TradeMode.LIVE), None, pair(LIVE)),
        (a_wish(), LIVE2, pair(LIVE2)),
        (a_wish(default=TradeMode.DEBUG), SIM2, pair(SIM2)),
        (a_wish(TradeMode.LIVE), SIM2, pair(LIVE)),
        (a_wish(TradeMode.SIM), SIM2, pair(SIM2)),
        (a_wish(TradeMode.LIVE, LIVE2), SIM2, pair(LIVE2)),
    ],
)
def test_command_line_wins_over_what_was_shown_last_over_the_default(
    stage: Stage, wish: ScopeWish, shown: Book | None, expected: tuple[TradeMode, str | None]
) -> None:
    """The first screen is what was asked for, else what was there last, else the default mode."""
    _, scope = start(stage, wish, shown=shown)
    assert shown_by(scope) == expected


def test_first_start_knows_no_account_until_the_server_names_one(stage: Stage) -> None:
    """Before the first account list the mode is shown without an account."""
    played, scope = start(stage, known=())
    assert shown_by(scope) == (TradeMode.SIM, None)
    listed = last_of(played.tell(AccountsListed(books=(LIVE, SIM2, SIM))), ScopeChanged)
    assert shown_by(listed) == pair(SIM2)
    assert listed.epoch > scope.epoch
    assert set(listed.known) == {LIVE, SIM2, SIM}


def test_later_account_lists_switch_nothing(stage: Stage) -> None:
    """Only the first list of a session may choose an account."""
    played, _ = start(stage, shown=SIM)
    played.tell(AccountsListed(books=ALL), ShowBook(book=DEBUG))
    played.tell(AccountsListed(books=(SIM2,)))
    assert now_shown(played) == pair(DEBUG)


def test_manual_choice_holds_against_activity(stage: Stage) -> None:
    """What the trader chose stays, whatever happens in other simulated accounts."""
    played, _ = start(stage)
    played.tell(ShowBook(book=DEBUG))
    order = an_order(Side.BUY, OrderKind.LIMIT, "6740", book=SIM2)
    posted = played.tell(*booked(1, -1, book=SIM2), OrderReported(order=order), opens(SIM2))
    assert all_of(posted, ScopeChanged) == []


def test_screen_follows_the_activity(stage: Stage) -> None:
    """A fill in another account brings it to the screen, with the reason."""
    played, before = start(stage)
    scope = last_of(played.tell(*booked(1, book=DEBUG)), ScopeChanged)
    assert shown_by(scope) == pair(DEBUG)
    assert scope.epoch > before.epoch
    assert str(DEBUG) in scope.reason


def test_screen_that_does_not_follow_stays(stage: Stage) -> None:
    """With following switched off activity changes nothing on the screen."""
    played, _ = start(stage, a_wish(follows=False))
    assert all_of(played.tell(*booked(1, book=DEBUG), opens(DEBUG)), ScopeChanged) == []


def test_live_position_takes_the_screen_even_from_a_manual_choice(stage: Stage) -> None:
    """Real money at risk is shown, whatever was chosen before."""
    played, _ = start(stage)
    played.tell(ShowBook(book=SIM2))
    scope = last_of(played.tell(opens(LIVE)), ScopeChanged)
    assert shown_by(scope) == pair(LIVE)


def test_flat_report_switches_nothing(stage: Stage) -> None:
    """Going flat is no sign of activity."""
    played, _ = start(stage)
    assert all_of(played.tell(changed(None, book=LIVE)), ScopeChanged) == []


def test_hidden_live_position_is_warned_of_until_it_is_seen(stage: Stage) -> None:
    """As long as real money is at risk off the screen a warning says in which account."""
    played, _ = start(stage)
    played.tell(opens(LIVE))
    (warning,) = all_of(choose(played, ShowMode(mode=TradeMode.SIM)), NoticeRaised)
    assert warning.severity is Severity.WARNING
    assert LIVE.account in warning.text
    posted = choose(played, ShowMode(mode=TradeMode.LIVE))
    assert all_of(posted, NoticeCleared) == [NoticeCleared(key=warning.key)]


def test_warning_ends_with_the_position(stage: Stage) -> None:
    """A position that closes off the screen is nothing to warn of any more."""
    played, _ = start(stage)
    choose(played, opens(LIVE), ShowMode(mode=TradeMode.SIM))
    assert len(all_of(played.tell(changed(None, book=LIVE)), NoticeCleared)) == 1
    assert played.tell(changed(None, book=LIVE)) == []


def test_hidden_live_position_is_warned_of_where_the_screen_does_not_follow(stage: Stage) -> None:
    """Who switched following off is warned all the same."""
    played, _ = start(stage, a_wish(follows=False))
    assert LIVE.account in last_of(played.tell(opens(LIVE)), NoticeRaised).text


def first_sight(book: Book) -> dict[str, Message]:
    """Return the messages by which a book can be met first."""
    return {
        "listed": AccountsListed(books=(book,)),
        "order": OrderReported(order=an_order(Side.BUY, OrderKind.LIMIT, "6740", book=book)),
        "fill": booked(1, book=book)[0],
        "position": opens(book),
    }


def announced(posted: list[Message]) -> list[str]:
    """Return the texts that announce an account."""
    return [notice.text for notice in all_of(posted, NoticeRaised) if "First sight" in notice.text]


@pytest.mark.parametrize("how", ["listed", "order", "fill", "position"])
def test_first_seen_live_account_is_announced_once(stage: Stage, how: str) -> None:
    """An account taken for real money says so at first sight, however it shows up, and never again."""
    played, _ = start(stage, known=(SIM,))
    (text,) = announced(played.tell(first_sight(LIVE)[how]))
    assert LIVE.account in text
    assert announced(played.tell(*first_sight(LIVE).values())) == []


@pytest.mark.parametrize(
    ("book", "known", "assigned"),
    [(LIVE, (), {LIVE.account: LIVE.mode}), (LIVE, (LIVE,), {}), (SIM, (), {}), (DEBUG, (), MODES)],
    ids=["assigned", "stored", "sim", "debug"],
)
def test_known_or_simulated_account_is_not_announced(
    stage: Stage, book: Book, known: tuple[Book, ...], assigned: Mapping[str, TradeMode]
) -> None:
    """What the trader assigned, has seen before, or cannot lose real money with, needs no announcement."""
    played, _ = start(stage, known=known, assigned=assigned)
    assert all_of(played.tell(AccountsListed(books=(book,))), NoticeRaised) == []


def test_account_is_not_shown_under_a_mode_that_it_no_longer_has(stage: Stage) -> None:
    """What it did before is neither shown at the start, nor offered, nor called open."""
    now = Book(TradeMode.SIM, LIVE.account)
    played, scope = start(stage, known=(LIVE, SIM), shown=LIVE, assigned={**MODES, LIVE.account: now.mode})
    assert shown_by(scope) == (SIM.mode, SIM.account)
    assert scope.known == (SIM,)
    assert played.tell(changed(a_position(1, book=LIVE), book=LIVE)) == []
    scope = last_of(played.tell(AccountsListed(books=(now, SIM))), ScopeChanged)
    assert scope.known == (SIM, now)


def test_twenty_switches_end_at_the_last(stage: Stage) -> None:
    """Each switch counts, epochs rise with each, and the end is where twenty steps lead."""
    played, scope = start(stage, known=(SIM, LIVE, DEBUG))
    switches = all_of(choose(played, *[ShowNextMode()] * 20), ScopeChanged)
    order = [TradeMode.DEBUG, TradeMode.SIM, TradeMode.LIVE]
    assert switches[-1].mode is order[(1 + 20) % 3]
    epochs = [scope.epoch, *(switch.epoch for switch in switches)]
    assert epochs == list(range(scope.epoch, scope.epoch + 21))


def test_switches_faster_than_a_screen_are_told_at_the_end(stage: Stage) -> None:
    """The first is told at once and the last soon after, where all of them lead; no other is told."""
    played, scope = start(stage, known=(SIM, LIVE, DEBUG))
    played.wait(PACE_S)
    (first,) = all_of(played.tell(*[ShowNextMode()] * 20), ScopeChanged)
    (last,) = all_of(played.wait(PACE_S), ScopeChanged)
    order = [TradeMode.DEBUG, TradeMode.SIM, TradeMode.LIVE]
    assert [first.mode, last.mode] == [order[(1 + 1) % 3], order[(1 + 20) % 3]]
    assert [first.epoch, last.epoch] == [scope.epoch + 1, scope.epoch + 20]
    assert played.wait(1.0) == []


def test_a_warning_of_hidden_money_comes_with_the_screen_that_hides_it(stage: Stage) -> None:
    """While LIVE is still on the screen, because the choice of SIM waits, nothing says that it is hidden."""
    played, _ = start(stage)
    played.tell(opens(LIVE))
    assert played.tell(ShowMode(mode=TradeMode.SIM)) == []
    shown, warning = played.wait(PACE_S)
    assert isinstance(shown, ScopeChanged)
    assert isinstance(warning, NoticeRaised)


def test_a_choice_that_waits_outlives_a_failure(stage: Stage, allow_log: AllowLog) -> None:
    """What the trader chose last is shown, though it was not told yet."""
    allow_log("actor failed")
    played, _ = start(stage)
    played.tell(ShowBook(book=LIVE), ShowBook(book=LIVE2), POISON)
    posted = [*played.tell(ScopeLoaded(books=ALL, shown=SIM)), *played.wait(1.0)]
    assert shown_by(last_of(posted, ScopeChanged)) == pair(LIVE2)


def test_a_choice_that_waits_is_told_at_the_end(stage: Stage) -> None:
    """Who chooses an account and quits finds it at the next start."""
    played, _ = start(stage)
    played.tell(ShowBook(book=LIVE), ShowBook(book=LIVE2))
    stage.stop()
    assert shown_by(last_of(stage.posted, ScopeChanged)) == pair(LIVE2)


def test_switching_touches_no_position(stage: Stage) -> None:
    """A switch of the screen tells the screen, and nobody else."""
    played, _ = start(stage)
    assert {type(message) for message in choose(played, *[ShowNextMode()] * 6)} == {ScopeChanged}


def test_epoch_rises_over_a_restart(stage: Stage, allow_log: AllowLog) -> None:
    """A restarted actor never shows under an epoch that was used before."""
    allow_log("actor failed")
    played, _ = start(stage)
    before = last_of(choose(played, *[ShowNextMode()] * 5), ScopeChanged)
    posted = played.tell(POISON)
    assert LoadScope() in posted
    scope = last_of(played.tell(ScopeLoaded(books=ALL, shown=Book(before.mode, LIVE.account))), ScopeChanged)
    assert scope.epoch > before.epoch


def test_restart_shows_what_was_on_the_screen(stage: Stage, allow_log: AllowLog) -> None:
    """A failure does not bring back what the command line had asked for at the start."""
    allow_log("actor failed")
    played, scope = start(stage, a_wish(TradeMode.SIM), shown=SIM)
    assert shown_by(scope) == pair(SIM)
    played.tell(ShowBook(book=LIVE2), POISON, ScopeLoaded(books=ALL, shown=LIVE2))
    assert now_shown(played) == pair(LIVE2)


def test_restart_stays_though_the_database_does_not_know(stage: Stage, allow_log: AllowLog) -> None:
    """On a first start it names nothing that was shown; a mode without an account it never names."""
    allow_log("actor failed")
    played, _ = start(stage)
    played.tell(ShowBook(book=LIVE2), POISON, ScopeLoaded(books=ALL, shown=None))
    assert now_shown(played) == pair(LIVE2)
    played, _ = start(stage, known=(SIM,))
    played.tell(ShowMode(mode=TradeMode.DEBUG), POISON, ScopeLoaded(books=(SIM,), shown=SIM))
    assert now_shown(played) == (TradeMode.DEBUG, None)


def test_choice_holds_over_a_restart(stage: Stage, allow_log: AllowLog) -> None:
    """Positions that are told again are not new: a LIVE one does not take the screen that was chosen."""
    allow_log("actor failed")
    played, _ = start(stage)
    played.tell(opens(LIVE), ShowBook(book=SIM2), POISON, ScopeLoaded(books=ALL, shown=LIVE))
    played.tell(opens(LIVE), opens(SIM2))
    assert now_shown(played) == pair(SIM2)
    played.tell(ShowMode(mode=TradeMode.LIVE), ShowMode(mode=TradeMode.SIM))
    assert now_shown(played) == pair(SIM2)


def test_restart_asks_what_is_open(stage: Stage, allow_log: AllowLog) -> None:
    """After a failure the warning of a hidden LIVE position neither vanishes nor stays for ever."""
    allow_log("actor failed")
    played, _ = start(stage)
    choose(played, opens(LIVE), ShowMode(mode=TradeMode.SIM))
    # Who owns positions answers this by telling them again.
    assert Announce() in played.tell(POISON, ScopeLoaded(books=ALL, shown=SIM))
    choose(played, opens(LIVE), ShowMode(mode=TradeMode.SIM))
    assert len(all_of(played.tell(changed(None, book=LIVE)), NoticeCleared)) == 1


def test_announcement_repeats_the_epoch(stage: Stage) -> None:
    """A new screen learns what is shown, under the epoch that it has."""
    played, scope = start(stage)
    assert played.tell(Announce()) == [scope]


def test_order_of_the_shown_book_changes_nothing(stage: Stage) -> None:
    """Activity where the screen already is is no news."""
    played, _ = start(stage)
    order = an_order(Side.BUY, OrderKind.LIMIT, "6740", book=SIM)
    fills: list[FillBooked] = booked(1, -1, book=SIM)
    assert played.tell(OrderReported(order=order), *fills) == []


def test_following_can_be_switched_while_it_runs(stage: Stage) -> None:
    """The activity takes the screen only while the trader wants that."""
    played, _ = start(stage)
    played.tell(FollowActivity(on=False), opens(SIM2))
    assert now_shown(played) == pair(SIM)
    played.tell(FollowActivity(on=True), changed(None, book=SIM2), opens(SIM2))
    assert now_shown(played) == pair(SIM2)
