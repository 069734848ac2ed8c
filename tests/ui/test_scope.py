"""Which facts may reach the screen."""

import pytest

from actors.messages import Fact, NoticeCleared, ScopeChanged, Shown
from models.book import TradeMode
from tests.ui.builders import REAL, SIM1, a_balance, a_link, a_missed_quote, a_quote, a_scope, a_tick, shown
from ui.scope import NO_EPOCH, book_of, concerns


def test_a_fact_of_the_book_and_epoch_is_shown() -> None:
    """A balance of the book on the screen with its epoch is shown."""
    assert concerns(a_balance("1"), 1, SIM1)


@pytest.mark.parametrize(
    "late", [a_balance("1", epoch=2), a_balance("1", epoch=0), a_balance("1", book=REAL)]
)
def test_another_epoch_or_book_is_not_shown(late: Shown) -> None:
    """Neither another epoch nor another book with the right epoch gets through."""
    assert not concerns(late, 1, SIM1)


@pytest.mark.parametrize(
    "fact", [a_tick().fact, a_quote("1").fact, a_missed_quote().fact, a_link().fact, NoticeCleared(key="x")]
)
def test_facts_about_every_book_pass_in_any_epoch(fact: Fact) -> None:
    """Clock, prices, link and notices concern the screen whatever it shows, even before the first scope."""
    assert concerns(shown(fact, 7), 1, SIM1)
    assert concerns(shown(fact, 0), NO_EPOCH, None)


def test_only_a_scope_that_is_not_older_is_shown() -> None:
    """A scope that was overtaken changes nothing."""
    assert concerns(a_scope(epoch=3), 2, SIM1)
    assert concerns(a_scope(epoch=2), 2, SIM1)
    assert not concerns(a_scope(epoch=1), 2, SIM1)


def test_a_mode_without_account_shows_no_book() -> None:
    """Without an account there is no book, so no fact of a book can belong to the screen."""
    fact = a_scope(None, mode=TradeMode.LIVE).fact
    assert isinstance(fact, ScopeChanged)
    assert book_of(fact) is None
    assert not concerns(a_balance("1"), 1, None)
