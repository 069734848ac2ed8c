"""What the database is told to keep, until it is written."""

from actors.messages import HeatChanged
from actors.unsaved import newest
from tests.actors.builders import LIVE, NOW, SIM, SYMBOL, booked, changed, later
from tests.models.builders import a_position


def test_only_the_newest_state_of_a_symbol_is_written() -> None:
    """Every fill is kept; of what is replaced in the table, the last one, behind the fills that led to it."""
    opening, closing = booked(1, -1)
    first, last = changed(a_position(1)), changed(None)
    other = HeatChanged(book=LIVE, symbol=SYMBOL, since=NOW)
    heat = [HeatChanged(book=SIM, symbol=SYMBOL, since=moment) for moment in (NOW, later(1))]
    assert newest([first, opening, heat[0], other, closing, last, heat[1]]) == [
        opening,
        other,
        closing,
        last,
        heat[1],
    ]
