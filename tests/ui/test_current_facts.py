"""What a panel is told that takes the place of another."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.messages import ConnectionState, NoticeRaised, Shown
from tests.ui.builders import SIM2, a_link, a_position, a_quote, a_scope, a_tick, holding
from tests.ui.legacy.tape import Tape
from ui.current_facts import CurrentFacts
from ui.panel1 import presenter as panel1
from ui.panel2 import presenter as panel2


def session(seed: int, length: int) -> Iterator[Shown]:
    """Yield the facts of a session that chance decides."""
    return (step for step in Tape(seed).steps(length) if isinstance(step, Shown))


def told(facts: CurrentFacts) -> list[Shown]:
    """Return the typed facts that a new panel is told."""
    return [payload for payload in facts.payloads() if isinstance(payload, Shown)]


@given(st.integers(0, 10_000), st.integers(3, 300))
def test_current_facts_show_what_all_facts_showed(seed: int, length: int) -> None:
    """Whoever hears the current facts shows, cell for cell, what a panel shows that heard every fact."""
    facts = CurrentFacts()
    all1, all2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
    for fact in session(seed, length):
        facts.take(fact, fact)
        all1, all2 = panel1.present(all1, fact), panel2.present(all2, fact)
    new1, new2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
    for fact in told(facts):
        new1, new2 = panel1.present(new1, fact), panel2.present(new2, fact)
    assert new1.cells() == all1.cells()
    assert new2.cells() == all2.cells()
    assert new2.notes == all2.notes


def test_what_is_kept_does_not_grow() -> None:
    """A session leaves no more facts behind than there are kinds, symbols and states of the link.

    Each at most twice: the newest before the scope, and the newest since.
    """
    facts = CurrentFacts()
    for each in session(7, 5_000):
        facts.take(each, each)
    kept = Counter(
        (type(each.fact), getattr(each.fact, "symbol", None), getattr(each.fact, "state", None))
        for each in told(facts)
    )
    assert max(kept.values()) <= 2


def test_a_link_that_was_ready_in_this_scope_is_not_forgotten() -> None:
    """Ready before a scope and ready since are two things, and a later loss of the link hides neither."""
    facts = CurrentFacts()
    waiting = a_link(ConnectionState.WAITING)
    for fact in (a_link(), a_scope(), waiting, a_quote("1")):
        facts.take(fact, fact)
    assert told(facts) == [a_link(), a_scope(), waiting, a_quote("1")]


@pytest.mark.parametrize("epoch", [1, 2])
def test_another_epoch_drops_what_belonged_to_the_book(epoch: int) -> None:
    """Only a newer epoch ends what was known of a book; the same one told again does not."""
    facts = CurrentFacts()
    for fact in (a_scope(epoch=1), holding(a_position()), a_tick(1)):
        facts.take(fact, fact)
    assert facts.position_is_open
    again = a_scope(SIM2 if epoch == 2 else None, epoch)
    facts.take(again, again)
    assert facts.position_is_open == (epoch == 1)


def test_being_flat_closes_the_position() -> None:
    """A position is open until the bridge says that it is not."""
    facts = CurrentFacts()
    for fact in (a_scope(), holding(a_position()), holding(None)):
        facts.take(fact, fact)
    assert not facts.position_is_open


def test_notices_are_no_panel_s_business() -> None:
    """The banner keeps its notices itself."""
    facts = CurrentFacts()
    for fact in session(3, 200):
        facts.take(fact, fact)
    assert not [fact for fact in told(facts) if isinstance(fact.fact, NoticeRaised)]
