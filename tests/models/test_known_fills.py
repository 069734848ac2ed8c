"""Which fills were booked."""

import msgspec

from models.known_fills import KnownFills
from tests.models.builders import LIVE, SIM, a_fill


def test_a_fill_is_known_within_its_book() -> None:
    """Two accounts may have fills of one name."""
    known = KnownFills()
    fill = a_fill(1)
    assert fill not in known
    known.add(fill)
    assert fill in known
    assert a_fill(1, number=2) not in known
    assert a_fill(1, book=LIVE) not in known


def test_a_listed_fill_is_known_by_the_name_that_it_had_live() -> None:
    """Both ways: whichever was told first, the other is the same fill."""
    live = msgspec.structs.replace(a_fill(1), execution_id="o1 2")
    listed = msgspec.structs.replace(a_fill(1), execution_id="x77", alias="o1 2")
    for first, second in ((live, listed), (listed, live)):
        known = KnownFills()
        known.add(first)
        assert second in known


def test_stored_fills_are_known() -> None:
    """After a restart nothing is booked twice."""
    known = KnownFills()
    fill = a_fill(1)
    known.restore([(SIM, fill.execution_id)])
    assert fill in known
