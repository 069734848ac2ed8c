import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.book import Book, Symbol, TradeAccount, TradeMode
from models.scope import (
    Scope,
    accounts_listed,
    book_chosen,
    closed,
    mode_chosen,
    next_mode_chosen,
    opened,
    recovered,
    seen,
    signalled,
)
from tests.models.builders import DEBUG, LIVE, LIVE2, NOW, SIM, SIM2, SYMBOL, later

BOOKS = (SIM, SIM2, LIVE, LIVE2, DEBUG)


def showing(book: Book, *, follows: bool = True) -> Scope:
    """Return a scope that shows a book and knows all of them."""
    scope = Scope(mode=book.mode, account=book.account, known=BOOKS, last_used=(book,), follows=follows)
    return accounts_listed(scope, BOOKS).scope


def test_first_list_shows_the_first_account_of_the_mode() -> None:
    """The configured mode decides, the order of the server chooses among its accounts."""
    step = accounts_listed(Scope(mode=TradeMode.SIM), (LIVE, SIM2, SIM))
    assert (step.scope.book, step.scope.epoch) == (SIM2, 1)
    assert step.reason


def test_remembered_account_stays_if_the_server_has_it() -> None:
    """What was shown before the start is confirmed by the list."""
    remembered = Scope(mode=TradeMode.SIM, account=SIM2.account, known=(SIM2,))
    assert accounts_listed(remembered, (SIM, SIM2)).scope.book == SIM2


def test_remembered_account_goes_if_the_server_does_not_have_it() -> None:
    """An account that is gone makes room for the first one that fits."""
    remembered = Scope(mode=TradeMode.SIM, account=SIM2.account, known=(SIM2,))
    assert accounts_listed(remembered, (LIVE, SIM)).scope.book == SIM


def test_later_list_never_switches() -> None:
    """After a reconnect the list only adds accounts."""
    scope = accounts_listed(Scope(mode=TradeMode.SIM), (SIM,)).scope
    step = accounts_listed(scope, (SIM2, LIVE))
    assert (step.scope.book, step.scope.epoch, step.reason) == (SIM, scope.epoch, "")
    assert step.scope.known == (SIM, SIM2, LIVE)


def test_list_without_fitting_account_shows_none() -> None:
    """A mode without account is shown as such; the screen does not go to real money by itself."""
    scope = accounts_listed(Scope(mode=TradeMode.SIM), (LIVE,)).scope
    assert (scope.mode, scope.account) == (TradeMode.SIM, None)


def test_first_account_of_the_shown_mode_is_shown_once_it_is_seen() -> None:
    """A fill can come before the list."""
    assert seen(Scope(mode=TradeMode.SIM), SIM).scope.book == SIM
    assert seen(Scope(mode=TradeMode.SIM), LIVE).scope.book is None


def test_single_signal_switches_when_all_is_quiet() -> None:
    """Nobody else has signalled for two seconds, so one order is enough."""
    assert signalled(showing(SIM), DEBUG, NOW).scope.book == DEBUG


def test_single_signal_against_other_activity_does_not_switch() -> None:
    """While the shown account is active, one order elsewhere is not enough."""
    scope = signalled(showing(SIM), SIM, NOW).scope
    assert signalled(scope, DEBUG, later(1.9)).scope.book == SIM
    assert signalled(scope, DEBUG, later(2.1)).scope.book == DEBUG


@pytest.mark.parametrize(("gap", "shown"), [(0.75, DEBUG), (0.76, SIM)])
def test_two_agreeing_signals_switch_only_within_750_ms(gap: float, shown: Book) -> None:
    """The second signal must follow soon."""
    scope = signalled(showing(SIM), SIM, NOW).scope
    scope = signalled(scope, DEBUG, later(0.1)).scope
    assert signalled(scope, DEBUG, later(0.1 + gap)).scope.book == shown


