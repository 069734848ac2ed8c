"""Alarms as the alarm actor tells them, and ears."""

from datetime import datetime

from actors.messages import AlarmRaised, AlarmsChanged, Shown
from models.alarm import PRIORITIES, Alarm, AlarmKind, worst_first
from models.book import Book
from tests.ui.builders import MES, NOW, SIM1, shown


class Ears:
    """A player that writes down what it is asked to play."""

    def __init__(self) -> None:
        """Have heard nothing yet."""
        self.heard: list[tuple[AlarmKind, int]] = []

    def play(self, kind: AlarmKind, volume: int) -> None:
        """Hear a sound."""
        self.heard.append((kind, volume))

    @property
    def kinds(self) -> list[AlarmKind]:
        """Return the kinds that were heard."""
        return [kind for kind, _ in self.heard]


def an_alarm(  # noqa: PLR0913 - a builder has an argument for each field
    kind: AlarmKind = AlarmKind.STOP_NEAR,
    *,
    book: Book | None = SIM1,
    text: str = "SIM Sim1 MES: price 6745.00 is 0.50 points from the stop at 6744.50.",
    raised_at: datetime = NOW,
    acknowledged: bool = False,
    snoozed_until: datetime | None = None,
) -> Alarm:
    """Return an alarm."""
    return Alarm(
        key=f"{kind.value} {book}",
        kind=kind,
        priority=PRIORITIES[kind],
        book=book,
        symbol=MES,
        text=text,
        raised_at=raised_at,
        acknowledged=acknowledged,
        snoozed_until=snoozed_until,
    )


def holding_alarms(*alarms: Alarm) -> Shown:
    """Return the news of what holds."""
    return shown(AlarmsChanged(alarms=worst_first(alarms)))


def raised(alarm: Alarm) -> Shown:
    """Return the news that an alarm must be heard."""
    return shown(AlarmRaised(alarm=alarm))
