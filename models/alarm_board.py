"""All alarms: what holds, what must be heard, and the log of it."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from models import alarm_track
from models.alarm import MOST_RECORDS, PRIORITIES, Alarm, AlarmRecord, record_of, worst_first
from models.alarm_rules import Reading
from models.alarm_track import Track

_Identity = tuple[str, datetime]


class _Watched(msgspec.Struct, kw_only=True):
    """One condition.

    Attributes:
        latest: How it was when somebody looked last.
        said: The look that the alarm on the screen speaks of.
        crossed_at: When that alarm became true, UTC.
    """

    latest: Reading
    said: Reading
    crossed_at: datetime
    track: Track = Track()


class AlarmBoard:
    """The alarms of all books; one owner, one thread.

    Attributes:
        snooze_s: So long an alarm is put aside.
    """

    def __init__(self, snooze_s: float) -> None:
        """Create the board; nothing is watched yet."""
        self.snooze_s = snooze_s
        self._watched: dict[str, _Watched] = {}
        self._records: OrderedDict[_Identity, AlarmRecord] = OrderedDict()
        self._changed: dict[_Identity, None] = {}

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Return the alarms that hold, worst first."""
        return worst_first(_alarm_of(each) for each in self._watched.values() if each.track.level)

    @property
    def records(self) -> tuple[AlarmRecord, ...]:
        """Return the log, newest first."""
        return tuple(sorted(self._records.values(), key=lambda record: record.raised_at, reverse=True))

    def level(self, key: str) -> int:
        """Return the level of the alarm that a condition is; 0 while it is none."""
        watched = self._watched.get(key)
        return watched.track.level if watched else 0

    def take(self, readings: Iterable[Reading], now: datetime) -> list[Alarm]:
        """Take new looks at conditions; return the alarms that must be heard."""
        return [alarm for reading in readings if (alarm := self._look(reading, now)) is not None]

    def roll(self, now: datetime) -> list[Alarm]:
        """Let time go on for all that is remembered; return the alarms that must be heard."""
        return self.take([each.latest for each in self._watched.values()], now)

    def move(self, step: timedelta) -> None:
        """Let all moments that something is counted from follow a clock that was set."""
        for watched in self._watched.values():
            latest = watched.latest
            again_at = latest.again_at and latest.again_at + step
            watched.latest = msgspec.structs.replace(latest, since=latest.since + step, again_at=again_at)
            watched.crossed_at += step
            watched.track = alarm_track.moved(watched.track, step)

    def acknowledge(self, key: str, now: datetime) -> None:
        """Note that the trader has seen an alarm; an event is over with that."""
        watched = self._watched.get(key)
        if watched is None or watched.track.raised_at is None:
            return
        self._edit((key, watched.track.raised_at), acknowledged_at=now)
        is_event = watched.latest.rule.holds_s is not None
        after = alarm_track.cleared if is_event else lambda track: alarm_track.acknowledged(track, now)
        self._follow(watched, after(watched.track), now)

    def snooze(self, key: str, now: datetime) -> None:
        """Put an alarm aside."""
        watched = self._watched.get(key)
        if watched is not None:
            until = now + timedelta(seconds=self.snooze_s)
            self._follow(watched, alarm_track.snoozed(watched.track, until), now)

    def painted(self, key: str, raised_at: datetime, at: datetime) -> None:
        """Note when an alarm was on the screen for the first time, UTC."""
        watched, record = self._watched.get(key), self._records.get((key, raised_at))
        if watched is None or record is None or record.paint_ms is not None:
            return
        if watched.track.raised_at == raised_at:
            passed = at - watched.crossed_at
            self._edit((key, raised_at), paint_ms=max(0, round(passed.total_seconds() * 1000)))

    def remember(self, records: Iterable[AlarmRecord]) -> None:
        """Take over the log of earlier runs."""
        for record in records:
            self._records.setdefault((record.key, record.raised_at), record)
        self._forget_oldest()

    def take_changed(self) -> Sequence[AlarmRecord]:
        """Return the lines of the log that changed since this was asked last."""
        changed, self._changed = self._changed, {}
        return [self._records[identity] for identity in changed if identity in self._records]

    def due_at(self, now: datetime) -> datetime | None:
        """Return the next moment at which time alone changes something, UTC; None when it never does."""
        moments = [alarm_track.due_at(each.track, each.latest.rule) for each in self._watched.values()]
        moments += [each.latest.again_at for each in self._watched.values()]
        return min((moment for moment in moments if moment is not None and moment > now), default=None)

    def _look(self, reading: Reading, now: datetime) -> Alarm | None:
        watched = self._watched.get(reading.key)
        if watched is None:
            if not reading.level and reading.again_at is None:
                return None
            watched = _Watched(latest=reading, said=reading, crossed_at=now)
            self._watched[reading.key] = watched
        before = watched.track
        after = alarm_track.advance(before, reading.level, reading.since, now, reading.rule)
        watched.latest = reading
        worse = after.level > before.level
        if worse or after.raised_at != before.raised_at:
            watched.crossed_at = alarm_track.crossed_at(before, reading.since, reading.rule) if worse else now
        if after.level != before.level:
            watched.said = reading
        self._follow(watched, after, now)
        was, is_ = (before.heard_at, before.heard_level), (after.heard_at, after.heard_level)
        return _alarm_of(watched) if was != is_ else None

    def _follow(self, watched: _Watched, after: Track, now: datetime) -> None:
        """Take a new track over, into the log too; forget a condition of which nothing is left."""
        before, watched.track = watched.track, after
        key, rule = watched.latest.key, watched.latest.rule
        if after.raised_at != before.raised_at or after.level > before.level:
            if before.raised_at is not None:
                self._edit((key, before.raised_at), cleared_at=now)
            if after.raised_at is not None:
                self._open_record(_alarm_of(watched))
        if rule.holds_s is not None and not after.level:
            del self._watched[key]
            return
        cools = after.heard_at is not None and now < after.heard_at + timedelta(seconds=rule.cool_down_s)
        is_idle = not after.level and after.waiting_since is None and after.snoozed_until is None
        if is_idle and not cools and not watched.latest.level and watched.latest.again_at is None:
            del self._watched[key]

    def _open_record(self, alarm: Alarm) -> None:
        identity = (alarm.key, alarm.raised_at)
        self._records[identity] = record_of(alarm)
        self._changed[identity] = None
        self._forget_oldest()

    def _edit(self, identity: _Identity, **changes: datetime | int) -> None:
        record = self._records.get(identity)
        if record is not None:
            self._records[identity] = msgspec.structs.replace(record, **changes)
            self._changed[identity] = None

    def _forget_oldest(self) -> None:
        if len(self._records) > MOST_RECORDS:
            for record in self.records[MOST_RECORDS:]:
                del self._records[record.key, record.raised_at]


def _alarm_of(watched: _Watched) -> Alarm:
    track, said = watched.track, watched.said
    kind = said.kinds[min(track.level, len(said.kinds)) - 1]
    return Alarm(
        key=said.key,
        kind=kind,
        priority=PRIORITIES[kind],
        book=said.book,
        symbol=said.symbol,
        text=said.text,
        raised_at=track.raised_at or said.since,
        acknowledged=track.acknowledged_at is not None,
        snoozed_until=track.snoozed_until,
    )