def test_signals_that_alternate_do_not_flip_the_screen() -> None:
    """Two active accounts: the screen stays where it is."""
    scope = showing(SIM)
    for number in range(20):
        scope = signalled(scope, (SIM, DEBUG)[number % 2], later(number * 0.1)).scope
    assert (scope.book, scope.epoch) == (SIM, showing(SIM).epoch)


def test_live_is_never_blocked() -> None:
    """One signal of real money takes the screen, whatever else goes on."""
    scope = signalled(showing(SIM), SIM, NOW).scope
    step = signalled(scope, LIVE, later(0.01))
    assert (step.scope.book, step.scope.epoch) == (LIVE, scope.epoch + 1)
    assert "120005" in step.reason


def test_open_live_position_keeps_the_screen() -> None:
    """SIM activity cannot hide real money at risk; once that is flat, it can take over."""
    scope = opened(showing(SIM), LIVE, SYMBOL, NOW).scope
    for second in (5, 5.1, 10):
        scope = signalled(scope, SIM, later(second)).scope
    assert scope.book == LIVE
    scope = closed(scope, LIVE, SYMBOL).scope
    assert scope.book == LIVE
    assert signalled(scope, SIM, later(20)).scope.book == SIM


def test_live_position_stays_guarded_until_its_last_symbol_is_flat() -> None:
    """Two open symbols are two risks."""
    other = Symbol("F.US.ENQZ25")
    scope = opened(opened(showing(LIVE), LIVE, SYMBOL, NOW).scope, LIVE, other, NOW).scope
    scope = closed(scope, LIVE, SYMBOL).scope
    assert scope.live_is_open
    assert signalled(scope, SIM, later(9)).scope.book == LIVE


def test_manual_choice_holds() -> None:
    """After a manual choice orders of other accounts do not move the screen, not even LIVE ones."""
    scope = mode_chosen(showing(LIVE), TradeMode.SIM).scope
    for second in (5, 5.1, 10):
        scope = signalled(scope, LIVE, later(second)).scope
    assert scope.book == SIM


def test_live_position_that_opens_ends_every_hold() -> None:
    """Real money at risk takes the screen, whatever was chosen."""
    scope = book_chosen(showing(LIVE), SIM2).scope
    step = opened(scope, LIVE, SYMBOL, NOW)
    assert step.scope.book == LIVE
    assert not step.scope.held


def test_new_position_of_the_chosen_book_ends_the_hold() -> None:
    """From then on the screen follows the activity again."""
    scope = book_chosen(showing(DEBUG), SIM).scope
    scope = opened(scope, SIM, SYMBOL, NOW).scope
    assert signalled(scope, LIVE, later(5)).scope.book == LIVE


def test_open_position_told_again_is_no_news() -> None:
    """Each quote repeats the position; only its opening counts."""
    scope = opened(showing(SIM), LIVE, SYMBOL, NOW).scope
    scope = mode_chosen(scope, TradeMode.SIM).scope
    assert opened(scope, LIVE, SYMBOL, later(1)) == (scope, "")


def test_restored_live_position_takes_the_screen_and_a_restored_sim_position_does_not() -> None:
    """What was open before the start is no activity; only real money is shown for it."""
    assert recovered(showing(SIM), LIVE, SYMBOL).scope.book == LIVE
    step = recovered(showing(DEBUG), SIM, SYMBOL)
    assert (step.scope.book, step.reason) == (DEBUG, "")
    assert opened(step.scope, SIM, SYMBOL, NOW) == (step.scope, "")


def test_simulation_on_the_screen_stands_above_debugging() -> None:
    """While the shown SIM book has a position, DEBUG activity does not take its screen."""
    scope = opened(showing(SIM), SIM, SYMBOL, NOW).scope
    for second in (5, 5.1):
        scope = signalled(scope, DEBUG, later(second)).scope
    assert scope.book == SIM


def test_trader_may_leave_live_with_an_open_position() -> None:
    """The choice is obeyed; that the position is open remains known, for the banner."""
    scope = opened(showing(LIVE), LIVE, SYMBOL, NOW).scope
    scope = next_mode_chosen(scope).scope
    assert (scope.book, scope.live_is_open) == (DEBUG, True)


