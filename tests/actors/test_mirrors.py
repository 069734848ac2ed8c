"""What the runtime state files say."""

from decimal import Decimal

from actors.messages import BalanceChanged, HeatChanged
from actors.mirrors import Mirrors
from tests.actors.builders import LIVE, NOW, SIM, SYMBOL, changed, later
from tests.models.builders import a_position


def test_only_changed_books_are_taken_and_only_once() -> None:
    """A book that did not change is not written again."""
    mirrors = Mirrors()
    assert not mirrors.has_changed
    mirrors.note(changed(a_position(1)))
    assert mirrors.has_changed
    assert [state.book for state in mirrors.take_changed(NOW)] == [SIM]
    assert mirrors.take_changed(NOW) == []


def test_state_holds_all_that_is_current() -> None:
    """A state is whole: what changed long ago is in it beside what changed now."""
    mirrors = Mirrors()
    position = a_position(1)
    mirrors.note(changed(position))
    mirrors.note(HeatChanged(book=SIM, symbol=SYMBOL, since=later(-5)))
    mirrors.take_changed(NOW)
    mirrors.note(BalanceChanged(book=SIM, balance=Decimal(10), confirmed=True, at=NOW))
    (state,) = mirrors.take_changed(later(1))
    assert state.positions == (position,)
    assert state.heat == ((SYMBOL, later(-5)),)
    assert state.balance == 10
    assert state.saved_at == later(1)


def test_what_ended_is_gone() -> None:
    """A flat book has neither position nor drawdown, and an unknown balance is none."""
    mirrors = Mirrors()
    mirrors.note(changed(a_position(1, book=LIVE), book=LIVE))
    mirrors.note(HeatChanged(book=LIVE, symbol=SYMBOL, since=NOW))
    mirrors.note(changed(None, book=LIVE))
    mirrors.note(HeatChanged(book=LIVE, symbol=SYMBOL, since=None))
    (state,) = mirrors.take_changed(NOW)
    assert (state.positions, state.heat, state.balance) == ((), (), None)
