"""A made session."""

from actors.messages import HeatChanged, PositionChanged, ScopeChanged
from app.drills.story import BOOKS, Story
from models.rollout.tally import transition


def test_it_is_the_same_each_time_and_has_every_change_of_a_position() -> None:
    """In each of three modes; a position opens, grows, shrinks, turns and closes."""
    facts = [shown.fact for shown in Story().facts()]
    assert facts == [shown.fact for shown in Story().facts()]
    assert [fact.mode for fact in facts if isinstance(fact, ScopeChanged)] == [book.mode for book in BOOKS]
    assert any(fact.since is not None for fact in facts if isinstance(fact, HeatChanged))
    held = [fact.position for fact in facts if isinstance(fact, PositionChanged) and fact.book == BOOKS[0]]
    changes = {transition(before, after) for before, after in zip([None, *held], held, strict=False)}
    assert changes == {"open", "scale in", "scale out", "reverse", "close"}


def test_a_part_of_it_ends_in_a_position() -> None:
    """For who needs one."""
    *_, last = Story().open_position()
    assert isinstance(last.fact, PositionChanged)
    assert last.fact.position is not None