def test_next_mode_goes_round() -> None:
    """DEBUG, SIM, LIVE, DEBUG."""
    scope = showing(DEBUG)
    modes = []
    for _ in range(3):
        scope = next_mode_chosen(scope).scope
        modes.append(scope.mode)
    assert modes == [TradeMode.SIM, TradeMode.LIVE, TradeMode.DEBUG]


def test_rapid_switches_end_in_the_last_mode() -> None:
    """Scenario G: after twenty switches with activity in between, the twentieth counts."""
    scope = showing(SIM)
    for number in range(20):
        scope = next_mode_chosen(scope).scope
        scope = signalled(scope, (SIM, LIVE)[number % 2], later(number * 0.05)).scope
    assert scope.mode is TradeMode.DEBUG
    assert scope.epoch == showing(SIM).epoch + 20


def test_mode_returns_to_its_last_account() -> None:
    """Each mode remembers which of its accounts was on the screen."""
    scope = book_chosen(showing(SIM), SIM2).scope
    scope = mode_chosen(scope, TradeMode.LIVE).scope
    assert mode_chosen(scope, TradeMode.SIM).scope.book == SIM2


def test_mode_without_account_is_shown_empty() -> None:
    """The choice is obeyed, and the first account of the mode fills it."""
    scope = mode_chosen(Scope(mode=TradeMode.SIM, account=SIM.account, known=(SIM,)), TradeMode.LIVE).scope
    assert (scope.mode, scope.account, scope.epoch) == (TradeMode.LIVE, None, 1)
    assert seen(scope, LIVE).scope.book == LIVE


def test_choosing_what_is_shown_changes_nothing_on_the_screen() -> None:
    """Repeating the current scope is free: no new epoch, no reason."""
    step = book_chosen(showing(SIM), SIM)
    assert (step.scope.epoch, step.reason) == (showing(SIM).epoch, "")


def test_screen_that_does_not_follow_stays() -> None:
    """With following switched off only the trader moves the screen."""
    scope = showing(SIM, follows=False)
    scope = opened(scope, LIVE, SYMBOL, NOW).scope
    assert signalled(scope, LIVE, later(9)).scope.book == SIM
    assert mode_chosen(scope, TradeMode.LIVE).scope.book == LIVE


events = st.lists(
    st.tuples(
        st.sampled_from(["signal", "open", "close", "next", "list", "choose"]),
        st.sampled_from(BOOKS),
        st.floats(0, 3),
    ),
    max_size=60,
)


@given(events)
def test_screen_never_leaves_open_real_money_by_itself(steps: list[tuple[str, Book, float]]) -> None:
    """The epoch rises exactly with each change, and only the trader leaves an open LIVE book."""
    scope, now = showing(SIM), 0.0
    for kind, book, gap in steps:
        now += gap
        before = scope
        match kind:
            case "signal":
                scope, reason = signalled(scope, book, later(now))
            case "open":
                scope, reason = opened(scope, book, SYMBOL, later(now))
            case "close":
                scope, reason = closed(scope, book, SYMBOL)
            case "next":
                scope, reason = next_mode_chosen(scope)
            case "list":
                scope, reason = accounts_listed(scope, (book,))
            case _:
                scope, reason = book_chosen(scope, book)
        changed = scope.book != before.book
        assert scope.epoch == before.epoch + changed
        assert bool(reason) is changed
        if before.live_is_open and before.mode is TradeMode.LIVE and kind not in {"next", "choose"}:
            assert scope.mode is TradeMode.LIVE


def test_unknown_account_can_be_chosen() -> None:
    """A name from the command line is shown before the server has listed it."""
    book = Book(TradeMode.LIVE, TradeAccount("new"))
    scope = book_chosen(Scope(mode=TradeMode.SIM), book).scope
    assert scope.book == book
    assert accounts_listed(scope, (LIVE,)).scope.book == book
