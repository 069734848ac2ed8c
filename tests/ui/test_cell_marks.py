"""What is painted beside a text."""

from ui.cell_marks import Alarm, arrow_of


def test_arrows_say_what_colours_say() -> None:
    """Profit points up, loss down, what has no sign nowhere."""
    assert [arrow_of(role) for role in ("profit", "loss", "neutral", "stale", "dim")] == [1, -1, 0, 0, 0]


def test_alarms_have_an_order() -> None:
    """A louder alarm is a larger one, and none is false."""
    assert sorted(Alarm) == [Alarm.NONE, Alarm.WARNING, Alarm.ALERT, Alarm.CRITICAL]
    assert not Alarm.NONE
