"""All alarms: what holds, what must be heard, and the log of it."""

from datetime import datetime

import msgspec

from models.alarm import MOST_RECORDS, Alarm, AlarmKind, AlarmRecord
from models.alarm_board import AlarmBoard
from models.alarm_rules import HEAT, Reading
from models.alarm_track import Rule
from tests.models.builders import NOW, SIM, SYMBOL, later

RULE = Rule(cool_down_s=30)


def a_reading(level: int | None, seconds: float = 0, *, key: str = "heat", rule: Rule = RULE) -> Reading:
    """Return a look at a condition, so many seconds after NOW."""
    return Reading(
        key=key,
        kinds=HEAT,
        level=level,
        since=later(seconds),
        text=f"level {level}",
        rule=rule,
        book=SIM,
        symbol=SYMBOL,
    )


def look(board: AlarmBoard, level: int | None, seconds: float = 0, *, key: str = "heat") -> list[Alarm]:
    """Take a look; return what must be heard."""
    return board.take([a_reading(level, seconds, key=key)], later(seconds))


def times(record: AlarmRecord) -> tuple[datetime, datetime | None, datetime | None]:
    """Return when an alarm was raised, acknowledged and cleared."""
    return record.raised_at, record.acknowledged_at, record.cleared_at


def test_alarm_says_what_it_said_when_its_level_began() -> None:
    """Words that change with every look could not be read."""
    board = AlarmBoard(300)
    look(board, 1)
    board.take([msgspec.structs.replace(a_reading(1), text="another")], NOW)
    (alarm,) = board.alarms
    assert (alarm.kind, alarm.text, alarm.raised_at) == (AlarmKind.HEAT_WARNING, "level 1", NOW)
    look(board, 3, 5)
    assert board.alarms[0].text == "level 3"
    assert board.alarms[0].kind is AlarmKind.HEAT_CRITICAL


def test_level_beyond_the_last_kind_is_of_the_last_kind() -> None:
    """A stop may be moved away any number of times."""
    board = AlarmBoard(300)
    look(board, 7)
    assert board.alarms[0].kind is AlarmKind.HEAT_CRITICAL


def test_each_step_has_its_line() -> None:
    """The line of a step ends where the next one begins."""
    board = AlarmBoard(300)
    look(board, 1)
    look(board, 2, 5)
    board.acknowledge("heat", later(6))
    look(board, 0, 9)
    assert [times(record) for record in board.records] == [
        (later(5), later(6), later(9)),
        (NOW, None, later(5)),
    ]


def test_time_brings_back_what_was_put_aside() -> None:
    """No fact is needed for it."""
    board = AlarmBoard(300)
    look(board, 1)
    board.snooze("heat", NOW)
    assert board.due_at(NOW) == later(300)
    assert board.roll(later(299)) == []
    assert [alarm.key for alarm in board.roll(later(300))] == ["heat"]
    assert board.due_at(later(300)) is None


def test_past_moments_are_not_waited_for() -> None:
    """A delay that ended while nobody could know is looked at with the next fact."""
    board = AlarmBoard(300)
    slow = Rule(delay_s=10)
    board.take([a_reading(1, rule=slow)], NOW)
    assert board.due_at(NOW) == later(10)
    board.take([a_reading(None, rule=slow)], later(11))
    assert board.due_at(later(11)) is None


def test_paint_is_measured_once_from_the_crossing() -> None:
    """From the moment at which it became true, delay included, to the first painting."""
    board = AlarmBoard(300)
    slow = Rule(delay_s=10)
    for seconds in (0, 10.5):
        board.take([a_reading(1, rule=slow)], later(seconds))
    board.painted("heat", later(10.5), later(10.53))
    board.painted("heat", later(10.5), later(99))
    board.painted("heat", NOW, later(99))
    assert [record.paint_ms for record in board.records] == [530]


def test_changes_of_the_log_are_told_once() -> None:
    """Who keeps the log gets each changed line."""
    board = AlarmBoard(300)
    look(board, 1)
    assert [record.key for record in board.take_changed()] == ["heat"]
    assert list(board.take_changed()) == []
    board.acknowledge("heat", later(1))
    assert [record.acknowledged_at for record in board.take_changed()] == [later(1)]


def test_log_is_bounded() -> None:
    """Old lines make room for new ones."""
    board = AlarmBoard(300)
    look(board, 1)
    (record,) = board.records
    older = [msgspec.structs.replace(record, raised_at=later(-number)) for number in range(1, 2000)]
    board.remember(older)
    assert len(board.records) == MOST_RECORDS
    assert board.records[0] == record
    assert board.records[-1].raised_at == later(1 - MOST_RECORDS)


def test_what_is_over_is_forgotten() -> None:
    """A year of orders leaves nothing behind but the log."""
    board = AlarmBoard(300)
    look(board, 0)
    look(board, 1, 1, key="other")
    look(board, 0, 2, key="other")
    board.roll(later(31))
    event = Rule(cool_down_s=0, holds_s=120)
    board.take([a_reading(1, key="fill", rule=event)], later(31))
    board.acknowledge("fill", later(32))
    board.roll(later(33))
    assert board.alarms == ()
    assert board._watched == {}
