"""The line about what was restored."""

from datetime import timedelta

import pytest

from models.restored import describe_restored
from tests.models.builders import NOW, a_position


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=7), "monitor was away for 7 s"),
        (timedelta(seconds=133), "monitor was away for 2 min 13 s"),
        (timedelta(hours=26, minutes=4), "monitor was away for 26 h 04 min"),
        (timedelta(seconds=-5), "monitor was away for 0 s"),
    ],
)
def test_position_and_length_of_the_absence_are_named(away: timedelta, words: str) -> None:
    """The trader reads what was restored and for how long nobody watched it."""
    text = describe_restored([a_position(-2)], NOW - away, NOW)
    assert text.startswith("Restored SIM Sim1 short 2 ")
    assert text.endswith(words)


def test_unknown_absence_is_not_told() -> None:
    """Where nobody knows when the monitor ended, nothing is said about it."""
    assert "away" not in describe_restored([a_position(1)], None, NOW)


def test_every_position_is_named() -> None:
    """Several positions stand in one line."""
    text = describe_restored([a_position(1), a_position(-3)], None, NOW)
    assert "long 1" in text
    assert "short 3" in text
